/** How a fetch follows redirects, and what it tells on the way. */
import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createTestFetch, startHttp, startTcp, text } from './hostile-server.ts'

async function startMoving(locations: Record<string, [status: number, location: string]>) {
  const server = await startHttp((request, response) => {
    const move = locations[request.url ?? '']
    if (move) response.writeHead(move[0], { location: move[1] }).end('moved')
    else response.end(`arrived at ${request.url}`)
  })
  const origin = `http://s.example:${server.port}`
  const fetch = createTestFetch({
    allow: [`s.example:${server.port}`, `other.example:${server.port}`],
  })
  return { server, origin, fetch }
}

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('are followed with %i and written down', async (status) => {
    const { fetch, origin } = await startMoving({ '/a/b': [status, '../c/d'] })
    const page = await fetch({ url: `${origin}/a/b` })
    expect(text(page.body)).toBe('arrived at /c/d')
    expect(page.url).toBe(`${origin}/c/d`)
    expect(page.redirects).toEqual([{ status, from: `${origin}/a/b`, to: `${origin}/c/d` }])
  })

  it('may leave the scheme out', async () => {
    const { fetch, origin, server } = await startMoving({})
    const moving = await startMoving({ '/': [302, `//s.example:${server.port}/there`] })
    const both = createTestFetch({
      allow: [`s.example:${server.port}`, `s.example:${moving.server.port}`],
    })
    const page = await both({ url: `${moving.origin}/` })
    expect(page.url).toBe(`${origin}/there`)
    await fetch.close()
  })

  it.each([
    ['UTF-8', Buffer.from('/café'), '/caf%C3%A9'],
    ['Latin-1', Buffer.from('/café', 'latin1'), '/caf%E9'],
    ['spaces', Buffer.from('/a b'), '/a%20b'],
  ])('keep the bytes of a raw Location (%s)', async (_, location, path) => {
    const server = await startTcp((socket) => {
      const head = 'HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: '
      socket.end(Buffer.concat([Buffer.from(head), location, Buffer.from('\r\n\r\n')]))
    })
    const fetch = createTestFetch({ allow: [`raw.example:${server.port}`] })
    await expect(
      fetch({ url: `http://raw.example:${server.port}/`, maxRedirects: 1 }),
    ).rejects.toMatchObject({ code: 'FETCH_FAILED' })
    // The loop ends at the address itself, so ask where it went instead.
    const to = await startHttp((request, response) => response.end(request.url))
    const once = await startTcp((socket) => {
      const head = `HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://raw.example:${to.port}`
      socket.end(Buffer.concat([Buffer.from(head), location, Buffer.from('\r\n\r\n')]))
    })
    const both = createTestFetch({
      allow: [`raw.example:${to.port}`, `raw.example:${once.port}`],
    })
    const page = await both({ url: `http://raw.example:${once.port}/` })
    expect(text(page.body)).toBe(path)
  })

  it('without a Location are the answer itself', async () => {
    const server = await startHttp((_, response) => response.writeHead(302).end('no way on'))
    const fetch = createTestFetch({ allow: [`s.example:${server.port}`] })
    const page = await fetch({ url: `http://s.example:${server.port}/` })
    expect([page.status, text(page.body)]).toEqual([302, 'no way on'])
  })

  it('in a circle end with a sentence', async () => {
    const { fetch, origin, server } = await startMoving({ '/1': [302, '/2'], '/2': [302, '/1'] })
    await expect(fetch({ url: `${origin}/1` })).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: 's.example redirects in a circle, so there is no page.',
    })
    expect(server.requests).toEqual(['GET /1', 'GET /2'])
  })

  it('are followed five times and no more', async () => {
    const server = await startHttp((request, response) => {
      response.writeHead(302, { location: `${request.url}x` }).end()
    })
    const fetch = createTestFetch({ allow: [`s.example:${server.port}`] })
    await expect(fetch({ url: `http://s.example:${server.port}/` })).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: expect.stringContaining('after 5 redirects'),
    })
    expect(server.requests).toHaveLength(6)
  })

  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'POST', 'GET', ''],
    [307, 'POST', 'POST', 'body'],
    [308, 'POST', 'POST', 'body'],
    [303, 'HEAD', 'HEAD', ''],
  ] as const)('%i after %s becomes %s', async (status, method, then, body) => {
    const got: string[] = []
    const server = await startHttp(async (request, response) => {
      let received = ''
      for await (const chunk of request) received += chunk
      got.push(`${request.method} ${received}`)
      if (request.url === '/') response.writeHead(status, { location: '/next' })
      response.end()
    })
    const fetch = createTestFetch({ allow: [`s.example:${server.port}`] })
    const sent = method === 'POST' ? { body: 'body' } : {}
    await fetch({ url: `http://s.example:${server.port}/`, method, ...sent })
    expect(got[1]).toBe(`${then} ${body}`)
  })
})

describe('what other sites are told', () => {
  it('keeps credentials from them, and honest headers for everybody', async () => {
    const got: IncomingHttpHeaders[] = []
    const server = await startHttp((request, response) => {
      got.push(request.headers)
      if (request.url === '/') response.writeHead(302, { location: '/same' }).end()
      else if (request.url === '/same') {
        response.writeHead(302, { location: `http://other.example:${server.port}/end` }).end()
      } else response.end()
    })
    const fetch = createTestFetch({
      allow: [`s.example:${server.port}`, `other.example:${server.port}`],
    })
    await fetch({
      url: `http://s.example:${server.port}/`,
      headers: { Authorization: 'Bearer x', Cookie: 'a=b', 'X-Api-Key': 'k', Accept: 'image/*' },
    })
    expect(got.map((h) => [h.authorization, h.cookie, h['x-api-key']])).toEqual([
      ['Bearer x', 'a=b', 'k'],
      ['Bearer x', 'a=b', 'k'],
      [undefined, undefined, undefined],
    ])
    expect(got[2]).toMatchObject({
      accept: 'image/*',
      'user-agent': 'Linkletter/0.1 (+https://links.example)',
      'accept-encoding': expect.stringMatching(/^gzip, deflate, br/),
    })
  })

  it('sends a cookie back to the host that set it, within the same fetch only', async () => {
    const got: (string | undefined)[] = []
    const server = await startHttp((request, response) => {
      got.push(`${request.headers.host?.split(':')[0]} ${request.headers.cookie ?? '-'}`)
      const isOther = request.headers.host?.startsWith('other')
      if (isOther) response.end('elsewhere')
      else if (request.headers.cookie?.includes('seen=1')) {
        response.writeHead(302, { location: `http://other.example:${server.port}/` }).end()
      } else {
        const cookies = ['seen=1; Path=/; HttpOnly', 'old=x; Max-Age=0', 'tls=x; Secure']
        response.writeHead(302, { location: '/', 'set-cookie': cookies }).end()
      }
    })
    const fetch = createTestFetch({
      allow: [`s.example:${server.port}`, `other.example:${server.port}`],
    })
    const page = await fetch({ url: `http://s.example:${server.port}/` })
    expect(text(page.body)).toBe('elsewhere')
    await fetch({ url: `http://s.example:${server.port}/` })
    const round = ['s.example -', 's.example seen=1', 'other.example -']
    expect(got).toEqual([...round, ...round])
  })
})
