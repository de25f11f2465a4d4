import { describe, expect, it } from 'vitest'
import { type IssueJson, outline, type Page, titlesOf, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

describe.each(DATABASE_KINDS)('assembling an issue on %s', (kind) => {
  const app = useTestApp(kind)
  const save = (title: string, values: Record<string, unknown> = {}) =>
    app.save(`https://a.example/${title}`, { title, ...values })
  const settings = (values: unknown) => app.json('PATCH', '/settings', values)

  it('makes a draft with title and address of the month', async () => {
    await save('a')
    const { status, body } = await app.json<IssueJson>('POST', '/issues', { month: '2023-07' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      month: '2023-07',
      title: "What I've been reading in July",
      slug: 'july-2023',
      state: 'draft',
    })
  })

  it('takes the month from the clock on the wall of the owner', async () => {
    await settings({ time_zone: 'Europe/Berlin' })
    await app.saveAt('2023-07-31T21:59:59Z', 'https://a.example/1', { title: 'July' })
    await app.saveAt('2023-07-31T23:30:00Z', 'https://a.example/2', { title: 'August' })
    expect(titlesOf(await app.assemble('2023-07'))).toEqual(['July'])
    expect(titlesOf(await app.assemble('2023-08'))).toEqual(['August'])
  })

  it('takes along what earlier months left over', async () => {
    await app.saveAt('2023-05-20T00:00:00Z', 'https://a.example/1', { title: 'May' })
    await app.saveAt('2023-07-20T00:00:00Z', 'https://a.example/2', { title: 'July' })
    await app.saveAt('2023-08-01T00:00:00Z', 'https://a.example/3', { title: 'August' })
    expect(titlesOf(await app.assemble('2023-07'))).toEqual(['May', 'July'])
  })

  it('leaves out what is skipped, and what is snoozed until its month', async () => {
    await save('kept')
    const skipped = await save('skipped')
    const snoozed = await save('snoozed')
    await app.json('PATCH', `/links/${skipped.id}`, { status: 'skipped' })
    await app.json('PATCH', `/links/${snoozed.id}`, { month: '2023-09' })
    expect(titlesOf(await app.assemble('2023-07'))).toEqual(['kept'])
    expect((await app.json('POST', '/issues', { month: '2023-08' })).status).toBe(422)
    expect(titlesOf(await app.assemble('2023-09'))).toEqual(['snoozed'])
  })

  it('takes out of a draft what is skipped or snoozed later', async () => {
    await save('kept')
    const skipped = await save('skipped')
    const snoozed = await save('snoozed')
    await app.assemble('2023-07')
    await app.json('PATCH', `/links/${skipped.id}`, { status: 'skipped' })
    await app.json('PATCH', `/links/${snoozed.id}`, { month: '2023-09' })
    expect(titlesOf(await app.assemble('2023-07'))).toEqual(['kept'])
  })

  it('adds what is new when run again and keeps edits, order and removals', async () => {
    for (const title of ['one', 'two', 'three', 'four']) await save(title, { section: 'S' })
    const draft = await app.assemble('2023-07')
    const [one, two, three] = draft.sections[0]?.entries ?? []
    const edited = await app.json<IssueJson>('PATCH', `/issues/${draft.id}`, {
      title: 'By hand',
      intro: 'Hello.',
      sections: [
        {
          name: 'S',
          entries: [
            { id: three?.id },
            { id: one?.id, title: 'One, reworded', note: 'My words' },
            { id: two?.id },
          ],
        },
      ],
    })
    expect(edited.status).toBe(200)
    expect(titlesOf(edited.body)).toEqual(['three', 'One, reworded', 'two'])
    await save('five', { section: 'S' })
    const again = await app.json<IssueJson>('POST', '/issues', { month: '2023-07' })
    expect(again.status).toBe(200)
    expect(again.body).toMatchObject({ id: draft.id, title: 'By hand', intro: 'Hello.' })
    expect(titlesOf(again.body)).toEqual(['three', 'One, reworded', 'two', 'five'])
    expect(again.body.sections[0]?.entries[1]).toMatchObject({ id: one?.id, note: 'My words' })
    expect(await app.assemble('2023-07')).toEqual(again.body)
  })

  it('keeps an entry in the section into which it was put by hand', async () => {
    await save('one', { section: 'S' })
    await save('two', { section: 'S' })
    const draft = await app.assemble('2023-07')
    const [one, two] = draft.sections[0]?.entries ?? []
    const sections = [
      { name: 'S', entries: [{ id: one?.id }] },
      { name: 'New', entries: [{ id: two?.id }] },
    ]
    await app.json('PATCH', `/issues/${draft.id}`, { sections })
    expect(outline(await app.assemble('2023-07'))).toEqual([
      ['S', ['one']],
      ['New', ['two']],
    ])
  })

  it('follows a link to the section that it is given later', async () => {
    const one = await save('one', { section: 'S' })
    await save('two', { section: 'S' })
    await app.assemble('2023-07')
    await app.json('PATCH', `/links/${one.id}`, { section: 'T' })
    expect(outline(await app.assemble('2023-07'))).toEqual([
      ['S', ['two']],
      ['T', ['one']],
    ])
  })

  it('orders the sections as the settings do, entries without one last', async () => {
    await settings({ sections: ['Second letter', 'First letter'] })
    await save('none')
    await save('first', { section: 'First letter' })
    await save('other', { section: 'Unplanned' })
    await save('second', { section: 'Second letter' })
    expect(outline(await app.assemble('2023-07'))).toEqual([
      ['Second letter', ['second']],
      ['First letter', ['first']],
      ['Unplanned', ['other']],
      [null, ['none']],
    ])
  })

  it('makes no issue of too few links and says so', async () => {
    await settings({ minimum_links: 3 })
    await save('one')
    await save('two')
    const { status, type, body } = await app.json('POST', '/issues', { month: '2023-07' })
    expect(status).toBe(422)
    expect(type).toMatch(/problem\+json/)
    expect(body.code).toBe('ISSUE_TOO_FEW_LINKS')
    expect((await app.json<Page<IssueJson>>('GET', '/issues')).body.items).toEqual([])
    await save('three')
    expect(titlesOf(await app.assemble('2023-07'))).toEqual(['one', 'two', 'three'])
  })

  it('refuses a month that is sent, whose links stay where they are', async () => {
    await save('one')
    const issue = await app.assemble('2023-07')
    await app.subscribe('ada@reader.example')
    await app.send(issue.id)
    expect((await app.json('GET', `/issues/${issue.id}`)).body.state).toBe('sent')
    await save('two')
    const { status, body } = await app.json('POST', '/issues', { month: '2023-07' })
    expect(status).toBe(409)
    expect(body.code).toBe('ISSUE_ALREADY_SENT')
    expect(titlesOf(await app.assemble('2023-08'))).toEqual(['two'])
  })

  it.each(['2023-13', '2023-7', 'July', '', null, 7])('refuses the month %j', async (month) => {
    const { status, body } = await app.json('POST', '/issues', { month })
    expect(status).toBe(422)
    expect(body.code).toBe('INVALID_INPUT')
  })

  it('makes one issue when asked twice at once', async () => {
    await save('one')
    const answers = await Promise.all(
      [1, 2, 3].map(() => app.json<IssueJson>('POST', '/issues', { month: '2023-07' })),
    )
    expect(app.faults).toEqual([])
    expect(new Set(answers.map((a) => a.body.id)).size).toBe(1)
    expect(answers.map((a) => titlesOf(a.body))).toEqual([['one'], ['one'], ['one']])
  })
})
