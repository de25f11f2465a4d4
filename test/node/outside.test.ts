import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createOutside } from '../../src/node/outside.ts'
import { startHttp } from './hostile-server.ts'

function open(options: Partial<Parameters<typeof createOutside>[0]> = {}) {
  const errors: unknown[] = []
  const outside = createOutside({
    allow: [],
    userAgent: 'Linkletter/0.1 (+https://links.example)',
    onError: (error) => errors.push(error),
    ...options,
  })
  onTestFinished(() => outside.close())
  return { ...outside, errors }
}

const obstinate = { file: new URL('./obstinate-thread.ts', import.meta.url), silentForMs: 400 }

async function pageServer() {
  const server = await startHttp((request, response) => {
    response.setHeader('content-type', 'text/html')
    response.setHeader('x-test', 'kept')
    if (request.url === '/busy') response.writeHead(503, { 'retry-after': '120' }).end()
    else if (request.url === '/drip') response.write('<title>')
    else response.end('<title>Clocks that lie</title>')
  })
  return { origin: `http://127.0.0.1:${server.port}`, allow: [`127.0.0.1:${server.port}`] }
}

describe('what is fetched outside', () => {
  it('is read in the thread', async () => {
    const { origin, allow } = await pageServer()
    const { enrichPage } = open({ allow })
    const reading = await enrichPage(`${origin}/#part`)
    expect(reading).toMatchObject({ outcome: 'ok', metadata: { title: 'Clocks that lie' } })
    expect(await enrichPage(`${origin}/busy`)).toMatchObject({ outcome: 'retry', retryAfterS: 120 })
  })

  it('may name its own host where the owner allowed that, and no other inside', async () => {
    const inside = 'http://127.0.0.9:8080/picture.png'
    const named = (image: string) =>
      `<title>Clocks</title><link rel="canonical" href="/clocks"><meta property="og:image" content="${image}">`
    const server = await startHttp((request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(named(request.url === '/a' ? '/picture.png' : inside))
    })
    const origin = `http://127.0.0.1:${server.port}`
    const { enrichPage } = open({ allow: [`127.0.0.1:${server.port}`] })
    expect((await enrichPage(`${origin}/a`)).metadata).toMatchObject({
      canonicalUrl: `${origin}/clocks`,
      imageUrl: `${origin}/picture.png`,
    })
    expect((await enrichPage(`${origin}/b`)).metadata.imageUrl).toBeNull()
  })

  it('comes back as it was sent', async () => {
    const { origin, allow } = await pageServer()
    const { guardedFetch } = open({ allow })
    const resource = await guardedFetch({ url: `${origin}/` })
    expect(resource).toMatchObject({ url: `${origin}/`, status: 200, truncated: false })
    expect(resource.headers.get('x-test')).toBe('kept')
    expect(new TextDecoder().decode(resource.body)).toBe('<title>Clocks that lie</title>')
  })

  it('is refused with the same words and code as without a thread', async () => {
    const { guardedFetch } = open()
    await expect(guardedFetch({ url: 'http://127.0.0.1:9/' })).rejects.toMatchObject({
      name: 'AppError',
      code: 'FETCH_REFUSED',
      message: expect.stringContaining('127.0.0.1'),
    })
  })

  it('can be given up by whoever asked', async () => {
    const { origin, allow } = await pageServer()
    const { guardedFetch } = open({ allow })
    const giveUp = new AbortController()
    const fetching = guardedFetch({ url: `${origin}/drip`, signal: giveUp.signal })
    giveUp.abort()
    await expect(fetching).rejects.toMatchObject({ code: 'FETCH_FAILED' })
  })

  it('fails when everything ends', async () => {
    const { origin, allow } = await pageServer()
    const { guardedFetch, close } = open({ allow })
    const fetching = guardedFetch({ url: `${origin}/drip` })
    const failed = expect(fetching).rejects.toMatchObject({ code: 'FETCH_FAILED' })
    await close()
    await failed
    await expect(guardedFetch({ url: `${origin}/` })).rejects.toMatchObject({
      code: 'FETCH_FAILED',
    })
  })
})

describe('a thread that does not answer any more', () => {
  it('is replaced; the page that it was reading is given up, the others are tried again', async () => {
    const { enrichPage, errors } = open(obstinate)
    const other = enrichPage('https://a.example/waits')
    expect(await enrichPage('https://a.example/never-ends')).toMatchObject({
      outcome: 'blocked',
      error: 'The page takes too much work to read.',
    })
    expect(await other).toMatchObject({ outcome: 'error' })
    expect(await enrichPage('https://a.example/good')).toMatchObject({ outcome: 'ok' })
    expect(errors).toEqual([])
  })

  it('is replaced when it died', async () => {
    const { enrichPage } = open(obstinate)
    const other = enrichPage('https://a.example/waits')
    expect((await enrichPage('https://a.example/dies')).outcome).toBe('blocked')
    expect((await other).outcome).toBe('error')
    expect((await enrichPage('https://a.example/good')).outcome).toBe('ok')
  })

  it('leaves this one free to do other things meanwhile', async () => {
    const { enrichPage } = open(obstinate)
    const reading = enrichPage('https://a.example/never-ends')
    let turns = 0
    for (let isReading = true; isReading; turns++)
      isReading = await Promise.race([reading.then(() => false), sleep(5, true)])
    expect(turns).toBeGreaterThan(10)
  })
})
