import { beforeEach, describe, expect, it } from 'vitest'
import { holdSending } from '../../src/store/hold.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

const COPY = { copyOf: 'https://old.example', madeAt: '2023-07-09T08:00:00.000Z' }

describe.each(DATABASE_KINDS)('a restored copy on %s', (kind) => {
  const app = useTestApp(kind)
  const state = async (id: number) =>
    (await app.json<{ state: string }>('GET', `/issues/${id}`)).body.state
  const hold = () => holdSending(app.db, { at: app.now, ...COPY })

  beforeEach(async () => {
    await app.saveAt('2023-06-03T10:00:00Z', 'https://norn.example/a', { note: 'A' })
    await app.subscribe('ada@reader.example')
  })

  it('pauses what was due or on its way, and says why', async () => {
    const { id } = await app.assemble('2023-06')
    await app.json('POST', `/issues/${id}/schedule`, { at: '2023-07-10T13:00:00Z' })
    await hold()
    expect(await state(id)).toBe('paused')
    app.now = new Date('2023-07-10T13:00:30Z')
    await app.tick()
    expect(app.mails).toEqual([])
    const row = await app.db.selectFrom('issue').select('paused_reason').executeTakeFirstOrThrow()
    expect(row.paused_reason).toBe(
      'This is a restored copy. The issue was scheduled for 2023-07-10 13:00 UTC. Resume to send it now.',
    )
  })

  it('sends no issue, by whichever way, until the owner says so', async () => {
    const { id } = await app.assemble('2023-06')
    await hold()
    for (const [path, body] of [
      ['send', {}],
      ['send', { force: true }],
      ['schedule', { at: '2023-07-11T13:00:00Z' }],
    ] as const) {
      const answer = await app.json('POST', `/issues/${id}/${path}`, body)
      expect([answer.status, answer.body.code]).toEqual([409, 'SENDING_HELD'])
    }
    // Even if something had put it on its way.
    await app.db.updateTable('issue').set({ state: 'sending' }).execute()
    await app.tick()
    await expect(
      app.services.archiveIssue(id).then(() => app.services.deliverIssue(id)),
    ).rejects.toThrow(/restored copy/)
    expect(app.mails).toEqual([])
    expect((await app.json('DELETE', '/hold')).body).toMatchObject({ held: false })
    await app.tick()
    expect(app.mails.map(({ to }) => to)).toEqual(['ada@reader.example'])
    expect(await state(id)).toBe('sent')
  })

  it('drafts by itself, but schedules nothing', async () => {
    await app.json('PATCH', '/settings', { schedule: { mode: 'automatic', min_links: 1 } })
    app.now = new Date('2023-07-31T12:00:00Z')
    await app.tick()
    await app.saveAt('2023-07-31T13:00:00Z', 'https://norn.example/b', { month: '2023-07' })
    await hold()
    app.now = new Date('2023-08-01T10:00:00Z')
    await app.tick()
    const { body } = await app.json<{ items: { month: string; state: string }[] }>('GET', '/issues')
    expect(body.items.find(({ month }) => month === '2023-07')?.state).toBe('draft')
  })

  it('keeps mails to readers until then, and loses none', async () => {
    await hold()
    await app.json('POST', '/subscribers', { email: 'bo@reader.example' })
    await app.settled()
    await app.services.readers.sendMails()
    expect(app.mails).toEqual([])
    await app.json('DELETE', '/hold')
    await app.services.readers.sendMails()
    expect(app.mails.map(({ to }) => to)).toEqual(['bo@reader.example'])
  })

  it('says so to programs, and takes a hold by hand', async () => {
    expect((await app.json('GET', '/hold')).body).toEqual({
      held: false,
      held_at: null,
      copy_of: null,
      copied_at: null,
    })
    expect((await app.json('GET', '/hold', undefined, { scope: 'edit' })).status).toBe(403)
    await hold()
    expect((await app.json('GET', '/hold')).body).toMatchObject({
      held: true,
      copy_of: 'https://old.example',
      copied_at: '2023-07-09T08:00:00.000Z',
    })
    await app.json('DELETE', '/hold')
    expect((await app.json('PUT', '/hold')).body).toMatchObject({ held: true, copy_of: null })
  })

  it('says so on the overview, with the button that ends it', async () => {
    await hold()
    const visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
    const page = await visitor.get('/admin')
    expect(page.text).toContain('This is a restored copy. Nothing is sent until you say so.')
    expect(page.text).toContain('It holds what old.example held on 9 Jul 2023')
    // Looking changes nothing.
    expect((await visitor.get('/admin/hold/release')).status).toBe(405)
    expect(await app.services.sendingHold.isOn()).toBe(true)
    await visitor.get('/admin')
    const after = await visitor.follow(await visitor.submit('/admin/hold/release'))
    expect(after.text).toContain('This copy sends from now on.')
    // Nobody is told of a release that did not happen.
    expect((await visitor.get('/admin/hold')).location).toBe('/admin')
    expect((await visitor.get('/admin')).text).not.toContain('restored copy')
  })
})
