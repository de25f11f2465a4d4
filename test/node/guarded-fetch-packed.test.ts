/** Content codings as servers really send them. */
import zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { door, startPage, startTcp, text } from './hostile-server.ts'

const PAGE = `<!doctype html><title>Kilns</title>${'<p>clay</p>'.repeat(200)}`

/** Text that does not pack well. */
function digits(count: number): string {
  let state = 1
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647
    return state
  }).join(' ')
}

describe('packed bodies', () => {
  it.each([
    ['gzip', zlib.gzipSync(PAGE)],
    ['x-gzip', zlib.gzipSync(PAGE)],
    ['deflate', zlib.deflateSync(PAGE)],
    ['deflate', zlib.deflateRawSync(PAGE)],
    ['br', zlib.brotliCompressSync(PAGE)],
    ['zstd', zlib.zstdCompressSync(PAGE)],
    ['gzip, identity, br', zlib.brotliCompressSync(zlib.gzipSync(PAGE))],
    ['gzip, gzip, gzip', zlib.gzipSync(zlib.gzipSync(zlib.gzipSync(PAGE)))],
    ['gzip', Buffer.from(PAGE)],
    ['gzip, gzip', zlib.gzipSync(PAGE)],
    ['utf-8', Buffer.from(PAGE)],
  ])('%s is undone', async (coding, bytes) => {
    const { fetch, url } = await startPage({ 'content-encoding': coding }, (r) => r.end(bytes))
    const page = await fetch({ url })
    expect(text(page.body)).toBe(PAGE)
    expect(page.truncated).toBe(false)
  })

  it.each([
    ['gzip', zlib.gzipSync, 3_000],
    ['deflate', zlib.deflateSync, 3_000],
    ['br', zlib.brotliCompressSync, 3_000],
    ['zstd', zlib.zstdCompressSync, 60_000], // unpacks in blocks of 128 kB
  ])('%s that stops in the middle gives what was there', async (coding, pack, count) => {
    const packed = pack(PAGE + digits(count))
    const half = packed.subarray(0, packed.length - 2_000)
    const { fetch, url } = await startPage({ 'content-encoding': coding }, (r) => r.end(half))
    expect(text((await fetch({ url })).body)).toContain('<title>Kilns</title>')
  })

  it('keeps what arrived before the connection broke', async () => {
    const server = await startTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 90000\r\nContent-Encoding: gzip\r\n\r\n')
      socket.end(zlib.gzipSync(PAGE).subarray(0, -8))
    })
    const { fetch, url } = door(server.port)
    const page = await fetch({ url })
    expect([text(page.body), page.truncated]).toEqual([PAGE, true])
  })

  it.each([
    ['gzip', zlib.gzipSync('')],
    ['br', zlib.brotliCompressSync('')],
    ['zstd', zlib.zstdCompressSync('')],
    ['gzip', Buffer.alloc(0)],
  ])('%s of nothing is an empty page', async (coding, bytes) => {
    const { fetch, url } = await startPage({ 'content-encoding': coding }, (r) => r.end(bytes))
    expect(await fetch({ url })).toMatchObject({ body: new Uint8Array(), truncated: false })
  })

  it.each([
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 9, 9, 9, 9, 0, 3, 255, 255, 255, 255])],
    ['br', Buffer.alloc(200, 0xff)],
    ['rot13', Buffer.alloc(200, 0xff)],
    ['zstd', zlib.zstdCompressSync(digits(500)).subarray(0, 200)],
    // Cut within the file name in the header.
    [
      'gzip',
      Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(90, 'n')]),
    ],
  ])('%s that cannot be undone is an error with a sentence', async (coding, bytes) => {
    const { fetch, url } = await startPage({ 'content-encoding': coding }, (r) => r.end(bytes))
    await expect(fetch({ url })).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: 'norn.example packed its answer in a way that cannot be unpacked.',
    })
  })
})
