import { beforeEach, describe, expect, it } from 'vitest'
import { EMPTY_METADATA } from '../../src/enrich/page-reading.ts'
import { HOSTILE, readHtml } from '../render/html.ts'
import { type LinkJson, type Page, pageThatSays, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

const URL_A = 'https://norn.example/clocks'

describe.each(DATABASE_KINDS)('the save window on %s', (kind) => {
  const app = useTestApp(kind)
  let owner = createVisitor(app)
  const open = (shared: Record<string, string>) =>
    owner.get(`/save?${new URLSearchParams(shared).toString()}`)
  const links = async () => (await app.json<Page<LinkJson>>('GET', '/links')).body.items
  const linkOf = async () => (await links())[0] as LinkJson

  beforeEach(async () => {
    owner = createVisitor(app)
    await owner.enter((await app.services.logins.startLink()) ?? '')
    await app.json('PATCH', '/settings', { sections: ['Articles', 'Tools'] })
  })

  it('comes filled with address, title and the selected words as a quote', async () => {
    const page = await open({ url: URL_A, title: 'Clocks that lie', text: 'Leap\nseconds.' })
    expect(page.status).toBe(200)
    expect(page.fields).toMatchObject({
      url: URL_A,
      title: 'Clocks that lie',
      note: '> Leap\n> seconds.\n\n',
      section: '',
      tags: '',
      month: '',
    })
    expect(page.text).toContain('Save to July')
    expect(page.text).toContain('norn.example')
    expect(page.text).toContain('Saved before? Not yet')
  })

  it('takes the first address it finds in what a phone shares', async () => {
    const page = await open({ title: 'Clocks', text: `Look: ${URL_A}.` })
    expect(page.fields).toMatchObject({ url: URL_A, title: 'Clocks' })
  })

  it('saves with one press and asks for the page', async () => {
    await open({ url: `${URL_A}?utm_source=x`, title: 'Clocks that lie' })
    const answer = await owner.submit('/save', {
      note: 'Why leap seconds\r\nbreak more.\r\n',
      section: 'Articles',
      tags: 'time, #Clocks , , time',
      month: '2023-08',
    })
    expect([answer.status, answer.location]).toEqual([303, '/save/saved?id=1&was=new'])
    const saved = await owner.follow(answer)
    expect(saved.text).toContain('Saved to August')
    expect(saved.text).toContain('You can close this window.')
    const link = await linkOf()
    expect(link).toMatchObject({
      url: URL_A,
      title: 'Clocks that lie',
      note: 'Why leap seconds\nbreak more.',
      section: 'Articles',
      tags: ['time', 'Clocks'],
      month: '2023-08',
    })
    expect(app.enqueued).toEqual([link.id])
  })

  it('leaves the month open unless one is chosen', async () => {
    await open({ url: URL_A })
    expect((await owner.follow(await owner.submit('/save'))).text).toContain('Saved to July')
    expect((await linkOf()).month).toBeNull()
  })

  it('offers this month and the next three, over the turn of the year', async () => {
    app.now = new Date('2023-11-30T23:30:00Z')
    await owner.enter(await app.services.logins.commandLink())
    await app.json('PATCH', '/settings', { time_zone: 'Europe/Oslo' })
    const { html } = await open({ url: URL_A })
    const options = readHtml(html)
      .byTag('option')
      .filter(({ attribs }) => 'value' in attribs)
    const months = options.map((option) => [
      option.attribs.value,
      option.children.map((child) => ('data' in child ? child.data : '')).join(''),
    ])
    expect(months).toEqual([
      ['', 'December'],
      ['2024-01', 'January 2024'],
      ['2024-02', 'February 2024'],
      ['2024-03', 'March 2024'],
    ])
  })

  it('offers tags that were used, the most used first', async () => {
    await app.save('https://a.example/1', { tags: ['rare', 'common'] })
    await app.save('https://a.example/2', { tags: ['common'] })
    const { html } = await open({ url: URL_A })
    const names = [...html.matchAll(/<datalist.*?<\/datalist>/gs)][0]?.[0]
    expect(names).toMatch(/value="common".*value="rare"/s)
  })

  describe("the browser's title", () => {
    const enrich = async (id: number) => app.services.enrichLink(id, { isLastTry: true })

    it('gives way to the title of a page that can be read', async () => {
      await open({ url: URL_A, title: 'Clocks that lie - Norn' })
      await owner.submit('/save')
      expect((await linkOf()).enrichment.provenance).toEqual({ title: 'browser' })
      app.enrichPage = pageThatSays({ title: 'Clocks that lie' })
      await enrich((await linkOf()).id)
      expect((await linkOf()).title).toBe('Clocks that lie')
    })

    it('stays when a wall answers, whatever the address tells', async () => {
      await open({ url: URL_A, title: 'Clocks that lie' })
      await owner.submit('/save')
      app.enrichPage = async () => ({
        outcome: 'blocked',
        error: 'The site asks visitors to prove that they are human.',
        metadata: { ...EMPTY_METADATA, title: 'norn/clocks', siteName: 'Norn' },
        provenance: { title: 'site', site_name: 'host' },
      })
      await enrich((await linkOf()).id)
      expect(await linkOf()).toMatchObject({
        title: 'Clocks that lie',
        site_name: 'Norn',
        enrichment: { status: 'failed', provenance: { title: 'browser' } },
      })
    })

    it("is the owner's once it was edited, and no page replaces it", async () => {
      await open({ url: URL_A, title: 'Clocks that lie - Norn' })
      await owner.submit('/save', { title: 'On clocks' })
      app.enrichPage = pageThatSays({ title: 'Clocks that lie' })
      await enrich((await linkOf()).id)
      expect((await linkOf()).title).toBe('On clocks')
    })

    it('fills the gap of a known link that has none', async () => {
      await app.json('POST', '/links', { url: URL_A })
      const page = await open({ url: URL_A, title: 'Clocks that lie' })
      expect(page.fields.title).toBe('Clocks that lie')
      await owner.submit('/save')
      expect(await linkOf()).toMatchObject({
        title: 'Clocks that lie',
        enrichment: { provenance: { title: 'browser' } },
      })
    })
  })

  describe('with a link that is known', () => {
    it('says since when and where, and fills the fields', async () => {
      await app.saveAt('2023-07-03T12:00:00Z', URL_A, {
        title: 'Clocks that lie',
        note: 'Mine.',
        section: 'Tools',
        tags: ['time', 'clocks'],
        month: '2023-08',
      })
      app.now = new Date('2023-07-10T12:00:00Z')
      expect((await open({ url: URL_A })).text).toContain('Saved on 3 July, kept for August')
      await app.assemble('2023-08')
      const page = await open({ url: `${URL_A}#top`, title: 'Another title' })
      expect(page.text).toContain('Saved on 3 July, in the August draft')
      expect(page.text).toContain('Update')
      expect(page.fields).toMatchObject({
        title: 'Clocks that lie',
        note: 'Mine.',
        section: 'Tools',
        tags: 'time, clocks',
        month: '2023-08',
      })
    })

    it('names the issue in which it was published, with a link to it', async () => {
      app.now = new Date('2022-05-20T12:00:00Z')
      await app.json('PATCH', '/settings', { schedule: { mode: 'off' } })
      await app.save(URL_A, { title: 'Clocks' })
      const issue = await app.assemble('2022-05')
      await app.send(issue.id)
      app.now = new Date('2023-07-10T12:00:00Z')
      const page = await open({ url: URL_A })
      expect(page.text).toContain('Saved on 20 May 2022, published in May 2022')
      expect(page.html).toContain(`href="/issues/${issue.slug}"`)
    })

    it('sets what the window shows, also less than before', async () => {
      await app.save(URL_A, { title: 'T', note: 'Old.', section: 'Tools', tags: ['a', 'b'] })
      await open({ url: URL_A })
      const answer = await owner.submit('/save', { note: 'New.', section: '', tags: 'b' })
      expect((await owner.follow(answer)).text).toContain('Updated')
      expect(await linkOf()).toMatchObject({ note: 'New.', section: null, tags: ['b'], title: 'T' })
    })

    it('adds new selected words below the note, once', async () => {
      await app.save(URL_A, { note: 'Mine.' })
      const page = await open({ url: URL_A, text: 'Theirs.' })
      expect(page.fields.note).toBe('Mine.\n\n> Theirs.\n\n')
      await owner.submit('/save')
      expect((await open({ url: URL_A, text: 'Theirs.' })).fields.note).toBe('Mine.\n\n> Theirs.')
    })

    it('loses no word when the note was changed elsewhere meanwhile', async () => {
      const { id } = await app.save(URL_A, { note: 'Mine.' })
      await open({ url: URL_A })
      await app.json('PATCH', `/links/${id}`, { note: 'From the other tab.' })
      const page = await owner.submit('/save', { note: 'Mine, longer.' })
      expect(page.status).toBe(409)
      expect(page.text).toContain('The note was changed elsewhere meanwhile.')
      expect(page.fields.note).toBe('From the other tab.\n\nMine, longer.')
      expect((await owner.submit('/save')).status).toBe(303)
      expect((await linkOf()).note).toBe('From the other tab.\n\nMine, longer.')
    })

    it('merges when the link became known while the window was open', async () => {
      await open({ url: URL_A, title: 'T' })
      await app.save(URL_A, { note: 'From the phone.', tags: ['a'] })
      const answer = await owner.submit('/save', { note: 'From here.', tags: 'b' })
      expect((await owner.follow(answer)).text).toContain('It was saved already')
      expect(await linkOf()).toMatchObject({
        note: 'From the phone.\n\nFrom here.',
        tags: ['a', 'b'],
      })
    })

    it('saves anew what was deleted meanwhile', async () => {
      const { id } = await app.save(URL_A, { note: 'Mine.' })
      await open({ url: URL_A })
      await app.json('DELETE', `/links/${id}`)
      expect((await owner.submit('/save')).location).toContain('was=new')
      expect((await linkOf()).note).toBe('Mine.')
    })
  })

  describe('refuses', () => {
    it.each([
      ['about:blank', 'That is no web address. Start with https://'],
      ['nonsense', 'That is no web address. Start with https://'],
      ['javascript:alert(1)', 'That is no web address. Start with https://'],
      ['http://127.0.0.1/x', ''],
    ])('the address %s in its field, and keeps what was typed', async (url, message) => {
      const page = await open({ url, title: 'T' })
      expect(page.status).toBe(422)
      expect(page.html).toMatch(/<title>Error: /)
      expect(page.html).toContain('<a href="#url">')
      expect(page.html).toMatch(/<input id="url"[^>]* aria-invalid="true"/)
      const again = await owner.submit('/save', { note: 'Dear words.', tags: 'a, b' })
      expect(again.status).toBe(422)
      expect(again.text).toContain(message)
      expect(again.fields).toMatchObject({ url, title: 'T', note: 'Dear words.', tags: 'a, b' })
      expect((await owner.submit('/save', { url: URL_A })).status).toBe(303)
      expect((await linkOf()).note).toBe('Dear words.')
    })

    it('an empty address only when it is sent', async () => {
      const page = await owner.get('/save')
      expect([page.status, page.fields.url]).toEqual([200, ''])
      const answer = await owner.submit('/save', { note: 'Dear words.' })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('That is no web address.')
      expect(answer.fields.note).toBe('Dear words.')
    })

    it('text that no column holds, beside its field', async () => {
      await open({ url: URL_A })
      const answer = await owner.submit('/save', { note: 'a\0b', month: '2023-07' })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Remove the NUL character.')
      expect(answer.fields.note).toBe('ab')
      expect(await links()).toEqual([])
    })
  })

  it('needs the login, and comes back filled after it', async () => {
    const path = `/save?${new URLSearchParams({ url: URL_A, title: 'Clocks', text: 'a & b' })}`
    const stranger = createVisitor(app)
    const answer = await stranger.get(path)
    expect(answer.location).toBe(`/login?next=${encodeURIComponent(path)}`)
    expect((await stranger.post('/save', { url: URL_A })).status).toBe(401)
    expect(await links()).toEqual([])
    const link = `${await app.services.logins.commandLink()}?next=${encodeURIComponent(path)}`
    const entered = await stranger.enter(link)
    expect(entered.location).toBe(`/admin/settings/access?welcome=${encodeURIComponent(path)}`)
    await stranger.follow(entered)
    const set = await stranger.submit('/admin/settings/access', {
      email: 'ida@norn.example',
      password: 'a boat of four words',
    })
    expect((await stranger.follow(set)).fields.note).toBe('> a & b\n\n')
  })

  it('holds no token where the page that opened it could read one (BARS 53)', async () => {
    const page = await open({ url: URL_A })
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    const ways = await owner.get('/admin/settings/saving')
    const code = readHtml(ways.html).byClass('bookmarklet')[0]?.attribs.href ?? ''
    expect(code).toMatch(/^javascript:/)
    expect(code).not.toContain(page.fields.csrf)
  })

  it.each(HOSTILE)('shows %j as text', async (text) => {
    await app.json('POST', '/links', {
      url: URL_A,
      title: text.replaceAll('\0', ''),
      note: text.replaceAll('\0', ''),
      tags: [text.replaceAll('\0', '')],
    })
    const pages = [
      await open({ url: URL_A, title: text, text }),
      await open({ url: text, title: text, text }),
      await owner.get('/save/saved?id=1&was=new'),
    ]
    for (const { html } of pages) {
      const { elements } = readHtml(html)
      const scripts = elements.filter(({ name }) => name === 'script')
      expect(scripts.map(({ attribs }) => attribs.src?.slice(0, 8))).toEqual(['/assets/'])
      expect(elements.filter(({ name }) => ['img', 'iframe', 'mj-raw'].includes(name))).toEqual([])
      const attributes = elements.flatMap(({ attribs }) => Object.keys(attribs))
      expect(attributes.filter((name) => name.startsWith('on'))).toEqual([])
    }
  })

  it('names a note that is too long, keeps it, and refuses what no form is', async () => {
    const { fields } = await open({ url: URL_A })
    const long = await owner.post('/save', { ...fields, note: 'x'.repeat(200_001) })
    expect(long.status).toBe(422)
    expect(long.text).toContain('Shorten this to 200000 characters.')
    expect(long.fields.note).toHaveLength(200_001)
    const huge = await owner.post('/save', { ...fields, note: 'x'.repeat(4_200_000) })
    expect(huge.status).toBe(413)
    expect(huge.text).toContain('That is too much text for one form.')
  })

  describe('on a phone', () => {
    it('can be installed and is a target of the share sheet', async () => {
      const page = await owner.get('/save')
      expect(page.html).toContain('<link rel="manifest" href="/manifest.webmanifest">')
      const answer = await app.request('/manifest.webmanifest')
      expect(answer.headers.get('content-type')).toBe('application/manifest+json; charset=utf-8')
      const manifest = (await answer.json()) as { icons: { src: string; sizes: string }[] }
      expect(manifest).toMatchObject({
        name: 'Linkletter',
        start_url: '/admin',
        display: 'standalone',
        share_target: {
          action: '/save',
          method: 'GET',
          params: { title: 'title', text: 'text', url: 'url' },
        },
      })
      for (const { src, sizes } of manifest.icons) {
        const icon = await app.request(src)
        expect(icon.headers.get('content-type')).toBe('image/png')
        const bytes = Buffer.from(await icon.arrayBuffer())
        expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes)
        expect(bytes.length).toBeLessThan(5_000)
      }
    })

    it('has an icon for the home screen of an iPhone', async () => {
      const { html } = await owner.get('/admin')
      const src = /rel="apple-touch-icon" href="([^"]+)"/.exec(html)?.[1] ?? ''
      expect((await app.request(src)).headers.get('content-type')).toBe('image/png')
    })
  })
})
