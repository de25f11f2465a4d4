import { describe, expect, it } from 'vitest'
import { useTestApp } from '../../support/app.ts'
import { DATABASE_KINDS } from '../../support/database.ts'
import { createVisitor, type Visit } from '../../support/visitor.ts'
import { ACCESS, EMAIL, loginsOf, PASSWORD } from './logins.ts'

describe.each(DATABASE_KINDS)('passwords on %s', (kind) => {
  const app = useTestApp(kind)
  const { minutesLater, owner, startLink, stranger } = loginsOf(app)

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

    it('is stored as a slow hash only', async () => {
      await owner()
      const { password_hash } = await app.db
        .selectFrom('account')
        .select('password_hash')
        .executeTakeFirstOrThrow()
      expect(password_hash).toMatch(/^\$scrypt\$ln=\d+,r=\d+,p=\d+\$[\w+/]{22}\$[\w+/]{43}$/)
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
})
