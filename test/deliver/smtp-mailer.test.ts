import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { type SmtpSink, startSink } from '../../chaos/smtp-sink.ts'
import { composeMail, type OutgoingMail } from '../../src/deliver/compose-mail.ts'
import type { Mailer } from '../../src/deliver/mailer.ts'
import { createSmtpMailer } from '../../src/node/smtp-mailer.ts'

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

function mailTo(address: string, more: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    from: { name: 'Links', address: 'links@example.org' },
    to: { name: '', address },
    subject: 'Hello',
    html: `<p>${'Grüße '.repeat(2000)}</p>`,
    text: 'Grüße\n.dot\n',
    messageId: `<1.${address.replace(/[^a-z0-9]/g, '')}@example.org>`,
    headers: {},
    date: new Date('2023-08-01T09:00:00Z'),
    ...more,
  }
}

const send = async (mailer: Mailer, ...mail: Parameters<typeof mailTo>) =>
  mailer.send(await composeMail(mailTo(...mail)))

function use(url: string, more: { connections?: number; socketTimeoutMs?: number } = {}): Mailer {
  const mailer = createSmtpMailer({ smtpUrl: url, connections: 2, ...more })
  cleanUp.push(() => mailer.close())
  return mailer
}

async function sink(options?: Parameters<typeof startSink>[0]): Promise<SmtpSink> {
  const started = await startSink(options)
  cleanUp.push(() => started.close())
  return started
}

async function realServer(options: SMTPServerOptions) {
  const raws: string[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        raws.push(Buffer.concat(chunks).toString('latin1'))
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp.push(() => new Promise<void>((resolve) => server.close(resolve)))
  return { raws, port: (server.server.address() as AddressInfo).port }
}

describe.each([true, false])('a mail server that fails (pipelining: %s)', (pipelining) => {
  it.each([
    ['cut-rcpt', { state: 'deferred', slowDown: true, isCut: true }],
    ['cut-354', { state: 'deferred', slowDown: true, isCut: true }],
    ['cut-body', { state: 'deferred', slowDown: true, isCut: true }],
    ['cut-dot', { state: 'unknown' }],
    ['half-reply', { state: 'unknown' }],
    ['soft', { state: 'deferred' }],
    ['soft-dot', { state: 'deferred' }],
    ['busy', { state: 'deferred', slowDown: true }],
    ['gone', { state: 'failed', suppress: true }],
    ['full', { state: 'failed' }],
    ['no-dot', { state: 'failed' }],
    ['policy', { state: 'refused' }],
  ])('%s means %o (BARS 27, BARS 28, BARS 29, BARS 32)', async (fault, expected) => {
    const server = await sink({ pipelining })
    const mailer = use(server.url)
    const { reply, ...outcome } = (await send(mailer, `${fault}@x.example`)) as {
      state: string
      reply: string
    }
    expect(outcome).toEqual(expected)
    expect(reply).not.toBe('')
    expect((await send(mailer, 'fine@x.example')).state).toBe('sent')
  })

  it('cut in the body is told from cut after the dot, fifty times (BARS 32)', async () => {
    const server = await sink({ pipelining })
    const mailer = use(server.url, { connections: 10 })
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) => send(mailer, `cut-body+${n}@x.example`)),
    )
    expect(new Set(outcomes.map((outcome) => outcome.state))).toEqual(new Set(['deferred']))
    expect(server.mails).toEqual([])
  })
})

describe('the SMTP mailer', () => {
  it('calls a message unknown when the answer to it never comes (BARS F, BARS 32)', async () => {
    const server = await sink()
    const mailer = use(server.url, { socketTimeoutMs: 300 })
    expect((await send(mailer, 'silent@x.example')).state).toBe('unknown')
  })

  it('defers when nobody listens', async () => {
    const mailer = use('smtp://127.0.0.1:1')
    expect(await send(mailer, 'a@x.example')).toMatchObject({
      state: 'deferred',
      slowDown: true,
    })
    await expect(mailer.verify()).rejects.toMatchObject({ code: 'MAIL_FAILED' })
  })

  it('sends one message after the other over a connection, also after refusals', async () => {
    const server = await sink()
    const mailer = use(server.url, { connections: 1 })
    const wanted = ['a', 'gone', 'b', 'soft', 'c', 'no-dot', 'd']
    for (const local of wanted) await send(mailer, `${local}@x.example`)
    expect(server.mails.map((mail) => mail.to[0])).toEqual(['a', 'b', 'c', 'd'])
    expect(server.connections).toBe(1)
  })

  it('goes on over a new connection when the idle one was closed', async () => {
    const server = await sink()
    const mailer = use(server.url, { connections: 1 })
    await send(mailer, 'a@x.example')
    // Both ends see the close only while the next message is on its way.
    const outcome = send(mailer, 'cut-rcpt-once@x.example')
    expect((await outcome).state).toBe('sent')
    expect(server.connections).toBe(2)
  })

  it('opens no more lanes for runs than allowed, and single mails do not wait for them', async () => {
    const server = await sink()
    const mailer = use(server.url, { connections: 2 })
    const lanes = await Promise.all([mailer.open(), mailer.open()])
    let isOpen = false
    const third = mailer.open().then((opened) => {
      isOpen = true
      return opened
    })
    expect((await send(mailer, 'a@x.example')).state).toBe('sent')
    expect(isOpen).toBe(false)
    for (const opened of lanes) if ('lane' in opened) opened.lane.release()
    const opened = await third
    expect(
      'lane' in opened && (await opened.lane.send(await composeMail(mailTo('b@x.example')))),
    ).toMatchObject({ state: 'sent' })
    expect(server.connections).toBe(3)
  })

  it('takes the refused login for a refusal of us, not of the reader (BARS 28)', async () => {
    const { port } = await realServer({
      onAuth: (auth, _session, done) =>
        auth.username === 'me@x' && auth.password === 'p:/w'
          ? done(null, { user: 'me' })
          : done(new Error('535 5.7.8 wrong')),
      authOptional: false,
      allowInsecureAuth: true,
    })
    const wrong = use(`smtp://me%40x:no@127.0.0.1:${port}`)
    const outcome = await send(wrong, 'a@x.example')
    expect(outcome).toMatchObject({ state: 'refused', reply: expect.stringContaining('535') })
    const right = use(`smtp://me%40x:p%3A%2Fw@127.0.0.1:${port}`)
    expect((await send(right, 'a@x.example')).state).toBe('sent')
    await right.verify()
  })

  it('fails a non-ASCII local part alone where the relay lacks SMTPUTF8 (BARS 6)', async () => {
    const { port, raws } = await realServer({ hideSMTPUTF8: true, authOptional: true })
    const mailer = use(`smtp://127.0.0.1:${port}`)
    expect((await send(mailer, 'zoë@x.example')).state).toBe('failed')
    expect((await send(mailer, 'zoe@bücher.example')).state).toBe('sent')
    expect(raws).toHaveLength(1)
  })

  it('writes headers that say what was meant (BARS 1, BARS 2, BARS 3)', async () => {
    const { port, raws } = await realServer({ authOptional: true })
    const mailer = use(`smtp://127.0.0.1:${port}`)
    const subject = 'Mötley 📬 '.repeat(20).trim()
    await send(mailer, 'a@x.example', {
      subject,
      from: { name: 'Zoë, "x" <y>\r\nBcc: evil@x.example', address: 'links@example.org' },
      to: { name: 'Ann\r\nBcc: evil@x.example', address: 'a@x.example' },
    })
    const raw = raws[0] ?? ''
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
    expect(head).toMatch(/^[\x20-\x7e\r\n]*$/)
    expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
    expect(head).not.toMatch(/^Bcc/im)
    const parsed = await simpleParser(raw)
    expect(parsed.subject).toBe(subject)
    expect(parsed.from?.value).toHaveLength(1)
    expect(parsed.from?.value[0]?.name).toBe('Zoë, "x" <y> Bcc: evil@x.example')
    expect(parsed.text).toContain('Grüße\n.dot')
    expect(raw.indexOf('text/plain')).toBeLessThan(raw.indexOf('text/html'))
  })

  it.each([
    'a@x.example, b@y.example',
    'u@exa\u200Bmple.com',
    'a@x(c)evil.example',
    '"a@b c"@d.example',
    'a@x.example\r\nRCPT TO:<b@y.example>',
    '<a@x.example>',
    'a@',
  ])('refuses the address %j (BARS 4, BARS 5)', async (address) => {
    const server = await sink()
    const mailer = use(server.url)
    await expect(send(mailer, address)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})
