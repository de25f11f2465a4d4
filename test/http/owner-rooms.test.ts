import { beforeEach, describe, expect, it } from 'vitest'
import { rssAnswer, startFeedServer } from '../collect/feed-server.ts'
import { BASE_URL, type LinkJson, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

describe.each(DATABASE_KINDS)('the rooms of readers and settings on %s', (kind) => {
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
  const readers = async () =>
    (await app.json<{ items: Record<string, unknown>[] }>('GET', '/subscribers')).body.items
  const settings = async () => (await app.json<Record<string, unknown>>('GET', '/settings')).body

  describe('readers', () => {
    it('are added, asked first unless the owner vouches, and found again', async () => {
      expect((await visitor.get('/admin/subscribers')).text).toContain('No reader yet.')
      const asked = await post('/admin/subscribers', {
        email: 'ada@reader.example',
        name: 'Ada <b>',
        tags: 'friends, vip',
      })
      expect((await visitor.follow(asked)).text).toContain('ada@reader.example is added.')
      await post('/admin/subscribers', { email: 'bo@other.example', vouch: 'yes' })
      expect(await readers()).toMatchObject([
        { email: 'ada@reader.example', status: 'pending', tags: ['friends', 'vip'] },
        { email: 'bo@other.example', status: 'active' },
      ])
      await app.settled()
      expect(app.mails.map((mail) => mail.to)).toEqual(['ada@reader.example'])
      const known = await post('/admin/subscribers', { email: 'BO@other.example' })
      expect((await visitor.follow(known)).text).toContain('was known already: On the list')
      const list = await visitor.get('/admin/subscribers')
      expect(list.text).toMatch(/All 2 Asked 1 On the list 1 Left 0/)
      expect(list.html).toContain('Ada &lt;b&gt;')
      expect((await visitor.get('/admin/subscribers?q=@other.example')).text).not.toContain('ada@')
      expect((await visitor.get('/admin/subscribers?status=pending')).text).not.toContain('bo@')
      const refused = await post('/admin/subscribers', { email: 'a@x.example, b@y.example' })
      expect(refused.status).toBe(422)
      expect(refused.html).toContain('value="a@x.example, b@y.example"')
      const tagged = await visitor.get('/admin/subscribers?tag=friends')
      expect(tagged.text).toContain('With the tag “friends”.')
      expect(tagged.text).not.toContain('bo@')
      expect((await visitor.get('/admin/subscribers?status=nonsense&q=')).status).toBe(200)
    })

    it('are changed, suppressed with a reason, and forgotten after asking', async () => {
      const id = await app.subscribe('ada@reader.example')
      await app.subscribe('bo@reader.example')
      const path = `/admin/subscribers/${id}`
      await post(path, { email: 'ada@new.example', name: 'Ada', tags: '', text_only: 'yes' })
      expect(await readers()).toMatchObject([
        { email: 'ada@new.example', name: 'Ada', text_only: true },
        {},
      ])
      const taken = await post(path, { email: 'bo@reader.example', name: 'Ada', tags: '' })
      expect(taken.status).toBe(422)
      expect(taken.text).toContain('Another subscriber has this address.')
      await post(`${path}/suppress`, { as: 'complained', reason: 'Wrote to me.' })
      const complained = await visitor.get(path)
      expect(complained.text).toMatch(/Complained, since .*: Wrote to me\./)
      expect(complained.text).toContain('Only they can come back')
      expect((await post(`${path}/reinstate`)).status).toBe(422)
      expect((await visitor.get(`${path}/suppress`)).status).toBe(405)
      expect((await visitor.get(`${path}/remove`)).text).toContain('Forget this reader?')
      expect(await readers()).toHaveLength(2)
      expect((await visitor.follow(await post(`${path}/remove`))).text).toContain('forgotten')
      expect(await readers()).toHaveLength(1)
      expect((await visitor.get(path)).status).toBe(404)
    })

    it('are shown with their issues and what came back, and put back when it works again', async () => {
      const id = await app.subscribe('ada@reader.example')
      await app.save('https://norn.example/june', { title: 'June', month: '2023-06' })
      const { id: issueId } = await app.assemble('2023-06')
      await app.send(issueId)
      const reason = '550 <no> such user'
      await app.db.updateTable('delivery').set({ state: 'failed', last_reply: reason }).execute()
      await app.db
        .insertInto('bounce_event')
        .values({
          subscriber_id: id,
          issue_id: issueId,
          event_hash: 'x',
          kind: 'hard',
          source: 'smtp',
          reason,
          received_at: app.now,
        })
        .execute()
      await post(`/admin/subscribers/${id}/suppress`, { as: 'bounced', reason: '' })
      const page = await visitor.get(`/admin/subscribers/${id}`)
      expect(page.html).toContain(`href="/admin/issues/${issueId}/sending"`)
      expect(page.html).toContain('550 &lt;no&gt; such user')
      const came = await visitor.get('/admin/subscribers/bounces?kind=hard')
      expect(came.html).toContain(`href="/admin/subscribers/${id}"`)
      expect((await visitor.get('/admin/subscribers/bounces?kind=soft')).text).toContain(
        'Nothing has come back.',
      )
      expect((await visitor.get('/admin')).text).toContain('One mail came back in the last week.')
      const back = await post(`/admin/subscribers/${id}/reinstate`)
      expect((await visitor.follow(back)).text).toContain('The address is on the list again.')
      expect(await readers()).toMatchObject([{ status: 'active' }])
    })

    it('are paged through, the latest first', async () => {
      for (let n = 1; n <= 51; n += 1) await app.subscribe(`r${n}@reader.example`)
      const first = await visitor.get('/admin/subscribers')
      expect(first.html.indexOf('>r51@')).toBeLessThan(first.html.indexOf('>r50@'))
      expect(first.html).not.toContain('>r1@')
      const more = /href="(\/admin\/subscribers\?cursor=[^"]+)"/.exec(first.html)?.[1] ?? ''
      const second = await visitor.get(more.replaceAll('&amp;', '&'))
      expect(second.html).toContain('>r1@')
      expect(second.text).toContain('To the newest')
    })

    it('come in by a file, which first shows what it would change, and go out as one', async () => {
      const send = (go: string, content: string) => {
        const body = new FormData()
        body.set('csrf', csrf)
        body.set('go', go)
        body.set('file', new File([content], 'list.csv'))
        const cookie = [...visitor.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
        const headers = { cookie, origin: BASE_URL, 'sec-fetch-site': 'same-origin' }
        return app.request('/admin/subscribers/import', { method: 'POST', body, headers })
      }
      const csv = 'email,name\nada@reader.example,=Ada\nnobody,x\n'
      const looked = await (await send('look', csv)).text()
      expect(looked).toContain('This would change')
      expect(looked).toMatch(/<td>3<\/td><td>[^<]+/)
      expect(await readers()).toEqual([])
      // The look keeps the file, so that it need not be chosen again.
      const kept = /name="kept" value="([^"]+)"/.exec(looked)?.[1] ?? ''
      const applied = await post('/admin/subscribers/import', { go: 'apply', kept })
      expect(applied.text).toContain('This changed')
      expect(await readers()).toMatchObject([{ email: 'ada@reader.example', status: 'active' }])
      expect(await (await send('apply', csv)).text()).toContain('This changed')
      expect(await readers()).toHaveLength(1)
      expect((await send('apply', 'no columns here')).status).toBe(422)
      expect((await post('/admin/subscribers/import', { go: 'look' })).status).toBe(422)
      const file = await visitor.get('/admin/subscribers/export.csv')
      expect(file.html).toContain("ada@reader.example,'=Ada")
    })
  })

  describe('settings', () => {
    it('of the publication are stored, and what is wrong is said at its field', async () => {
      const page = await visitor.get('/admin/settings')
      expect(page.html).toContain('<option selected>UTC</option>')
      const typed = {
        name: 'Small Hours',
        description: 'Links.',
        author: 'Ida',
        locale: 'en',
        time_zone: 'Europe/Berlin',
        title_pattern: 'Read in {month}',
      }
      const saved = await visitor.follow(await post('/admin/settings', typed))
      expect(saved.text).toContain('Saved.')
      expect(await settings()).toMatchObject({ ...typed, public_signup: false })
      const refused = await post('/admin/settings', { ...typed, name: '', locale: 'x y' })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('Give the publication a name.')
      expect(refused.text).toContain('Write a language tag')
      expect((await settings()).name).toBe('Small Hours')
      expect((await visitor.get('/admin/settings')).text).toContain('Read in July')
    })

    it('of sections keep links with a section that gets another name', async () => {
      await app.json('PATCH', '/settings', { sections: ['Articles', 'Tools'] })
      const link = await app.save('https://norn.example/a', { section: 'Tools' })
      const send = (rows: [was: string, now: string][], more: Record<string, string> = {}) => {
        const body = new URLSearchParams({ csrf, ...more })
        for (const [was, now] of rows) {
          body.append('was', was)
          body.append('now', now)
        }
        const cookie = [...visitor.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
        const headers = { cookie, 'sec-fetch-site': 'same-origin' }
        return app.request('/admin/settings/sections', { method: 'POST', body, headers })
      }
      await send([
        ['Articles', 'Articles'],
        ['Tools', 'Neat tools'],
      ])
      expect((await settings()).sections).toEqual(['Articles', 'Neat tools'])
      const after = await app.json<LinkJson>('GET', `/links/${link.id}`)
      expect(after.body.section).toBe('Neat tools')
      const rows: [string, string][] = [
        ['Articles', 'Articles'],
        ['Neat tools', 'Neat tools'],
      ]
      await send(rows, { act: 'up:1' })
      expect((await settings()).sections).toEqual(['Neat tools', 'Articles'])
      await send(rows, { new: 'Talks' })
      expect((await settings()).sections).toEqual(['Articles', 'Neat tools', 'Talks'])
      await send(rows, { act: 'remove:0' })
      expect((await settings()).sections).toEqual(['Neat tools'])
      expect((await send(rows, { new: 'Articles' })).status).toBe(422)
    })

    it('of the schedule are stored, and a time that is none is refused', async () => {
      const typed = {
        mode: 'automatic',
        day: '31',
        time: '07:30',
        grace_hours: '48',
        minimum_links: '3',
      }
      await post('/admin/settings/schedule', typed)
      expect(await settings()).toMatchObject({
        minimum_links: 3,
        schedule: { mode: 'automatic', day: 31, time: '07:30', grace_hours: 48 },
      })
      expect((await visitor.get('/admin/settings/schedule')).text).toMatch(
        /Next: 31 Jul 2023, 07:30/,
      )
      await post('/admin/settings/schedule', { ...typed, on: 'last_weekday' })
      expect(await settings()).toMatchObject({ schedule: { on: 'last_weekday', day: 31 } })
      const refused = await post('/admin/settings/schedule', { ...typed, day: '32', time: '25:00' })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain('Write the time like 09:00.')
      expect(refused.text).toContain('Write 31 or less.')
      await app.json('PATCH', '/settings', { locale: 'de' })
      const german = await post('/admin/settings/schedule', { ...typed, day: '32', mode: 'x' })
      expect(german.text).toContain('Schreiben Sie höchstens 31.')
      expect(german.text).toContain('Wählen Sie eines davon: off, review, automatic.')
      expect(refused.html).toContain('value="32"')
    })

    it('of mail show the sender, no secret, and what is wrong', async () => {
      const page = await visitor.get('/admin/settings/mail')
      expect(page.text).toContain('Letters <editor@letters.example>')
      expect(page.text).toContain('Does mail arrive?')
      expect(page.text).toContain('Nobody has looked yet.')
      expect((await visitor.get('/admin/settings/mail/look')).status).toBe(405)
      expect(await app.services.doctorDesk.last()).toBeNull()
      const looked = await visitor.follow(await post('/admin/settings/mail/look'))
      expect(looked.text).toContain('Looked at just now.')
      expect(looked.text).toContain('Looked at 10 Jul 2023, 12:00.')
      const sent = await post('/admin/settings/mail/test', { to: 'ida@norn.example' })
      expect((await visitor.follow(sent)).text).toContain(
        'A test mail to ida@norn.example is a file in the outbox folder now.',
      )
      expect(app.mails.map(({ to, subject }) => [to, subject])).toEqual([
        ['ida@norn.example', 'It works: Linkletter'],
      ])
      const refused = await post('/admin/settings/mail/test', { to: '<b>' })
      expect(refused.status).toBe(422)
      expect(refused.html).toContain('value="&lt;b&gt;"')
    })

    it('of mail are looked at once a day', async () => {
      const { doctorDesk } = app.services
      const lastAt = async () => (await doctorDesk.last())?.at.toISOString()
      await Promise.all([doctorDesk.lookDaily(), doctorDesk.lookDaily()])
      app.now = new Date('2023-07-11T11:59:00Z')
      await doctorDesk.lookDaily()
      expect(await lastAt()).toBe('2023-07-10T12:00:00.000Z')
      app.now = new Date('2023-07-11T12:00:00Z')
      await doctorDesk.lookDaily()
      expect(await lastAt()).toBe('2023-07-11T12:00:00.000Z')
    })

    it('of saving show every way, and an address for mail once', async () => {
      const page = await visitor.get('/admin/settings/saving')
      expect(page.html).toMatch(/<svg class="qr"[^>]+aria-label="QR code/)
      expect(page.html).toContain('href="javascript:')
      const made = await post('/admin/settings/saving/mail', { name: 'My <mail>' })
      expect(made.status).toBe(201)
      const address = /https:\/\/letters\.example\/hooks\/inbound\/[\w-]+/.exec(made.html)?.[0]
      expect(address).toBeDefined()
      const after = await visitor.get('/admin/settings/saving')
      expect(after.html).toContain('My &lt;mail&gt;')
      expect(after.html).not.toContain(address)
      const [, remove = ''] = /action="([^"]+\/remove)"/.exec(after.html) ?? []
      expect((await visitor.get(remove)).status).toBe(405)
      expect((await visitor.follow(await post(remove))).text).toContain('The address is removed')
      // Pressed in a second tab, it says the same.
      expect((await post(remove)).status).toBe(303)
    })
  })

  describe('sources', () => {
    it('are added, looked at, paused and removed', async () => {
      const feed = await startFeedServer(app)
      feed.pages['/feed'] = rssAnswer([2, 1])
      expect((await visitor.get('/admin/sources')).text).toContain('No source yet.')
      const added = await post('/admin/sources', { url: feed.url('/feed'), title: '<b>Norn</b>' })
      const page = await visitor.follow(added)
      expect(page.text).toContain('The source is added.')
      expect(page.html).toContain('&lt;b&gt;Norn&lt;/b&gt;')
      const [, id] = /\/admin\/sources\/(\d+)\/poll/.exec(page.html) ?? []
      const act = async (name: string) => visitor.follow(await post(`/admin/sources/${id}/${name}`))
      expect((await visitor.get(`/admin/sources/${id}/poll`)).status).toBe(405)
      expect((await act('poll')).text).toContain('It was looked at.')
      expect((await act('pause')).text).toMatch(/paused/i)
      const list = await visitor.get('/admin/sources')
      expect(list.html).toContain(`action="/admin/sources/${id}/resume"`)
      const resumed = await act('resume')
      expect(resumed.html).toContain(`action="/admin/sources/${id}/pause"`)
      const changed = await post(`/admin/sources/${id}`, { title: 'Norn', tags: 'time, design' })
      expect((await visitor.follow(changed)).html).toContain('value="time, design"')
      feed.pages['/feed'] = { status: 410, body: 'gone' }
      expect((await post(`/admin/sources/${id}/poll`)).status).toBe(422)
      expect((await act('remove')).text).toContain('its links stay')
      const refused = await post('/admin/sources', { url: 'http://127.0.0.1:1/feed', tags: 'a' })
      expect(refused.status).toBe(422)
      expect(refused.html).toContain('value="http://127.0.0.1:1/feed"')
      expect((await post('/admin/sources', { url: 'x', backfill: '501' })).status).toBe(422)
    })
  })

  describe('the overview', () => {
    it('says what comes next, what was last, and what does not go on by itself', async () => {
      const empty = await visitor.get('/admin')
      expect(empty.text).toContain('0 of 4 done.')
      expect(empty.text).toContain('1 August')
      expect(empty.text).toContain('in 22 days, 09:00')
      expect(empty.html).toContain('href="/admin/settings/saving"')
      await app.subscribe('ada@reader.example')
      await app.save('https://norn.example/june', { title: 'June', month: '2023-06' })
      const june = await app.assemble('2023-06')
      await app.send(june.id)
      await app.db.updateTable('delivery').set({ state: 'unknown' }).execute()
      await app.save('https://norn.example/july', { title: 'July' })
      const july = await app.assemble('2023-07')
      const page = await visitor.get('/admin')
      expect(page.html).toContain(`href="/admin/issues/${july.id}"`)
      expect(page.html).toContain(`href="/admin/issues/${june.id}/sending"`)
      expect(page.text).toContain('One delivery is in doubt: handed over, and never answered.')
      expect(page.text).toContain('1 not reached')
      await app.db.updateTable('delivery').set({ state: 'sent' }).execute()
      expect((await visitor.get('/admin')).text).toContain('Nothing needs a look.')
      await app.json('POST', `/issues/${july.id}/send`, {})
      await app.json('POST', `/issues/${july.id}/pause`, {})
      expect((await visitor.get('/admin')).text).toContain('is paused. Paused by hand.')
    })
  })
})
