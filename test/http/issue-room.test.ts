import { beforeEach, describe, expect, it } from 'vitest'
import { type IssueJson, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

describe.each(DATABASE_KINDS)('the issue editor on %s', (kind) => {
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
  const issueOf = async (id: number) => (await app.json<IssueJson>('GET', `/issues/${id}`)).body
  const shape = async (id: number) =>
    (await issueOf(id)).sections
      .map(({ name, entries }) => `${name}:${entries.map(({ title }) => title).join(',')}`)
      .join(' ')

  async function draft() {
    await app.json('PATCH', '/settings', { sections: ['Articles', 'Tools'] })
    for (const [title, section] of [
      ['A', 'Articles'],
      ['B', 'Articles'],
      ['C', 'Tools'],
      ['D', undefined],
    ])
      await app.save(`https://norn.example/${title}`, { title, section, note: `About ${title}.` })
    const issue = await app.assemble('2023-07')
    const entries = issue.sections.flatMap((section) => section.entries)
    const id = (title: string) => entries.find((entry) => entry.title === title)?.id ?? 0
    const path = `/admin/issues/${issue.id}`
    return {
      issue,
      id,
      path,
      act: (act: string, more = {}) => post(`${path}/order`, { act, ...more }),
    }
  }

  it('offers to assemble the months that have links, and lists the issues', async () => {
    const empty = await visitor.get('/admin/issues')
    expect(empty.text).toContain('Nothing is kept for July 2023 yet.')
    await app.save('https://norn.example/a', { title: 'A' })
    expect((await visitor.get('/admin/issues')).text).toContain('One link waits for July 2023.')
    const made = await post('/admin/issues', { month: '2023-07' })
    expect(made.location).toMatch(/^\/admin\/issues\/\d+\?did=assembled$/)
    const list = await visitor.get('/admin/issues')
    expect(list.text).toMatch(/What I've been reading in July July 2023 · 1 link Draft/)
    const refused = await post('/admin/issues', { month: '2023-05' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('an issue needs 1')
  })

  it('shows what the schedule makes next, and the months that made no issue', async () => {
    const schedule = { on: 'last_weekday', time: '17:30' }
    await app.json('PATCH', '/settings', { minimum_links: 2, schedule })
    await app.tick()
    await app.save('https://norn.example/a', { title: 'A' })
    const list = await visitor.get('/admin/issues')
    expect(list.text).toMatch(/July 2023 Mon,? 31 July 2023(,| at) 17:30/)
    expect(list.text).toMatch(/September 2023 Fri,? 29 September 2023(,| at) 17:30/)
    app.now = new Date('2023-08-02T12:00:00Z')
    await app.tick()
    const later = await visitor.get('/admin/issues')
    expect(later.text).toContain('July 2023 No issue: too few links.')
    expect(later.text).not.toContain('31 July 2023')
    await app.json('PATCH', '/settings', { schedule: { mode: 'off' } })
    expect((await visitor.get('/admin/issues')).text).not.toContain('Coming')
  })

  it('saves the words, by form and by script, and shows both when somebody else changed them', async () => {
    const { issue, path } = await draft()
    await visitor.get(path)
    const version = /name="version" value="([^"]+)"/.exec((await visitor.get(path)).html)?.[1] ?? ''
    const words = { title: 'July', slug: 'july', intro: 'A *short* month.', outro: 'Bye.', version }
    const json = { accept: 'application/json' }
    const saved = await post(`${path}/text`, words, json)
    expect(saved.status).toBe(200)
    expect(JSON.parse(saved.html)).toMatchObject({ gauge: expect.stringContaining('KB') })
    expect(await issueOf(issue.id)).toMatchObject({ title: 'July', slug: 'july', outro: 'Bye.' })
    const stale = await post(`${path}/text`, { ...words, intro: 'Mine.' }, json)
    expect(stale.status).toBe(409)
    const both = await post(`${path}/text`, { ...words, intro: 'Mine.' })
    expect(both.status).toBe(409)
    expect(both.html).toContain('Mine.')
    expect(both.html).toContain('A *short* month.')
    expect((await issueOf(issue.id)).intro).toBe('A *short* month.')
    const now = JSON.parse(saved.html).version
    const refused = await post(`${path}/text`, { ...words, title: ' ', slug: 'a b', version: now })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Give the issue a title.')
    const slug = await post(`${path}/text`, { ...words, slug: 'a b', version: now })
    expect(slug.status).toBe(422)
    expect(slug.text).toContain('single hyphens')
  })

  it('orders by buttons, by place, by numbers', async () => {
    const { issue, id, act } = await draft()
    expect(await shape(issue.id)).toBe('Articles:A,B Tools:C null:D')
    expect((await act(`down:${id('A')}`)).location).toContain(`#entry-${id('A')}`)
    expect(await shape(issue.id)).toBe('Articles:B,A Tools:C null:D')
    await act(`down:${id('A')}`)
    expect(await shape(issue.id)).toBe('Articles:B Tools:A,C null:D')
    await act(`place:${id('D')}`, { section: '0', place: '1' })
    expect(await shape(issue.id)).toBe('Articles:D,B Tools:A,C')
    await act('numbers', { [`n-${id('D')}`]: '2', [`n-${id('B')}`]: '1' })
    expect(await shape(issue.id)).toBe('Articles:B,D Tools:A,C')
    expect((await act('burn')).status).toBe(422)
  })

  it('adds, renames, moves and removes sections', async () => {
    const { issue, act } = await draft()
    await act('add-section', { name: 'Talks' })
    expect(await shape(issue.id)).toBe('Articles:A,B Tools:C Talks: null:D')
    await act('section-up:1')
    expect(await shape(issue.id)).toBe('Tools:C Articles:A,B Talks: null:D')
    await act('rename:0', { name: 'Neat <tools>' })
    expect(await shape(issue.id)).toBe('Neat <tools>:C Articles:A,B Talks: null:D')
    await act('remove-section:0')
    expect(await shape(issue.id)).toBe('Articles:A,B Talks: null:D,C')
  })

  it('leaves entries out, offers them again, and changes words for this issue alone', async () => {
    const { issue, id, path, act } = await draft()
    await act(`out:${id('B')}`)
    expect(await shape(issue.id)).toBe('Articles:A Tools:C null:D')
    const page = await visitor.get(path)
    expect(page.text).toContain('Not in this issue · 1 for July')
    const [, link = ''] = /value="add:(\d+)"/.exec(page.html) ?? []
    await act(`add:${link}`)
    expect(await shape(issue.id)).toBe('Articles:A,B Tools:C null:D')
    await post(`${path}/entries/${id('A')}`, { title: 'A!', authors: 'Ida, Bo', note: 'Here.' })
    const entry = (await issueOf(issue.id)).sections[0]?.entries[0]
    expect(entry).toMatchObject({ title: 'A!', authors: ['Ida', 'Bo'], note: 'Here.' })
    const { items } = (await app.json<{ items: { title: string }[] }>('GET', '/links')).body
    expect(items.map(({ title }) => title)).toContain('A')
  })

  it('shows mail, text, page and Markdown in frames that can do nothing', async () => {
    const { path } = await draft()
    const page = await visitor.get(`${path}/preview`)
    expect(page.html).toMatch(/<iframe src="\/admin\/issues\/\d+\/render\?as=mail"[^>]* sandbox=""/)
    expect(page.text).toMatch(/Fingerprint of this mail\s*[0-9a-f]{16}/)
    for (const as of ['mail', 'page']) {
      const shown = await visitor.get(`${path}/render?as=${as}`)
      expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'.*; sandbox;/)
      expect(shown.html).toContain('About A.')
    }
    expect((await visitor.get(`${path}/preview?as=text`)).text).toContain('ARTICLES')
    expect((await visitor.get(`${path}/preview?as=markdown`)).text).toContain('## Articles')
    expect((await app.request(`${path}/render`, { redirect: 'manual' })).status).toBe(303)
  })

  it('says that a public issue is corrected, not sent again', async () => {
    const { issue, path } = await draft()
    await app.subscribe('grete@reader.example')
    await app.send(issue.id)
    const page = await visitor.get(path)
    expect(page.text).toContain('no mail goes out again')
    expect(page.text).not.toContain('Not in this issue')
    expect((await visitor.get('/admin/issues/999')).status).toBe(404)
  })
})
