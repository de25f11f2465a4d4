import { describe, expect, it } from 'vitest'
import { type LinkJson, type Page, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

interface Answer {
  items: { status: number; link?: LinkJson; error?: { code: string; errors?: unknown[] } }[]
}

describe.each(DATABASE_KINDS)('saving links in a batch on %s', (kind) => {
  const app = useTestApp(kind)
  const batch = (links: unknown, options = {}) =>
    app.json<Answer>('POST', '/links/batch', { links }, options)

  it('answers each on its own, in order, and lets a bad one spoil none', async () => {
    await app.save('https://known.example/', { note: 'Before.' })
    const { status, body } = await batch([
      { url: 'https://a.example/', title: 'A', tags: ['x'], to_read: true },
      { url: 'javascript:alert(1)' },
      { url: 'https://known.example/', note: 'Again.' },
      { title: 'without an address' },
      'no object',
      null,
      { url: 'https://b.example/', month: 'July' },
      { url: 'https://a.example/?utm_source=x', note: 'The same.' },
      { url: 'https://c.example/', note: 'a\0b' },
      { url: 'https://d.example/', authors: ['half \ud83d a pair'] },
    ])
    expect(status).toBe(200)
    expect(body.items.map((item) => item.status)).toEqual([
      201, 422, 200, 422, 422, 422, 422, 200, 422, 201,
    ])
    expect(body.items[0]?.link).toMatchObject({ title: 'A', tags: ['x'], to_read: true })
    expect(body.items[1]?.error).toMatchObject({ code: 'INVALID_URL' })
    expect(body.items[2]?.link).toMatchObject({ duplicate: true, note: 'Before.\n\nAgain.' })
    expect(body.items[3]?.error).toMatchObject({
      code: 'INVALID_INPUT',
      errors: [{ field: 'url' }],
    })
    expect(body.items[7]?.link?.id).toBe(body.items[0]?.link?.id)
    expect(body.items[9]?.link?.authors).toEqual(['half \ufffd a pair'])
    expect((await app.json<Page<LinkJson>>('GET', '/links')).body.items).toHaveLength(3)
    expect(app.faults).toEqual([])
  })

  it('asks for the page of each new link', async () => {
    const { body } = await batch([{ url: 'https://a.example/' }, { url: 'https://b.example/' }])
    expect(app.enqueued).toEqual(body.items.map((item) => item.link?.id))
  })

  it('takes 500 with the scope save, and no more', async () => {
    const links = Array.from({ length: 501 }, (_, n) => ({ url: `https://a.example/${n}` }))
    expect((await batch(links)).status).toBe(422)
    const { body } = await batch(links.slice(1), { scope: 'save' })
    expect(body.items.filter((item) => item.status === 201)).toHaveLength(500)
  })

  it.each([[undefined], [[]], ['text'], [{}]])('refuses %j as a list', async (links) => {
    expect(await batch(links)).toMatchObject({
      status: 422,
      body: { code: 'INVALID_INPUT', errors: [{ field: 'links' }] },
    })
  })
})
