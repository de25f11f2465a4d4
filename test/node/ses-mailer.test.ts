import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { composeMail } from '../../src/deliver/compose-mail.ts'
import { createSesMailer, outcomeOfSesError, type SesSdk } from '../../src/node/ses-mailer.ts'

interface Sent {
  Content: { Raw: { Data: Buffer } }
  FromEmailAddress: string
  FeedbackForwardingEmailAddress?: string
  Destination: { ToAddresses: string[] }
}

/** A client that takes what it is given; `answer` may throw as the SDK does. */
function fakeSdk(answer: (sent: Sent) => unknown = () => ({ MessageId: 'ses-1' })) {
  const seen = { sent: [] as Sent[], clients: [] as Record<string, unknown>[], destroyed: 0 }
  const sdk: SesSdk = {
    SESv2Client: class {
      config = { region: async () => 'eu-west-1' }
      constructor(options: object) {
        seen.clients.push(options as Record<string, unknown>)
      }
      async send(command: unknown) {
        const { input } = command as { input: Sent | 'account' }
        if (input === 'account') return answer({} as Sent)
        seen.sent.push(input)
        return answer(input)
      }
      destroy() {
        seen.destroyed += 1
      }
    },
    SendEmailCommand: class {
      input: unknown
      constructor(input: unknown) {
        this.input = input
      }
    },
    GetAccountCommand: class {
      input = 'account'
    },
  }
  return { sdk, seen }
}

const mailer = (sdk: SesSdk, sesUrl = 'ses://eu-west-1') =>
  createSesMailer({
    sesUrl,
    connections: 2,
    from: 'links@example.org',
    loadSdk: async () => sdk,
  })
const message = (returnPath?: string) =>
  composeMail({
    from: { name: 'Links', address: 'links@example.org' },
    to: { name: 'Ada', address: 'ada@reader.example' },
    subject: 'Grüße',
    html: '<p>Grüße</p>',
    text: 'Grüße\n.dot\n',
    messageId: '<1@example.org>',
    headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    date: new Date('2023-08-01T09:00:00Z'),
    ...(returnPath !== undefined && { returnPath }),
  })
const fault = (name: string, status?: number, more: object = {}) =>
  Object.assign(new Error(`${name} said so`), {
    name,
    ...(status !== undefined && { $metadata: { httpStatusCode: status } }),
    ...more,
  })

describe('sending by Amazon SES', () => {
  it('hands over the message as it is', async () => {
    const { sdk, seen } = fakeSdk()
    const opened = await mailer(sdk).open()
    if (!('lane' in opened)) throw new Error('no lane')
    const mail = await message()
    const outcome = await opened.lane.send(mail)
    opened.lane.release()
    expect(outcome).toEqual({ state: 'sent', reply: 'SES ses-1' })
    const [sent] = seen.sent
    expect(sent?.Destination).toEqual({ ToAddresses: ['ada@reader.example'] })
    expect(sent?.FromEmailAddress).toBe('links@example.org')
    expect(sent?.FeedbackForwardingEmailAddress).toBeUndefined()
    const parsed = await simpleParser(sent?.Content.Raw.Data ?? Buffer.alloc(0))
    expect(parsed.subject).toBe('Grüße')
    expect(parsed.text).toContain('.dot')
    expect(parsed.headers.get('list')).toBeDefined()
    expect(sent?.Content.Raw.Data.equals(Buffer.concat([...mail.chunks]))).toBe(true)
  })

  it('sends bounces by mail where they name their recipient', async () => {
    const { sdk, seen } = fakeSdk()
    await mailer(sdk).send(await message('bounces+1-2-abc@links.example'))
    expect(seen.sent[0]).toMatchObject({
      FromEmailAddress: 'links@example.org',
      FeedbackForwardingEmailAddress: 'bounces+1-2-abc@links.example',
    })
  })

  it('never lets the SDK repeat a mail by itself', async () => {
    const { sdk, seen } = fakeSdk()
    await mailer(sdk, 'ses://KEY:a%2Fb@us-east-1').send(await message())
    expect(seen.clients).toEqual([
      {
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: 'KEY', secretAccessKey: 'a/b' },
      },
    ])
  })

  it.each([
    [fault('MessageRejected', 400), 'failed'],
    [fault('BadRequestException', 400), 'failed'],
    [
      fault('MessageRejected', 400, { message: 'Email address is not verified: a@b.example' }),
      'refused',
    ],
    [fault('AccountSuspendedException', 400), 'refused'],
    [fault('SendingPausedException', 400), 'refused'],
    [fault('MailFromDomainNotVerifiedException', 400), 'refused'],
    [fault('AccessDeniedException', 403), 'refused'],
    [fault('UnrecognizedClientException', 403), 'refused'],
    [fault('CredentialsProviderError'), 'refused'],
    [fault('TooManyRequestsException', 429), 'deferred'],
    [fault('ThrottlingException', 400), 'deferred'],
    [fault('ServiceUnavailable', 503), 'deferred'],
    [fault('Error', undefined, { code: 'ENOTFOUND' }), 'deferred'],
    [fault('Error', undefined, { code: 'ECONNREFUSED' }), 'deferred'],
    [fault('InternalFailure', 500), 'unknown'],
    [fault('TimeoutError', undefined, { code: 'ECONNRESET' }), 'unknown'],
    [fault('TimeoutError'), 'unknown'],
    ['nonsense', 'unknown'],
  ])('takes %s for %s', async (error, state) => {
    const { sdk } = fakeSdk(() => {
      throw error
    })
    expect(await mailer(sdk).send(await message())).toMatchObject({ state })
    expect(outcomeOfSesError(error).state).toBe(state)
  })

  it('uses up no attempt of a recipient while SES is busy', () => {
    expect(outcomeOfSesError(fault('TooManyRequestsException', 429))).toMatchObject({
      slowDown: true,
    })
  })

  it('has no more messages under way than it was told', async () => {
    let most = 0
    let now = 0
    const { sdk } = fakeSdk()
    const ses = mailer(sdk)
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        const opened = await ses.open()
        if (!('lane' in opened)) return
        now += 1
        most = Math.max(most, now)
        await opened.lane.send(await message())
        now -= 1
        opened.lane.release()
      }),
    )
    expect(most).toBe(2)
  })

  it('is verified by asking for the account, without a mail', async () => {
    const ready = fakeSdk(() => ({ SendingEnabled: true, ProductionAccessEnabled: true }))
    const ses = mailer(ready.sdk)
    await ses.verify()
    await ses.close()
    expect([ready.seen.sent.length, ready.seen.destroyed]).toEqual([0, 1])
    const sandbox = fakeSdk(() => ({ SendingEnabled: true, ProductionAccessEnabled: false }))
    await expect(mailer(sandbox.sdk).verify()).rejects.toMatchObject({
      code: 'MAIL_FAILED',
      message: expect.stringContaining('sandbox'),
    })
    const denied = fakeSdk(() => {
      throw fault('AccessDeniedException', 403)
    })
    await expect(mailer(denied.sdk).verify()).rejects.toThrow(/AccessDenied/)
  })

  it('names the package to install when it is missing', async () => {
    const ses = createSesMailer({ sesUrl: 'ses://eu-west-1', connections: 1, from: 'a@b.example' })
    await expect(ses.verify()).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining('npm install @aws-sdk/client-sesv2'),
    })
    expect(await ses.send(await message())).toMatchObject({ state: 'refused' })
  })

  it.each(['ses://', 'ses://nowhere', 'ses://eu-west-1.evil.example'])('refuses %s', (sesUrl) => {
    expect(() => createSesMailer({ sesUrl, connections: 1, from: 'a@b.example' })).toThrow(
      /ses:\/\/REGION/,
    )
  })
})
