import { beforeEach, describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { createVisitor } from '../support/visitor.ts'
import { startReceiver } from './webhook-receiver.ts'

const PATH = '/admin/settings/webhooks'

describe('the room of webhooks', () => {
  const app = useTestApp('pglite')
  let visitor: ReturnType<typeof createVisitor>
  let csrf = ''
  beforeEach(async () => {
    // Signatures hold the real time: what verifies them looks at the clock.
    app.now = new Date()
    visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
    csrf = (await visitor.get('/admin/links')).fields.csrf ?? ''
  })
  const post = (path: string, fields: Record<string, string> = {}) =>
    visitor.post(`${PATH}${path}`, { csrf, ...fields })

  it('adds one, shows its secret once, sends a test, shows what came of it and sends again', async () => {
    const receiver = await startReceiver(app)

    expect((await visitor.get(PATH)).text).toContain('No program is told anything yet.')
    const made = await post('', { url: receiver.url, name: 'Blog <b>', events: 'link.saved' })
    expect(made.status).toBe(201)
    const secret = /whsec_[\w+/=]+/.exec(made.html)?.[0] ?? ''
    expect(made.html).toContain('Blog &lt;b&gt;')
    expect((await visitor.get(`${PATH}/1`)).html).not.toContain('whsec_')
    receiver.answers.push({ status: 500 })
    const refused = await visitor.follow(await post('/1/test'))
    expect(refused.text).toContain('Your program did not take the message.')
    expect(refused.text).toMatch(/webhook\.ping Given up · .* answered 500/)
    await app.save('https://norn.example/a')
    await app.services.webhooks.deliverDue()
    const told = receiver.received.at(-1)
    expect(told && receiver.verify(told, secret)).toMatchObject({ type: 'link.saved' })
    expect((await visitor.get(PATH)).text).toMatch(/Blog <b> ?On · is told one thing · last taken/)
    const again = await visitor.follow(await post('/1/deliveries/2/replay'))
    expect(again.text).toContain('Your program took the message.')
    expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(told?.headers['webhook-id'])
  })

  it('keeps what was typed when it is refused, changes, switches off and on, removes', async () => {
    const wrong = await post('', { url: 'http://10.0.0.1/', name: 'Mine', events: 'issue.sent' })
    expect([wrong.status, wrong.fields.name]).toEqual([422, 'Mine'])
    expect(wrong.text).toContain('belongs to a private network')
    const empty = await post('', { url: 'https://one.example/' })
    expect(empty.text).toContain('Choose at least one thing to tell.')
    await post('', { url: 'https://one.example/', events: 'issue.sent' })
    const both = new URLSearchParams([
      ['csrf', csrf],
      ['url', 'https://two.example/x'],
      ['events', 'issue.sent'],
      ['events', 'link.saved'],
      ['events', 'nonsense'],
    ])
    await visitor.post(`${PATH}/1`, both as unknown as Record<string, string>)
    const { body } = await app.json('GET', '/webhooks/1')
    expect(body).toMatchObject({
      url: 'https://two.example/x',
      events: ['link.saved', 'issue.sent'],
    })
    expect((await visitor.follow(await post('/1/off'))).text).toContain('It is off.')
    expect((await visitor.follow(await post('/1/on'))).text).toContain('It is on.')
    expect((await visitor.get(`${PATH}/1/off`)).status).toBe(405)
    expect((await visitor.post(`${PATH}/1/off`, {})).status).toBe(403)
    expect((await visitor.follow(await post('/1/remove'))).text).toContain('is removed')
    expect((await app.json('GET', '/webhooks/1')).status).toBe(404)
  })

  it('makes a new secret, shows it once and signs with both', async () => {
    const receiver = await startReceiver(app)
    const made = await post('', { url: receiver.url, events: 'issue.sent' })
    const secretOf = (html: string) => /whsec_[\w+/=]+/.exec(html)?.[0] ?? ''
    const rotated = await post('/1/rotate')
    expect(rotated.status).toBe(201)
    expect(rotated.text).toContain('There is a new secret.')
    expect(secretOf(rotated.html)).not.toBe(secretOf(made.html))
    expect((await visitor.get(`${PATH}/1`)).html).not.toContain('whsec_')
    await post('/1/test')
    const [message] = receiver.received
    for (const html of [made.html, rotated.html])
      expect(message && receiver.verify(message, secretOf(html))).toMatchObject({
        type: 'webhook.ping',
      })
    expect((await visitor.post(`${PATH}/1/rotate`, {})).status).toBe(403)
  })

  it('speaks German', async () => {
    await app.json('PATCH', '/settings', { locale: 'de' })
    await app.json('POST', '/webhooks', { url: 'https://one.example/' })
    expect((await visitor.get(PATH)).text).toContain('erfährt alles')
    expect((await visitor.get(`${PATH}/1`)).text).toContain('Testnachricht schicken')
  })
})
