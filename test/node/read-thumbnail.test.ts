import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { makeThumbnail } from '../../src/node/make-thumbnail.ts'
import { createReadThumbnail } from '../../src/node/read-thumbnail.ts'
import { createTestFetch, startHttp } from './hostile-server.ts'

const png = await sharp({
  create: { width: 320, height: 200, channels: 3, background: { r: 9, g: 90, b: 9 } },
})
  .png()
  .toBuffer()

async function serve(
  answers: Record<string, () => { status?: number; headers?: object; body?: Buffer }>,
) {
  const server = await startHttp((request, response) => {
    const { status = 200, headers = {}, body } = answers[request.url ?? '']?.() ?? { status: 404 }
    response.writeHead(status, { 'content-type': 'image/png', ...headers })
    response.end(body)
  })
  const guardedFetch = createTestFetch({ allow: [`norn.example:${server.port}`] })
  const read = createReadThumbnail({ guardedFetch, makeThumbnail })
  return { server, read: (path: string) => read(`http://norn.example:${server.port}${path}`) }
}

describe("a page's picture", () => {
  it('is fetched and made small, whatever type the server gives it', async () => {
    const { read } = await serve({
      '/a': () => ({ body: png, headers: { 'content-type': 'text/html' } }),
    })
    expect(await read('/a')).toMatchObject({ thumbnail: { type: 'image/webp', width: 320 } })
  })

  it('is not made of SVG that calls itself a PNG', async () => {
    const body = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    const { read } = await serve({ '/a.png': () => ({ body }) })
    expect(await read('/a.png')).toMatchObject({
      problem: expect.stringContaining('not a picture'),
    })
  })

  it('is not fetched from a private network, neither at once nor by a redirect', async () => {
    const inside = await startHttp((_, response) => response.end(png))
    const location = `http://127.0.0.1:${inside.port}/`
    const { read } = await serve({ '/a': () => ({ status: 302, headers: { location } }) })
    expect(await read('/a')).toMatchObject({ isTransient: false })
    const direct = createReadThumbnail({ guardedFetch: createTestFetch(), makeThumbnail })
    expect(await direct(location)).toMatchObject({ isTransient: false })
    expect(inside.connections).toBe(0)
  })

  it('is dropped when it has more than 5 MB', async () => {
    const body = Buffer.concat([png, Buffer.alloc(6 * 1024 * 1024)])
    const { read } = await serve({ '/a': () => ({ body }) })
    expect(await read('/a')).toEqual({
      problem: 'The picture is larger than 5 MB.',
      isTransient: false,
    })
  })

  it.each([
    [404, false],
    [403, false],
    [429, true],
    [503, true],
  ])('answered with status %i may come later: %s', async (status, isTransient) => {
    const { read } = await serve({ '/a': () => ({ status }) })
    expect(await read('/a')).toMatchObject({ isTransient })
  })

  it('is asked for again no sooner than its server says', async () => {
    const { read } = await serve({
      '/a': () => ({ status: 429, headers: { 'retry-after': '90' } }),
    })
    expect(await read('/a')).toMatchObject({ isTransient: true, retryAfterS: 90 })
  })
})
