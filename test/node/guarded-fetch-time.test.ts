/** Time limits, queues per host, failures in words, and stopping. */
import { describe, expect, it } from 'vitest'
import { createTestFetch, startHttp, startTcp, text } from './hostile-server.ts'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function timed(work: Promise<unknown>): Promise<[outcome: unknown, ms: number]> {
  const started = performance.now()
  const outcome = await work.catch((error) => error)
  return [outcome, performance.now() - started]
}

describe('the time limit (41)', () => {
  it('covers a slow drip of the body', async () => {
    const server = await startHttp((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    })
    const fetch = createTestFetch({ allow: [`drip.example:${server.port}`] })
    const url = `http://drip.example:${server.port}/`
    const [error, ms] = await timed(fetch({ url, timeoutMs: 300 }))
    expect(error).toMatchObject({
      code: 'FETCH_TIMEOUT',
      message: 'drip.example did not answer within 0.3 s.',
    })
    expect(ms).toBeGreaterThan(250)
    expect(ms).toBeLessThan(1_500)
    await expect.poll(() => server.open.size).toBe(0)
  })

  it('keeps a large page that is still coming', async () => {
    const server = await startHttp((_, response) => {
      response.write(`<title>Slow</title>${'x'.repeat(20_000)}`)
    })
    const fetch = createTestFetch({ allow: [`big.example:${server.port}`] })
    const page = await fetch({ url: `http://big.example:${server.port}/`, timeoutMs: 800 })
    expect(text(page.body)).toContain('<title>Slow</title>')
    expect(page.truncated).toBe(true)
  })

  it('covers headers that drip', async () => {
    const server = await startTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ')
      const timer = setInterval(() => socket.write('y'), 20)
      socket.on('close', () => clearInterval(timer))
    })
    const fetch = createTestFetch({ allow: [`drip.example:${server.port}`] })
    const url = `http://drip.example:${server.port}/`
    const [error, ms] = await timed(fetch({ url, timeoutMs: 300 }))
    expect(error).toMatchObject({ code: 'FETCH_TIMEOUT' })
    expect(ms).toBeLessThan(1_500)
  })

  it('covers all redirects together', async () => {
    const server = await startHttp((request, response) => {
      setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 200)
    })
    const fetch = createTestFetch({ allow: [`slow.example:${server.port}`] })
    const url = `http://slow.example:${server.port}/`
    const [error] = await timed(fetch({ url, timeoutMs: 700 }))
    expect(error).toMatchObject({ code: 'FETCH_TIMEOUT' })
    expect(server.requests.length).toBeGreaterThan(1)
    expect(server.requests.length).toBeLessThan(5)
  })

  it('covers a redirect whose own body never ends', async () => {
    const server = await startHttp((request, response) => {
      if (request.url === '/end') response.end('arrived')
      else response.writeHead(302, { location: '/end' }).write('x')
    })
    const fetch = createTestFetch({ allow: [`slow.example:${server.port}`] })
    const page = await fetch({ url: `http://slow.example:${server.port}/`, timeoutMs: 2_000 })
    expect(text(page.body)).toBe('arrived')
  })

  it('covers the look-up of the name', async () => {
    const fetch = createTestFetch({ resolve: () => new Promise(() => undefined) })
    const [error, ms] = await timed(fetch({ url: 'http://mute.example/', timeoutMs: 200 }))
    expect(error).toMatchObject({ code: 'FETCH_TIMEOUT' })
    expect(ms).toBeLessThan(1_000)
  })

  it('covers TLS with a server that never says anything', async () => {
    const server = await startTcp(() => undefined)
    const fetch = createTestFetch({ allow: [`mute.example:${server.port}`] })
    const url = `https://mute.example:${server.port}/`
    const [error, ms] = await timed(fetch({ url, timeoutMs: 300 }))
    expect(error).toMatchObject({ code: 'FETCH_TIMEOUT' })
    expect(ms).toBeLessThan(1_500)
    await expect.poll(() => server.open.size).toBe(0)
  })
})

describe('requests to one host', () => {
  it('are at most two at once, and waiting is not the page being slow', async () => {
    let now = 0
    let most = 0
    const server = await startHttp((_, response) => {
      now += 1
      most = Math.max(most, now)
      setTimeout(() => {
        now -= 1
        response.end('ok')
      }, 250)
    })
    const fetch = createTestFetch({ allow: [`busy.example:${server.port}`] })
    const url = `http://busy.example:${server.port}/`
    const pages = await Promise.all(
      Array.from({ length: 12 }, () => fetch({ url, timeoutMs: 1_000 })),
    )
    expect(pages.every((page) => page.status === 200)).toBe(true)
    expect(most).toBe(2)
  })

  it('do not hold up those to another', async () => {
    const slow = await startHttp(() => undefined)
    const quick = await startHttp((_, response) => response.end('quick'))
    const fetch = createTestFetch({
      allow: [`slow.example:${slow.port}`, `quick.example:${quick.port}`],
    })
    const url = `http://slow.example:${slow.port}/`
    const stuck = Array.from({ length: 20 }, () => timed(fetch({ url, timeoutMs: 30_000 })))
    const [, ms] = await timed(fetch({ url: `http://quick.example:${quick.port}/` }))
    expect(ms).toBeLessThan(1_000)
    await fetch.close()
    await Promise.all(stuck)
  })

  it('give their place back when the caller stops waiting', async () => {
    const server = await startHttp((request, response) => {
      if (request.url === '/quick') response.end('quick')
    })
    const fetch = createTestFetch({ allow: [`s.example:${server.port}`], maxPerHost: 1 })
    const url = `http://s.example:${server.port}`
    const first = new AbortController()
    const second = new AbortController()
    const running = timed(fetch({ url: `${url}/stuck`, signal: first.signal }))
    const waiting = timed(fetch({ url: `${url}/stuck`, signal: second.signal }))
    const last = fetch({ url: `${url}/quick` })
    await wait(50)
    second.abort()
    first.abort()
    expect(text((await last).body)).toBe('quick')
    for (const [error] of [await running, await waiting]) {
      expect(error).toMatchObject({
        code: 'FETCH_FAILED',
        message: 'Fetching from s.example was stopped before it was done.',
      })
    }
  })
})

describe('closing', () => {
  it('ends what is running, and later fetches fail', async () => {
    const server = await startHttp((_, response) => response.write('x'.repeat(50_000)))
    const fetch = createTestFetch({ allow: [`s.example:${server.port}`] })
    const url = `http://s.example:${server.port}/`
    const running = timed(fetch({ url }))
    await wait(100)
    await fetch.close()
    expect((await running)[0]).toMatchObject({ code: 'FETCH_FAILED' })
    await expect.poll(() => server.open.size).toBe(0)
    await expect(fetch({ url })).rejects.toMatchObject({ code: 'FETCH_FAILED' })
  })
})

describe('failures in words', () => {
  it.each([
    ['ENOTFOUND', 'FETCH_FAILED', 'There is no host named norn.example.'],
    ['ENODATA', 'FETCH_FAILED', 'has no address'],
    ['EAI_AGAIN', 'FETCH_FAILED', 'could not be looked up just now'],
    ['ESERVFAIL', 'FETCH_FAILED', 'could not be looked up just now'],
  ])('%s while looking up', async (dnsCode, code, words) => {
    const resolve = () => Promise.reject(Object.assign(new Error(dnsCode), { code: dnsCode }))
    const error = await createTestFetch({ resolve })({ url: 'http://norn.example/' }).catch(
      (thrown) => thrown,
    )
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
    expect(error.cause.cause.code).toBe(dnsCode)
  })

  it('a port where nobody listens', async () => {
    const server = await startHttp(() => undefined)
    const fetch = createTestFetch({ allow: [`norn.example:${server.port + 1}`] })
    await expect(fetch({ url: `http://norn.example:${server.port + 1}/` })).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: 'norn.example refused the connection.',
    })
  })

  it('a server that hangs up at once', async () => {
    const server = await startTcp((socket) => socket.destroy())
    const fetch = createTestFetch({ allow: [`norn.example:${server.port}`] })
    await expect(fetch({ url: `http://norn.example:${server.port}/` })).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: 'norn.example broke off the connection before its answer was complete.',
    })
  })

  it('no TLS where TLS was expected', async () => {
    const server = await startTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const fetch = createTestFetch({ allow: [`norn.example:${server.port}`] })
    await expect(fetch({ url: `https://norn.example:${server.port}/` })).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: 'No secure connection to norn.example could be made.',
    })
  })
})
