import { beforeEach, describe, expect, it } from 'vitest'
import { type LinkJson, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

describe.each(DATABASE_KINDS)('the room of links on %s', (kind) => {
  const app = useTestApp(kind)
  let visitor: ReturnType<typeof createVisitor>
  let csrf = ''
  beforeEach(async () => {
    visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
    csrf = (await visitor.get('/admin/links')).fields.csrf ?? ''
  })
  const post = (path: string, fields: Record<string, string>, headers = {}) =>
    visitor.post(path, { csrf, ...fields }, headers)
  const linkOf = async (id: number) => (await app.json<LinkJson>('GET', `/links/${id}`)).body
  const titles = (html: string) =>
    [...html.matchAll(/<h2><a href="\/admin\/links\/\d+">(.*?)<\/a>/g)].map(([, title]) => title)

  it('shows what waits, newest first, and the other links under their tabs', async () => {
    await app.saveAt('2023-03-01T10:00:00Z', 'https://norn.example/old', { title: 'Old' })
    await app.saveAt('2023-07-01T10:00:00Z', 'https://norn.example/a', { title: 'A & <b>' })
    const later = await app.save('https://norn.example/later', { title: 'Later', month: '2023-09' })
    const skipped = await app.save('https://norn.example/skipped', { title: 'Skipped' })
    await app.json('PATCH', `/links/${skipped.id}`, { status: 'skipped' })
    app.now = new Date('2023-07-10T12:00:00Z')

    const waiting = await visitor.get('/admin/links')
    expect(titles(waiting.html)).toEqual(['A &amp; &lt;b&gt;', 'Old'])
    expect(waiting.text).toMatch(/Waiting 2 Later 1 Left over 1 Published 0 Skipped 1/)
    expect(waiting.text).toContain('Without a note · 2')
    expect(titles((await visitor.get('/admin/links?tab=later')).html)).toEqual(['Later'])
    expect((await visitor.get('/admin/links?tab=later')).text).toContain('for September')
    expect(titles((await visitor.get('/admin/links?tab=left')).html)).toEqual(['Old'])
    expect(titles((await visitor.get('/admin/links?tab=skipped')).html)).toEqual(['Skipped'])
    expect(titles((await visitor.get('/admin/links?q=old')).html)).toEqual(['Old'])
    expect(titles((await visitor.get('/admin/links?tab=all')).html)).toHaveLength(4)
    expect(later.month).toBe('2023-09')
  })

  it('takes nobody in who is not logged in', async () => {
    for (const path of ['/admin/links', '/admin/links/1'])
      expect((await app.request(path, { redirect: 'manual' })).status).toBe(303)
    expect((await app.request('/admin/links/act', { method: 'POST' })).status).toBe(401)
  })

  it('skips, keeps for later, gives sections and tags to several at once, and undoes it', async () => {
    await app.json('PATCH', '/settings', { sections: ['Tools'] })
    const [a, b] = [
      await app.save('https://norn.example/a', { tags: ['time'] }),
      await app.save('https://norn.example/b', { month: '2023-08' }),
    ]
    const act = async (fields: Record<string, string>, chosen = [a.id, b.id]) => {
      const body = new URLSearchParams({ csrf, back: '/admin/links?q=norn', ...fields })
      for (const id of chosen) body.append('id', String(id))
      const cookie = [...visitor.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
      const answer = await app.request('/admin/links/act', {
        method: 'POST',
        body,
        headers: { cookie, 'sec-fetch-site': 'same-origin' },
      })
      return answer.headers.get('location') ?? String(answer.status)
    }
    const undo = async (location: string) => {
      const step = new URL(location, 'http://x').searchParams.get('undo') ?? ''
      return visitor.follow(await post('/admin/links/undo', { undo: step }))
    }
    const skipped = await act({ act: 'skip' })
    expect(skipped).toMatch(/^\/admin\/links\?q=norn&did=skip&count=2&undo=[\w-]{22}$/)
    expect((await visitor.get(skipped)).text).toContain('2 links are skipped.')
    expect([(await linkOf(a.id)).status, (await linkOf(b.id)).status]).toEqual([
      'skipped',
      'skipped',
    ])
    expect((await undo(skipped)).text).toContain('2 links are where they were.')
    expect(await linkOf(b.id)).toMatchObject({ status: 'inbox', month: '2023-08' })
    expect((await undo(skipped)).text).toContain('can no longer be undone')

    const later = await act({ act: 'later', month: '2023-11' })
    expect((await linkOf(a.id)).month).toBe('2023-11')
    await undo(later)
    expect([(await linkOf(a.id)).month, (await linkOf(b.id)).month]).toEqual([null, '2023-08'])

    await act({ act: 'section', section: 'Tools' })
    expect((await linkOf(a.id)).section).toBe('Tools')
    const tagged = await act({ act: 'tag', tags: 'clocks, TIME' })
    expect((await linkOf(a.id)).tags.map((tag) => tag.toLowerCase())).toEqual(['time', 'clocks'])
    await undo(tagged)
    expect((await linkOf(a.id)).tags).toEqual(['time'])

    expect(await act({ act: 'skip' }, [])).toBe('422')
    expect(await act({ one: `later:${a.id}:${b.id}` }, [b.id])).toMatch(/#link-\d+$/)
    expect([(await linkOf(a.id)).month, (await linkOf(b.id)).month]).toEqual(['2023-08', '2023-08'])
    expect(await act({ act: 'burn' })).toBe('422')
  })

  it('saves a note by form and by script, and lets no text overwrite another unseen', async () => {
    const { id } = await app.save('https://norn.example/a', { title: 'A', note: 'Old.' })
    const seen = (await visitor.get(`/admin/links/${id}`)).fields.note_seen ?? ''
    const json = { accept: 'application/json' }
    const first = await post(`/admin/links/${id}/note`, { note: 'Mine.', note_seen: seen }, json)
    expect(first.status).toBe(200)
    const { note_seen } = JSON.parse(first.html)
    expect((await linkOf(id)).note).toBe('Mine.')

    const stale = await post(`/admin/links/${id}/note`, { note: 'Other.', note_seen: seen }, json)
    expect(stale.status).toBe(409)
    expect(JSON.parse(stale.html)).toMatchObject({ text: 'Mine.', note_seen })
    const page = await post(`/admin/links/${id}/note`, { note: 'Other.', note_seen: seen })
    expect(page.status).toBe(409)
    expect(page.html).toContain('Other.')
    expect(page.html).toContain('Mine.')
    expect((await linkOf(id)).note).toBe('Mine.')
    const both = { ...page.fields, note: 'Mine. Other.' }
    expect((await post(`/admin/links/${id}/note`, both)).status).toBe(303)
    expect((await linkOf(id)).note).toBe('Mine. Other.')
    expect((await post(`/admin/links/${id}/note`, { note: 'a\0b', note_seen }, json)).status).toBe(
      422,
    )
  })

  it('changes everything about a link and goes on to the next without a note', async () => {
    await app.json('PATCH', '/settings', { sections: ['Tools'] })
    const other = await app.save('https://norn.example/other', { title: 'Other' })
    const { id } = await app.save('https://norn.example/a', { title: 'A' })
    await visitor.get(`/admin/links/${id}`)
    const answer = await visitor.submit(`/admin/links/${id}`, {
      note: 'Read *this*.',
      title: 'Better',
      authors: 'Ida Norn, Bo Lind',
      section: 'Tools',
      tags: 'time, clocks',
      via: 'a friend',
      month: '2023-09',
      go: 'next',
    })
    expect(answer.location).toBe(`/admin/links/${other.id}?did=next`)
    expect(await linkOf(id)).toMatchObject({
      note: 'Read *this*.',
      title: 'Better',
      authors: ['Ida Norn', 'Bo Lind'],
      section: 'Tools',
      tags: ['time', 'clocks'],
      via: 'a friend',
      month: '2023-09',
    })
    expect((await linkOf(id)).enrichment.provenance).toMatchObject({ title: 'owner' })
    await visitor.get(`/admin/links/${other.id}`)
    const last = await visitor.submit(`/admin/links/${other.id}`, { note: 'Done.', go: 'next' })
    expect((await visitor.follow(last)).text).toContain('Every link that waits has its note.')
    // What nobody touched goes on to follow the page.
    expect((await linkOf(other.id)).enrichment.provenance).not.toHaveProperty('authors')
  })

  it('shows the entry as readers will see it, with nothing in it that acts', async () => {
    const { id } = await app.save('https://norn.example/a', { title: 'A' })
    const answer = await post(`/admin/links/${id}/preview`, {
      title: '<script>x</script>',
      authors: 'Ida Norn',
      note: '*Yes* <img src=x onerror=alert(1)> [x](javascript:alert(1))',
    })
    expect(answer.html).toContain('<em>Yes</em>')
    expect(answer.html).toContain('Ida Norn')
    expect(answer.html).not.toMatch(/<script|<img|href="javascript/)
  })

  it('says where a link was published before, and with which note', async () => {
    const { id } = await app.save('https://norn.example/a', { title: 'A', note: 'Then.' })
    await app.send((await app.assemble('2023-07')).id)
    await app.json('PATCH', `/links/${id}`, { status: 'inbox', note: 'Now.' })
    const list = await visitor.get('/admin/links')
    expect(list.text).toMatch(/Published in July 2023 with this note: Then\./)
    expect((await visitor.get(`/admin/links/${id}`)).html).toContain('Then.')
    const more = await visitor.get('/admin/links?tab=all&host=norn.example')
    expect(titles(more.html)).toEqual(['A'])
  })

  it('asks before it deletes, and reads a page again', async () => {
    const { id } = await app.save('https://norn.example/a', { title: 'A' })
    expect((await visitor.get(`/admin/links/${id}/delete`)).text).toContain('Delete this link?')
    expect((await linkOf(id)).title).toBe('A')
    app.enqueued = []
    const again = await post(`/admin/links/${id}/refresh`, { back: '//evil.example' })
    expect(again.location).toMatch(/^\/admin\/links\//)
    expect(app.enqueued).toEqual([id])
    await post(`/admin/links/${id}/delete`, {})
    expect((await app.json('GET', `/links/${id}`)).status).toBe(404)
    expect((await visitor.get(`/admin/links/${id}`)).status).toBe(404)
  })

  it('pages through many', async () => {
    for (let n = 0; n < 52; n++) await app.save(`https://norn.example/${n}`, { title: `L${n}` })
    const first = await visitor.get('/admin/links')
    expect(titles(first.html)).toHaveLength(50)
    const [, more = ''] = /class="onward"><a href="([^"]+)"/.exec(first.html) ?? []
    const second = await visitor.get(more.replaceAll('&amp;', '&'))
    expect(titles(second.html)).toHaveLength(2)
    expect((await visitor.get('/admin/links?cursor=x')).status).toBe(422)
  })

  it.each(["'", '%', '\0', '<script>', 'a'.repeat(3_000)])('bears %j in its filters', async (q) => {
    const query = new URLSearchParams({ q, section: q, author: q, host: q, tab: q })
    expect((await visitor.get(`/admin/links?${query}`)).status).toBe(200)
  })
})
