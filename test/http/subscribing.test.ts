import { describe, expect, it } from 'vitest'
import { createTick } from '../../src/jobs/tick.ts'
import { BASE_URL, type Mail, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

const DAY_MS = 24 * 3_600_000

describe.each(DATABASE_KINDS)('joining the list on %s', (kind) => {
  const app = useTestApp(kind)

  const later = (ms: number) => {
    app.now = new Date(app.now.getTime() + ms)
  }
  const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    app.request('/subscribe', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    })
  const postJson = (body: unknown) =>
    app.request('/subscribe', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://blog.example' },
      body: JSON.stringify(body),
    })
  async function join(email: string): Promise<Mail | undefined> {
    await post({ email })
    await app.settled()
    return app.mails.findLast((mail) => mail.to === email)
  }
  const linkIn = (mail: Mail | undefined, path: string) =>
    new RegExp(`${BASE_URL}(/${path}/[\\w-]+)`).exec(mail?.text ?? '')?.[1] ?? 'none'
  const statusOf = async (email: string) => {
    const { items } = (
      await app.json<{ items: { email: string; status: string }[] }>('GET', '/subscribers')
    ).body
    return items.find((item) => item.email === email)?.status
  }

  it('goes from the form over the mail and its button to the list', async () => {
    const visitor = createVisitor(app)
    const page = await visitor.get('/subscribe')
    expect(page.text).toContain('Get Linkletter by mail')
    later(5_000)
    const answer = await visitor.submit('/subscribe', { email: 'ada@reader.example' })
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('If ada@reader.example is not on the list yet')
    await app.settled()
    expect(await statusOf('ada@reader.example')).toBe('pending')
    const path = linkIn(app.mails[0], 'confirm')
    expect((await visitor.get(path)).text).toContain('Confirm your subscription')
    expect((await visitor.post(path, {})).text).toContain('You are on the list')
    expect(await statusOf('ada@reader.example')).toBe('active')
  })

  it('asks by a mail that a machine is said to have made (BARS 11)', async () => {
    const mail = await join('ada@reader.example')
    expect(mail?.headers['auto-submitted']).toBe('auto-generated')
    expect(mail?.subject).toBe('Please confirm: Linkletter')
    expect(mail?.headers.to).toBe('ada@reader.example')
  })

  it('repeats nothing that a stranger typed but the address (BARS 11)', async () => {
    const typed = { name: 'Buy pills', message: '', subject: 'WIN', text: 'https://evil.example' }
    await post({ email: 'ada@reader.example', ...typed })
    await app.settled()
    const raw = Buffer.concat([...(app.mails[0]?.message.chunks ?? [])]).toString()
    expect(raw).not.toMatch(/Buy pills|WIN|evil\.example/)
  })

  it('changes nothing by GET and HEAD, however often (BARS 17)', async () => {
    const path = linkIn(await join('ada@reader.example'), 'confirm')
    for (let i = 0; i < 10; i += 1) expect((await app.request(path)).status).toBe(200)
    expect((await app.request(path, { method: 'HEAD' })).status).toBe(200)
    expect(await statusOf('ada@reader.example')).toBe('pending')
    expect((await app.request(path, { method: 'POST' })).status).toBe(200)
    expect(await statusOf('ada@reader.example')).toBe('active')
  })

  it('says in a friendly way that a link was used already, and works once (BARS 22)', async () => {
    const path = linkIn(await join('ada@reader.example'), 'confirm')
    await app.request(path, { method: 'POST' })
    for (const method of ['GET', 'POST']) {
      const again = await app.request(path, { method })
      expect(again.status).toBe(200)
      expect(await again.text()).toContain('You are on the list already')
    }
    await app.json('PATCH', '/subscribers/1', { status: 'unsubscribed' })
    await app.request(path, { method: 'POST' })
    expect(await statusOf('ada@reader.example')).toBe('unsubscribed')
  })

  it('lets a link end after seven days and offers a new one (BARS 22)', async () => {
    const path = linkIn(await join('ada@reader.example'), 'confirm')
    later(7 * DAY_MS)
    const over = await app.request(path, { method: 'POST' })
    expect(over.status).toBe(410)
    expect(await over.text()).toContain('Mail me a new link')
    expect(await statusOf('ada@reader.example')).toBe('pending')
    app.mails = []
    expect((await app.request(`${path}/again`, { method: 'POST' })).status).toBe(200)
    await app.settled()
    const fresh = linkIn(app.mails[0], 'confirm')
    expect(fresh).not.toBe(path)
    await app.request(fresh, { method: 'POST' })
    expect(await statusOf('ada@reader.example')).toBe('active')
  })

  it('keeps tokens of 256 bits as hashes, each for one purpose (BARS 22)', async () => {
    const path = linkIn(await join('ada@reader.example'), 'confirm')
    const token = path.split('/').at(-1) ?? ''
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const rows = await app.db.selectFrom('subscriber_token').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
    for (const other of ['return', 'preferences/address', 'preferences/data', 'unsubscribe'])
      expect([other, (await app.request(`/${other}/${token}`)).status]).toEqual([other, 404])
    expect(await statusOf('ada@reader.example')).toBe('pending')
  })

  it('does not know a made-up link', async () => {
    for (const path of ['/confirm/x', `/confirm/${'A'.repeat(43)}`, "/confirm/a'b", '/return/x'])
      for (const method of ['GET', 'POST'])
        expect([path, (await app.request(path, { method })).status]).toEqual([path, 404])
  })

  it('welcomes with the latest issue, a way out and preferences', async () => {
    await app.save('https://a.example/1')
    const issue = await app.assemble('2023-07')
    await app.send(issue.id)
    const path = linkIn(await join('ada@reader.example'), 'confirm')
    app.mails = []
    await app.request(path, { method: 'POST' })
    await app.settled()
    const [welcome] = app.mails
    expect(welcome?.subject).toBe('You are on the list of Linkletter')
    expect(welcome?.text).toContain(`${BASE_URL}/issues/${issue.slug}`)
    expect(welcome?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
    const leave = linkIn(welcome, 'unsubscribe')
    expect(welcome?.headers['list-unsubscribe']).toBe(`<${BASE_URL}${leave}>`)
    expect((await app.request(linkIn(welcome, 'preferences'))).status).toBe(200)
    await app.request(leave, { method: 'POST' })
    expect(await statusOf('ada@reader.example')).toBe('unsubscribed')
  })

  it('answers the same for every state of an address (BARS 21)', async () => {
    const states = ['pending', 'active', 'unsubscribed', 'bounced', 'complained']
    for (const status of states)
      await app.json('POST', '/subscribers', { email: `${status}@reader.example`, status })
    const erased = await app.json<{ id: number }>('POST', '/subscribers', {
      email: 'erased@reader.example',
      status: 'active',
    })
    await app.json('DELETE', `/subscribers/${erased.body.id}`)
    await app.settled()
    app.mails = []
    const answers: unknown[] = []
    const begun: number[] = []
    for (const state of ['unknown', 'erased', ...states]) {
      const email = `${state}@reader.example`
      const before = app.background.length
      const answer = await post({ email })
      // What differs by state is done after the answer.
      begun.push(app.background.length - before)
      const body = (await answer.text()).replaceAll(email, 'EMAIL')
      answers.push([answer.status, body, [...answer.headers]])
      await app.settled()
    }
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1)
    // The mail, if there is one, and the look whether a webhook is to be told.
    expect(new Set(begun)).toEqual(new Set([2]))
    expect(app.mails.map((mail) => mail.to).sort()).toEqual(
      ['erased', 'pending', 'unknown', 'unsubscribed'].map((state) => `${state}@reader.example`),
    )
  })

  it('writes no row about the address before it answers (BARS 21)', async () => {
    await post({ email: 'new@reader.example' })
    const waiting = await app.db.selectFrom('service_mail').select(['kind', 'email']).execute()
    expect(waiting.every((mail) => mail.kind === 'join')).toBe(true)
  })

  it('mails one address once a day, whoever asks how often (BARS 23)', async () => {
    for (let n = 0; n < 100; n += 1) {
      app.clientAddress = `192.0.${n}.1`
      await post({ email: n % 2 ? 'ada@reader.example' : 'ADA@Reader.example' })
    }
    await app.settled()
    expect(app.mails).toHaveLength(1)
    later(DAY_MS)
    app.clientAddress = '198.51.100.1'
    await post({ email: 'ada@reader.example' })
    await app.settled()
    expect(app.mails).toHaveLength(2)
  })

  it('lets who has confirmed leave and join again on the same day', async () => {
    const first = linkIn(await join('ada@reader.example'), 'confirm')
    await app.request(first, { method: 'POST' })
    await app.settled()
    await app.json('PATCH', '/subscribers/1', { status: 'unsubscribed' })
    app.mails = []
    const again = linkIn(await join('ada@reader.example'), 'confirm')
    await app.request(again, { method: 'POST' })
    expect(await statusOf('ada@reader.example')).toBe('active')
  })

  it('caps a network, and says when to try again (BARS 23)', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 1_000; n += 1) {
      app.clientAddress = `203.0.113.${n % 256}`
      statuses.push((await post({ email: `reader${n}@reader.example` })).status)
    }
    await app.settled()
    expect(statuses.filter((status) => status === 200)).toHaveLength(20)
    expect(app.mails).toHaveLength(20)
    const refused = await post({ email: 'late@reader.example' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.text()).toContain('Try again in')
    app.clientAddress = '203.0.114.1'
    expect((await post({ email: 'other@reader.example' })).status).toBe(200)
  })

  it('caps a /48 of IPv6 and IPv4 in its guise alike (BARS 23)', async () => {
    for (let n = 0; n < 20; n += 1) {
      app.clientAddress = `2001:db8:7:${n}::1`
      await post({ email: `six${n}@reader.example` })
      app.clientAddress = `::ffff:203.0.113.${n}`
      await post({ email: `four${n}@reader.example` })
    }
    app.clientAddress = '2001:db8:7:ffff::9'
    expect((await post({ email: 'six@reader.example' })).status).toBe(429)
    app.clientAddress = '203.0.113.99'
    expect((await post({ email: 'four@reader.example' })).status).toBe(429)
  })

  it('has one budget for all networks together (BARS 23)', async () => {
    await app.db
      .insertInto('rate_limit')
      .values({ key: 'join:all', count: 500, ends_at: new Date(app.now.getTime() + 60_000) })
      .execute()
    expect((await post({ email: 'ada@reader.example' })).status).toBe(429)
    await app.settled()
    expect(app.mails).toEqual([])
  })

  it('is nowhere once the owner has switched it off (BARS 24)', async () => {
    const settings = await app.json('PATCH', '/settings', { public_signup: false })
    expect(settings.body).toMatchObject({ public_signup: false })
    expect((await app.request('/subscribe')).status).toBe(404)
    expect((await app.request('/subscribe', { method: 'OPTIONS' })).status).toBe(404)
    expect((await post({ email: 'ada@reader.example' })).status).toBe(404)
    expect((await postJson({ email: 'ada@reader.example' })).status).toBe(404)
    expect((await app.json('GET', '/settings/embed')).status).toBe(404)
    await app.save('https://a.example/1')
    const issue = await app.assemble('2023-07')
    await app.send(issue.id)
    for (const path of ['/', `/issues/${issue.slug}`, '/unsubscribe/x', '/confirm/x'])
      expect(await (await app.request(path)).text()).not.toContain('subscribe"')
    expect(app.mails).toEqual([])
    await app.json('PATCH', '/settings', { public_signup: true })
    for (const path of ['/', `/issues/${issue.slug}`])
      expect(await (await app.request(path)).text()).toContain('action="/subscribe"')
  })

  it('ignores a status, tags and a name in the body (BARS 25)', async () => {
    await post({ email: 'form@reader.example', status: 'active', tags: 'vip', name: 'X' })
    await postJson({ email: 'json@reader.example', status: 'active', tags: ['vip'], name: 'X' })
    await app.settled()
    const { body } = await app.json<{ items: object[] }>('GET', '/subscribers')
    const expected = { status: 'pending', tags: [], name: '' }
    expect(body.items).toMatchObject([
      { email: 'form@reader.example', ...expected },
      { email: 'json@reader.example', ...expected },
    ])
  })

  it('answers scripts of other sites in JSON', async () => {
    const answer = await postJson({ email: 'ada@reader.example' })
    expect(answer.status).toBe(202)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(await answer.json()).toEqual({
      status: 'check_your_mail',
      message: expect.stringContaining('ada@reader.example'),
    })
    const preflight = await app.request('/subscribe', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://blog.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
  })

  it.each([
    ['{"email":"no address"}', 422],
    ['{"email":17}', 422],
    ['{', 422],
    ['', 422],
  ])('says what is wrong with the JSON %s', async (body, status) => {
    const answer = await app.request('/subscribe', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(await answer.json()).toMatchObject({ code: 'INVALID_INPUT' })
  })

  it.each(['', 'ada', 'a@b', 'a@x.example, b@y.example', 'u@exa\u200bmple.com', '"a b"@d.example'])(
    'shows the form again for %j (BARS 4, BARS 5)',
    async (email) => {
      const answer = await post({ email })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain('<title>Error: ')
      expect(html).toContain('That is no email address.')
      await app.settled()
      expect(app.mails).toEqual([])
    },
  )

  it('escapes what was typed', async () => {
    const answer = await post({ email: '"><script>alert(1)</script>' })
    expect(await answer.text()).not.toContain('<script>alert')
  })

  it('takes what only a program fills in for a program, without saying so', async () => {
    const person = await post({ email: 'ada@reader.example' })
    const program = await post({ email: 'ada@reader.example', message: 'Buy pills' })
    expect(program.status).toBe(person.status)
    expect(await program.text()).toBe(await person.text())
    await app.settled()
    expect(app.mails).toHaveLength(1)
    app.mails = []
    await postJson({ email: 'bot@reader.example', message: 'Buy pills' })
    await app.settled()
    expect(app.mails).toEqual([])
  })

  it.each([
    ['at once', 500, 'very quick'],
    ['a day later', DAY_MS + 1, 'open for a long time'],
  ])('shows a form that comes back %s once more, filled in', async (_, ms, words) => {
    const visitor = createVisitor(app)
    await visitor.get('/subscribe')
    later(ms)
    const answer = await visitor.submit('/subscribe', { email: 'ada@reader.example' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(words)
    expect(answer.fields.email).toBe('ada@reader.example')
    await app.settled()
    expect(app.mails).toEqual([])
    later(3_000)
    expect((await visitor.submit('/subscribe')).status).toBe(200)
    await app.settled()
    expect(app.mails).toHaveLength(1)
  })

  it('does not take a stamp that it did not make', async () => {
    const forged = await post({ email: 'ada@reader.example', shown: 'lk1.AAAAAAAAAAAAAAAAAAAAAA' })
    expect(forged.status).toBe(422)
  })

  it('gives the owner a form for another site, without script', async () => {
    const { body } = await app.json<{ html: string }>('GET', '/settings/embed')
    expect(body.html).toContain(`action="${BASE_URL}/subscribe"`)
    expect(body.html).not.toMatch(/<script/)
    const answer = await post(
      { email: 'ada@reader.example', message: '' },
      { origin: 'https://blog.example', 'sec-fetch-site': 'cross-site' },
    )
    expect(answer.status).toBe(200)
    await app.settled()
    expect(app.mails).toHaveLength(1)
  })

  it('takes back who left, and nobody who complained or bounced', async () => {
    for (const status of ['unsubscribed', 'bounced', 'complained'])
      await app.json('POST', '/subscribers', { email: `${status}@reader.example`, status })
    const mail = await join('unsubscribed@reader.example')
    await app.request(linkIn(mail, 'confirm'), { method: 'POST' })
    expect(await statusOf('unsubscribed@reader.example')).toBe('active')
    expect(await join('bounced@reader.example')).toBeUndefined()
    expect(await join('complained@reader.example')).toBeUndefined()
  })

  it('does not confirm an address that has complained meanwhile', async () => {
    const path = linkIn(await join('ada@reader.example'), 'confirm')
    await app.json('PATCH', '/subscribers/1', { status: 'complained' })
    expect((await app.request(path, { method: 'POST' })).status).toBe(410)
    expect(await statusOf('ada@reader.example')).toBe('complained')
  })

  it('mails whom the owner adds without a status, and lets the owner ask again', async () => {
    const added = await app.json<{ id: number }>('POST', '/subscribers', {
      email: 'ada@reader.example',
    })
    await app.settled()
    expect(added.body).toMatchObject({ status: 'pending' })
    expect(app.mails).toHaveLength(1)
    const again = await app.json('POST', `/subscribers/${added.body.id}/confirmation`)
    expect(again.status).toBe(202)
    await app.settled()
    expect(app.mails).toHaveLength(2)
    await app.request(linkIn(app.mails[1], 'confirm'), { method: 'POST' })
    expect(await statusOf('ada@reader.example')).toBe('active')
    expect((await app.json('POST', `/subscribers/${added.body.id}/confirmation`)).status).toBe(409)
  })

  it('keeps a mail that could not be sent, and sends it with the same Message-ID', async () => {
    const ids: (string | undefined)[] = []
    app.onMail = async (mail) => {
      ids.push(mail.headers['message-id'])
      if (ids.length === 1) throw new Error('the mail server is away')
    }
    await post({ email: 'ada@reader.example' })
    await app.settled()
    expect(app.mails).toEqual([])
    expect(app.logged.map(({ message }) => message)).toEqual(['a mail to a reader was not written'])
    const work: Promise<void>[] = []
    const tick = createTick({
      db: app.db,
      now: () => app.now,
      publish: async () => undefined,
      pollSources: () => undefined,
      sendReaderMails: () => work.push(app.services.readers.sendMails()),
    })
    await tick()
    await Promise.all(work)
    expect(app.mails).toEqual([]) // not due yet
    later(2 * 60_000)
    await tick()
    await Promise.all(work)
    expect(app.mails).toHaveLength(1)
    expect(new Set(ids).size).toBe(1)
    await app.request(linkIn(app.mails[0], 'confirm'), { method: 'POST' })
    expect(await statusOf('ada@reader.example')).toBe('active')
    await app.settled()
    expect(await app.db.selectFrom('service_mail').select('id').execute()).toEqual([])
  })

  it('forgets addresses of the form that nobody confirmed for a month', async () => {
    await join('typo@reader.example')
    await app.json('POST', '/subscribers', { email: 'owner@reader.example' })
    later(31 * DAY_MS)
    await join('ada@reader.example')
    expect(await statusOf('typo@reader.example')).toBeUndefined()
    expect(await statusOf('owner@reader.example')).toBe('pending')
    expect(await statusOf('ada@reader.example')).toBe('pending')
  })

  it('keeps its pages out of caches, indexes and referrers', async () => {
    const path = linkIn(await join('ada@reader.example'), 'confirm')
    for (const page of ['/subscribe', path]) {
      const { headers } = await app.request(page)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-robots-tag')).toContain('noindex')
    }
  })

  it('puts BASE_URL into mails, whatever host is asked for (BARS 51)', async () => {
    await app.request('https://evil.example/subscribe', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', host: 'evil.example' },
      body: 'email=ada%40reader.example',
    })
    await app.settled()
    expect(app.mails[0]?.text).toContain(`${BASE_URL}/confirm/`)
    expect(app.mails[0]?.text).not.toContain('evil.example')
  })

  it('speaks German where the publication does', async () => {
    await app.json('PATCH', '/settings', { locale: 'de', name: 'Nachtlese' })
    const visitor = createVisitor(app)
    expect((await visitor.get('/subscribe')).text).toContain('Nachtlese per Mail')
    const mail = await join('ada@reader.example')
    expect(mail?.subject).toBe('Bitte bestätigen: Nachtlese')
    expect((await visitor.get(linkIn(mail, 'confirm'))).text).toContain('Abonnement bestätigen')
  })
})
