import { describe, expect, it } from 'vitest'
import { useTestApp } from '../../support/app.ts'
import { DATABASE_KINDS } from '../../support/database.ts'
import { createVisitor } from '../../support/visitor.ts'
import { ACCESS, EMAIL, loginsOf, PASSWORD } from './logins.ts'

describe.each(DATABASE_KINDS)('sessions on %s', (kind) => {
  const app = useTestApp(kind)
  const { entered, minutesLater, owner, startLink } = loginsOf(app)

  describe('the cookie', () => {
    it('is bound to this host over https, out of reach of scripts and other sites (BARS 55)', async () => {
      const answer = await createVisitor(app).enter(await startLink())
      const [cookie = ''] = answer.headers.getSetCookie()
      expect(cookie).toMatch(/^__Host-session=[\w-]{43}; /)
      for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/', 'Max-Age=2592000'])
        expect(cookie).toContain(part)
      expect(cookie).not.toContain('Domain')
    })

    it('is new at each login, and the old one ends (BARS 55)', async () => {
      const visitor = await owner()
      const before = visitor.cookies.get('__Host-session') ?? ''
      const fixed = createVisitor(app)
      fixed.cookies.set('__Host-session', 'A'.repeat(43))
      await fixed.submit('/login', { email: EMAIL, password: PASSWORD })
      expect(fixed.cookies.get('__Host-session')).not.toBe('A'.repeat(43))
      await visitor.post('/login', { email: EMAIL, password: PASSWORD })
      expect(visitor.cookies.get('__Host-session')).not.toBe(before)
      const old = createVisitor(app)
      old.cookies.set('__Host-session', before)
      expect((await old.get('/admin')).status).toBe(303)
    })

    it('lasts 30 days after the last visit', async () => {
      const visitor = await entered()
      for (let i = 0; i < 3; i++) {
        minutesLater(29 * 24 * 60)
        const answer = await visitor.get('/admin')
        expect(answer.status).toBe(200)
        expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=2592000')
      }
      minutesLater(30 * 24 * 60)
      expect((await visitor.get('/admin')).status).toBe(303)
    })

    it('is stored as a hash only', async () => {
      const visitor = await entered()
      const rows = await app.db.selectFrom('session').selectAll().execute()
      expect(JSON.stringify(rows)).not.toContain(visitor.cookies.get('__Host-session'))
    })
  })

  describe('logging out', () => {
    it('ends the session, by POST alone', async () => {
      const visitor = await entered()
      const token = visitor.cookies.get('__Host-session') ?? ''
      expect((await visitor.get('/logout')).status).toBe(405)
      expect((await visitor.get('/admin')).status).toBe(200)
      expect((await visitor.submit('/logout')).text).toContain('You are logged out')
      expect(visitor.cookies.has('__Host-session')).toBe(false)
      const thief = createVisitor(app)
      thief.cookies.set('__Host-session', token)
      expect((await thief.get('/admin')).status).toBe(303)
    })

    it('works for another browser from the list', async () => {
      const visitor = await owner()
      const other = createVisitor(app)
      await other.post(
        '/login',
        { email: EMAIL, password: PASSWORD },
        { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
      )
      const page = await visitor.get(ACCESS)
      expect(page.text).toContain('Firefox on Linux')
      const action = /action="([^"]+\/sessions\/\d+\/end)"/.exec(page.html)?.[1] ?? ''
      expect((await visitor.submit(action)).location).toBe(ACCESS)
      expect((await other.get('/admin')).status).toBe(303)
      expect((await visitor.get('/admin')).status).toBe(200)
    })
  })

  it('makes and revokes tokens, each shown once (BARS 54)', async () => {
    const visitor = await entered()
    await visitor.get('/admin/tokens')
    expect((await visitor.submit('/admin/tokens', { name: ' ' })).text).toContain('Give it a name')
    const made = await visitor.submit('/admin/tokens', { name: 'My phone', scope: 'save' })
    const token = /ll_save_[\w-]{43}/.exec(made.html)?.[0] ?? ''
    expect(made.status).toBe(201)
    const save = () => app.json('POST', '/links', { url: 'https://a.example/1' }, { token })
    expect((await save()).status).toBe(201)
    const page = await visitor.get('/admin/tokens')
    expect(page.html).not.toContain(token)
    expect(page.text).toContain('My phone')
    const action = /action="(\/admin\/tokens\/\d+\/revoke)" *>.*?aria-label="Revoke My phone"/s
    const found = page.html.match(/action="(\/admin\/tokens\/\d+\/revoke)"/g)?.at(-1) ?? ''
    expect(action.test(page.html)).toBe(true)
    await visitor.submit(found.slice(8, -1))
    expect((await save()).status).toBe(401)
  })
})
