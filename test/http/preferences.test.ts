import { describe, expect, it } from 'vitest'
import { BASE_URL, type Mail, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const ADA = 'ada@reader.example'

describe.each(DATABASE_KINDS)('what a reader sets by the link of a mail on %s', (kind) => {
  const app = useTestApp(kind)

  const later = (ms: number) => {
    app.now = new Date(app.now.getTime() + ms)
  }
  const linkIn = (mail: Mail | undefined, path: string) =>
    new RegExp(`${BASE_URL}(/${path}/[\\w-]+)`).exec(mail?.text ?? '')?.[1] ?? 'none'
  const lastTo = (email: string) => app.mails.findLast((mail) => mail.to === email)
  const issueMails = () => app.mails.filter((mail) => 'list-id' in mail.headers)
  const readerOf = async (id: number) =>
    (await app.json<Record<string, unknown>>('GET', `/subscribers/${id}`)).body

  async function send(month: string, at: string): Promise<void> {
    await app.saveAt(at, `https://a.example/${month}`)
    const issue = await app.assemble(month)
    await app.send(issue.id)
    await app.settled()
  }

  /** One reader who got a mail, and the links in it. */
  async function mailed() {
    const id = await app.subscribe(ADA)
    await send('2023-07', '2023-07-10T12:00:00Z')
    const mail = issueMails()[0]
    return { id, path: linkIn(mail, 'preferences'), leave: linkIn(mail, 'unsubscribe') }
  }

  async function askForData(path: string): Promise<string> {
    await app.request(`${path}/data`, { method: 'POST' })
    await app.settled()
    return linkIn(lastTo(ADA), 'preferences/data')
  }

  describe('the page', () => {
    it('is linked from both parts of every issue', async () => {
      const { path } = await mailed()
      expect(issueMails()[0]?.html).toContain(`${BASE_URL}${path}`)
      const page = await createVisitor(app).get(path)
      expect(page.text).toContain('How you get Linkletter')
      expect(page.fields).toEqual({ email: ADA, paused_until: '', text_only: 'yes' })
    })

    it('knows no other token, and its own is good for nothing else (BARS 22)', async () => {
      const { id, path, leave } = await mailed()
      const swapped = [
        path.replace('/preferences/', '/unsubscribe/'),
        leave.replace('/unsubscribe/', '/preferences/'),
        '/preferences/x',
        '/preferences/x/data',
        '/preferences/data/x',
        '/preferences/data/x/delete',
        '/preferences/address/x',
      ]
      for (const wrong of swapped)
        for (const method of ['GET', 'POST'])
          expect([wrong, (await app.request(wrong, { method })).status]).toEqual([wrong, 404])
      expect((await app.request('/preferences/data/x/export.json')).status).toBe(404)
      expect(await readerOf(id)).toMatchObject({ status: 'active' })
    })

    it('changes nothing by GET', async () => {
      const { id, path } = await mailed()
      const before = await readerOf(id)
      await app.request(`${path}?email=evil%40x.example&text_only=yes`)
      await app.request(`${path}/data`)
      await app.settled()
      expect(await readerOf(id)).toEqual(before)
      expect(app.mails).toHaveLength(1)
    })

    it('stays out of caches, indexes and referrers', async () => {
      const { path } = await mailed()
      const { headers } = await app.request(path)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-robots-tag')).toContain('noindex')
    })

    it('tells who has left that they are not on the list', async () => {
      const { path, leave } = await mailed()
      await app.request(leave, { method: 'POST' })
      expect(await (await app.request(path)).text()).toContain('You are not on the list')
      const saved = await app.request(path, { method: 'POST' })
      expect(await saved.text()).toContain('You are not on the list')
    })
  })

  describe('text-only mail and a pause', () => {
    it('are saved, and shown as saved', async () => {
      const { id, path } = await mailed()
      const visitor = createVisitor(app)
      await visitor.get(path)
      const answer = await visitor.submit(path, { paused_until: '2023-09-01' })
      expect(answer.status).toBe(303)
      const page = await visitor.follow(answer)
      expect(page.text).toContain('Saved.')
      expect(page.fields.paused_until).toBe('2023-09-01')
      expect(await readerOf(id)).toMatchObject({
        text_only: true,
        paused_until: '2023-09-01T00:00:00.000Z',
      })
    })

    it('end as the form says', async () => {
      const { id, path } = await mailed()
      const visitor = createVisitor(app)
      await visitor.post(path, { email: ADA, paused_until: '2023-09-01', text_only: 'yes' })
      await visitor.post(path, { email: ADA, paused_until: '' })
      expect(await readerOf(id)).toMatchObject({ text_only: false, paused_until: null })
    })

    it("counts days in the publication's time zone", async () => {
      const { id, path } = await mailed()
      await app.json('PATCH', '/settings', { time_zone: 'America/New_York' })
      const visitor = createVisitor(app)
      const saved = await visitor.post(path, { email: ADA, paused_until: '2023-09-01' })
      expect(await readerOf(id)).toMatchObject({ paused_until: '2023-09-01T04:00:00.000Z' })
      expect((await visitor.follow(saved)).fields.paused_until).toBe('2023-09-01')
    })

    it.each(['2023-07-10', '2020-01-01', '2031-01-01', '2023-02-30', 'soon', "2023-09-01'"])(
      'does not take %s, and keeps what was typed',
      async (day) => {
        const { id, path } = await mailed()
        const answer = await createVisitor(app).post(path, { email: ADA, paused_until: day })
        expect(answer.status).toBe(422)
        expect(answer.text).toContain('Choose a day that is still to come')
        expect(answer.fields.paused_until).toBe(day)
        expect(await readerOf(id)).toMatchObject({ paused_until: null })
      },
    )

    it('keep a paused reader out of the plan until the day', async () => {
      const { path } = await mailed()
      await app.subscribe('ben@reader.example')
      await createVisitor(app).post(path, { email: ADA, paused_until: '2023-08-15' })
      app.mails = []
      await send('2023-08', '2023-08-14T12:00:00Z')
      expect(issueMails().map((mail) => mail.to)).toEqual(['ben@reader.example'])
      app.mails = []
      await send('2023-09', '2023-09-14T12:00:00Z')
      expect(
        issueMails()
          .map((mail) => mail.to)
          .sort(),
      ).toEqual([ADA, 'ben@reader.example'])
    })

    it('skip who pauses between the plan and the mail', async () => {
      const ids: number[] = []
      for (let n = 1; n <= 12; n += 1) ids.push(await app.subscribe(`reader${n}@reader.example`))
      app.onMail = async () => {
        app.onMail = async () => undefined
        await app.json('PATCH', `/subscribers/${ids.at(-1)}`, {
          paused_until: '2024-01-01T00:00:00Z',
        })
      }
      await send('2023-07', '2023-07-10T12:00:00Z')
      expect(issueMails()).toHaveLength(11)
      const rows = await app.json<{ items: { email: string }[] }>(
        'GET',
        '/issues/1/deliveries?status=skipped',
      )
      expect(rows.body.items.map((row) => row.email)).toEqual(['reader12@reader.example'])
    })
  })

  describe('a new address', () => {
    const NEW = 'ada@new.example'
    async function ask(path: string, email = NEW) {
      const visitor = createVisitor(app)
      const answer = await visitor.post(path, { email, paused_until: '' })
      await app.settled()
      return answer
    }

    it('is confirmed at the new one, and told to the old one, which can put it back', async () => {
      const { id, path } = await mailed()
      const visitor = createVisitor(app)
      expect((await visitor.follow(await ask(path))).text).toContain('confirm it there')
      expect(await readerOf(id)).toMatchObject({ email: ADA })
      const confirm = linkIn(lastTo(NEW), 'preferences/address')
      expect((await visitor.get(confirm)).text).toContain(NEW)
      expect(await readerOf(id)).toMatchObject({ email: ADA })
      expect((await visitor.post(confirm, {})).text).toContain('The address is changed')
      await app.settled()
      expect(await readerOf(id)).toMatchObject({ email: NEW })
      const told = lastTo(ADA)
      expect(told?.subject).toBe('Linkletter now goes to another address')
      expect(told?.text).not.toContain(NEW)
      await visitor.post(linkIn(told, 'preferences/address'), {})
      await app.settled()
      expect(await readerOf(id)).toMatchObject({ email: ADA })
      expect(lastTo(NEW)?.subject).toBe('Linkletter now goes to another address')
    })

    it('gets the next issue', async () => {
      const { path } = await mailed()
      await ask(path)
      await app.request(linkIn(lastTo(NEW), 'preferences/address'), { method: 'POST' })
      await app.settled()
      app.mails = []
      await send('2023-08', '2023-08-14T12:00:00Z')
      expect(issueMails().map((mail) => mail.to)).toEqual([NEW])
    })

    it('works once and for seven days (BARS 22)', async () => {
      const { id, path } = await mailed()
      await ask(path)
      const confirm = linkIn(lastTo(NEW), 'preferences/address')
      later(7 * DAY_MS)
      expect((await app.request(confirm, { method: 'POST' })).status).toBe(404)
      expect(await readerOf(id)).toMatchObject({ email: ADA })
      await ask(path)
      const fresh = linkIn(lastTo(NEW), 'preferences/address')
      expect((await app.request(fresh, { method: 'POST' })).status).toBe(200)
      expect((await app.request(fresh, { method: 'POST' })).status).toBe(404)
    })

    it('is answered alike whether it is known or not, and taken from nobody', async () => {
      const { id, path } = await mailed()
      const other = await app.subscribe('ben@reader.example')
      const known = await ask(path, 'ben@reader.example')
      const unknown = await ask(path)
      expect([known.status, known.location]).toEqual([unknown.status, unknown.location])
      const confirm = linkIn(lastTo('ben@reader.example'), 'preferences/address')
      expect((await app.request(confirm, { method: 'POST' })).status).toBe(409)
      expect(await readerOf(id)).toMatchObject({ email: ADA })
      expect(await readerOf(other)).toMatchObject({ email: 'ben@reader.example' })
    })

    it('mails no address that complained, and nobody again and again', async () => {
      const { path } = await mailed()
      const body = { email: 'no@reader.example', status: 'complained' }
      await app.json('POST', '/subscribers', body)
      await ask(path, 'no@reader.example')
      expect(lastTo('no@reader.example')).toBeUndefined()
      await ask(path, NEW)
      await ask(path, NEW)
      expect(app.mails.filter((mail) => mail.to === NEW)).toHaveLength(1)
      const fourth = await ask(path, 'other@new.example')
      expect(fourth.status).toBe(422)
      expect(fourth.text).toContain('Try again in')
    })

    it('is refused beside its field when it is none', async () => {
      const { path } = await mailed()
      const answer = await ask(path, 'ada@')
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('That is no email address')
      expect(answer.fields.email).toBe('ada@')
    })

    it('in other letters is the same and needs no mail', async () => {
      const { id, path } = await mailed()
      await ask(path, 'Ada@Reader.Example')
      expect(await readerOf(id)).toMatchObject({ email: 'Ada@Reader.Example' })
      expect(app.mails).toHaveLength(1)
    })
  })

  describe('what is kept', () => {
    it('is shown by a second link alone, because issues are forwarded', async () => {
      const { path } = await mailed()
      const asked = await createVisitor(app).post(`${path}/data`, {})
      expect(asked.text).toContain('The link is on its way to you')
      await app.settled()
      const data = linkIn(lastTo(ADA), 'preferences/data')
      expect((await app.request(data)).status).toBe(200)
      const file = await app.request(`${data}/export.json`)
      expect(file.headers.get('content-disposition')).toContain('attachment')
      expect(await file.json()).toMatchObject({
        email: ADA,
        status: 'active',
        issues: [{ month: '2023-07', state: 'sent', email: ADA }],
      })
    })

    it('is shown for an hour', async () => {
      const { path } = await mailed()
      const data = await askForData(path)
      later(HOUR_MS)
      for (const page of [data, `${data}/export.json`, `${data}/delete`])
        expect((await app.request(page)).status).toBe(404)
      expect((await app.request(`${data}/delete`, { method: 'POST' })).status).toBe(404)
    })

    it('is asked for three times a day at most', async () => {
      const { path } = await mailed()
      const statuses: number[] = []
      for (let n = 0; n < 5; n += 1) {
        statuses.push((await app.request(`${path}/data`, { method: 'POST' })).status)
        await app.settled()
      }
      expect(statuses).toEqual([200, 200, 200, 429, 429])
    })

    it('is deleted: the row goes, the ledger keeps a keyed hash', async () => {
      const { id, path } = await mailed()
      const reply = `550 <ADA@Reader.example> is unknown`
      await app.db.updateTable('delivery').set({ last_reply: reply }).execute()
      const data = await askForData(path)
      const visitor = createVisitor(app)
      expect((await visitor.get(`${data}/delete`)).text).toContain('This cannot be undone')
      expect((await app.json('GET', `/subscribers/${id}`)).status).toBe(200)
      expect((await visitor.post(`${data}/delete`, {})).text).toContain('You are forgotten')
      expect((await app.json('GET', `/subscribers/${id}`)).status).toBe(404)
      const tables = ['subscriber', 'subscriber_token', 'service_mail', 'delivery', 'suppression']
      for (const table of tables) {
        const rows = await app.db
          .selectFrom(table as 'delivery')
          .selectAll()
          .execute()
        expect([table, /reader\.example/i.test(JSON.stringify(rows))]).toEqual([table, false])
      }
      const ledger = await app.json<{ items: { email: string; state: string }[] }>(
        'GET',
        '/issues/1/deliveries',
      )
      expect(ledger.body.items[0]?.email).toMatch(/^erased-[\w-]{43}$/)
      expect(ledger.body.items[0]?.state).toBe('sent')
      expect((await app.request(path)).status).toBe(200)
      expect((await app.request(`${data}/delete`, { method: 'POST' })).status).toBe(404)
    })

    it('is deleted for an import too, but its reader may join again (BARS 26)', async () => {
      const { path } = await mailed()
      const data = await askForData(path)
      await app.request(`${data}/delete`, { method: 'POST' })
      const imported = await app.request('/api/v1/subscribers/import', {
        method: 'POST',
        headers: { authorization: `Bearer ${app.tokens.admin}`, 'content-type': 'text/csv' },
        body: `email\nADA@reader.example\nben@reader.example\n`,
      })
      expect(await imported.json()).toMatchObject({ created: 1, suppressed: 1 })
      const added = await app.json('POST', '/subscribers', { email: ADA, status: 'active' })
      expect(added.status).toBe(409)
      expect(added.body).toMatchObject({ code: 'SUBSCRIBER_SUPPRESSED' })
      later(DAY_MS)
      await createVisitor(app).post('/subscribe', { email: ADA })
      await app.settled()
      await app.request(linkIn(lastTo(ADA), 'confirm'), { method: 'POST' })
      const { body } = await app.json<{ items: unknown[] }>('GET', '/subscribers?status=active')
      expect(body.items).toMatchObject([{ email: 'ben@reader.example' }, { email: ADA }])
    })

    it('of a reader the owner deletes goes alike, and the owner may add them again', async () => {
      const { id } = await mailed()
      expect((await app.json('DELETE', `/subscribers/${id}`)).status).toBe(204)
      const rows = await app.db.selectFrom('delivery').selectAll().execute()
      expect(JSON.stringify(rows)).not.toContain('reader.example')
      const again = await app.json('POST', '/subscribers', { email: ADA, status: 'active' })
      expect(again.status).toBe(201)
    })

    it.each(['complained', 'bounced'])('of who %s keeps that reason for good', async (status) => {
      const { id } = await mailed()
      await app.json('PATCH', `/subscribers/${id}`, { status })
      await app.json('DELETE', `/subscribers/${id}`)
      app.mails = []
      await createVisitor(app).post('/subscribe', { email: ADA })
      await app.settled()
      expect(app.mails).toEqual([])
      expect((await app.json('POST', '/subscribers', { email: ADA })).status).toBe(409)
    })
  })

  describe('leaving', () => {
    it('says goodbye with a way back for 30 days (BARS 26)', async () => {
      const { id, leave } = await mailed()
      await app.request(leave, { method: 'POST', body: 'List-Unsubscribe=One-Click' })
      await app.settled()
      const goodbye = lastTo(ADA)
      expect(goodbye?.subject).toBe('You have left the list of Linkletter')
      expect(goodbye?.headers['auto-submitted']).toBe('auto-generated')
      const back = linkIn(goodbye, 'return')
      const visitor = createVisitor(app)
      expect((await visitor.get(back)).text).toContain('Come back')
      expect(await readerOf(id)).toMatchObject({ status: 'unsubscribed' })
      later(29 * DAY_MS)
      expect((await visitor.post(back, {})).text).toContain('You are on the list')
      expect(await readerOf(id)).toMatchObject({ status: 'active' })
      expect((await visitor.post(back, {})).status).toBe(200)
    })

    it('can be undone on the page, and not after 30 days', async () => {
      const { id, leave } = await mailed()
      const left = await createVisitor(app).post(leave, {})
      const undo = /action="(\/return\/[\w-]+)"/.exec(left.html)?.[1] ?? 'none'
      later(30 * DAY_MS)
      expect((await app.request(undo, { method: 'POST' })).status).toBe(404)
      expect(await readerOf(id)).toMatchObject({ status: 'unsubscribed' })
    })

    it('offers its undo to who left, not to whoever presses the link again', async () => {
      const { leave } = await mailed()
      const first = await createVisitor(app).post(leave, {})
      const second = await createVisitor(app).post(leave, {})
      expect([first.status, second.status]).toEqual([200, 200])
      expect(first.html).toContain('/return/')
      expect(second.html).not.toContain('/return/')
      await app.settled()
      expect(app.mails.filter((mail) => /left the list/.test(mail.subject))).toHaveLength(1)
    })

    it('is undone by no link of an earlier time, and by none after a complaint', async () => {
      const { id, leave } = await mailed()
      const undoIn = (html: string) => /action="(\/return\/[\w-]+)"/.exec(html)?.[1] ?? 'none'
      const visitor = createVisitor(app)
      const early = undoIn((await visitor.post(leave, {})).html)
      await app.settled()
      await app.request(linkIn(lastTo(ADA), 'return'), { method: 'POST' })
      const late = undoIn((await visitor.post(leave, {})).html)
      expect((await app.request(early, { method: 'POST' })).status).toBe(404)
      await app.json('PATCH', `/subscribers/${id}`, { status: 'complained' })
      expect((await app.request(late, { method: 'POST' })).status).toBe(404)
      expect(await readerOf(id)).toMatchObject({ status: 'complained' })
    })

    it('by a token alone is there for mails that ask for it', async () => {
      const { id, leave } = await mailed()
      const token = leave.split('/').at(-1) ?? ''
      const { leaving } = app.services.readers
      expect(await leaving.leaveByToken('x')).toBeUndefined()
      expect(await leaving.leaveByToken(token)).toMatchObject({ hasLeft: true })
      expect(await leaving.leaveByToken(token)).toEqual({ hasLeft: false })
      expect(await readerOf(id)).toMatchObject({ status: 'unsubscribed' })
    })
  })
})
