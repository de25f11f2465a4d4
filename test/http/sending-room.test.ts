import { beforeEach, describe, expect, it } from 'vitest'
import { planDeliveries } from '../../src/store/deliveries.ts'
import { type IssueJson, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

interface PreflightJson {
  green: boolean
  hash: string
  problems: { check: string; key: string; about: string }[]
  overridden: { check: string }[]
}

describe.each(DATABASE_KINDS)('checking and sending on %s', (kind) => {
  const app = useTestApp(kind)
  let visitor: ReturnType<typeof createVisitor>
  let csrf = ''
  beforeEach(async () => {
    visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
    csrf = (await visitor.get('/admin/links')).fields.csrf ?? ''
  })
  const post = (path: string, fields: Record<string, string> = {}) =>
    visitor.post(path, { csrf, ...fields })
  const issueOf = async (id: number) => (await app.json<IssueJson>('GET', `/issues/${id}`)).body
  const preflight = async (id: number) =>
    (await app.json<PreflightJson>('GET', `/issues/${id}/preflight`)).body

  async function draft(note = 'Why leap seconds break.') {
    const { id: linkId } = await app.save('https://norn.example/clocks', {
      title: 'Clocks that lie',
      authors: ['Ida Norn'],
      note,
    })
    await app.db.updateTable('link').set({ enrichment_status: 'done' }).execute()
    const issue = await app.assemble('2023-07')
    return { issue, linkId, path: `/admin/issues/${issue.id}` }
  }
  const test = (path: string) => post(`${path}/check/test`, { to: 'owner@letters.example' })
  /** Goes through both pages as a person does. */
  async function approve(path: string, how: Record<string, string> = { when: 'now' }) {
    const sure = await post(`${path}/check`, how)
    return { sure, sent: await visitor.submit(`${path}/check/send`) }
  }

  it('is red until each line is mended or known by name', async () => {
    const { issue, linkId, path } = await draft('TODO')
    const red = await visitor.get(`${path}/check`)
    expect(red.text).toContain('2 things to look at.')
    expect(red.text).toContain(
      'Clocks that lie: “TODO” still stands where something was to be written.',
    )
    expect(red.text).toContain('No test mail has been sent yet.')
    expect(red.html).toContain(`href="/admin/links/${linkId}"`)
    expect(red.text).toContain('Look at the list above first')
    expect((await post(`${path}/check`, { when: 'now' })).text).toContain('Look at the list above')
    expect((await post(`${path}/check/know`)).status).toBe(422)

    await app.json('PATCH', `/links/${linkId}`, { note: 'Why they break.' })
    const [open] = (await preflight(issue.id)).problems
    expect(open).toMatchObject({ check: 'test' })
    await post(`${path}/check/know`, { problem: open?.key ?? '' })
    const green = await visitor.get(`${path}/check`)
    expect(green.text).toContain('Nothing speaks against sending it.')
    expect(green.text).toContain('Sent in spite of · 1')
    expect(await preflight(issue.id)).toMatchObject({
      green: true,
      overridden: [{ check: 'test' }],
    })
  })

  it('knows which mail was tested', async () => {
    const { issue, linkId, path } = await draft()
    const tested = await test(path)
    expect(tested.location).toContain('/check?to=owner%40letters.example')
    expect(app.mails).toHaveLength(1)
    expect(await preflight(issue.id)).toMatchObject({ green: true, problems: [] })
    await app.json('PATCH', `/links/${linkId}`, { note: 'Another note.' })
    expect((await visitor.get(`${path}/check`)).text).toContain('changed since the last test mail')
    expect((await post(`${path}/check/test`, { to: 'nobody' })).status).toBe(422)
  })

  it('asks once more, waits a minute in which it can be stopped, then sends', async () => {
    const { issue, path } = await draft()
    await app.subscribe('grete@reader.example')
    await test(path)
    app.mails = []
    const { sure, sent } = await approve(path)
    expect(sure.text).toContain('goes to one person. For 60 seconds you can still stop it')
    expect(await issueOf(issue.id)).toMatchObject({ state: 'scheduled' })
    expect(sent.location).toBe(`${path}/sending`)
    const waiting = await visitor.get(`${path}/sending`)
    expect(waiting.text).toContain('It leaves in 60 seconds.')
    expect(waiting.text).toContain('Stop: nothing has left yet')
    const stopped = await visitor.follow(await post(`${path}/sending/stop`))
    expect(stopped.text).toContain('Nothing has left; the issue is a draft again.')
    expect(await issueOf(issue.id)).toMatchObject({ state: 'draft', scheduled_at: null })

    await approve(path)
    app.now = new Date(app.now.getTime() + 61_000)
    await app.tick()
    await app.settled()
    expect(app.mails.map((mail) => mail.to)).toEqual(['grete@reader.example'])
    const done = await visitor.get(`${path}/sending`)
    expect(done.text).toContain('Sent to one person.')
    expect(done.text).toContain('The numbers add up.')
    expect((await post(`${path}/sending/stop`)).status).toBe(409)
    expect((await visitor.get(`${path}/check`)).status).toBe(303)
  })

  it('sends nothing but what was asked about', async () => {
    const { issue, linkId, path } = await draft()
    await app.subscribe('grete@reader.example')
    await test(path)
    await post(`${path}/check`, { when: 'now' })
    await app.json('PATCH', `/links/${linkId}`, { note: 'Changed behind the question.' })
    const answer = await visitor.submit(`${path}/check/send`)
    expect(answer.location).toBeNull()
    expect(answer.text).toContain('changed since the last test mail')
    expect((await issueOf(issue.id)).state).toBe('draft')
  })

  it('schedules in the time of the publication, and takes no time that is past', async () => {
    await app.json('PATCH', '/settings', { time_zone: 'America/New_York' })
    const { issue, path } = await draft()
    await app.subscribe('grete@reader.example')
    await test(path)
    const { sure } = await approve(path, { when: 'at', day: '2023-08-01', time: '09:00' })
    expect(sure.text).toContain('2023-08-01 13:00 UTC')
    expect((await issueOf(issue.id)).scheduled_at).toBe('2023-08-01T13:00:00.000Z')
    await post(`${path}/sending/stop`)
    const past = await post(`${path}/check`, { when: 'at', day: '2023-01-01', time: '09:00' })
    expect(past.status).toBe(422)
    expect(past.text).toContain('That time is past.')
    expect((await post(`${path}/check`, { when: 'at', day: '', time: '' })).status).toBe(422)
    const tagged = await post(`${path}/check`, { when: 'now', tag: 'nobody' })
    expect(tagged.text).toContain('No active reader has the tag')
  })

  it('publishes the page alone while there is no reader', async () => {
    const { issue, path } = await draft()
    await test(path)
    expect((await visitor.get(`${path}/check`)).text).toContain('Publish the page only')
    const { sure } = await approve(path)
    expect(sure.text).toContain('The page becomes public, and no mail goes out.')
    app.now = new Date(app.now.getTime() + 61_000)
    await app.tick()
    expect((await visitor.get(`${path}/sending`)).text).toContain('The page is public.')
    expect((await app.request(`/issues/${issue.slug}`)).status).toBe(200)
  })

  it('pauses, goes on, and cancels after asking', async () => {
    const { issue, path } = await draft()
    for (const name of ['ada', 'bo']) await app.subscribe(`${name}@reader.example`)
    await app.json('POST', `/issues/${issue.id}/send`, {})
    await app.services.archiveIssue(issue.id)
    await planDeliveries(app.db, issue.id, app.now)
    await post(`${path}/sending/pause`)
    const paused = await visitor.get(`${path}/sending`)
    expect(paused.text).toContain('Resume:')
    await post(`${path}/sending/resume`)
    expect((await issueOf(issue.id)).state).toBe('sending')
    expect((await visitor.get(`${path}/sending/cancel`)).text).toContain('Cancel this send?')
    expect((await issueOf(issue.id)).state).toBe('sending')
    await post(`${path}/sending/cancel`)
    const cancelled = await visitor.get(`${path}/sending`)
    expect(cancelled.text).toContain('Nobody else gets it.')
    expect(cancelled.text).toContain('Not sent any more2')
  })

  it('settles deliveries that are in doubt', async () => {
    const { issue, path } = await draft()
    await app.subscribe('grete@reader.example')
    await app.send(issue.id)
    await app.db
      .updateTable('delivery')
      .set({ state: 'unknown', last_reply: 'No answer.' })
      .execute()
    const page = await visitor.get(`${path}/sending`)
    expect(page.text).toContain('One delivery is in doubt')
    expect(page.text).toContain('grete@reader.example')
    const settled = await visitor.follow(await post(`${path}/sending/resolve`, { as: 'sent' }))
    expect(settled.text).toContain('One delivery is settled.')
    expect(settled.text).not.toContain('in doubt')
  })

  it('streams how far it is to whoever is logged in', async () => {
    const { issue, path } = await draft()
    await app.subscribe('grete@reader.example')
    await app.send(issue.id)
    const stream = await visitor.get(`${path}/sending/events`)
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    const [, data = '{}'] = /data: (.*)/.exec(stream.html) ?? []
    expect(JSON.parse(data)).toMatchObject({
      state: 'sent',
      done: 1,
      total: 1,
      counts: { sent: '1' },
    })
    expect((await app.request(`${path}/sending/events`, { redirect: 'manual' })).status).toBe(303)
  })
})
