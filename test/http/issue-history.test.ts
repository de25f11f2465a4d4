import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { type IssueJson, outline, titlesOf, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

interface RevisionJson {
  id: number
  by: { source: string; name: string }
  made_at: string
  begun_at: string
  restored_from: string | null
  losses: { title: string; reason: string }[]
  changes: { kind: string; title?: string; field?: string; parts?: unknown[] }[]
}
interface History {
  items: RevisionJson[]
  next_cursor: string | null
  version: string
}
type Restored = IssueJson & { revision: RevisionJson; code?: string }

describe.each(DATABASE_KINDS)('the history of an issue on %s', (kind) => {
  const app = useTestApp(kind)
  let id = 0
  let first: IssueJson
  beforeEach(async () => {
    for (const title of ['A', 'B', 'C'])
      await app.save(`https://norn.example/${title}`, { title, section: 'S', note: `On ${title}.` })
    first = await app.assemble('2023-07')
    id = first.id
  })
  const later = (minutes: number) => {
    app.now = new Date(app.now.getTime() + minutes * 60_000)
  }
  const patch = (changes: unknown) => app.json<IssueJson>('PATCH', `/issues/${id}`, changes)
  const issue = async () => (await app.json<IssueJson>('GET', `/issues/${id}`)).body
  const history = async (query = '') =>
    (await app.json<History>('GET', `/issues/${id}/revisions${query}`)).body
  const restore = (revision: number | undefined, body = {}) =>
    app.json<Restored>('POST', `/issues/${id}/revisions/${revision}/restore`, body)
  const kinds = (revision: RevisionJson | undefined) => revision?.changes.map((each) => each.kind)
  const linkOf = (title: string) =>
    first.sections[0]?.entries.find((entry) => entry.title === title)?.link_id
  const withEntries = (...titles: string[]) => ({
    sections: [{ name: 'S', entries: titles.map((title) => ({ link_id: linkOf(title) })) }],
  })

  it('has a state for each edit, newest first, with what changed and who did it', async () => {
    later(10)
    await patch({ intro: 'Hello.' })
    later(10)
    await patch(withEntries('C', 'A'))
    const { items } = await history()
    expect(items.map(({ by }) => by)).toEqual([
      { source: 'api', name: 'admin' },
      { source: 'api', name: 'admin' },
      { source: 'assembly', name: '' },
    ])
    expect(items[0]?.changes).toEqual([
      { kind: 'reordered', section: 'S', titles: ['C', 'A'] },
      { kind: 'entry_removed', title: 'B', section: 'S' },
    ])
    expect(items[1]?.changes).toEqual([{ kind: 'text', field: 'intro' }])
    expect(items[2]?.changes).toEqual([])
    const one = await app.json<RevisionJson & IssueJson>(
      'GET',
      `/issues/${id}/revisions/${items[1]?.id}`,
    )
    expect(one.body.changes[0]?.parts).toEqual([{ kind: 'added', text: 'Hello.' }])
    expect(one.body).toMatchObject({ intro: 'Hello.', sections: [{ name: 'S' }] })
    expect(one.body.sections[0]?.entries[0]).toMatchObject({ link_id: linkOf('A'), note: 'On A.' })
  })

  it('joins edits of one login within minutes, not those of another, nor what takes much away', async () => {
    later(10)
    await patch({ intro: 'One.' })
    later(3)
    await patch({ intro: 'One. Two.' })
    later(3)
    await patch({ outro: 'Bye.' })
    expect((await history()).items.map(({ changes }) => changes.length)).toEqual([2, 0])
    expect((await history()).items[0]?.begun_at).toBe('2023-07-10T12:10:00.000Z')
    const edit = { scope: 'edit' } as const
    await app.json('PATCH', `/issues/${id}`, { title: 'Mine' }, edit)
    expect((await history()).items.map(({ by }) => by.name)).toEqual(['edit', 'admin', ''])
    await app.json('PATCH', `/issues/${id}`, withEntries('A', 'B'), edit)
    expect((await history()).items.length).toBe(4)
  })

  it('forgets what is taken back at once, and keeps nothing where nothing changes', async () => {
    later(10)
    await patch({ intro: 'Oops.' })
    await patch({ intro: '' })
    await patch(withEntries('A', 'B', 'C'))
    await app.assemble('2023-07')
    expect((await history()).items.length).toBe(1)
  })

  it('has what changed in the links, with the next edit', async () => {
    later(10)
    await app.json('PATCH', `/links/${linkOf('A')}`, { note: 'Rewritten.' })
    later(10)
    await patch({ intro: 'Hello.' })
    const { items } = await history()
    expect(items.map(({ by }) => by.source)).toEqual(['api', 'links', 'assembly'])
    expect(items[1]?.changes).toEqual([{ kind: 'entry_text', title: 'A', field: 'note' }])
  })

  it('brings back words, order, sections and what was taken out; and undoes that', async () => {
    later(10)
    await patch({ title: 'Two', intro: 'Hi.', sections: [{ name: 'T', entries: [] }] })
    const emptied = await issue()
    const { items, version } = await history()
    later(10)
    const { status, body } = await restore(items[1]?.id, { version })
    expect(status).toBe(200)
    expect(outline(body)).toEqual([['S', ['A', 'B', 'C']]])
    expect(body).toMatchObject({ title: first.title, intro: '', slug: first.slug })
    expect(body.revision).toMatchObject({ restored_from: items[1]?.made_at, losses: [] })
    later(10)
    const undone = await restore(items[0]?.id)
    expect(outline(undone.body)).toEqual(outline(emptied))
    expect(undone.body).toMatchObject({ title: 'Two', intro: 'Hi.' })
    expect((await history()).items.length).toBe(4)
  })

  it('leaves entries following their links where no hand had changed them', async () => {
    later(10)
    await patch(withEntries('B'))
    const [, start] = (await history()).items
    await restore(start?.id)
    await app.json('PATCH', `/links/${linkOf('A')}`, { note: 'Later words.' })
    const again = await app.assemble('2023-07')
    expect(titlesOf(again)).toEqual(['A', 'B', 'C'])
    expect(again.sections[0]?.entries[0]?.note).toBe('Later words.')
  })

  it('brings back entries whose links were deleted, with their words, and says so', async () => {
    later(10)
    await app.json('DELETE', `/links/${linkOf('A')}`)
    expect(titlesOf(await issue())).toEqual(['B', 'C'])
    const [start] = (await history()).items
    const { body } = await restore(start?.id)
    expect(titlesOf(body)).toEqual(['A', 'B', 'C'])
    expect(body.sections[0]?.entries[0]).toMatchObject({
      link_id: null,
      url: 'https://norn.example/A',
      note: 'On A.',
    })
    expect(body.revision.losses).toEqual([{ title: 'A', reason: 'no_link' }])
    expect(kinds((await history()).items[0])).toEqual(['entry_added'])
    expect(titlesOf(await app.assemble('2023-07'))).toEqual(['A', 'B', 'C'])
    expect((await restore(start?.id)).status).toBe(200)
    expect(titlesOf(await issue())).toEqual(['A', 'B', 'C'])
  })

  it('brings back what was skipped or kept for later, and leaves what another issue has', async () => {
    await app.json('PATCH', `/links/${linkOf('A')}`, { status: 'skipped' })
    await app.json('PATCH', `/links/${linkOf('B')}`, { month: '2023-08' })
    await app.json('PATCH', `/links/${linkOf('C')}`, { month: '2023-09' })
    await app.save('https://norn.example/D', { title: 'D' })
    expect(titlesOf(await app.assemble('2023-07'))).toEqual(['D'])
    expect(titlesOf(await app.assemble('2023-08'))).toEqual(['B'])
    const start = (await history()).items.at(-1)
    const { body } = await restore(start?.id)
    expect(titlesOf(body)).toEqual(['A', 'C'])
    expect(body.revision.losses).toEqual([{ title: 'B', reason: 'elsewhere' }])
    expect(titlesOf(await app.assemble('2023-07'))).toEqual(['A', 'C'])
  })

  it('refuses to restore over a change that was not seen, and what is not kept', async () => {
    later(10)
    await patch({ intro: 'Hello.' })
    const { items, version } = await history()
    await app.json('PATCH', `/links/${linkOf('A')}`, { note: 'Meanwhile.' })
    const refused = await restore(items[1]?.id, { version })
    expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT'])
    expect((await issue()).intro).toBe('Hello.')
    expect((await restore(999_999)).status).toBe(404)
    expect((await app.json('GET', `/issues/${id}/revisions/99999999999`)).status).toBe(404)
    await app.json('POST', `/issues/${id}/cancel`)
    expect((await restore(items[1]?.id)).body.code).toBe('ISSUE_WRONG_STATE')
  })

  it('makes a correction of a public issue, and none where nothing differs', async () => {
    await app.subscribe('grete@reader.example')
    await app.send(id)
    later(60)
    const [start] = (await history()).items
    expect((await restore(start?.id)).body.corrected_at).toBeNull()
    await patch({ intro: 'A word more.', ...withEntries('B') })
    later(60)
    const { body } = await restore(start?.id)
    expect(body.corrected_at).toBe(app.now.toISOString())
    expect(titlesOf(body)).toEqual(['A', 'B', 'C'])
    const page = await (await app.request(`/issues/${first.slug}`)).text()
    expect(page).not.toContain('A word more.')
    expect(app.mails.length).toBe(1)
  })

  it('goes on page by page, and keeps the newest two hundred', async () => {
    await sql`insert into issue_revision (issue_id, content, source, name, session, begun_at, made_at)
      select issue_id, jsonb_set(content, '{intro}', to_jsonb(number::text)), 'api', '', '', made_at, made_at
      from issue_revision, generate_series(1, 203) number`.execute(app.db)
    later(31)
    await patch({ intro: 'The last.' })
    const seen: number[] = []
    let cursor: string | null = null
    do {
      const page: History = await history(`?limit=90${cursor === null ? '' : `&cursor=${cursor}`}`)
      seen.push(...page.items.map((item) => item.id))
      cursor = page.next_cursor
    } while (cursor !== null)
    expect(seen.length).toBe(200)
    expect(seen).toEqual([...seen].sort((a, b) => b - a))
    expect(new Set(seen).size).toBe(200)
    expect((await app.json('GET', `/issues/${id}/revisions?cursor=x`)).status).toBe(422)
  })

  it('lets two edits at the same moment both stand', async () => {
    later(10)
    const author = (session: string) => ({ source: 'room', name: 'x', session }) as const
    const { issueDesk } = app.services
    await Promise.all([
      issueDesk.arrange(
        id,
        (all) => [{ name: 'S', entries: all[0]?.entries.slice(1) ?? [] }],
        author('1'),
      ),
      issueDesk.arrange(
        id,
        (all) => [{ name: 'S', entries: all[0]?.entries.slice(1) ?? [] }],
        author('2'),
      ),
    ])
    expect(titlesOf(await issue())).toEqual(['C'])
    expect((await history()).items.length).toBe(3)
  })

  describe('in the room', () => {
    let visitor: ReturnType<typeof createVisitor>
    beforeEach(async () => {
      visitor = createVisitor(app)
      await visitor.enter((await app.services.logins.commandLink()) ?? '')
    })

    it('lists the changes in words, shows one, and brings it back', async () => {
      later(10)
      const { fields } = await visitor.get(`/admin/issues/${id}`)
      const words = { title: 'July <b>', slug: 'july-2023', intro: 'A short month.', outro: '' }
      const form = { csrf: fields.csrf ?? '', version: fields.version ?? '' }
      await visitor.post(`/admin/issues/${id}/text`, { ...words, ...form })
      later(10)
      await app.json('PATCH', `/links/${linkOf('A')}`, { note: 'Rewritten.' })
      const editor = await visitor.get(`/admin/issues/${id}`)
      expect(editor.html).toContain(`href="/admin/issues/${id}/history"`)
      const list = await visitor.get(`/admin/issues/${id}/history`)
      expect(list.text).toContain('Now Since the last edit its links have changed the draft.')
      expect(list.text).toMatch(/Note on “A”.*10 Jul 2023, 12:10 the owner Title Introduction/)
      expect(list.text).toMatch(/by assembling the month The oldest state that is kept/)
      const [newest, oldest] = [...list.html.matchAll(/\/history\/(\d+)"/g)].map(
        (found) => found[1],
      )
      const page = await visitor.get(`/admin/issues/${id}/history/${newest}`)
      expect(page.html).toContain('<ins><span class="unseen">added: </span>July &lt;b&gt;</ins>')
      const old = `/admin/issues/${id}/history/${oldest}`
      expect((await visitor.get(`${old}/restore`)).status).toBe(405)
      expect((await visitor.get(old)).text).toMatch(/would change the issue.*Title Introduction/)
      const done = await visitor.submit(`${old}/restore`)
      expect(done.location).toMatch(/\/history\/\d+\?did=restored$/)
      const shown = await visitor.follow(done)
      expect(shown.text).toContain('The state is back.')
      expect(shown.text).toContain('Brought back the state of 10 Jul 2023, 12:00.')
      expect(await issue()).toMatchObject({ title: first.title, intro: '' })
    })

    it('refuses without a token, and when the issue was changed meanwhile', async () => {
      later(10)
      await patch({ intro: 'Hello.' })
      const start = (await history()).items[1]
      const path = `/admin/issues/${id}/history/${start?.id}`
      const { fields } = await visitor.get(path)
      await patch({ intro: 'Changed meanwhile.' })
      const refused = await visitor.post(`${path}/restore`, fields)
      expect(refused.status).toBe(409)
      expect(refused.text).toContain('nothing was restored')
      expect((await issue()).intro).toBe('Changed meanwhile.')
      const { csrf: _, ...rest } = fields
      expect((await visitor.post(`${path}/restore`, rest)).status).toBe(403)
      expect((await app.request(path, { redirect: 'manual' })).status).toBe(303)
    })
  })
})
