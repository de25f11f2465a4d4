import { beforeEach, describe, expect, it } from 'vitest'
import { getOrCreateOwner, updateAccount } from '../../src/store/accounts.ts'
import { type IssueJson, useTestApp } from '../support/app.ts'
import { createVisitor } from '../support/visitor.ts'

const OWNER = 'ida@letters.example'

describe('approving and postponing a draft', () => {
  const app = useTestApp('pglite')
  let visitor: ReturnType<typeof createVisitor>

  const at = async (time: string) => {
    app.now = new Date(time)
    await app.tick()
    await app.settled()
  }
  const schedule = (values: unknown) => app.json('PATCH', '/settings', { schedule: values })
  const stateOf = async (id: number) => {
    const { body } = await app.json<IssueJson>('GET', `/issues/${id}`)
    return [body.state, body.scheduled_at]
  }
  const readers = () => app.mails.filter(({ to }) => to.endsWith('@reader.example'))
  /** The address behind a link of the last mail to the owner, as its text part has it. */
  const linkInMail = (label: string) => {
    const text = app.mails.filter(({ to }) => to === OWNER).at(-1)?.text ?? ''
    const [, url = ''] = new RegExp(`^${label}:\\n(\\S+)$`, 'm').exec(text) ?? []
    return new URL(url).pathname
  }

  beforeEach(async () => {
    app.now = new Date('2023-07-01T12:00:00Z')
    await app.tick()
    await app.subscribe('ada@reader.example')
    await app.saveAt('2023-07-10T12:00:00Z', 'https://norn.example/clocks', {
      title: 'Clocks that lie',
      note: 'Why they do.',
      authors: ['Ida Norn'],
    })
    await app.db.updateTable('link').set({ enrichment_status: 'done' }).execute()
    visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
    await updateAccount(app.db, (await getOrCreateOwner(app.db)).id, { email: OWNER }, app.now)
  })

  async function draftAhead(values: object = {}): Promise<number> {
    await schedule({ draft_days_before: 3, ...values })
    await at('2023-07-29T09:00:00Z')
    const { id } = await app.db.selectFrom('issue').select('id').executeTakeFirstOrThrow()
    return id
  }

  it('says by API until when there is time and what happens then, and takes another day', async () => {
    const id = await draftAhead({ at_deadline: 'send' })
    const path = `/issues/${id}`
    const review = async () =>
      (await app.json<IssueJson & { review: unknown }>('GET', path)).body.review
    const due = { deadline: '2023-08-01T09:00:00.000Z', postponed_to: null, waits_because: null }
    expect(await review()).toEqual({ ...due, at_deadline: 'send' })

    const later = '2023-08-05T07:30:00.000Z'
    const answer = await app.json('POST', `${path}/postpone`, { at: '2023-08-05T09:30:00+02:00' })
    const moved = { deadline: later, at_deadline: 'send', postponed_to: later, waits_because: null }
    expect(answer).toMatchObject({ status: 200, body: { id, state: 'draft', review: moved } })
    expect(await review()).toEqual(moved)
    await schedule({ at_deadline: 'wait' })
    await at('2023-08-05T07:31:00Z')
    expect(await review()).toEqual({ ...moved, at_deadline: 'wait', waits_because: 'asked' })
  })

  it.each([
    ['a time that is past', '2023-07-29T08:59:00Z'],
    ['a time too far away', '2025-01-01T00:00:00Z'],
    ['what is no time', 'tomorrow'],
  ])('refuses to postpone by API to %s', async (_, time) => {
    const id = await draftAhead()
    const answer = await app.json('POST', `/issues/${id}/postpone`, { at: time })
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'at' }] } })
    const { body } = await app.json('GET', `/issues/${id}`)
    expect(body).toMatchObject({ review: { postponed_to: null } })
  })

  it('postpones by API only a draft that has a day, and only for an admin', async () => {
    const id = await draftAhead()
    const to = { at: '2023-08-05T09:00:00Z' }
    const postpone = (issueId: number) => app.json('POST', `/issues/${issueId}/postpone`, to)
    expect((await postpone(id + 1)).status).toBe(404)
    const { token } = await app.services.tokens.create('edit', 'edit')
    const asEditor = await app.request(`/api/v1/issues/${id}/postpone`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(to),
    })
    expect(asEditor.status).toBe(403)
    await schedule({ mode: 'off' })
    const wrong = { status: 409, body: { code: 'ISSUE_WRONG_STATE' } }
    expect(await postpone(id)).toMatchObject(wrong)
    expect((await app.json('GET', `/issues/${id}`)).body).toMatchObject({ review: null })
    await schedule({ mode: 'review' })
    await app.json('POST', `/issues/${id}/cancel`)
    expect(await postpone(id)).toMatchObject(wrong)
  })

  it.each([
    ['failed', '550 no such user', '550 no such user'],
    ['unknown', null, 'It may have arrived. Tried again, it may come twice.'],
  ] as const)(
    'shows a mail to an owner that is %s among the jobs, and sends it when tried again',
    async (state, reply, said) => {
      await draftAhead()
      const before = app.mails.filter(({ to }) => to === OWNER).length
      await app.db.updateTable('owner_mail').set({ state, last_reply: reply }).execute()
      const page = await visitor.get('/admin/jobs')
      expect(page.html).toContain('id="failed-owner_mails"')
      expect(page.text).toContain(`${OWNER} · 2023-07 · The draft is there`)
      expect(page.text).toContain(said)
      await app.json('PATCH', '/settings', { locale: 'de' })
      expect((await visitor.get('/admin/jobs')).text).toContain('Der Entwurf ist da')
      const { csrf = '', id = '' } = page.fields
      const again = await visitor.post('/admin/jobs/owner_mails/retry', { csrf, id })
      expect(again.location).toBe('/admin/jobs?retried=1')
      await app.tick()
      await app.settled()
      expect(app.mails.filter(({ to }) => to === OWNER)).toHaveLength(before + 1)
      expect((await visitor.get('/admin/jobs')).html).not.toContain('id="failed-owner_mails"')
    },
  )

  it('begins with a link of the mail, which shows and asks; the button approves for its day', async () => {
    const id = await draftAhead()
    const path = linkInMail('Look and approve')
    expect(path).toBe(`/admin/issues/${id}/approve`)
    const stranger = await createVisitor(app).get(path)
    expect(stranger.location).toBe(`/login?next=${encodeURIComponent(path)}`)
    for (let time = 0; time < 3; time++) await visitor.get(path)
    expect(await stateOf(id)).toEqual(['draft', null])

    const page = await visitor.get(path)
    expect(page.text).toContain('Approved, it leaves on Tue, 1 August 2023 at 09:00.')
    expect(page.text).toContain('No test mail has been sent yet.')
    // The page's own checkbox stands in its fields: what was not chosen is not known.
    const { problem = '', ...fields } = page.fields
    const refused = await visitor.post(path, fields)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Mend each line, or choose it.')
    expect(await stateOf(id)).toEqual(['draft', null])
    const approved = await visitor.post(path, { ...fields, problem })
    expect(approved.location).toBe(`/admin/issues/${id}/sending`)
    expect(await stateOf(id)).toEqual(['scheduled', '2023-08-01T09:00:00.000Z'])
    expect((await visitor.get(path)).location).toBe(`/admin/issues/${id}/sending`)
    const overrides = await app.db.selectFrom('preflight_override').select('made_by').execute()
    expect(overrides).toEqual([{ made_by: OWNER }])

    await at('2023-08-01T09:00:00Z')
    expect(readers()).toHaveLength(1)
  })

  it('approves only what was looked at', async () => {
    const id = await draftAhead()
    const path = `/admin/issues/${id}/approve`
    const { fields } = await visitor.get(path)
    await app.json('PATCH', `/issues/${id}`, { intro: 'New words.' })
    const answer = await visitor.post(path, fields)
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('has changed since you opened this page')
    expect(await stateOf(id)).toEqual(['draft', null])
  })

  it('sends in a minute when its day is past', async () => {
    const id = await draftAhead()
    await at('2023-08-01T09:00:00Z')
    const path = linkInMail('Look and approve')
    const page = await visitor.get(path)
    expect(page.text).toContain('it leaves in a minute')
    await visitor.submit(path)
    expect(await stateOf(id)).toEqual(['scheduled', '2023-08-01T09:01:00.000Z'])
  })

  it.each([
    [{ by: 'day' }, '2023-08-02T09:00:00.000Z'],
    [{ by: 'week' }, '2023-08-08T09:00:00.000Z'],
    [{ by: 'date', date: '2023-08-20', time: '17:30' }, '2023-08-20T17:30:00.000Z'],
  ])('postpones it by %j', async (typed, expected) => {
    const id = await draftAhead()
    const path = linkInMail('Postpone it')
    expect((await visitor.get(path)).text).toContain('Its day is Tue, 1 August 2023 at 09:00.')
    const answer = await visitor.submit(path, typed as Record<string, string>)
    expect(answer.location).toBe(`/admin/issues/${id}`)
    expect((await visitor.follow(answer)).text).toContain('Postponed to')
    const { deadline } = await app.services.rhythmDesk.dayOf({ month: '2023-07' })
    expect(deadline?.toISOString()).toBe(expected)
    await at('2023-08-01T09:00:00Z')
    expect(await stateOf(id)).toEqual(['draft', null])
  })

  it.each([
    [{ by: 'date', date: '', time: '09:00' }, 'Give a day and a time.'],
    [{ by: 'date', date: '2023-07-01', time: '09:00' }, 'still to come, within a year'],
    [{ by: 'date', date: '2025-07-01', time: '09:00' }, 'still to come, within a year'],
  ])('does not postpone it by %j', async (typed, sentence) => {
    const id = await draftAhead()
    const path = `/admin/issues/${id}/postpone`
    await visitor.get(path)
    const answer = await visitor.submit(path, typed)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(sentence)
  })

  it('asks in the rooms too: the overview and the issue say what waits and why', async () => {
    const id = await draftAhead({ at_deadline: 'send' })
    expect((await visitor.get('/admin')).text).toContain('1 August')
    expect((await visitor.get(`/admin/issues/${id}`)).text).toContain(
      'Its day is Tue, 1 August 2023 at 09:00. It goes out by itself then, unless',
    )
    await app.db.updateTable('link').set({ note: 'TODO' }).execute()
    await at('2023-08-01T09:00:00Z')
    const overview = await visitor.get('/admin')
    expect(overview.text).toContain('waits for you. It was not sent by itself')
    expect(overview.html).toContain(`href="/admin/issues/${id}/approve"`)
    expect((await visitor.get(`/admin/issues/${id}`)).text).toContain('It waits for you.')
  })

  it('shows the days to come, what happens on them, and the month that made no issue', async () => {
    await app.json('PATCH', '/settings', { minimum_links: 5 })
    await schedule({ draft_days_before: 3 })
    const before = await visitor.get('/admin/issues')
    expect(before.text).toContain('Draft on Sat, 29 July 2023 at 09:00')
    expect(before.text).toContain('Only one link so far.')
    expect(before.text).toContain('Without your word it waits.')
    await at('2023-08-01T09:00:00Z')
    for (const path of ['/admin', '/admin/issues'])
      expect((await visitor.get(path)).text).toContain(
        'July 2023 made no issue: there was only one link.',
      )
    await app.json('PATCH', '/settings', { locale: 'de' })
    expect((await visitor.get('/admin')).text).toContain(
      'Juli 2023 wurde keine Ausgabe: es gab nur einen Link.',
    )
  })

  it('keeps the settings of the draft and of its day', async () => {
    const path = '/admin/settings/schedule'
    await visitor.get(path)
    await visitor.submit(path, { draft_days_before: '5', at_deadline: 'send' })
    const { body } = await app.json('GET', '/settings')
    expect(body.schedule).toMatchObject({ draft_days_before: 5, at_deadline: 'send' })
    const page = await visitor.get(path)
    expect(page.text).toContain('the draft on 27 Jul 2023, 09:00, the issue on 1 Aug 2023, 09:00')
    expect(page.text).toContain(`Mails about it go to ${OWNER}.`)
    const refused = await visitor.submit(path, { draft_days_before: '15' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Write 14 or less.')
    expect((await app.json('PATCH', '/settings', { schedule: { at_deadline: 'x' } })).status).toBe(
      422,
    )
  })

  it('has no day to postpone while the schedule is off', async () => {
    await schedule({ mode: 'off' })
    const { id } = await app.assemble('2023-07')
    expect((await visitor.get(`/admin/issues/${id}/postpone`)).text).toContain('has no day')
    expect((await visitor.get(`/admin/issues/${id}/approve`)).text).toContain('in a minute')
  })
})
