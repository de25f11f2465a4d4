import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createCheckLink } from '../../src/upkeep/check-link.ts'
import { createTestFetch, startHttp } from '../node/hostile-server.ts'

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = await startHttp(answer)
  const check = createCheckLink({
    guardedFetch: createTestFetch({ allow: [`norn.example:${server.port}`] }),
  })
  return { server, check: (path = '/a') => check(`http://norn.example:${server.port}${path}`) }
}

const status = (code: number, headers = {}) =>
  serve((_, response) => response.writeHead(code, headers).end())

describe('looking at a link', () => {
  it('asks for no more than the headers of a page that is there', async () => {
    const { server, check } = await status(200)
    expect(await check()).toEqual({ state: 'alive' })
    expect(server.requests).toEqual(['HEAD /a'])
  })

  it('believes nothing bad of a server that may only answer HEAD wrongly', async () => {
    for (const wrong of [404, 405, 403, 500, 501]) {
      const { check } = await serve((request, response) =>
        response.writeHead(request.method === 'HEAD' ? wrong : 200).end(),
      )
      expect(await check()).toEqual({ state: 'alive' })
    }
  })

  it.each([
    [404, 'missing'],
    [410, 'gone'],
    [500, 'failing'],
    [503, 'failing'],
    ...[400, 401, 402, 403, 405, 418, 429, 451].map((code) => [code, 'unknown'] as const),
  ] as const)('takes status %i as: %s', async (code, state) => {
    const { check } = await status(code)
    expect((await check()).state).toBe(state)
  })

  it('does not count a site that asks for patience, or a wall, as failing', async () => {
    for (const headers of [{ 'retry-after': '60' }, { 'cf-mitigated': 'challenge' }])
      expect(await (await status(503, headers)).check()).toEqual({ state: 'unknown' })
  })

  it('sees that a page which is not there sends on to the home page', async () => {
    const { check } = await serve((request, response) =>
      request.url === '/' ? response.end('Home') : response.writeHead(302, { location: '/' }).end(),
    )
    expect(await check('/essays/clocks')).toMatchObject({
      state: 'failing',
      reason: 'The page sends on to the home page of the site.',
    })
    expect(await check('/')).toEqual({ state: 'alive' })
  })

  it('follows a page to its new address', async () => {
    const { check } = await serve((request, response) =>
      request.url === '/new/clocks'
        ? response.end('Clocks')
        : response.writeHead(301, { location: '/new/clocks' }).end(),
    )
    expect(await check('/clocks')).toEqual({ state: 'alive' })
  })

  it('reads no more of a long page than it needs', async () => {
    let sent = 0
    const { check } = await serve((request, response) => {
      if (request.method === 'HEAD') return response.writeHead(405).end()
      response.on('error', () => undefined)
      const more = () => {
        if (sent > 50_000_000 || response.destroyed) return
        sent += 65_536
        response.write(Buffer.alloc(65_536)) ? setImmediate(more) : response.once('drain', more)
      }
      more()
    })
    expect(await check()).toEqual({ state: 'alive' })
    expect(sent).toBeLessThan(20_000_000)
  })

  it('says in words what nobody answering means, and whether it may be our own network', async () => {
    const codes = { ENOTFOUND: false, ECONNREFUSED: false, EAI_AGAIN: true, ENETUNREACH: true }
    for (const [code, isNetwork] of Object.entries(codes)) {
      const check = createCheckLink({
        guardedFetch: createTestFetch({
          resolve: async () => {
            throw Object.assign(new Error(code), { code })
          },
        }),
      })
      expect(await check('https://norn.example/')).toMatchObject({
        state: 'failing',
        reason: expect.stringContaining('norn.example'),
        isNetwork,
      })
    }
  })

  it('says nothing of an address that we do not fetch', async () => {
    const check = createCheckLink({ guardedFetch: createTestFetch() })
    expect(await check('http://127.0.0.1/')).toEqual({ state: 'unknown' })
  })
})
