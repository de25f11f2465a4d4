import { beforeEach, describe, expect, it } from 'vitest'
import { createTick } from '../../src/jobs/tick.ts'
import { publishIssue } from '../../src/publish-issue.ts'
import { getOrCreateOwner, updateAccount } from '../../src/store/accounts.ts'
import { BASE_URL, type IssueJson, type Page, titlesOf, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const OWNER = 'ida@letters.example'

describe.each(DATABASE_KINDS)('the way of an issue to its day on %s', (kind) => {
  const app = useTestApp(kind)
  const at = async (time: string) => {
    app.now = new Date(time)
    await app.tick()
    await app.settled()
  }
  const schedule = (values: unknown) => app.json('PATCH', '/settings', { schedule: values })
  const issueOf = async (month = '2023-07') => {
    const { body } = await app.json<Page<IssueJson>>('GET', '/issues?limit=100')
    return body.items.find((issue) => issue.month === month)
  }
  const toOwner = () => app.mails.filter(({ to }) => to === OWNER)
  const told = () => toOwner().map(({ subject }) => subject.split(':')[0])
  const readers = () => app.mails.filter(({ to }) => to.endsWith('@reader.example'))
  const save = (at: string, title: string, note = 'Worth an hour.') =>
    app.saveAt(at, `https://norn.example/${title.toLowerCase()}`, { title, note })

  beforeEach(async () => {
    app.now = new Date('2023-07-01T12:00:00Z')
    await updateAccount(app.db, (await getOrCreateOwner(app.db)).id, { email: OWNER }, app.now)
    await app.subscribe('ada@reader.example')
    await app.tick()
  })

  it('drafts ahead, tells the owner, and takes in what came since without losing edits', async () => {
    await schedule({ draft_days_before: 3 })
    await save('2023-07-10T12:00:00Z', 'Clocks', '')
    await at('2023-07-29T08:59:00Z')
    expect(await issueOf()).toBeUndefined()
    await at('2023-07-29T09:00:00Z')
    const draft = await issueOf()
    expect(draft?.state).toBe('draft')
    const [mail] = toOwner()
    expect(mail?.subject).toBe("Draft ready: What I've been reading in July")
    expect(mail?.headers['auto-submitted']).toBe('auto-generated')
    const path = `${BASE_URL}/admin/issues/${draft?.id}`
    for (const part of [mail?.html ?? '', mail?.text ?? ''])
      for (const link of [path, `${path}/approve`, `${path}/postpone`]) expect(part).toContain(link)
    expect(mail?.text).toMatch(/Tuesday,\s1\sAugust\s2023\sat\s09:00/)
    expect(mail?.text).toContain('Clocks (no note)')
    expect(mail?.text).toContain('of 102 KB')
    expect(mail?.text).toContain('- Clocks: It has no note.')

    await app.json('PATCH', `/issues/${draft?.id}`, { title: 'Of clocks', intro: 'By hand.' })
    await save('2023-07-30T12:00:00Z', 'Tides')
    await at('2023-07-30T12:01:00Z')
    expect(titlesOf((await issueOf()) as IssueJson)).toEqual(['Clocks'])
    await at('2023-07-31T09:00:00Z')
    await at('2023-08-01T09:00:00Z')
    await save('2023-08-01T09:01:00Z', 'August')
    await at('2023-08-01T09:02:00Z')
    const due = (await issueOf()) as IssueJson
    expect(titlesOf(due)).toEqual(['Clocks', 'Tides'])
    expect(due).toMatchObject({ title: 'Of clocks', intro: 'By hand.', state: 'draft' })
    expect(told()).toEqual(['Draft ready', 'Not approved yet', 'It waits for you'])
    expect(readers()).toEqual([])
  })

  it('waits for enough links until the day itself', async () => {
    await schedule({ draft_days_before: 5 })
    await app.json('PATCH', '/settings', { minimum_links: 2 })
    await save('2023-07-10T12:00:00Z', 'Clocks')
    await at('2023-07-28T12:00:00Z')
    expect(await issueOf()).toBeUndefined()
    await save('2023-07-30T12:00:00Z', 'Tides')
    await at('2023-07-30T12:01:00Z')
    expect(titlesOf((await issueOf()) as IssueJson)).toEqual(['Clocks', 'Tides'])
    expect(told()).toEqual(['Draft ready'])
  })

  it('sends on its day what nothing speaks against, when the owner wants that', async () => {
    await schedule({ draft_days_before: 3, at_deadline: 'send' })
    const { id } = await save('2023-07-10T12:00:00Z', 'Clocks', 'TODO')
    await at('2023-07-29T09:00:00Z')
    expect(toOwner()[0]?.text).toContain('goes out by itself')
    await app.json('PATCH', `/links/${id}`, { note: 'Why they lie.' })
    await at('2023-08-01T09:00:00Z')
    expect((await issueOf())?.state).toBe('sent')
    expect(readers()).toHaveLength(1)
    expect(told()).toEqual(['Draft ready'])
  })

  it.each(['automatic', 'review'] as const)(
    'asks in mode %s when something speaks against it',
    async (mode) => {
      await schedule({ mode, draft_days_before: 2, at_deadline: 'send' })
      const { id } = await save('2023-07-10T12:00:00Z', 'Clocks', 'TODO')
      await at('2023-08-01T09:00:00Z')
      expect((await issueOf())?.state).toBe('draft')
      expect(told().at(-1)).toBe('It waits for you')
      expect(toOwner().at(-1)?.text).toContain('something speaks')
      expect(toOwner().at(-1)?.text).toContain('“TODO” still stands')
      await app.json('PATCH', `/links/${id}`, { note: 'Why they lie.' })
      await at('2023-08-01T09:05:00Z')
      expect((await issueOf())?.state).toBe('draft')
      expect(readers()).toEqual([])
    },
  )

  it('makes no issue of too few links, and says so once, whatever crashes', async () => {
    await app.json('PATCH', '/settings', { minimum_links: 2, locale: 'de' })
    await save('2023-07-10T12:00:00Z', 'Clocks')
    const ids: (string | undefined)[] = []
    app.onMail = async (mail) => {
      ids.push(mail.headers['message-id'])
      if (ids.length === 1) throw new Error('the mail server is away')
    }
    await at('2023-08-01T09:00:00Z')
    expect(app.mails).toEqual([])
    for (const time of ['09:02', '09:03', '10:00']) await at(`2023-08-01T${time}:00Z`)
    const [mail, ...others] = toOwner()
    expect(others).toEqual([])
    expect(mail?.subject).toBe('Keine Ausgabe für Juli 2023')
    expect(mail?.text).toContain('Juli 2023 hat einen Link, und eine Ausgabe braucht 2.')
    expect(new Set(ids).size).toBe(1)
    expect(await issueOf()).toBeUndefined()
  })

  it('sends no mail twice whose handing over a crash cut off', async () => {
    await at('2023-08-01T09:00:00Z')
    expect(told()).toEqual(['No issue for July 2023'])
    // As a process leaves it that dies between the last byte and the answer.
    await app.db
      .updateTable('owner_mail')
      .set({ state: 'sending', lease_until: new Date('2023-08-01T09:10:00Z') })
      .execute()
    await at('2023-08-01T10:00:00Z')
    expect(told()).toEqual(['No issue for July 2023'])
    const { state } = await app.db
      .selectFrom('owner_mail')
      .select('state')
      .executeTakeFirstOrThrow()
    expect(state).toBe('unknown')
  })

  it('tells of months long past that had no links only once, of the last one', async () => {
    await at('2023-11-05T12:00:00Z')
    expect(toOwner().map(({ subject }) => subject)).toEqual(['No issue for October 2023'])
  })

  it('begins anew with a day that the owner has put off', async () => {
    await schedule({ draft_days_before: 3, at_deadline: 'send' })
    await save('2023-07-10T12:00:00Z', 'Clocks')
    await at('2023-07-29T09:00:00Z')
    const id = (await issueOf())?.id ?? 0
    await app.services.rhythmDesk.postpone(id, new Date('2023-08-08T09:00:00Z'))
    await at('2023-08-01T09:00:00Z')
    expect(readers()).toEqual([])
    await at('2023-08-07T09:00:00Z')
    expect(told()).toEqual(['Draft ready', 'Not approved yet'])
    await at('2023-08-08T09:00:00Z')
    expect((await issueOf())?.state).toBe('sent')
    await expect(
      app.services.rhythmDesk.postpone(id, new Date('2023-08-09T09:00:00Z')),
    ).rejects.toThrow('no draft any more')
  })

  it('leaves out mails that events have overtaken', async () => {
    await schedule({ draft_days_before: 3 })
    await save('2023-07-10T12:00:00Z', 'Clocks')
    app.answer = { state: 'deferred', reply: '451 later' }
    await at('2023-07-29T09:00:00Z')
    app.answer = undefined
    await app.json('POST', `/issues/${(await issueOf())?.id}/schedule`, {
      at: '2023-08-01T09:00:00Z',
    })
    for (const time of ['2023-07-29T09:05', '2023-07-31T09:00', '2023-08-01T09:00'])
      await at(`${time}:00Z`)
    expect(toOwner()).toEqual([])
    expect(readers()).toHaveLength(1)
  })

  it('decides each step once, on two processes whose clocks are 90 seconds apart (BARS 61)', async () => {
    await schedule({ draft_days_before: 3 })
    await save('2023-07-10T12:00:00Z', 'Clocks')
    const tickWith = (skewMs: number) =>
      createTick({
        db: app.db,
        now: () => new Date(app.now.getTime() + skewMs),
        publish: (id) => publishIssue(app.services, id),
        countHeldBack: app.services.countHeldBack,
        sendOwnerMails: () => app.services.inBackground(app.services.ownerMails.sendDue()),
        pollSources: () => undefined,
      })
    const [early, late] = [tickWith(90_000), tickWith(-90_000)]
    const around = async (time: string) => {
      for (const seconds of [-100, -60, 0, 100]) {
        app.now = new Date(Date.parse(time) + seconds * 1_000)
        await Promise.all([early(), late(), early(), late()])
        await app.settled()
      }
    }
    await around('2023-07-29T09:00:00Z')
    await around('2023-07-31T09:00:00Z')
    await schedule({ at_deadline: 'send' })
    await around('2023-08-01T09:00:00Z')
    expect(told()).toEqual(['Draft ready', 'Not approved yet'])
    expect(await app.db.selectFrom('issue').select(['month', 'state']).execute()).toEqual([
      { month: '2023-07', state: 'sent' },
    ])
    expect(readers()).toHaveLength(1)
  })

  // In Berlin 02:30 is shown twice on 27 October 2024 (a draft) and never on 31 March (an issue).
  it('makes one issue a month at hours that a clock skips or shows twice (BARS 62)', async () => {
    await app.db.updateTable('account').set({ email: null }).execute()
    await app.db.deleteFrom('setting').where('key', '=', 'first_month').execute()
    await app.json('PATCH', '/settings', { time_zone: 'Europe/Berlin' })
    await schedule({ day: 31, time: '02:30', draft_days_before: 4 })
    await at('2024-01-01T12:00:00Z')
    const expected: string[] = []
    const months = async () => {
      const rows = await app.db.selectFrom('issue').select('month').orderBy('month').execute()
      return rows.map(({ month }) => month)
    }
    for (let index = 0; index < 10; index++) {
      const month = new Date(Date.UTC(2024, index, 10)).toISOString().slice(0, 7)
      await save(`${month}-10T12:00:00Z`, month)
      // Due on the last day of the following month; four days before, the draft is there.
      const draftDay = Date.UTC(2024, index + 2, 0 - 4)
      await at(new Date(draftDay).toISOString())
      expect(await months()).toEqual(expected)
      app.now = new Date(draftDay + 91 * 60_000)
      await Promise.all([app.tick(), app.tick()])
      expected.push(month)
      expect(await months()).toEqual(expected)
    }
  })

  it('catches up within the grace period and asks after it (BARS 63)', async () => {
    await schedule({ mode: 'automatic', grace_hours: 24 })
    await save('2023-07-10T12:00:00Z', 'Clocks')
    await at('2023-08-02T08:59:00Z')
    expect((await issueOf())?.state).toBe('sent')
    await save('2023-08-10T12:00:00Z', 'Tides')
    await at('2023-09-02T09:01:00Z')
    expect((await issueOf('2023-08'))?.state).toBe('draft')
    expect(readers()).toHaveLength(1)
    expect(told()).toEqual(['It waits for you'])
    expect(toOwner()[0]?.text).toContain('too long ago')
  })

  it('asks before it sends what a restored backup had scheduled (BARS 63)', async () => {
    await save('2023-07-10T12:00:00Z', 'Clocks')
    const { id } = await app.assemble('2023-07')
    await app.json('POST', `/issues/${id}/schedule`, { at: '2023-07-20T09:00:00Z' })
    await at('2023-07-28T09:00:00Z')
    await at('2023-07-28T09:01:00Z')
    expect((await issueOf())?.state).toBe('paused')
    expect(told()).toEqual(['Paused'])
    expect(toOwner()[0]?.text).toContain(`${BASE_URL}/admin/issues/${id}/sending`)
    expect(readers()).toEqual([])
  })
})
