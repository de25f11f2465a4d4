import { describe, expect, it } from 'vitest'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor, type Visit } from '../support/visitor.ts'

const EMAIL = 'ida@norn.example'
const PASSWORD = 'a boat of four words'
const ACCESS = '/admin/settings/access'

describe.each(DATABASE_KINDS)('logging in on %s', (kind) => {
  const app = useTestApp(kind)
  const minutesLater = (minutes: number) => {
    app.now = new Date(app.now.getTime() + minutes * 60_000)
  }
  const startLink = async () => (await app.services.logins.startLink()) ?? ''

  /** The owner's browser, with address and password set. */
  async function owner() {
    const visitor = createVisitor(app)
    await visitor.follow(await visitor.enter(await startLink()))
    await visitor.submit(ACCESS, { email: EMAIL, password: PASSWORD })
    return visitor
  }
  /** The same, by link alone: no password costs no time. */
  async function entered() {
    const visitor = createVisitor(app)
    await visitor.enter(await startLink())
    return visitor
  }
  async function stranger() {
    const visitor = createVisitor(app)
    await visitor.get('/login')
    return visitor
  }
  const mailedLink = async () => {
    await Promise.all(app.background)
    return /https:\S+\/login\/\S+/.exec(app.mails.at(-1)?.text ?? '')?.[0] ?? ''
  }

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

  describe('the password', () => {
    it('lets the owner in, whatever the case of the address', async () => {
      await owner()
      const visitor = await stranger()
      const answer = await visitor.submit('/login', {
        email: ' IDA@norn.example ',
        password: PASSWORD,
      })
      expect([answer.status, answer.location]).toEqual([303, '/admin'])
      expect((await visitor.get('/admin')).text).toContain('July 2023')
    })

    it('is not told apart from an unknown address', async () => {
      await owner()
      const wrong = [
        { email: EMAIL, password: 'a boat of five words' },
        { email: 'nobody@norn.example', password: PASSWORD },
        { email: EMAIL, password: '' },
      ]
      const answers = []
      for (const typed of wrong) answers.push(await (await stranger()).submit('/login', typed))
      expect(answers.map((answer) => answer.status)).toEqual([422, 422, 422])
      const [first, second] = answers.map((answer) => answer.html.replaceAll(/value="[^"]*"/g, ''))
      expect(first).toBe(second)
      expect(answers[0]?.text).toContain('Address or password is wrong.')
      expect(answers[0]?.html).toMatch(/<title>Error: /)
      expect(answers[0]?.fields).toMatchObject({ email: EMAIL, password: '' })
    })

    it('is stored as scrypt with its parameters', async () => {
      await owner()
      const { password_hash } = await app.db
        .selectFrom('account')
        .select('password_hash')
        .executeTakeFirstOrThrow()
      expect(password_hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/)
    })

    it.each([
      ['too short', 'Use 10 characters or more; this has 5.'],
      ['', 'Use 10 characters or more; this has none.'],
      ['aaaaaaaaaaaa', 'That is too easy to guess.'],
      [EMAIL, 'That is too easy to guess.'],
    ])('may not be "%s"', async (password, message) => {
      const visitor = createVisitor(app)
      await visitor.follow(await visitor.enter(await startLink()))
      const typed = password === 'too short' ? 'short' : password
      const answer = await visitor.submit(ACCESS, { email: EMAIL, password: typed })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(message)
      expect(answer.html).toContain('<a href="#password">')
      expect(answer.fields).toMatchObject({ email: EMAIL, password: '', next: '/admin/start' })
    })

    it('is asked for before it can be changed, but not just after a login by link', async () => {
      const visitor = await owner()
      const page = await visitor.get(ACCESS)
      expect(page.fields).toHaveProperty('current')
      const refused = await visitor.submit(ACCESS, {
        password: 'another boat of words',
        current: 'not the password',
      })
      expect(refused.text).toContain('That is not your present password.')
      await visitor.get(ACCESS)
      const changed = await visitor.submit(ACCESS, {
        password: 'another boat of words',
        current: PASSWORD,
      })
      expect(changed.location).toBe(`${ACCESS}?saved`)

      const forgetful = createVisitor(app)
      await forgetful.enter(await app.services.logins.commandLink())
      expect((await forgetful.get(ACCESS)).fields).not.toHaveProperty('current')
      minutesLater(61)
      expect((await forgetful.get(ACCESS)).fields).toHaveProperty('current')
    })

    it('logs all other browsers out when it changes', async () => {
      const visitor = await owner()
      const other = await stranger()
      await other.submit('/login', { email: EMAIL, password: PASSWORD })
      expect((await other.get('/admin')).status).toBe(200)
      await visitor.get(ACCESS)
      await visitor.submit(ACCESS, { password: 'another boat of words', current: PASSWORD })
      expect((await visitor.get('/admin')).status).toBe(200)
      expect((await other.get('/admin')).status).toBe(303)
    })
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

  describe('forms', () => {
    it.each([
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.letters.example', 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
      { origin: 'http://letters.example' },
      { 'sec-fetch-site': 'cross-site' },
    ])('sent with %o are refused and change nothing (BARS 52)', async (headers) => {
      const visitor = await entered()
      const { fields } = await visitor.get('/save?url=https://a.example/1')
      for (const path of ['/save', '/admin/tokens', '/login', '/login/mail', '/logout', ACCESS]) {
        const answer = await visitor.post(path, { ...fields, name: 'x', scope: 'admin' }, headers)
        expect([path, answer.status]).toEqual([path, 403])
        expect(answer.text).toContain(`Forms are taken from ${BASE_URL} only`)
      }
      expect((await app.json<{ items: unknown[] }>('GET', '/links')).body.items).toEqual([])
      expect((await visitor.get('/admin')).status).toBe(200)
    })

    it('without the token of their session need one more press, or are refused', async () => {
      const visitor = await entered()
      const { csrf: _, ...fields } = (await visitor.get('/save?url=https://a.example/1')).fields
      const asked = await visitor.post('/save', { ...fields, note: 'Kept.' })
      expect(asked.status).toBe(403)
      expect(asked.text).toContain('One more press')
      expect((await app.json<{ items: unknown[] }>('GET', '/links')).body.items).toEqual([])
      expect((await visitor.submit('/save')).location).toMatch(/^\/save\/saved/)
      const bare = await app.request('/save', {
        method: 'POST',
        headers: {
          cookie: `__Host-session=${visitor.cookies.get('__Host-session')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ ...fields, url: 'https://a.example/2' }),
      })
      expect(bare.status).toBe(403)
    })

    it('of an expired login are kept, and go on after it', async () => {
      const visitor = await owner()
      await visitor.get('/save?url=https://a.example/1&title=One')
      minutesLater(31 * 24 * 60)
      const kept = await visitor.submit('/save', {
        note: 'Long & "dear" <b>words</b>\nin two lines.',
      })
      expect(kept.status).toBe(401)
      expect(kept.text).toContain('Long & "dear" <b>words</b> in two lines.')
      const wrong = await visitor.submit('/login', { email: EMAIL, password: 'forgotten' })
      expect(wrong.status).toBe(422)
      const back = await visitor.submit('/login', { email: EMAIL, password: PASSWORD })
      expect(back.text).toContain('You are logged in again')
      const saved = await visitor.submit('/save')
      expect(saved.status).toBe(303)
      const { body } = await app.json<{ items: { note: string }[] }>('GET', '/links')
      expect(body.items[0]?.note).toBe('Long & "dear" <b>words</b>\nin two lines.')
    })

    it('of an expired login survive a login by mailed link too', async () => {
      const visitor = await owner()
      await visitor.get('/save?url=https://a.example/1&title=One')
      minutesLater(31 * 24 * 60)
      await visitor.submit('/save', { note: 'Dear words.' })
      const waiting = await visitor.submit('/login/mail', { email: EMAIL })
      expect(waiting.text).toContain('Dear words.')
      const { fields } = waiting
      expect((await visitor.post('/login/resume', fields)).text).toContain('Please log in again')
      await visitor.enter(await mailedLink())
      expect((await visitor.post('/login/resume', fields)).text).toContain('Dear words.')
      expect((await visitor.submit('/save')).status).toBe(303)
    })

    it('leave the one-click unsubscribe of mail programs alone', async () => {
      const id = await app.subscribe('ada@reader.example')
      const token = app.services.unsubscribeTokens.create({ subscriberId: id, issueId: 1 })
      const answer = await app.request(`/unsubscribe/${token}`, {
        method: 'POST',
        headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' },
      })
      expect(answer.status).toBe(200)
    })
  })

  describe('limits', () => {
    it('hold against 100 forged X-Forwarded-For (BARS 56)', async () => {
      const answers: Visit[] = []
      for (let i = 0; i < 100; i++) {
        const answer = await createVisitor(app).post(
          '/login',
          { email: `guess${i}@norn.example`, password: `guess number ${i}` },
          {
            'x-forwarded-for': `198.51.100.${i}`,
            'x-real-ip': `198.51.100.${i}`,
            forwarded: `for=198.51.100.${i}`,
          },
        )
        answers.push(answer)
      }
      const statuses = answers.map(({ status }) => status)
      expect(statuses).toEqual([...Array(20).fill(422), ...Array(80).fill(429)])
      const last = answers.at(-1)
      expect(last?.headers.get('retry-after')).toBe('900')
      expect(last?.text).toContain('Too many tries. Try again in 15 minutes.')
    })

    it('hold for one account from many addresses, and end with their window', async () => {
      await owner()
      const guess = async (client: string, password = 'wrong words here') => {
        app.clientAddress = client
        return (await createVisitor(app).post('/login', { email: EMAIL, password })).status
      }
      for (let i = 0; i < 10; i++) expect(await guess(`203.0.113.${i}`)).toBe(422)
      expect(await guess('203.0.113.99', PASSWORD)).toBe(429)
      minutesLater(15)
      expect(await guess('203.0.113.99', PASSWORD)).toBe(303)
    })

    it('hold for mailed links, known or not', async () => {
      await owner()
      for (const email of [EMAIL, 'ada@norn.example']) {
        app.clientAddress = email
        const statuses = []
        for (let i = 0; i < 6; i++)
          statuses.push((await createVisitor(app).post('/login/mail', { email })).status)
        expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
      }
      await Promise.all(app.background)
      expect(app.mails).toHaveLength(5)
    })
  })

  it('goes on to addresses of this site only (BARS 58)', async () => {
    await owner()
    for (const [next, expected] of [
      ['//evil.example', '/admin'],
      ['/\\evil.example', '/admin'],
      ['/admin/tokens?a=b', '/admin/tokens?a=b'],
    ] as const) {
      const visitor = createVisitor(app)
      await visitor.get(`/login?next=${encodeURIComponent(next)}`)
      const answer = await visitor.submit('/login', { email: EMAIL, password: PASSWORD })
      expect(answer.location).toBe(expected)
      const again = await visitor.get(`/login?next=${encodeURIComponent(next)}`)
      expect(again.location).toBe(expected)
    }
  })

  it('takes no address from the Host header (BARS 51)', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
    for (const path of ['/admin', '/save?url=https://a.example', '/login', '/login/x', '/logout']) {
      const answer = await app.request(`http://evil.example${path}`, { headers })
      const said = `${answer.headers.get('location')} ${await answer.text()}`
      expect(`${path} ${said}`).not.toContain('evil.example')
    }
  })

  it('says where the first link is, until somebody has used it', async () => {
    const stranger = createVisitor(app)
    expect((await stranger.get('/login')).text).toContain('First time here?')
    await entered()
    expect((await stranger.get('/login')).text).not.toContain('First time here?')
  })

  it('sends who is not logged in to the login and back', async () => {
    const visitor = createVisitor(app)
    const answer = await visitor.get('/admin/tokens?a=b')
    expect([answer.status, answer.location]).toEqual([303, '/login?next=%2Fadmin%2Ftokens%3Fa%3Db'])
  })

  it('shows the login at once where the address is too long to be put into another', async () => {
    await owner()
    const visitor = createVisitor(app)
    const path = `/save?url=https%3A%2F%2Fa.example%2F&text=${'%C3%A9'.repeat(1200)}`
    const page = await visitor.get(path)
    expect([page.status, page.fields.next]).toEqual([200, path])
    const answer = await visitor.submit('/login', { email: EMAIL, password: PASSWORD })
    expect(answer.location).toBe(path)
  })

  it('keeps private pages out of caches, frames, indexes and other windows (BARS 59)', async () => {
    const visitor = await entered()
    for (const path of ['/admin', '/admin/tokens', ACCESS, '/save', '/login']) {
      const { headers } = await visitor.get(path)
      expect([path, headers.get('cache-control')]).toEqual([path, 'no-store'])
      expect(headers.get('x-robots-tag')).toContain('noindex')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      const csp = headers.get('content-security-policy') ?? ''
      expect(csp).toContain("script-src 'self'")
      expect(csp).toContain("frame-ancestors 'none'")
      expect(csp).not.toContain('unsafe')
    }
  })

  it('changes nothing by GET where only POST acts (BARS 52)', async () => {
    const visitor = await entered()
    const { token } = await app.services.tokens.create('phone', 'save')
    const paths = ['/logout', '/login/mail', '/login/resume', '/admin/tokens/1/revoke']
    for (const path of [...paths, `${ACCESS}/sessions/1/end`, `${ACCESS}/sessions/end-others`]) {
      const answer = await visitor.get(path)
      expect([path, answer.status, answer.headers.get('allow')]).toEqual([path, 405, 'POST'])
    }
    expect((await app.json('POST', '/links', { url: 'https://a.example' }, { token })).status).toBe(
      201,
    )
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

  it('speaks the language of the publication', async () => {
    await app.json('PATCH', '/settings', { locale: 'de' })
    const visitor = createVisitor(app)
    expect((await visitor.get('/login')).text).toContain('Anmeldelink per Mail')
    await visitor.follow(await visitor.enter(await startLink()))
    await visitor.submit(ACCESS, { email: EMAIL, password: PASSWORD })
    expect((await visitor.get('/admin')).text).toContain('Für Juli ist noch nichts gespeichert.')
  })
})
