/** Encryption and login, against a real mail server with certificates made here. */
import { type AddressInfo, createServer } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { simpleParser } from 'mailparser'
import type { SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { composeMail } from '../../src/deliver/compose-mail.ts'
import type { Mailer } from '../../src/deliver/mailer.ts'
import { createMimeTemplate } from '../../src/deliver/mime-template.ts'
import { createSmtpMailer } from '../../src/node/smtp-mailer.ts'
import { DATABASE_KINDS, useDatabase } from '../support/database.ts'
import { makeTls, startMailServer, startStripper } from '../support/mail-server.ts'
import { addresses, deliverWith, sampleIssue } from './sample-issue.ts'

const LOGIN = 'me%40x:p%3A%2Fw'
/** This machine, by a name that is not one of those that are known to be it. */
const ELSEWHERE = '[::ffff:127.0.0.1]'

const known = makeTls('localhost')
const own = makeTls('localhost')
const expired = makeTls('localhost', { fromDays: -9, toDays: -2 })
const trusted = getCACertificates('default')
beforeAll(() => setDefaultCACertificates([...trusted, known.cert, expired.cert]))
afterAll(() => setDefaultCACertificates(trusted))

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

async function mailServer(options: SMTPServerOptions) {
  const server = await startMailServer(options)
  cleanUp.push(() => server.close())
  return server
}

function use(smtpUrl: string): Mailer {
  const mailer = createSmtpMailer({ smtpUrl, connections: 3 })
  cleanUp.push(() => mailer.close())
  return mailer
}

async function send(smtpUrl: string, text = 'Hello\n') {
  return use(smtpUrl).send(
    await composeMail({
      from: { name: 'Links', address: 'links@example.org' },
      to: { name: '', address: 'ann@x.example' },
      subject: 'Hello',
      html: `<p>${text}</p>`,
      text,
      messageId: '<1.ann@example.org>',
      headers: {},
      date: new Date('2023-08-01T09:00:00Z'),
    }),
  )
}

const withoutTls = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }

describe('encryption on the way to the mail server', () => {
  it.each([
    ['smtps', { ...known, secure: true }],
    ['smtp', known],
  ])('%s:// encrypts before the password and the mail', async (scheme, options) => {
    const server = await mailServer(options)
    expect(await send(`${scheme}://${LOGIN}@localhost:${server.port}`)).toMatchObject({
      state: 'sent',
    })
    expect(server.received).toMatchObject([{ user: 'me@x', isEncrypted: true }])
  })

  it.each([
    ['self-signed', 'localhost', own, /is self-signed: nothing was sent/],
    ['expired', 'localhost', expired, /has expired/],
    ['for another name', '127.0.0.1', known, /is for another name/],
  ])('refuses a certificate that is %s, and says so', async (_what, host, tls, words) => {
    for (const [scheme, secure] of [
      ['smtps', true],
      ['smtp', false],
    ] as const) {
      const server = await mailServer({ ...tls, secure })
      const url = `${scheme}://${LOGIN}@${host}:${server.port}`
      expect(await send(url)).toEqual({ state: 'refused', reply: expect.stringMatching(words) })
      await expect(use(url).verify()).rejects.toMatchObject({
        code: 'MAIL_FAILED',
        message: expect.stringMatching(words),
      })
      expect([server.received, server.methods]).toEqual([[], []])
    }
  })

  it('keeps the password when somebody on the line takes STARTTLS away', async () => {
    const server = await mailServer({ ...known, allowInsecureAuth: true })
    const stripper = await startStripper(server)
    cleanUp.push(() => stripper.close())
    expect(await send(`smtp://${LOGIN}@${ELSEWHERE}:${stripper.port}`)).toEqual({
      state: 'refused',
      reply: expect.stringMatching(
        /offers no encryption \(STARTTLS\), so the password was not sent/,
      ),
    })
    expect(stripper.heard).toMatch(/^EHLO \S+\r\nSTARTTLS\r\n(?:QUIT\r\n)?$/)
    expect(server.methods).toEqual([])
  })

  it('asks for encryption without a login only where the URL does', async () => {
    const server = await mailServer(withoutTls)
    const url = `smtp://${ELSEWHERE}:${server.port}`
    expect(await send(url)).toMatchObject({ state: 'sent' })
    expect(await send(`${url}?tls=required`)).toMatchObject({ state: 'refused' })
    expect(server.received).toHaveLength(1)
  })

  it('sends the password unencrypted to this machine, or where the URL says so', async () => {
    const server = await mailServer(withoutTls)
    for (const at of [`127.0.0.1:${server.port}`, `${ELSEWHERE}:${server.port}?tls=optional`])
      expect(await send(`smtp://${LOGIN}@${at}`)).toMatchObject({ state: 'sent' })
    expect(server.received.map(({ user, isEncrypted }) => [user, isEncrypted])).toEqual([
      ['me@x', false],
      ['me@x', false],
    ])
    expect(await send(`smtp://${LOGIN}@localhost:${server.port}?tls=required`)).toMatchObject({
      state: 'refused',
    })
    expect(() => use('smtp://h?tls=maybe')).toThrow('SMTP_URL: after ?tls= write required or')
  })

  it('comes back later when the server has no TLS just now', async () => {
    const server = await mailServer(known)
    const stripper = await startStripper(server, '454 4.7.0 TLS not available just now')
    cleanUp.push(() => stripper.close())
    expect(await send(`smtp://${LOGIN}@${ELSEWHERE}:${stripper.port}`)).toMatchObject({
      state: 'deferred',
      slowDown: true,
      reply: '454 4.7.0 TLS not available just now',
    })
  })

  it('says where it broke off when no encryption comes about after STARTTLS', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).write('220 here\r\n')
      socket.on('data', (data) => {
        if (/^EHLO/.test(String(data))) socket.write('250-here\r\n250 STARTTLS\r\n')
        else if (/^STARTTLS/.test(String(data))) socket.write('220 go on\r\n')
        else socket.destroy()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanUp.push(() => new Promise((resolve) => server.close(resolve)))
    const { port } = server.address() as AddressInfo
    expect(await send(`smtp://${LOGIN}@localhost:${port}`)).toMatchObject({
      state: 'deferred',
      reply: expect.stringContaining(
        'localhost is there and offers encryption (STARTTLS), but no encrypted connection to it',
      ),
    })
  })
})

describe.each(['PLAIN', 'LOGIN'])('logging in by AUTH %s', (method) => {
  it.each([
    ['smtps', true],
    ['smtp', false],
  ])('works over %s://', async (scheme, secure) => {
    const server = await mailServer({ ...known, secure, authMethods: [method] })
    const url = (login: string) => `${scheme}://${login}@localhost:${server.port}`
    expect(await send(url(LOGIN))).toMatchObject({ state: 'sent' })
    expect(await send(url('me%40x:no'))).toEqual({
      state: 'refused',
      reply: expect.stringContaining('535 5.7.8 That is not your password, Ms Lovelace'),
    })
    expect(server.methods).toEqual([method, method])
    expect(server.received).toMatchObject([{ user: 'me@x', isEncrypted: true }])
  })
})

describe.each(DATABASE_KINDS)('an issue that the mail server does not take, on %s', (kind) => {
  const database = useDatabase(kind)
  const issue = () =>
    database.db.selectFrom('issue').select(['state', 'paused_reason']).executeTakeFirstOrThrow()

  it('pauses with its words when the password is wrong, and nobody is suppressed (BARS 28)', async () => {
    const server = await mailServer(known)
    const issueId = await sampleIssue(database.db, addresses(20))
    const mailer = (login: string) => use(`smtp://${login}@localhost:${server.port}`)
    const deliver = (login: string) => deliverWith({ db: database.db, mailer: mailer(login) })
    const result = await deliver('me%40x:no')(issueId)
    expect(result).toMatchObject({ state: 'paused', counts: { sent: 0, failed: 0, sending: 0 } })
    expect((await issue()).paused_reason).toContain('535 5.7.8 That is not your password')
    const readers = await database.db.selectFrom('subscriber').select('status').distinct().execute()
    expect(readers).toEqual([{ status: 'active' }])

    await database.db.updateTable('issue').set({ state: 'sending', paused_reason: null }).execute()
    expect(await deliver(LOGIN)(issueId)).toMatchObject({ state: 'sent', counts: { sent: 20 } })
    expect(server.received.every(({ isEncrypted }) => isEncrypted)).toBe(true)
    expect(new Set(server.received.flatMap(({ to }) => to)).size).toBe(20)
  })

  it('pauses with what to do when the certificate is nobody’s', async () => {
    const server = await mailServer({ ...own, secure: true })
    const issueId = await sampleIssue(database.db, addresses(3))
    const mailer = use(`smtps://${LOGIN}@localhost:${server.port}`)
    expect((await deliverWith({ db: database.db, mailer })(issueId)).state).toBe('paused')
    expect((await issue()).paused_reason).toMatch(/is self-signed.*NODE_EXTRA_CA_CERTS/)
  })
})

describe('lines that begin with a dot', () => {
  const lines = ['.', '..', '...', '.hidden', 'before', '.', '', `${'x'.repeat(73)}.x`, '.\t', '.é']
  const text = [...lines, ...Array.from({ length: 80 }, (_, n) => `${'-'.repeat(n)}....`)].join(
    '\n',
  )

  it.each([
    ['plain', 'smtp', { disabledCommands: ['STARTTLS'], allowInsecureAuth: true }],
    ['STARTTLS', 'smtp', known],
    ['TLS', 'smtps', { ...known, secure: true }],
  ])('arrive as they were written (%s)', async (_name, scheme, options) => {
    const server = await mailServer(options)
    const url = `${scheme}://${LOGIN}@localhost:${server.port}`
    expect(await send(url, text)).toMatchObject({ state: 'sent' })
    expect(await send(url, '.')).toMatchObject({ state: 'sent' })
    const [first, second] = await Promise.all(server.received.map(({ raw }) => simpleParser(raw)))
    expect(first?.text).toBe(text)
    expect(first?.html).toBe(`<p>${text}</p>`)
    expect(second?.text).toBe('.')
  })
  it('and where what is filled in for a reader begins with one', async () => {
    const server = await mailServer({ ...known, secure: true })
    const template = createMimeTemplate({
      from: { name: 'Links', address: 'links@example.org' },
      subject: '.',
      text: 'before\nSLOT\nSLOT.SLOT\n.',
      html: '<p>\nSLOT</p>',
      slots: { dots: 'SLOT' },
    })
    const mailer = use(`smtps://localhost:${server.port}`)
    for (const dots of ['.', '..\n.\n..', `${'.'.repeat(200)}`, '']) {
      const message = await template.fill({
        to: { name: '', address: 'ann@x.example' },
        messageId: '<1@x.example>',
        date: new Date('2023-08-01T09:00:00Z'),
        text: { dots },
        html: { dots },
      })
      expect(await mailer.send(message)).toMatchObject({ state: 'sent' })
      const mail = await simpleParser(server.received.at(-1)?.raw ?? '')
      expect(mail.text).toBe(`before\n${dots}\n${dots}.${dots}\n.`)
      expect(mail.html).toBe(`<p>\n${dots}</p>`)
    }
  })
})
