import { describe, expect, it } from 'vitest'
import { BASE_URL, useTestApp } from '../../support/app.ts'
import { DATABASE_KINDS } from '../../support/database.ts'
import { createVisitor } from '../../support/visitor.ts'
import { ACCESS, EMAIL, loginsOf, PASSWORD } from './logins.ts'

describe.each(DATABASE_KINDS)('links to log in on %s', (kind) => {
  const app = useTestApp(kind)
  const { entered, mailedLink, minutesLater, owner, startLink, stranger } = loginsOf(app)

  describe('the link of the first start', () => {
    it('leads to the password, and that to where one wanted to go', async () => {
      const visitor = createVisitor(app)
      const entered = await visitor.enter(await startLink())
      expect(entered.location).toBe(`${ACCESS}?welcome=%2Fadmin%2Fstart`)
      const page = await visitor.follow(entered)
      expect(page.text).toContain('Welcome')
      const done = await visitor.submit(ACCESS, { email: EMAIL, password: PASSWORD })
      expect(done.location).toBe('/admin/start')
      expect((await visitor.follow(done)).text).toContain('First steps')
      expect((await visitor.get('/admin')).status).toBe(200)
    })

    it('leads past the first steps once they were left', async () => {
      await app.services.startDesk.leave()
      const entered = await createVisitor(app).enter(await startLink())
      expect(entered.location).toBe(`${ACCESS}?welcome=%2Fadmin`)
    })

    it('works once, and is not asked for again after that', async () => {
      const link = await startLink()
      await createVisitor(app).enter(link)
      const second = await createVisitor(app).enter(link)
      expect(second.status).toBe(404)
      expect(second.text).toContain('no longer works')
      expect(await app.services.logins.startLink()).toBeUndefined()
    })

    it('is replaced by the one of the next start', async () => {
      const first = await startLink()
      const second = await startLink()
      expect((await createVisitor(app).enter(first)).status).toBe(404)
      expect((await createVisitor(app).enter(second)).status).toBe(303)
    })

    it('lasts 24 hours', async () => {
      const link = await startLink()
      minutesLater(24 * 60)
      expect((await createVisitor(app).enter(link)).status).toBe(404)
    })

    it('is not used up by whoever only opens it, as mail scanners do', async () => {
      const path = (await startLink()).slice(BASE_URL.length)
      for (let i = 0; i < 10; i++) {
        const answer = await app.request(path)
        expect(answer.status).toBe(200)
        expect(answer.headers.getSetCookie()).toEqual([])
      }
      expect((await app.request(path, { method: 'HEAD' })).status).toBe(200)
      expect((await createVisitor(app).enter(path)).status).toBe(303)
    })

    it('is stored as a hash only', async () => {
      const token = (await startLink()).split('/').at(-1) ?? ''
      const rows = await app.db.selectFrom('login_token').selectAll().execute()
      expect(rows).toHaveLength(1)
      expect(JSON.stringify(rows)).not.toContain(token)
      expect(token).toMatch(/^[\w-]{43}$/)
    })
  })

  it('takes a link from the command line at any time', async () => {
    await entered()
    const link = await app.services.logins.commandLink()
    const visitor = createVisitor(app)
    expect((await visitor.enter(link)).status).toBe(303)
    expect((await visitor.get('/admin')).status).toBe(200)
  })

  describe('the mailed link', () => {
    it('comes to a known address and leads where one wanted to go', async () => {
      await owner()
      const visitor = createVisitor(app)
      await visitor.get('/login?next=%2Fadmin%2Ftokens')
      const answer = await visitor.submit('/login/mail', { email: EMAIL.toUpperCase() })
      expect(answer.text).toContain('Look into your mail')
      const link = await mailedLink()
      expect(app.mails).toHaveLength(1)
      expect(app.mails[0]).toMatchObject({
        to: EMAIL,
        headers: { 'auto-submitted': 'auto-generated' },
      })
      expect((await visitor.enter(link)).location).toBe('/admin/tokens')
    })

    it('works once and for 15 minutes', async () => {
      await owner()
      const visitor = await stranger()
      await visitor.submit('/login/mail', { email: EMAIL })
      const first = await mailedLink()
      expect((await createVisitor(app).enter(first)).status).toBe(303)
      expect((await createVisitor(app).enter(first)).status).toBe(404)
      await stranger().then((other) => other.submit('/login/mail', { email: EMAIL }))
      const second = await mailedLink()
      minutesLater(15)
      expect((await createVisitor(app).enter(second)).status).toBe(404)
    })

    it('answers alike for an address that nobody has, before any mail leaves', async () => {
      await owner()
      const known = await (await stranger()).submit('/login/mail', { email: EMAIL })
      const unknown = await (await stranger()).submit('/login/mail', { email: 'ada@norn.example' })
      expect(unknown.status).toBe(known.status)
      expect(unknown.html.replaceAll('ada@', 'ida@')).toBe(known.html)
      await Promise.all(app.background)
      expect(app.mails.map((mail) => mail.to)).toEqual([EMAIL])
    })

    it('names what is no address in its field', async () => {
      const answer = await (await stranger()).submit('/login/mail', { email: 'ida at norn' })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('That is no email address.')
      expect(answer.fields.email).toBe('ida at norn')
    })

    it('leaves password and sessions in peace when no mail server is there', async () => {
      const visitor = await owner()
      app.onMail = async () => {
        throw new Error('no mail server')
      }
      await (await stranger()).submit('/login/mail', { email: EMAIL })
      await expect(Promise.all(app.background)).rejects.toThrow('no mail server')
      expect((await visitor.get('/admin')).status).toBe(200)
      const again = await stranger()
      expect((await again.submit('/login', { email: EMAIL, password: PASSWORD })).status).toBe(303)
    })
  })

  it('says where the first link is, until somebody has used it', async () => {
    const stranger = createVisitor(app)
    expect((await stranger.get('/login')).text).toContain('First time here?')
    await entered()
    expect((await stranger.get('/login')).text).not.toContain('First time here?')
  })
})
