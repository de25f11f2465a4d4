import { beforeEach, describe, expect, it } from 'vitest'
import { type IssueJson, type LinkJson, titlesOf, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

describe.each(DATABASE_KINDS)('a link that was deleted in the rooms on %s', (kind) => {
  const app = useTestApp(kind)
  let visitor: ReturnType<typeof createVisitor>
  const url = 'https://norn.example/clocks'
  const linkOf = async (id: number) => (await app.json<LinkJson>('GET', `/links/${id}`)).body

  beforeEach(async () => {
    visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
  })

  async function remove(id: number): Promise<Record<string, string>> {
    await visitor.get(`/admin/links/${id}/delete`)
    const gone = await visitor.follow(await visitor.submit(`/admin/links/${id}/delete`))
    expect(gone.text).toContain('For a day it can be brought back.')
    return { csrf: gone.fields.csrf ?? '', undo: gone.fields.undo ?? '' }
  }
  const undo = async (fields: Record<string, string>) =>
    visitor.follow(await visitor.post('/admin/links/undo', fields))

  it('comes back as it was, with its tags, into the draft that showed it', async () => {
    const { id } = await app.save(url, {
      title: 'Clocks that lie',
      note: 'Why they do.',
      section: 'Articles & Learning',
      tags: ['time', 'code'],
    })
    await app.save('https://norn.example/tides', { title: 'Tides' })
    const before = await linkOf(id)
    const draft = await app.assemble('2023-07')
    const draftNow = async () => (await app.json<IssueJson>('GET', `/issues/${draft.id}`)).body
    const step = await remove(id)
    expect((await app.json('GET', `/links/${id}`)).status).toBe(404)
    expect(titlesOf(await draftNow())).toEqual(['Tides'])
    expect((await undo(step)).text).toContain('is where it was')
    expect(await linkOf(id)).toEqual(before)
    expect((await draftNow()).sections).toEqual(draft.sections)
    expect((await app.save(url)).duplicate).toBe(true)
    expect((await undo(step)).text).toContain('can no longer be undone')
  })

  it('is named again by the issue that published it', async () => {
    const { id } = await app.save(url, { title: 'Clocks that lie', note: 'Why they do.' })
    const issue = await app.assemble('2023-07')
    await app.send(issue.id)
    const step = await remove(id)
    await undo(step)
    const { body } = await app.json<IssueJson>('GET', `/issues/${issue.id}`)
    expect(body.sections.flatMap(({ entries }) => entries.map((e) => e.link_id))).toEqual([id])
    expect((await linkOf(id)).status).toBe('published')
  })

  it('stays away when its page was saved anew, and after a day', async () => {
    const { id } = await app.save(url, { title: 'Clocks', section: 'Articles & Learning' })
    const step = await remove(id)
    const again = await app.save(url, { title: 'Clocks again' })
    expect((await undo(step)).text).toContain('saved again meanwhile')
    await app.json('DELETE', `/links/${again.id}`)
    // Its section is gone by now; it comes back without one.
    await app.db.deleteFrom('section').execute()
    await undo(step)
    expect((await linkOf(id)).section).toBeNull()
    const late = await remove(id)
    app.now = new Date(app.now.getTime() + 25 * 3_600_000)
    expect((await undo(late)).text).toContain('can no longer be undone')
  })
})
