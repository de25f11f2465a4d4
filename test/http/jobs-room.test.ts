import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { JOB_KINDS } from '../../src/store/jobs.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

const DAY_MS = 86_400_000
const ADA = 'ada@reader.example'
const REFUSAL = '550 5.1.1 no <such> user'

describe.each(DATABASE_KINDS)('the room of jobs on %s', (kind) => {
  const app = useTestApp(kind)
  let visitor: ReturnType<typeof createVisitor>
  let csrf = ''
  beforeEach(async () => {
    await app.json('PATCH', '/settings', { public_signup: true })
    visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
    csrf = (await visitor.get('/admin/links')).fields.csrf ?? ''
  })
  const retry = (queue: string, id: string) =>
    visitor.post(`/admin/jobs/${queue}/retry`, { csrf, id })
  const waiting = () => app.db.selectFrom('service_mail').selectAll().execute()
  const later = (ms: number) => {
    app.now = new Date(app.now.getTime() + ms)
  }

  async function join() {
    const body = new URLSearchParams({ email: ADA })
    await app.request('/subscribe', { method: 'POST', body })
    await app.settled()
  }

  async function addFailures(count: number) {
    for (let n = 1; n <= count; n += 1)
      await app.save(`https://norn.example/${n}`, { title: `Page <${n}>` })
    await app.db
      .updateTable('link')
      .set({
        enrichment_status: 'failed',
        enrichment_error: 'It answered 500 for a day.',
        enrich_after: null,
        enrichment_attempts: 5,
      })
      .execute()
  }

  it('says that nothing has failed, in the language of the publication', async () => {
    expect((await visitor.get('/admin/jobs')).text).toContain('Nothing has failed.')
    await app.json('PATCH', '/settings', { locale: 'de' })
    expect((await visitor.get('/admin/jobs')).text).toContain('Nichts ist misslungen.')
  })

  it('takes nobody in who is not logged in, and no form without its token', async () => {
    expect((await app.request('/admin/jobs', { redirect: 'manual' })).status).toBe(303)
    expect((await app.request('/admin/jobs/pages/retry', { method: 'POST' })).status).toBe(401)
    expect((await visitor.post('/admin/jobs/pages/retry', { id: 'all' })).status).toBe(403)
    expect((await retry('nonsense', 'all')).status).toBe(404)
  })

  describe('a mail to a reader', () => {
    it('that was refused is kept with the reason, and goes when it is tried again', async () => {
      app.answer = { state: 'failed', reply: REFUSAL }
      await join()
      expect(await waiting()).toMatchObject([{ email: ADA, last_reply: REFUSAL }])
      const overview = await visitor.get('/admin')
      expect(overview.text).toContain('One mail to a reader was given up.')
      expect(overview.html).toContain('href="/admin/jobs#failed-mails"')
      const page = await visitor.get('/admin/jobs')
      expect(page.html).toContain('id="failed-mails"')
      expect(page.html).toContain('550 5.1.1 no &lt;such&gt; user')
      const id = page.fields.id ?? ''

      // It does not go by itself, nor because somebody opens the address.
      app.answer = undefined
      expect((await visitor.get('/admin/jobs/mails/retry')).status).toBe(405)
      later(DAY_MS)
      await app.services.readers.sendMails()
      expect(app.mails).toEqual([])

      const again = await visitor.follow(await retry('mails', id))
      expect(again.text).toContain('It is tried again.')
      await app.services.readers.sendMails()
      expect(app.mails.map(({ to }) => to)).toEqual([ADA])
      expect(await waiting()).toEqual([])
      expect((await visitor.follow(await retry('mails', id))).text).not.toContain('It is tried')
    })

    it('that the server puts off waits with the reason, and is no failure', async () => {
      app.answer = { state: 'deferred', reply: '450 later' }
      await join()
      expect(await waiting()).toMatchObject([{ last_reply: '450 later', failed_at: null }])
      expect((await visitor.get('/admin/jobs')).text).toContain('Nothing has failed.')
      expect((await visitor.get('/admin')).text).toContain('waits for the mail server')
      app.answer = undefined
      later(DAY_MS)
      await app.services.readers.sendMails()
      expect(app.mails.map(({ to }) => to)).toEqual([ADA])
    })

    it('that was given up begins anew when the reader asks once more', async () => {
      app.answer = { state: 'failed', reply: REFUSAL }
      await join()
      app.answer = undefined
      later(2 * DAY_MS)
      await join()
      expect(app.mails.map(({ to }) => to)).toEqual([ADA])
      expect(await waiting()).toEqual([])
    })

    it('that nobody looked at is forgotten after thirty days', async () => {
      app.answer = { state: 'failed', reply: REFUSAL }
      await join()
      later(29 * DAY_MS)
      await app.tick()
      expect(await waiting()).toHaveLength(1)
      later(2 * DAY_MS)
      await app.tick()
      expect(await waiting()).toEqual([])
    })
  })

  it('tries a page again, alone or with all others, and counts what is not shown', async () => {
    await addFailures(22)
    const page = await visitor.get('/admin/jobs')
    expect(page.html).toContain('Page &lt;22&gt;')
    expect(page.html).not.toContain('Page &lt;2&gt;')
    expect(page.text).toContain('Try all 22 again')
    expect(page.text).toContain('and 2 more')
    const one = await app.db.selectFrom('link').select('id').orderBy('id').executeTakeFirstOrThrow()
    await retry('pages', String(one.id))
    expect((await app.services.jobDesk.count()).pages).toMatchObject({ due: 1, failed: 21 })
    const all = await visitor.follow(await retry('pages', 'all'))
    expect(all.text).toContain('21 are tried again.')
    const links = app.db.selectFrom('link').select(['enrichment_status', 'enrichment_error'])
    expect(
      new Set((await links.execute()).map(({ enrichment_status }) => enrichment_status)),
    ).toEqual(new Set(['pending']))
    expect((await app.services.jobDesk.count()).pages).toMatchObject({ due: 22, failed: 0 })
  })

  it('knows pictures, dead pages and sources that were given up, and tries them again', async () => {
    const { id } = await app.save('https://norn.example/a', { title: 'A' })
    await app.db
      .insertInto('link_image')
      .values({
        link_id: id,
        source_url: 'https://norn.example/a.png',
        status: 'failed',
        error: 'No picture.',
        attempts: 5,
        due_at: app.now,
      })
      .execute()
    await sql`
      insert into link_check (link_id, due_at, checked_at, failing_since, dead_since, reason)
      values (${id}, null, ${app.now}, ${app.now}, ${app.now}, 'It answered 410.')
      on conflict (link_id) do update set due_at = null, checked_at = excluded.checked_at,
        failing_since = excluded.failing_since, dead_since = excluded.dead_since, reason = excluded.reason`.execute(
      app.db,
    )
    await app.db
      .insertInto('source')
      .values({
        url: 'https://norn.example/feed',
        state: 'dead',
        last_error: 'It is gone.',
        items_since: app.now,
        next_poll_at: app.now,
        created_at: app.now,
        updated_at: app.now,
      })
      .execute()
    const page = await visitor.get('/admin/jobs')
    for (const reason of ['No picture.', 'It answered 410.', 'It is gone.'])
      expect(page.text).toContain(reason)
    expect(page.html).toContain(`href="/admin/links/${id}"`)
    for (const queue of ['pictures', 'checks', 'sources']) await retry(queue, 'all')
    const counts = await app.services.jobDesk.count()
    for (const queue of JOB_KINDS) expect([queue, counts[queue].failed]).toEqual([queue, 0])
    expect(counts).toMatchObject({
      pictures: { due: 1 },
      checks: { due: 1 },
      sources: { due: 1 },
    })
  })

  it('lists an issue that is on its way, and leads to it', async () => {
    await app.subscribe(ADA)
    await app.save('https://norn.example/june', { title: 'June', month: '2023-06' })
    const { id } = await app.assemble('2023-06')
    await app.json('POST', `/issues/${id}/send`, {})
    await app.json('POST', `/issues/${id}/pause`, {})
    const page = await visitor.get('/admin/jobs')
    expect(page.html).toContain(`href="/admin/issues/${id}/sending"`)
  })
})
