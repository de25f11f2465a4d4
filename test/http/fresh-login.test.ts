import { describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { createVisitor } from '../support/visitor.ts'
import { ACCESS, EMAIL, loginsOf, PASSWORD } from './login/logins.ts'

const app = useTestApp('pglite')
const { owner, entered, mailedLink, minutesLater } = loginsOf(app)

describe('a step that weighs more asks once more who it is, when the login is older than 15 minutes', () => {
  it('keeps the form, and goes on with it after the password', async () => {
    const visitor = await owner()
    await visitor.get('/admin/tokens')
    minutesLater(15)
    const asked = await visitor.submit('/admin/tokens', { name: 'My phone', scope: 'edit' })
    expect(asked.status).toBe(401)
    expect(asked.text).toContain('Is it you?')
    expect(asked.fields.email).toBe(EMAIL)
    expect(await app.services.tokens.list()).toHaveLength(3)
    const wrong = await visitor.submit('/login', { password: 'somebody else at it' })
    expect(wrong.status).toBe(422)
    const back = await visitor.submit('/login', { password: PASSWORD })
    expect(back.text).toContain('What you typed is still here.')
    const made = await visitor.submit('/admin/tokens')
    expect(made.status).toBe(201)
    expect(made.text).toContain('Token “My phone”')
    expect(await app.services.tokens.list()).toContainEqual(
      expect.objectContaining({ name: 'My phone', scope: 'edit' }),
    )
  })

  it('goes on with a page that was opened, and is not asked again for 15 minutes', async () => {
    await app.subscribe('ada@reader.example')
    const visitor = await owner()
    minutesLater(15)
    const asked = await visitor.get('/admin/subscribers/export.csv')
    expect([asked.status, asked.html.includes('ada@reader')]).toEqual([401, false])
    const back = await visitor.submit('/login', { password: PASSWORD })
    expect(back.location).toBe('/admin/subscribers/export.csv')
    expect((await visitor.follow(back)).html).toContain('ada@reader.example')
    minutesLater(14)
    expect((await visitor.get('/admin/subscribers/export.csv')).status).toBe(200)
  })

  it('takes a mailed link in place of the password', async () => {
    const visitor = await owner()
    await visitor.get('/admin/people')
    minutesLater(16)
    await visitor.submit('/admin/people', { email: 'ada@norn.example', role: 'editor' })
    const waiting = await visitor.submit('/login/mail')
    expect(waiting.text).toContain('Look into your mail')
    const { fields } = waiting
    await visitor.enter(await mailedLink())
    await visitor.post('/login/resume', fields)
    expect((await visitor.submit('/admin/people')).location).toContain('invited=ada')
  })

  it('ends the earlier session of this browser', async () => {
    const visitor = await owner()
    const before = visitor.cookies.get('__Host-session') ?? ''
    minutesLater(16)
    await visitor.get('/admin/subscribers/export.csv')
    await visitor.submit('/login', { password: PASSWORD })
    expect(visitor.cookies.get('__Host-session')).not.toBe(before)
    const thief = createVisitor(app)
    thief.cookies.set('__Host-session', before)
    expect((await thief.get('/admin')).status).toBe(303)
  })

  it.each([
    ['GET', `${ACCESS}/code`],
    ['GET', `${ACCESS}/passkeys/new`],
    ['POST', `${ACCESS}/passkeys/options`],
    ['POST', `${ACCESS}/passkeys/1/remove`],
    ['POST', `${ACCESS}/code/off`],
    ['POST', `${ACCESS}/code/renew`],
    ['POST', '/admin/people/1/role'],
    ['POST', '/admin/people/1/remove'],
    ['POST', '/admin/subscribers/1/remove'],
  ])('for %s %s', async (method, path) => {
    const visitor = await owner()
    const { csrf = '' } = (await visitor.get('/admin/links')).fields
    minutesLater(16)
    const answer = method === 'GET' ? await visitor.get(path) : await visitor.post(path, { csrf })
    expect([answer.status, answer.text]).toEqual([401, expect.stringContaining('Is it you?')])
  })

  it('leaves everyday work alone, and the ending of a token or a login', async () => {
    const visitor = await owner()
    const { token } = await app.services.tokens.create('phone', 'save')
    const { csrf = '' } = (await visitor.get('/admin/links')).fields
    minutesLater(60)
    for (const path of ['/admin', '/admin/tokens', '/admin/people', ACCESS])
      expect((await visitor.get(path)).status).toBe(200)
    expect((await visitor.post('/admin/tokens/4/revoke', { csrf })).status).toBe(303)
    const saved = await app.json('POST', '/links', { url: 'https://a.example' }, { token })
    expect(saved.status).toBe(401)
    expect((await visitor.post(`${ACCESS}/sessions/end-others`, { csrf })).status).toBe(303)
  })

  it('does not ask an owner who has nothing yet to prove it with', async () => {
    const visitor = await entered()
    await visitor.get('/admin/tokens')
    minutesLater(60)
    expect((await visitor.submit('/admin/tokens', { name: 'x', scope: 'save' })).status).toBe(201)
  })

  it('asks before somebody who came by link sets a first password later', async () => {
    const visitor = await entered()
    await app.db.updateTable('account').set({ email: EMAIL }).execute()
    await visitor.get(ACCESS)
    minutesLater(16)
    const asked = await visitor.submit(ACCESS, { email: EMAIL, password: PASSWORD })
    expect(asked.text).toContain('Is it you?')
  })
})
