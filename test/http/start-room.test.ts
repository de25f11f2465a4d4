import { simpleParser } from 'mailparser'
import { beforeEach, describe, expect, it } from 'vitest'
import { SAMPLE_LINKS } from '../../src/desks/sample-month-data.ts'
import { type LinkJson, type Page, titlesOf, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { freePort } from '../support/postgres.ts'
import { makeFolder, runCli, startServerProcess, startSmtpSink } from '../support/server-process.ts'
import { createVisitor } from '../support/visitor.ts'

const START = '/admin/start'
const STEPS = ['name', 'link', 'reader', 'mail'] as const
const EMAIL = 'ida@norn.example'
const ACCOUNT = { email: EMAIL, password: 'a boat of four words' }

describe.each(DATABASE_KINDS)('the first steps on %s', (kind) => {
  const app = useTestApp(kind)
  let visitor: ReturnType<typeof createVisitor>
  let csrf = ''
  beforeEach(async () => {
    visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.startLink()) ?? '')
    csrf = (await visitor.get(START)).fields.csrf ?? ''
  })
  const act = (path: string, fields: Record<string, string> = {}) =>
    visitor.post(`${START}/${path}`, { csrf, ...fields })
  const done = async () => {
    const { done } = await app.services.startDesk.state()
    return STEPS.filter((step) => done[step])
  }
  const links = async () => (await app.json<Page<LinkJson>>('GET', '/links?limit=200')).body.items

  it('lead from a name to a test mail, and are over when all of it is there', async () => {
    expect((await visitor.get('/admin')).text).toContain('0 of 4 done.')
    await visitor.get('/admin/settings/access?welcome=%2Fadmin%2Fstart')
    const page = await visitor.follow(await visitor.submit('/admin/settings/access', ACCOUNT))
    csrf = page.fields.csrf ?? ''
    expect(page.text).toContain('https://letters.example/')
    // Who has given an address is not asked for it again.
    expect(page.fields).toMatchObject({ name: '', email: EMAIL, to: EMAIL })
    expect(page.html).toContain('<option selected>UTC</option>')
    const named = await act('name', { name: 'Small <Hours>', time_zone: 'Europe/Oslo' })
    expect((await visitor.follow(named)).text).toContain('It has a name.')
    expect((await app.json('GET', '/settings')).body).toMatchObject({
      name: 'Small <Hours>',
      time_zone: 'Europe/Oslo',
    })
    await act('link', { url: 'https://norn.example/clocks', note: 'Why leap seconds break.' })
    expect(await links()).toMatchObject([{ note: 'Why leap seconds break.' }])
    expect((await visitor.get('/admin')).text).toContain('2 of 4 done.')
    await act('reader', { email: EMAIL })
    const mailed = await visitor.follow(await act('mail', { to: EMAIL }))
    // The test's mailer stands for an installation without a mail server.
    expect(mailed.text).toContain('The mail is a file in the outbox folder now.')
    expect(mailed.text).toContain('All done.')
    expect(app.mails).toMatchObject([{ to: EMAIL, subject: 'It works: Small <Hours>' }])
    expect(app.mails[0]?.text).toContain('https://letters.example/admin')
    expect((await visitor.get('/admin')).text).not.toContain('First steps')
  })

  it('can be left and taken up again; what was done elsewhere counts', async () => {
    await act('name', { name: 'Small Hours', time_zone: 'UTC' })
    expect((await act('leave')).location).toBe('/admin')
    expect((await visitor.get('/admin')).text).not.toContain('First steps')
    expect((await visitor.get('/admin/settings')).html).toContain(`href="${START}"`)
    await app.save('https://norn.example/a')
    await app.subscribe(EMAIL)
    expect(await done()).toEqual(['name', 'link', 'reader'])
    await app.send((await app.assemble('2023-07')).id)
    expect(await done()).toEqual(['name', 'link', 'reader', 'mail'])
  })

  it('say what is wrong at its field, keep what was typed, and stay open', async () => {
    const refused = async (step: string, fields: Record<string, string>, message: string) => {
      const answer = await act(step, fields)
      expect([step, answer.status]).toEqual([step, 422])
      expect(answer.text).toContain(message)
      expect(answer.html).toMatch(/aria-invalid="true"/)
      expect(answer.html).toMatch(/<details open>.*?aria-invalid/s)
      expect(answer.fields).toMatchObject(fields)
    }
    await refused('name', { name: '' }, 'Give it a name.')
    await refused('link', { url: 'nonsense "', note: 'Mine.' }, 'That is no web address.')
    await refused('reader', { email: 'nobody' }, 'That is no email address.')
    await refused('mail', { to: 'a@x.example, b@y.example' }, 'That is no email address.')
    app.answer = { state: 'failed', reply: '550 not <you>' }
    await refused('mail', { to: EMAIL }, 'The mail was not taken: 550 not <you>')
    expect(await done()).toEqual([])
  })

  it('change nothing when an address is only opened, or the form has no token', async () => {
    for (const path of [...STEPS, 'leave', 'sample', 'sample/remove']) {
      expect([path, (await visitor.get(`${START}/${path}`)).status]).toEqual([path, 405])
      expect([path, (await visitor.post(`${START}/${path}`, {})).status]).toEqual([path, 403])
    }
    const stranger = await app.request(`${START}/leave`, { method: 'POST' })
    expect(stranger.status).toBe(401)
    expect(await app.services.startDesk.state()).toMatchObject({ isLeft: false, hasSample: false })
  })

  it('are there in German', async () => {
    await app.json('PATCH', '/settings', { locale: 'de' })
    expect((await visitor.get(START)).text).toContain('Erste Schritte')
  })

  describe('the sample month', () => {
    it('is loaded once, makes an issue, and is no first link of one’s own', async () => {
      const loaded = await visitor.follow(await act('sample'))
      expect(loaded.text).toContain('The sample month is there')
      await act('sample')
      expect(await links()).toHaveLength(SAMPLE_LINKS.length)
      expect(await done()).toEqual([])
      expect((await visitor.get('/admin')).text).toContain('The sample month is loaded')
      const issue = await app.assemble('2023-07')
      expect(titlesOf(issue)).toHaveLength(SAMPLE_LINKS.length)
      expect(app.enqueued).toEqual([])
    })

    it('loads once when it is pressed twice at the same time', async () => {
      await Promise.all([act('sample'), act('sample')])
      expect(await links()).toHaveLength(SAMPLE_LINKS.length)
      await act('sample/remove')
      expect(await links()).toEqual([])
    })

    it('goes without a trace, and takes nothing of the owner’s with it', async () => {
      const [first, second, third] = SAMPLE_LINKS
      if (!first || !second || !third) throw new Error('The sample has three links or more.')
      await app.json('PATCH', '/settings', { sections: ['Mine'] })
      const own = await app.save('https://norn.example/own', { section: 'Mine', tags: ['mine'] })
      // One of its pages was saved before, two are written into afterwards.
      const before = await app.save(first.url, { title: 'My title', note: 'My note.' })
      await act('sample')
      const written = (await links()).find(({ url }) => url.includes(new URL(second.url).host))
      await app.json('PATCH', `/links/${written?.id}`, { note: 'My own words.' })
      await app.save(third.url, { note: 'Saved again.' })
      const issue = await app.assemble('2023-07')
      expect(titlesOf(issue).length).toBeGreaterThan(4)
      const removed = await visitor.follow(await act('sample/remove'))
      expect(removed.text).toContain('except for the links that you wrote into')

      const left = await links()
      expect(left.map(({ note }) => note)).toEqual(
        expect.arrayContaining(['', 'My note.', 'My own words.']),
      )
      expect(left.map(({ id }) => id)).toEqual(expect.arrayContaining([own.id, before.id]))
      expect(left).toHaveLength(4)
      expect(left.find(({ note }) => note.includes('Saved again.'))).toBeDefined()
      const { body } = await app.json<Record<string, unknown>>('GET', '/settings')
      expect(body.sections).toContain('Mine')
      const refreshed = await app.assemble('2023-07')
      expect(titlesOf(refreshed)).toHaveLength(4)
    })

    it('leaves sections and tags as they were', async () => {
      await app.json('PATCH', '/settings', { sections: ['Mine'] })
      const state = async () => ({
        sections: (await app.json('GET', '/settings')).body.sections,
        tags: await app.db.selectFrom('tag').select('name').execute(),
        links: await links(),
        settings: await app.db.selectFrom('setting').select('key').orderBy('key').execute(),
      })
      await app.save('https://norn.example/own', { section: 'Mine', tags: ['mine'] })
      await app.json('DELETE', `/links/${(await app.save('https://norn.example/gone')).id}`)
      const was = await state()
      await act('sample')
      expect((await state()).sections).not.toEqual(was.sections)
      const removed = await visitor.follow(await act('sample/remove'))
      expect(removed.text).toContain('your own links are as they were')
      expect(await state()).toEqual(was)
      await act('sample/remove')
      expect(await state()).toEqual(was)
    })

    it('stays in an issue that is out', async () => {
      await act('sample')
      const { id, slug } = await app.assemble('2023-07')
      await app.send(id)
      await act('sample/remove')
      expect(await links()).toEqual([])
      const page = await app.request(`/issues/${slug}`)
      expect(await page.text()).toContain(SAMPLE_LINKS[0]?.title)
    })
  })
})

it('the test mail arrives at a real mail server', async () => {
  const sink = await startSmtpSink()
  const port = await freePort()
  const base = `http://localhost:${port}`
  const env = {
    DATA_DIR: await makeFolder(),
    PORT: String(port),
    BASE_URL: base,
    SMTP_URL: sink.url,
    MAIL_FROM: 'Small Hours <ida@small.example>',
  }
  const link = (await runCli(['login-link'], env)).stdout.trim()
  const server = await startServerProcess(env)
  try {
    const visitor = createVisitor(
      { request: (path, init) => fetch(path.startsWith('http') ? path : base + path, init) },
      base,
    )
    await visitor.enter(link)
    await visitor.get(START)
    const sent = await visitor.submit(`${START}/mail`, { to: EMAIL })
    expect((await visitor.follow(sent)).text).toContain('The mail was taken.')
    expect(sink.received.map(({ to }) => to)).toEqual([EMAIL])
    const mail = await simpleParser(sink.received[0]?.raw ?? '')
    expect(mail.subject).toBe('It works: Linkletter')
    expect(mail.from?.text).toContain('ida@small.example')
    expect(mail.text).toContain(`${base}/admin`)
  } finally {
    await server.stop()
    await sink.close()
  }
})
