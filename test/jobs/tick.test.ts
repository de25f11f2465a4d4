import { describe, expect, it } from 'vitest'
import { type IssueJson, type Page, titlesOf, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const ZONES = [
  'Pacific/Kiritimati',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Europe/Berlin',
  'America/St_Johns',
  'Pacific/Pago_Pago',
]

describe.each(DATABASE_KINDS)('the tick on %s', (kind) => {
  const app = useTestApp(kind)
  const at = async (time: string) => {
    app.now = new Date(time)
    await app.tick()
  }
  const schedule = (values: unknown) => app.json('PATCH', '/settings', { schedule: values })
  const issues = async () => {
    const { body } = await app.json<Page<IssueJson>>('GET', '/issues?limit=100')
    return body.items.toReversed()
  }
  const months = async () => {
    const rows = await app.db.selectFrom('issue').select('month').orderBy('month').execute()
    return rows.map((row) => row.month)
  }
  const runs = () =>
    app.db.selectFrom('month_run').select(['month', 'outcome']).orderBy('month').execute()

  it('assembles a due month once, however often it runs', async () => {
    await at('2023-07-10T12:00:00Z')
    await app.save('https://a.example/1', { title: 'one' })
    await at('2023-08-01T08:59:00Z')
    expect(await issues()).toEqual([])
    await at('2023-08-01T09:00:00Z')
    const [issue] = await issues()
    expect(issue).toMatchObject({ month: '2023-07', state: 'draft' })
    await app.saveAt('2023-08-01T09:01:00Z', 'https://a.example/2', { month: '2023-07' })
    await at('2023-08-01T09:02:00Z')
    expect(await issues()).toEqual([issue])
    expect(await runs()).toEqual([{ month: '2023-07', outcome: 'assembled' }])
  })

  it('assembles a due month once when several processes tick at once', async () => {
    await at('2023-07-10T12:00:00Z')
    await app.save('https://a.example/1', { title: 'one' })
    app.now = new Date('2023-08-01T09:00:00Z')
    await Promise.all([app.tick(), app.tick(), app.tick(), app.tick()])
    const found = await issues()
    expect(found.map((issue) => titlesOf(issue))).toEqual([['one']])
    expect(await runs()).toEqual([{ month: '2023-07', outcome: 'assembled' }])
  })

  it('mails everyone once when several processes tick at once', async () => {
    await app.save('https://a.example/1')
    const issue = await app.assemble('2023-07')
    for (let i = 0; i < 12; i++) await app.subscribe(`reader${i}@reader.example`)
    await app.json('POST', `/issues/${issue.id}/send`, {})
    await Promise.all([app.tick(), app.tick(), app.tick()])
    await app.tick()
    expect(app.mails.map((mail) => mail.to).sort()).toEqual(
      Array.from({ length: 12 }, (_, i) => `reader${i}@reader.example`).sort(),
    )
    expect((await issues())[0]?.state).toBe('sent')
  })

  it('catches up on several months after a downtime', async () => {
    await at('2023-05-10T12:00:00Z')
    await app.save('https://a.example/5', { title: 'May' })
    await app.saveAt('2023-06-10T12:00:00Z', 'https://a.example/6', { title: 'June' })
    await app.saveAt('2023-07-10T12:00:00Z', 'https://a.example/7', { title: 'July' })
    await at('2023-08-15T12:00:00Z')
    expect((await issues()).map((issue) => [issue.month, titlesOf(issue)])).toEqual([
      ['2023-05', ['May']],
      ['2023-06', ['June']],
      ['2023-07', ['July']],
    ])
  })

  it('records a month with too few links and does not try it again', async () => {
    await at('2023-07-10T12:00:00Z')
    await app.json('PATCH', '/settings', { minimum_links: 2 })
    await app.save('https://a.example/1', { title: 'one' })
    await at('2023-08-01T09:00:00Z')
    expect(await issues()).toEqual([])
    expect(await runs()).toEqual([{ month: '2023-07', outcome: 'too_few_links' }])
    await app.save('https://a.example/2', { title: 'two', month: '2023-07' })
    await at('2023-08-01T09:01:00Z')
    expect(await issues()).toEqual([])
    await at('2023-09-01T09:00:00Z')
    expect((await issues()).map((issue) => [issue.month, titlesOf(issue)])).toEqual([
      ['2023-08', ['one', 'two']],
    ])
  })

  it('keeps a draft made by hand that has too few links', async () => {
    await at('2023-07-10T12:00:00Z')
    await app.save('https://a.example/1', { title: 'one' })
    const draft = await app.assemble('2023-07')
    await app.json('PATCH', '/settings', { minimum_links: 2 })
    await at('2023-08-01T09:00:00Z')
    expect((await issues()).map((issue) => [issue.id, titlesOf(issue)])).toEqual([
      [draft.id, ['one']],
    ])
  })

  it('assembles on the last weekday of the month, once; what comes later waits for the next', async () => {
    await schedule({ on: 'last_weekday', time: '17:30' })
    await at('2023-09-10T12:00:00Z')
    await app.save('https://a.example/1', { title: 'one' })
    await at('2023-09-29T17:29:00Z')
    expect(await issues()).toEqual([])
    await at('2023-09-29T17:30:00Z')
    await app.saveAt('2023-09-30T12:00:00Z', 'https://a.example/2', { title: 'two' })
    await app.tick()
    await at('2023-10-02T12:00:00Z')
    expect((await issues()).map(titlesOf)).toEqual([['one']])
    await at('2023-10-31T17:30:00Z')
    await Promise.all([app.tick(), app.tick()])
    expect((await issues()).map(titlesOf)).toEqual([['one'], ['two']])
    expect(await runs()).toEqual([
      { month: '2023-09', outcome: 'assembled' },
      { month: '2023-10', outcome: 'assembled' },
    ])
  })

  it('sends by itself in automatic mode', async () => {
    await schedule({ mode: 'automatic' })
    await at('2023-07-10T12:00:00Z')
    await app.save('https://a.example/1', { note: 'Worth an hour.' })
    await app.subscribe('ada@reader.example')
    await at('2023-08-01T20:00:00Z')
    await app.tick()
    expect((await issues())[0]?.state).toBe('sent')
    expect(app.mails.map((mail) => mail.to)).toEqual(['ada@reader.example'])
  })

  it('sends no sample month by itself, and the links once the sample is gone', async () => {
    await schedule({ mode: 'automatic' })
    await at('2023-07-10T12:00:00Z')
    await app.save('https://a.example/1', { title: 'one' })
    await app.services.sampleMonth.load()
    await app.subscribe('ada@reader.example')
    await at('2023-08-01T09:00:00Z')
    await app.tick()
    expect((await issues())[0]?.state).toBe('draft')
    expect(app.mails).toEqual([])
    await app.services.sampleMonth.remove()
    expect((await issues()).map((issue) => titlesOf(issue))).toEqual([['one']])
  })

  it('leaves a draft in automatic mode when it comes too late', async () => {
    await schedule({ mode: 'automatic', grace_hours: 24 })
    await at('2023-07-10T12:00:00Z')
    await app.save('https://a.example/1')
    await app.subscribe('ada@reader.example')
    await at('2023-08-02T09:01:00Z')
    await app.tick()
    expect((await issues())[0]?.state).toBe('draft')
    expect(app.mails).toEqual([])
  })

  it('waits for the owner in review mode and does nothing when it is off', async () => {
    await at('2023-07-10T12:00:00Z')
    await app.save('https://a.example/1')
    await app.subscribe('ada@reader.example')
    await schedule({ mode: 'off' })
    await at('2023-08-01T09:00:00Z')
    expect(await issues()).toEqual([])
    await schedule({ mode: 'review' })
    await app.tick()
    expect((await issues())[0]?.state).toBe('draft')
    expect(app.mails).toEqual([])
  })

  it('sends what was scheduled when its time comes', async () => {
    await app.save('https://a.example/1')
    const issue = await app.assemble('2023-07')
    await app.subscribe('ada@reader.example')
    await app.json('POST', `/issues/${issue.id}/schedule`, { at: '2023-07-20T10:00:00+02:00' })
    await at('2023-07-20T07:59:00Z')
    expect(app.mails).toEqual([])
    await at('2023-07-20T08:00:00Z')
    expect(app.mails).toHaveLength(1)
    expect((await issues())[0]?.state).toBe('sent')
  })

  it('pauses a stale schedule and asks, and sends on resume', async () => {
    await app.save('https://a.example/1')
    const issue = await app.assemble('2023-07')
    await app.subscribe('ada@reader.example')
    await app.json('POST', `/issues/${issue.id}/schedule`, { at: '2023-07-20T08:00:00Z' })
    await at('2023-07-22T08:00:00Z')
    expect((await issues())[0]?.state).toBe('paused')
    expect(app.mails).toEqual([])
    const { paused_reason } = await app.db
      .selectFrom('issue')
      .select('paused_reason')
      .executeTakeFirstOrThrow()
    expect(paused_reason).toContain('2023-07-20')
    await app.json('POST', `/issues/${issue.id}/resume`)
    await app.tick()
    expect(app.mails).toHaveLength(1)
  })

  it.each(ZONES)('makes exactly one issue a month through two years in %s', async (zone) => {
    await app.json('PATCH', '/settings', { time_zone: zone })
    await at('2023-01-10T12:00:00Z')
    const expected: string[] = []
    for (let index = 0; index < 24; index++) {
      const month = new Date(Date.UTC(2023, index, 15, 12)).toISOString().slice(0, 7)
      await app.saveAt(`${month}-15T12:00:00Z`, `https://a.example/${month}`, { title: month })
      // At 18:00 UTC of the last day no clock anywhere shows 09:00 of the first; 26 hours later all did.
      await at(new Date(Date.UTC(2023, index + 1, 1) - 6 * 3_600_000).toISOString())
      expect(await months()).toEqual(expected)
      app.now = new Date(Date.UTC(2023, index + 1, 1, 20))
      await Promise.all([app.tick(), app.tick()])
      expected.push(month)
    }
    expect((await issues()).map((issue) => [issue.month, titlesOf(issue)])).toEqual(
      expected.map((month) => [month, [month]]),
    )
  })
})
