import { describe, expect, it } from 'vitest'
import type { Thumbnail, ThumbnailReading } from '../../src/domain/thumbnail.ts'
import { createImageQueue } from '../../src/jobs/image-queue.ts'
import { deleteUnusedImages } from '../../src/store/link-images.ts'
import { BASE_URL, type LinkJson, pageThatSays, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const IMAGE = 'https://pictures.example/clock.png'

function thumbnail(fill: number): Thumbnail {
  const hash = String(fill).padStart(32, '0')
  return { hash, type: 'image/webp', width: 640, height: 336, bytes: new Uint8Array(50).fill(fill) }
}

describe.each(DATABASE_KINDS)('pictures of pages on %s', (kind) => {
  const app = useTestApp(kind)
  const get = async (id: number) =>
    (await app.json<LinkJson & { thumbnail_url: string | null }>('GET', `/links/${id}`)).body
  const passMinutes = (minutes: number) => {
    app.now = new Date(app.now.getTime() + minutes * 60_000)
  }
  /** Makes the pictures that are due; what was asked for. */
  async function make(read: (url: string) => ThumbnailReading): Promise<string[]> {
    const asked: string[] = []
    const errors: unknown[] = []
    const queue = createImageQueue({
      db: app.db,
      now: () => app.now,
      readThumbnail: async (url) => {
        asked.push(url)
        return read(url)
      },
      onError: (error) => errors.push(error),
    })
    await queue.drain()
    expect(errors).toEqual([])
    return asked
  }
  async function enriched(url: string, imageUrl: string | null) {
    const link = await app.save(url)
    app.enrichPage = pageThatSays({ imageUrl })
    await app.services.enrichLink(link.id)
    return link.id
  }

  it('are kept small by us and served for good', async () => {
    const id = await enriched('https://a.example/1', IMAGE)
    expect((await get(id)).thumbnail_url).toBeNull()
    expect(await make(() => ({ thumbnail: thumbnail(7) }))).toEqual([IMAGE])
    const { thumbnail_url, image_url } = await get(id)
    expect(image_url).toBe(IMAGE)
    expect(thumbnail_url).toBe(`${BASE_URL}/images/${'7'.padStart(32, '0')}.webp`)

    const answer = await app.request(thumbnail_url ?? '')
    expect(answer.status).toBe(200)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(thumbnail(7).bytes)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
    })
    expect(await make(() => ({ thumbnail: thumbnail(8) }))).toEqual([])
  })

  it.each([
    '/images/',
    '/images/nothing.webp',
    `/images/${'7'.padStart(32, '0')}.jpg`,
    `/images/${'8'.padStart(32, '0')}.webp`,
    `/images/${'7'.padStart(32, '0')}`,
    "/images/'%20or%201=1.webp",
  ])('are not found at %s', async (path) => {
    await enriched('https://a.example/1', IMAGE)
    await make(() => ({ thumbnail: thumbnail(7) }))
    expect((await app.request(path)).status).toBe(404)
    expect(app.faults).toEqual([])
  })

  it('that cannot be had leave the link as it is, with the reason on it', async () => {
    const id = await enriched('https://a.example/1', IMAGE)
    await make(() => ({ problem: 'The picture is damaged.', isTransient: false }))
    const link = await get(id)
    expect(link).toMatchObject({
      thumbnail_url: null,
      enrichment: { status: 'done', error: null, image_error: 'The picture is damaged.' },
    })
    expect(await make(() => ({ thumbnail: thumbnail(7) }))).toEqual([])
    // Reading the page again asks for the picture again.
    await app.services.enrichLink(id)
    await make(() => ({ thumbnail: thumbnail(7) }))
    expect(await get(id)).toMatchObject({
      thumbnail_url: expect.stringContaining('/images/'),
      enrichment: { image_error: null },
    })
  })

  it('are asked for four times when it is the server that fails, and not before it says', async () => {
    const id = await enriched('https://a.example/1', IMAGE)
    const busy = (): ThumbnailReading => ({
      ...{ problem: 'Status 503.', isTransient: true, retryAfterS: 3_600 },
    })
    let asked = (await make(busy)).length
    passMinutes(59)
    expect(await make(busy)).toEqual([])
    for (let hour = 0; hour < 30; hour++) {
      passMinutes(60)
      asked += (await make(busy)).length
    }
    expect(asked).toBe(4)
    expect((await get(id)).enrichment.image_error).toBe('Status 503.')
  })

  it('that many pages share are fetched once', async () => {
    const ids = []
    for (let i = 0; i < 3; i++) ids.push(await enriched(`https://a.example/${i}`, IMAGE))
    expect(await make(() => ({ thumbnail: thumbnail(7) }))).toEqual([IMAGE])
    ids.push(await enriched('https://a.example/later', IMAGE))
    expect(await make(() => ({ thumbnail: thumbnail(8) }))).toEqual([])
    const urls = await Promise.all(ids.map(async (id) => (await get(id)).thumbnail_url))
    expect(new Set(urls).size).toBe(1)
  })

  it('follow the page when it names another one', async () => {
    const id = await enriched('https://a.example/1', IMAGE)
    await make(() => ({ thumbnail: thumbnail(7) }))
    app.enrichPage = pageThatSays({ imageUrl: 'https://pictures.example/new.png' })
    await app.services.enrichLink(id)
    expect((await get(id)).thumbnail_url).toContain(thumbnail(7).hash)
    await make(() => ({ thumbnail: thumbnail(8) }))
    expect((await get(id)).thumbnail_url).toContain(thumbnail(8).hash)
  })

  it('go when no link has them any more', async () => {
    const id = await enriched('https://a.example/1', IMAGE)
    await make(() => ({ thumbnail: thumbnail(7) }))
    const path = (await get(id)).thumbnail_url ?? ''
    await deleteUnusedImages(app.db, new Date(app.now.getTime() + 1))
    expect((await app.request(path)).status).toBe(200)
    await app.json('DELETE', `/links/${id}`)
    await deleteUnusedImages(app.db, app.now)
    expect((await app.request(path)).status).toBe(200)
    await deleteUnusedImages(app.db, new Date(app.now.getTime() + 1))
    expect((await app.request(path)).status).toBe(404)
  })
})
