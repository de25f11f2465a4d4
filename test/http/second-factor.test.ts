import { beforeEach, describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor, type Visit } from '../support/visitor.ts'
import { ACCESS, EMAIL, loginsOf, PASSWORD, type Visitor } from './login/logins.ts'

const CODE = `${ACCESS}/code`

describe.each(DATABASE_KINDS)('the code from an app on %s', (kind) => {
  const app = useTestApp(kind)
  const { owner, stranger, mailedLink, minutesLater, codeOf } = loginsOf(app)
  let visitor: Visitor
  let secret = ''
  let codes: string[] = []

  const codesIn = (page: Visit) =>
    [...page.html.matchAll(/<code>([0-9a-z]{4}(?:-[0-9a-z]{4}){3})<\/code>/g)].map(
      ([, code = '']) => code,
    )

  beforeEach(async () => {
    visitor = await owner()
    const setup = await visitor.get(CODE)
    secret = /<code class="secret">([A-Z2-7 ]+)</.exec(setup.html)?.[1] ?? ''
    codes = codesIn(await visitor.submit(CODE, { code: codeOf(secret) }))
    minutesLater(1)
  })

  /** As far as the password leads. */
  async function halfway(): Promise<Visitor> {
    const half = await stranger()
    const page = await half.submit('/login', { email: EMAIL, password: PASSWORD })
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Now the code')])
    return half
  }

  it('is turned on by a code of the secret that was shown, not before', async () => {
    await app.services.secondFactors.reset(1)
    const setup = await visitor.get(CODE)
    expect(setup.html).toContain('<svg class="qr"')
    const typed = /<code class="secret">([A-Z2-7 ]+)</.exec(setup.html)?.[1] ?? ''
    expect(typed.replaceAll(' ', '')).toMatch(/^[A-Z2-7]{32}$/)
    const wrong = await visitor.submit(CODE, { code: '000000' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('That code does not belong to this secret.')
    // The same secret: it is in the app already.
    expect(wrong.html).toContain(typed)
    expect((await visitor.get(ACCESS)).text).not.toContain('On since')
    await visitor.get(CODE)
    const other = await visitor.submit(CODE, { code: codeOf(typed) })
    expect(other.status).toBe(422)
    const sealed = wrong.fields.sealed ?? ''
    const csrf = other.fields.csrf ?? ''
    const done = await visitor.post(CODE, { csrf, sealed, code: codeOf(typed) })
    expect(codesIn(done)).toHaveLength(10)
    const page = await visitor.get(ACCESS)
    expect(page.text).toContain('On since 10 July 2023. 10 recovery codes are left.')
    expect(codesIn(page)).toEqual([])
  })

  it('follows the password, and nothing is open before it', async () => {
    const half = await halfway()
    expect(half.cookies.has('__Host-session')).toBe(false)
    const wrong = await half.submit('/login/code', { code: '123456' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('<a href="#code">')
    expect(half.cookies.has('__Host-session')).toBe(false)
    const done = await half.submit('/login/code', { code: codeOf(secret) })
    expect([done.status, done.location]).toEqual([303, '/admin'])
    expect((await half.get('/admin')).status).toBe(200)
  })

  it('follows the mailed link too, and leads where one wanted to go', async () => {
    const half = createVisitor(app)
    await half.get('/login?next=%2Fadmin%2Ftokens')
    await half.submit('/login/mail', { email: EMAIL })
    const asked = await half.enter(await mailedLink())
    expect(asked.text).toContain('Now the code')
    const done = await half.submit('/login/code', { code: codeOf(secret) })
    expect(done.location).toBe('/admin/tokens')
  })

  it('keeps a form that waits', async () => {
    await visitor.get('/save?url=https://a.example/1&title=One')
    minutesLater(31 * 24 * 60)
    await visitor.submit('/save', { note: 'Dear words.' })
    await visitor.submit('/login', { email: EMAIL, password: PASSWORD })
    const back = await visitor.submit('/login/code', { code: codeOf(secret) })
    expect(back.text).toContain('Dear words.')
    expect((await visitor.submit('/save')).status).toBe(303)
  })

  it('works once: a code that was seen over a shoulder is worth nothing', async () => {
    const code = codeOf(secret)
    const [first, second] = [await halfway(), await halfway()]
    expect((await first.submit('/login/code', { code })).status).toBe(303)
    expect((await second.submit('/login/code', { code })).status).toBe(422)
    expect((await second.submit('/login/code', { code: codeOf(secret, -30) })).status).toBe(422)
    expect((await second.submit('/login/code', { code: codeOf(secret, 30) })).status).toBe(303)
  })

  it('forgives a clock that is half a minute off, and no more', async () => {
    const half = await halfway()
    for (const laterS of [-90, 90])
      expect((await half.submit('/login/code', { code: codeOf(secret, laterS) })).status).toBe(422)
    expect((await half.submit('/login/code', { code: codeOf(secret, -30) })).status).toBe(303)
  })

  it('is guessed at ten times in a quarter of an hour, from wherever (BARS 56)', async () => {
    const half = await halfway()
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) {
      app.clientAddress = `203.0.113.${i}`
      statuses.push((await half.submit('/login/code', { code: '000000' })).status)
    }
    expect(statuses).toEqual([...Array(10).fill(422), 429, 429])
    const late = await halfway()
    expect((await late.submit('/login/code', { code: codeOf(secret) })).status).toBe(429)
    minutesLater(15)
    const again = await halfway()
    expect((await again.submit('/login/code', { code: codeOf(secret) })).status).toBe(303)
  })

  it('has to come within 15 minutes', async () => {
    const half = await halfway()
    minutesLater(15)
    const over = await half.submit('/login/code', { code: codeOf(secret) })
    expect(over.text).toContain('That took too long.')
    expect(half.cookies.has('__Host-session')).toBe(false)
    // What is held for the code is no link to log in by.
    const held = (await halfway()).submit('/login/code', { code: 'x' })
    const pending = (await held).fields.pending ?? ''
    expect((await createVisitor(app).enter(`/login/${pending}`)).status).toBe(404)
  })

  it('gives way to recovery codes, each once, however typed', async () => {
    expect(codes).toHaveLength(10)
    const [one = '', two = ''] = codes
    const half = await halfway()
    const typed = ` ${one.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O')} `
    expect((await half.submit('/login/code', { code: typed })).status).toBe(303)
    expect((await half.get(ACCESS)).text).toContain('9 recovery codes are left.')
    const again = await halfway()
    expect((await again.submit('/login/code', { code: one })).status).toBe(422)
    expect((await again.submit('/login/code', { code: two })).status).toBe(303)
  })

  it('gets new recovery codes in place of the old ones', async () => {
    await visitor.get(`${CODE}/renew`)
    expect((await visitor.submit(`${CODE}/renew`, { code: '000000' })).status).toBe(422)
    const renewed = codesIn(await visitor.submit(`${CODE}/renew`, { code: codeOf(secret) }))
    expect(renewed).toHaveLength(10)
    const half = await halfway()
    expect((await half.submit('/login/code', { code: codes[0] ?? '' })).status).toBe(422)
    expect((await half.submit('/login/code', { code: renewed[0] ?? '' })).status).toBe(303)
  })

  it('is turned off by a code alone', async () => {
    await visitor.get(`${CODE}/off`)
    expect((await visitor.submit(`${CODE}/off`, { code: '000000' })).status).toBe(422)
    const off = await visitor.submit(`${CODE}/off`, { code: codeOf(secret) })
    expect((await visitor.follow(off)).text).toContain('The code is turned off.')
    const other = await stranger()
    expect((await other.submit('/login', { email: EMAIL, password: PASSWORD })).location).toBe(
      '/admin',
    )
  })

  it('is not asked of who comes by the command line, and can be reset there', async () => {
    const { logins, secondFactors } = app.services
    const locked = createVisitor(app)
    expect((await locked.enter(await logins.commandLink())).status).toBe(303)
    expect((await locked.get('/admin')).status).toBe(200)
    await secondFactors.reset((await logins.accountAtServer(EMAIL)).id)
    const other = await stranger()
    expect((await other.submit('/login', { email: EMAIL, password: PASSWORD })).status).toBe(303)
    await expect(logins.commandLink('nobody@norn.example')).rejects.toThrow('Nobody here')
  })

  it('stands in the database encrypted, and its recovery codes hashed', async () => {
    const factor = await app.db.selectFrom('second_factor').selectAll().executeTakeFirstOrThrow()
    const hashes = await app.db.selectFrom('recovery_code').selectAll().execute()
    expect(hashes).toHaveLength(10)
    const stored = JSON.stringify([factor, hashes, Buffer.from(factor.secret).toString('latin1')])
    for (const plain of [...codes, secret.replaceAll(' ', '')]) expect(stored).not.toContain(plain)
    expect(factor.secret.length).toBe(12 + 20 + 16)
    // Another account’s row, or another SECRET, does not open it.
    await app.db
      .updateTable('second_factor')
      .set({ secret: Buffer.alloc(48, 1) })
      .execute()
    const { verify } = app.services.secondFactors
    await expect(verify(1, codeOf(secret), app)).rejects.toThrow('SECRET')
  })
})
