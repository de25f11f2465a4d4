/** Bombs, endless answers, and what errors say: BARS 41 and 42. */
import type { ServerResponse } from 'node:http'
import zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { door, startHttp, startPage, startTcp, text } from './hostile-server.ts'

/** Sends the same bytes for as long as somebody takes them. */
function sendForever(response: ServerResponse, bytes: Buffer) {
  const more = () => {
    while (!response.destroyed && response.write(bytes));
  }
  response.on('drain', more)
  more()
}

/** Growth of the process in bytes while `work` runs, looked at every 20 ms. */
async function memoryGrowth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss
  let highest = before
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss)
  }, 20)
  await work().finally(() => clearInterval(timer))
  return Math.max(highest, process.memoryUsage().rss) - before
}

const MEMORY_LIMIT = 100_000_000

describe('bombs and endless answers (41)', () => {
  it.each([
    ['gzip', zlib.gzipSync(Buffer.alloc(300_000_000))],
    [
      'br',
      zlib.brotliCompressSync(Buffer.alloc(100_000_000), {
        params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 },
      }),
    ],
    ['zstd', zlib.zstdCompressSync(Buffer.alloc(300_000_000))],
    ['gzip, gzip', zlib.gzipSync(zlib.gzipSync(Buffer.alloc(300_000_000)))],
  ])('a %s bomb stops at 2 MB, memory stays flat', async (coding, bomb) => {
    const { fetch, url, server } = await startPage({ 'content-encoding': coding }, (r) =>
      r.end(bomb),
    )
    await fetch({ url, maxBytes: 1_000 }) // code and buffers are in place before measuring
    const growth = await memoryGrowth(async () => {
      const page = await fetch({ url })
      expect([page.body.length, page.truncated]).toEqual([2_000_000, true])
    })
    expect(growth).toBeLessThan(MEMORY_LIMIT)
    await expect.poll(() => server.open.size).toBe(0)
  })

  it('a packed stream that unpacks to nothing is not read without end', async () => {
    let sent = 0
    const emptyBlock = Buffer.from([0, 0, 0, 0xff, 0xff])
    const blocks = Buffer.concat(Array.from({ length: 2_000 }, () => emptyBlock))
    const { fetch, url } = await startPage({ 'content-encoding': 'deflate' }, (response) => {
      const more = () => {
        while (!response.destroyed && response.write(blocks)) sent += blocks.length
      }
      response.on('drain', more)
      more()
    })
    await expect(fetch({ url, maxBytes: 100_000 })).rejects.toMatchObject({
      code: 'FETCH_TOO_LARGE',
    })
    expect(sent).toBeLessThan(20_000_000)
  })

  it('5,000 content codings are refused before anything is unpacked', async () => {
    const coding = Array.from({ length: 5_000 }, () => 'gzip').join(',')
    const { fetch, url } = await startPage({ 'content-encoding': coding }, (r) => r.end('x'))
    await expect(fetch({ url })).rejects.toMatchObject({
      code: 'FETCH_TOO_LARGE',
      message: expect.stringContaining('5000 times'),
    })
  })

  it('four are refused too', async () => {
    const coding = 'gzip, gzip, gzip, gzip'
    const { fetch, url } = await startPage({ 'content-encoding': coding }, (r) => r.end('x'))
    await expect(fetch({ url })).rejects.toMatchObject({ code: 'FETCH_TOO_LARGE' })
  })

  it('an endless body is cut at the limit, the socket closed, memory flat', async () => {
    const { fetch, url, server } = await startPage({}, (response) => {
      response.write('<title>It never ends</title>')
      sendForever(response, Buffer.alloc(16_384, 'x'))
    })
    const growth = await memoryGrowth(async () => {
      const page = await fetch({ url })
      expect([page.body.length, page.truncated]).toEqual([2_000_000, true])
      expect(text(page.body.subarray(0, 28))).toBe('<title>It never ends</title>')
    })
    expect(growth).toBeLessThan(MEMORY_LIMIT)
    await expect.poll(() => server.open.size).toBe(0)
  })

  it('a body of one-byte chunks takes no more memory than another', async () => {
    const chunks = Buffer.from('1\r\nx\r\n'.repeat(10_000))
    const server = await startTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
      const more = () => {
        while (!socket.destroyed && socket.write(chunks));
      }
      socket.on('drain', more)
      more()
    })
    const { fetch, url } = door(server.port)
    const growth = await memoryGrowth(async () => {
      expect((await fetch({ url, maxBytes: 500_000 })).body.length).toBe(500_000)
    })
    expect(growth).toBeLessThan(MEMORY_LIMIT)
  })

  it('a live stream of sound is left after its first 64 kB', async () => {
    const { fetch, url, server } = await startPage({ 'content-type': 'audio/mpeg' }, (response) =>
      sendForever(response, Buffer.alloc(1_000, 1)),
    )
    const page = await fetch({ url })
    expect([page.body.length, page.truncated]).toEqual([65_536, true])
    await expect.poll(() => server.open.size).toBe(0)
  })

  it('a body of exactly the limit is whole', async () => {
    const { fetch, url } = await startPage({}, (r) => r.end('x'.repeat(5_000)))
    expect(await fetch({ url, maxBytes: 5_000 })).toMatchObject({ truncated: false })
    expect(await fetch({ url, maxBytes: 4_999 })).toMatchObject({ truncated: true })
  })

  it('endless headers are stopped', async () => {
    const lines = Buffer.from('x-more: and more and more\r\n'.repeat(500))
    const server = await startTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const more = () => {
        while (!socket.destroyed && socket.write(lines));
      }
      socket.on('drain', more)
      more()
    })
    const { fetch, url } = door(server.port)
    await expect(fetch({ url })).rejects.toMatchObject({
      code: 'FETCH_TOO_LARGE',
      message: 'norn.example sent more headers than any page needs.',
    })
  })
})

describe('error messages (42)', () => {
  it('hold nothing of the body, not even in their causes', async () => {
    const secret = 'aws_secret_access_key=AKIAEXAMPLE'
    const garbled = await startTcp((socket) => socket.end(`${secret}\r\n${secret}\r\n\r\n`))
    const badChunk = await startTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
      socket.end(`${secret}\r\n${secret}`)
    })
    const packed = await startHttp((_, response) => {
      const bytes = Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from(secret)])
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes)
    })
    for (const { port } of [garbled, badChunk, packed]) {
      const { fetch, url } = door(port)
      const error = await fetch({ url }).catch((thrown) => thrown)
      expect(error).toMatchObject({
        code: 'FETCH_FAILED',
        message: expect.stringMatching(/^norn\.example (answered, but|packed its answer)/),
      })
      const all: string[] = []
      for (let at = error; at instanceof Error; at = at.cause as Error) {
        all.push(at.message, at.stack ?? '', JSON.stringify(at))
      }
      expect(all.join('\n')).not.toContain('AKIA')
    }
  })
})
