import { describe, expect, it } from 'vitest'
import { WEBHOOK_EVENTS } from '../../src/domain/webhook.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { startReceiver } from './webhook-receiver.ts'

type Json = Record<string, unknown>
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

describe.each(DATABASE_KINDS)('webhooks on %s', (kind) => {
  const app = useTestApp(kind)
  // Signatures hold the real time: what verifies them looks at the clock.
  async function add(url: string, events?: string[]) {
    app.now = new Date()
    const { status, body } = await app.json<Json & { id: number; secret: string }>(
      'POST',
      '/webhooks',
      { url, ...(events && { events }) },
    )
    expect(status).toBe(201)
    return body
  }
  const deliver = () => app.services.webhooks.deliverDue()

  it('are told of a link, signed by the Standard Webhooks rules', async () => {
    const receiver = await startReceiver(app)
    const { secret } = await add(receiver.url, ['link.saved'])
    const link = await app.save('https://norn.example/clocks', { tags: ['time'], note: 'Good.' })
    await app.save('https://norn.example/clocks?utm_source=x')
    await deliver()
    expect(receiver.received).toHaveLength(1)
    const [message] = receiver.received
    if (!message) throw new Error('nothing came')
    expect(receiver.verify(message, secret)).toMatchObject({
      type: 'link.saved',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { id: link.id, url: 'https://norn.example/clocks', tags: ['time'], note: 'Good.' },
    })
    expect(message.headers['webhook-id']).toMatch(/^msg_[0-9a-f]{32}$/)
    expect(() =>
      receiver.verify({ ...message, text: message.text.replace('Good', 'Bad') }, secret),
    ).toThrow('No matching signature')
  })

  it('are told the story of an issue and of a reader, in order', async () => {
    const receiver = await startReceiver(app)
    await add(receiver.url)
    app.now = new Date('2023-07-10T12:00:00Z')
    await app.save('https://norn.example/a')
    await app.services.enrichLink(1)
    const reader = await app.subscribe('ada@reader.example')
    const asked = await app.json<{ id: number }>('POST', '/subscribers', { email: 'bo@b.example' })
    await app.json('PATCH', `/subscribers/${asked.body.id}`, { status: 'active' })
    const { id } = await app.assemble('2023-07')
    await app.json('POST', `/issues/${id}/schedule`, { at: '2023-07-20T09:00:00Z' })
    await app.json('POST', `/issues/${id}/pause`)
    await app.json('POST', `/issues/${id}/resume`, {})
    await app.tick()
    await app.json('PATCH', `/subscribers/${reader}`, { status: 'unsubscribed' })
    await app.json('POST', `/subscribers/${asked.body.id}/suppress`, {
      reason: 'x',
      as: 'complained',
    })
    await deliver()
    expect(receiver.payloads().map(({ type }) => type)).toEqual([
      'link.saved',
      'link.enriched',
      'subscriber.created',
      'subscriber.created',
      'subscriber.confirmed',
      'issue.drafted',
      'issue.scheduled',
      'issue.paused',
      'issue.sent',
      'subscriber.unsubscribed',
      'subscriber.complained',
    ])
    const told = receiver.payloads()
    expect(told.slice(2, 5).map(({ data }) => [data.email, data.status])).toEqual([
      ['ada@reader.example', 'active'],
      ['bo@b.example', 'pending'],
      ['bo@b.example', 'active'],
    ])
    expect(told.slice(5, 9).map(({ data }) => data.state)).toEqual([
      'draft',
      'scheduled',
      'paused',
      'sent',
    ])
    expect(told[8]?.data.url).toMatch(/^https:\/\/letters\.example\/issues\/./)
  })

  it('are told nothing of what was rolled back, nor of what they did not ask for', async () => {
    const receiver = await startReceiver(app)
    await add(receiver.url, ['subscriber.created'])
    await app.save('https://norn.example/a')
    await expect(
      app.db.transaction().execute(async (trx) => {
        await trx
          .insertInto('subscriber')
          .values({ email: 'a@b.example', email_key: 'a@b.example' })
          .execute()
        throw new Error('taken back')
      }),
    ).rejects.toThrow('taken back')
    expect(await deliver()).toBe(0)
  })

  it('get each of many rows of one statement, also where several processes share the work', async () => {
    const receiver = await startReceiver(app)
    await add(receiver.url, ['subscriber.created'])
    const rows = Array.from({ length: 30 }, (_, i) => `reader${i}@many.example,,active,`)
    await app.request('/api/v1/subscribers/import', {
      method: 'POST',
      headers: { authorization: `Bearer ${app.tokens.admin}`, 'content-type': 'text/csv' },
      body: `email,name,status,tags\n${rows.join('\n')}`,
    })
    await Promise.all([deliver(), deliver(), deliver()])
    const told = receiver.payloads().map(({ data }) => data.email)
    expect(told).toHaveLength(30)
    expect(new Set(told).size).toBe(30)
  })
})

describe('webhooks', () => {
  const app = useTestApp('postgres')
  // Signatures hold the real time: what verifies them looks at the clock.
  async function add(url: string, events?: string[]) {
    app.now = new Date()
    const { status, body } = await app.json<Json & { id: number; secret: string }>(
      'POST',
      '/webhooks',
      { url, ...(events && { events }) },
    )
    expect(status).toBe(201)
    return body
  }
  const deliver = () => app.services.webhooks.deliverDue()
  const later = (ms: number) => {
    app.now = new Date(app.now.getTime() + ms)
  }
  const deliveries = async (id: number, query = '') =>
    (await app.json<{ items: Json[] }>('GET', `/webhooks/${id}/deliveries${query}`)).body.items
  const webhook = async (id: number) => (await app.json<Json>('GET', `/webhooks/${id}`)).body

  it('are asked again with the same id and words until they take it', async () => {
    const receiver = await startReceiver(app)
    const { id } = await add(receiver.url, ['link.saved'])
    receiver.answers.push({ status: 500 }, { status: 503, headers: { 'retry-after': '7200' } })
    await app.save('https://norn.example/a')
    await deliver()
    await deliver()
    expect(receiver.received).toHaveLength(1)
    expect(await deliveries(id)).toMatchObject([
      { state: 'pending', attempts: 1, answer_status: 500, answer: 'Answered 500.' },
    ])
    await app.json('PATCH', '/links/1', { note: 'Changed meanwhile.' })
    later(MINUTE_MS)
    await deliver()
    later(60 * MINUTE_MS)
    expect(await deliver()).toBe(0)
    later(61 * MINUTE_MS)
    await deliver()
    expect(receiver.received).toHaveLength(3)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.received.map(({ text }) => text)).size).toBe(1)
    expect(await deliveries(id, '?state=delivered')).toMatchObject([
      { attempts: 3, answer_status: 204, payload: { type: 'link.saved' } },
    ])
    expect(await webhook(id)).toMatchObject({ enabled: true, failing_since: null })
  })

  it('are switched off after five days without an answer, and say so in the overview', async () => {
    const receiver = await startReceiver(app)
    const { id } = await add(receiver.url, ['link.saved'])
    for (let n = 0; n < 20; n++) receiver.answers.push({ status: 500 })
    await app.save('https://norn.example/a')
    await deliver()
    later(4 * DAY_MS)
    await deliver()
    expect(await webhook(id)).toMatchObject({ enabled: true })
    later(2 * DAY_MS)
    await deliver()
    expect(await webhook(id)).toMatchObject({
      enabled: false,
      disabled_reason: 'Took nothing for 5 days. Last: Answered 500.',
    })
    const { attention } = await app.services.overviewDesk.show()
    expect(attention).toMatchObject([{ kind: 'webhook', id }])
    await app.save('https://norn.example/b')
    later(DAY_MS)
    expect(await deliver()).toBe(0)
    receiver.answers.length = 0
    await app.json('PATCH', `/webhooks/${id}`, { enabled: true })
    await deliver()
    // What waited goes out; what happened while it was off is not told.
    expect(receiver.payloads().at(-1)?.data.url).toBe('https://norn.example/a')
    expect(await webhook(id)).toMatchObject({ enabled: true, disabled_reason: null })
  })

  it('that answer 410 are switched off at once', async () => {
    const receiver = await startReceiver(app)
    const { id } = await add(receiver.url, ['link.saved'])
    receiver.answers.push({ status: 410 })
    await app.save('https://norn.example/a')
    await deliver()
    expect(await webhook(id)).toMatchObject({ enabled: false })
  })

  it('are given up after days, and what was given up can be sent again', async () => {
    const receiver = await startReceiver(app)
    const { id } = await add(receiver.url, ['link.saved'])
    for (let n = 0; n < 11; n++) receiver.answers.push({ status: 500 })
    await app.save('https://norn.example/a')
    for (let n = 0; n < 11; n++) {
      await deliver()
      await app.db.updateTable('webhook').set({ failing_since: null }).execute()
      later(2 * DAY_MS)
    }
    const [given] = await deliveries(id, '?state=failed')
    expect(given).toMatchObject({ attempts: 11, next_attempt_at: null })
    const again = await app.json<Json>('POST', `/webhooks/${id}/deliveries/${given?.id}/replay`)
    expect(again.body).toMatchObject({ state: 'delivered', message_id: given?.message_id })
    expect((await app.json('POST', `/webhooks/${id}/deliveries/99/replay`)).status).toBe(404)
  })

  it('say in a ping whether anybody is there, and never lead into a private network', async () => {
    const receiver = await startReceiver(app)
    const { id } = await add(receiver.url)
    expect((await app.json<Json>('POST', `/webhooks/${id}/test`)).body).toMatchObject({
      type: 'webhook.ping',
      state: 'delivered',
      answer_status: 204,
    })
    receiver.answers.push({ status: 302, headers: { location: 'http://127.0.0.1:1/' } })
    expect((await app.json<Json>('POST', `/webhooks/${id}/test`)).body).toMatchObject({
      state: 'failed',
      answer: expect.stringContaining('redirects elsewhere, which is not followed'),
    })
    await app.json('PATCH', `/webhooks/${id}`, { url: 'https://localhost.example/' })
    await app.db.updateTable('webhook').set({ url: 'http://127.0.0.1:8080/' }).execute()
    expect((await app.json<Json>('POST', `/webhooks/${id}/test`)).body).toMatchObject({
      state: 'failed',
      answer: expect.stringContaining('private network'),
    })
  })

  it('forget a reader who is forgotten', async () => {
    const receiver = await startReceiver(app)
    const { id } = await add(receiver.url, ['subscriber.created'])
    const reader = await app.subscribe('ada@reader.example')
    await deliver()
    await app.json('DELETE', `/subscribers/${reader}`)
    expect(await deliveries(id)).toEqual([])
  })

  it('are kept with an encrypted secret that another SECRET does not open', async () => {
    const receiver = await startReceiver(app)
    const { id, secret } = await add(receiver.url)
    const { secret: sealed } = await app.db
      .selectFrom('webhook')
      .select('secret')
      .executeTakeFirstOrThrow()
    expect(Buffer.from(sealed).toString('latin1')).not.toContain(secret.slice(6, 20))
    expect(JSON.stringify((await app.json('GET', '/webhooks')).body)).not.toContain('whsec_')
    await app.db
      .updateTable('webhook')
      .set({ secret: new Uint8Array(60) })
      .execute()
    const { body } = await app.json<Json>('POST', `/webhooks/${id}/test`)
    expect(body.answer).toBe(
      'SECRET has changed, so messages cannot be signed. Give this webhook a new secret, then switch it on.',
    )
    // What cannot be opened does not go on signing.
    const anew = await app.json<Json & { secret: string }>('POST', `/webhooks/${id}/rotate-secret`)
    expect(anew.body).toMatchObject({ old_secret_until: null })
    await app.json('PATCH', `/webhooks/${id}`, { enabled: true })
    await app.json('POST', `/webhooks/${id}/test`)
    const message = receiver.received.at(-1)
    expect(message && receiver.verify(message, anew.body.secret)).toMatchObject({
      type: 'webhook.ping',
    })
  })

  it('get another secret, and are signed by the old one too for a day', async () => {
    const receiver = await startReceiver(app)
    const { id, secret: first } = await add(receiver.url)
    const rotate = () =>
      app.json<{ secret: string; old_secret_until: string }>(
        'POST',
        `/webhooks/${id}/rotate-secret`,
      )
    const signatures = async () => {
      await app.json('POST', `/webhooks/${id}/test`)
      const message = receiver.received.at(-1)
      if (!message) throw new Error('nothing came')
      return { message, count: String(message.headers['webhook-signature']).split(' ').length }
    }
    const { status, body, headers } = await rotate()
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(body.old_secret_until).toBe(new Date(app.now.getTime() + DAY_MS).toISOString())
    expect(JSON.stringify((await app.json('GET', '/webhooks')).body)).not.toContain('whsec_')
    const both = await signatures()
    expect(both.count).toBe(2)
    for (const secret of [first, body.secret])
      expect(receiver.verify(both.message, secret)).toMatchObject({ type: 'webhook.ping' })

    const { body: second } = await rotate()
    const { message } = await signatures()
    expect(() => receiver.verify(message, first)).toThrow('No matching signature')
    receiver.verify(message, body.secret)
    receiver.verify(message, second.secret)

    app.now = new Date(app.now.getTime() + DAY_MS)
    expect((await signatures()).count).toBe(1)
    expect((await app.json('POST', '/webhooks/99/rotate-secret')).status).toBe(404)
  })

  it('name all events when none is chosen, are changed, listed in pages and removed', async () => {
    const first = await add('https://one.example/hook#part')
    const second = await add('https://two.example/hook', ['issue.sent', 'link.saved', 'issue.sent'])
    expect(first).toMatchObject({ url: 'https://one.example/hook', events: [...WEBHOOK_EVENTS] })
    expect(second.events).toEqual(['link.saved', 'issue.sent'])
    const page = await app.json<{ items: Json[]; next_cursor: string }>('GET', '/webhooks?limit=1')
    expect(page.body.items.map(({ id }) => id)).toEqual([first.id])
    const rest = await app.json<{ items: Json[] }>(
      'GET',
      `/webhooks?limit=1&cursor=${page.body.next_cursor}`,
    )
    expect(rest.body).toMatchObject({ items: [{ id: second.id }], next_cursor: null })
    const off = await app.json<Json>('PATCH', `/webhooks/${first.id}`, {
      enabled: false,
      name: 'Site',
    })
    expect(off.body).toMatchObject({ name: 'Site', disabled_reason: 'Switched off by hand.' })
    expect((await app.json('DELETE', `/webhooks/${first.id}`)).status).toBe(204)
    expect((await app.json('DELETE', `/webhooks/${first.id}`)).status).toBe(404)
    expect((await app.json('GET', '/webhooks', undefined, { scope: 'edit' })).status).toBe(403)
  })
})

describe('the address of a webhook', () => {
  const app = useTestApp('pglite')
  it.each([
    ['no address', 'hello', 'Write the address of your program'],
    ['another scheme', 'ftp://one.example/', 'Write the address of your program'],
    ['no encryption', 'http://one.example/', 'Start it with https://'],
    ['a private address', 'https://10.0.0.1/', 'private network'],
    ['another spelling of one', 'https://0x7f.1/', 'private network'],
    ['a private name', 'https://router.local/', 'private network'],
    ['the machine itself', 'https://[::1]/', 'private network'],
    ['a password', 'https://a:b@one.example/', 'Leave user name and password out'],
    ['an odd port', 'https://one.example:25/', 'Use port 443'],
  ])('is refused with a sentence when it is %s', async (_what, url, sentence) => {
    const { status, body } = await app.json<{ code: string; errors: { field: string }[] }>(
      'POST',
      '/webhooks',
      { url },
    )
    expect([status, body.code, body.errors[0]?.field]).toEqual([422, 'INVALID_INPUT', 'url'])
    expect(JSON.stringify(body)).toContain(sentence)
  })
})
