import { describe, expect, it } from 'vitest'
import { BASE_URL, useTestApp } from '../../support/app.ts'
import { createVisitor } from '../../support/visitor.ts'
import { ACCESS, EMAIL, loginsOf, PASSWORD } from './logins.ts'

describe('forms of the rooms', () => {
  const app = useTestApp('pglite')
  const { entered, mailedLink, minutesLater, owner, startLink } = loginsOf(app)

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

  it('shows the login at once where the address is too long to be put into another', async () => {
    await owner()
    const visitor = createVisitor(app)
    const path = `/save?url=https%3A%2F%2Fa.example%2F&text=${'%C3%A9'.repeat(1200)}`
    const page = await visitor.get(path)
    expect([page.status, page.fields.next]).toEqual([200, path])
    const answer = await visitor.submit('/login', { email: EMAIL, password: PASSWORD })
    expect(answer.location).toBe(path)
  })

  it('sends who is not logged in to the login and back', async () => {
    const visitor = createVisitor(app)
    const answer = await visitor.get('/admin/tokens?a=b')
    expect([answer.status, answer.location]).toEqual([303, '/login?next=%2Fadmin%2Ftokens%3Fa%3Db'])
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

  it('speaks the language of the publication', async () => {
    await app.json('PATCH', '/settings', { locale: 'de' })
    const visitor = createVisitor(app)
    expect((await visitor.get('/login')).text).toContain('Anmeldelink per Mail')
    await visitor.follow(await visitor.enter(await startLink()))
    await visitor.submit(ACCESS, { email: EMAIL, password: PASSWORD })
    expect((await visitor.get('/admin')).text).toContain('Für Juli ist noch nichts gespeichert.')
  })
})
