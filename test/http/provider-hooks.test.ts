import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { makeCertificate } from '../support/certificate.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const otherEc = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const POSTMARK_SECRET = 'a postmark secret of the tests'
const MAILGUN_KEY = 'a mailgun key of the tests'
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:bounces'
const SNS = 'https://sns.eu-west-1.amazonaws.com'
const CERTIFICATE_URL = `${SNS}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`

const certificateOf = (pair: typeof rsa, years: [from: string, to: string] = ['2020', '2030']) =>
  makeCertificate({
    ...pair,
    name: 'sns.amazonaws.com',
    from: new Date(`${years[0]}-01-01`),
    to: new Date(`${years[1]}-01-01`),
  })

describe.each(DATABASE_KINDS)('webhooks of mail providers on %s', (kind) => {
  const app = useTestApp(kind, {
    config: {
      feedback: {
        bounceAddress: 'bounces@links.example',
        sesTopicArn: TOPIC,
        postmarkSecret: POSTMARK_SECRET,
        mailgunKey: MAILGUN_KEY,
        sendgridKey: ec.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      },
    },
  })
  let reader: number
  let fetched: string[]
  let certificate: string

  beforeEach(async () => {
    reader = await app.subscribe('ada@reader.example')
    fetched = []
    certificate = certificateOf(rsa)
    app.guardedFetch = async ({ url }) => {
      fetched.push(url)
      const body = new TextEncoder().encode(certificate)
      return { url, status: 200, headers: new Headers(), body, truncated: false, redirects: [] }
    }
  })

  async function post(provider: string, body: string, headers: Record<string, string> = {}) {
    const answer = await app.request(`/hooks/${provider}`, { method: 'POST', headers, body })
    const json = (await answer.json()) as { results?: Record<string, number>; code?: string }
    return { status: answer.status, results: json.results, code: json.code }
  }
  async function statusOf(id = reader) {
    const { body } = await app.json<{ status: string }>('GET', `/subscribers/${id}`)
    return body.status
  }
  async function mail() {
    await app.save('https://a.example/1')
    const issue = await app.assemble('2023-07')
    await app.send(issue.id)
    const sent = app.mails.find(({ to }) => to === 'ada@reader.example')
    return {
      returnPath: sent?.message.envelope.from ?? '',
      messageId: sent?.message.messageId ?? '',
    }
  }

  it('are not there while no key is set', async () => {
    const { createFeedbackService } = await import('../../src/feedback-service.ts')
    const bare = createFeedbackService({
      db: app.db,
      now: () => app.now,
      tokens: app.services.unsubscribeTokens,
      returnPaths: undefined,
      unsubscribe: async () => undefined,
      config: {},
      guardedFetch: app.guardedFetch,
    })
    for (const provider of ['ses', 'postmark', 'mailgun', 'sendgrid'] as const)
      await expect(
        bare.receiveHook(provider, { headers: new Headers(), body: new Uint8Array() }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  describe('Amazon SES', () => {
    type Sns = Record<string, string>
    const FIELDS: Record<string, string[]> = {
      Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
      SubscriptionConfirmation: [
        'Message',
        'MessageId',
        'SubscribeURL',
        'Timestamp',
        'Token',
        'TopicArn',
        'Type',
      ],
    }
    /** Signs as SNS does. `also` is changed before, `after` behind the signature. */
    function sns(also: Sns = {}, after: Sns = {}, pair = rsa) {
      const message: Sns = {
        Type: 'Notification',
        MessageId: 'sns-1',
        TopicArn: TOPIC,
        Timestamp: '2023-07-10T12:00:00.000Z',
        SignatureVersion: '2',
        SigningCertURL: CERTIFICATE_URL,
        Message: '{}',
        ...also,
      }
      const text = (FIELDS[message.Type ?? ''] ?? [])
        .filter((name) => message[name] !== undefined)
        .map((name) => `${name}\n${message[name]}\n`)
        .join('')
      const hash = message.SignatureVersion === '1' ? 'sha1' : 'sha256'
      const signature = sign(hash, Buffer.from(text), pair.privateKey).toString('base64')
      return JSON.stringify({ ...message, Signature: signature, ...after })
    }
    const bounce = (more: { mail?: object; bounce?: object } = {}) =>
      JSON.stringify({
        notificationType: 'Bounce',
        mail: { messageId: 'ses-1', source: 'editor@letters.example', ...more.mail },
        bounce: {
          bounceType: 'Permanent',
          bounceSubType: 'General',
          feedbackId: 'feedback-1',
          bouncedRecipients: [
            {
              emailAddress: 'Ada@Reader.example',
              status: '5.1.1',
              diagnosticCode: 'smtp; 550 5.1.1 unknown',
            },
          ],
          ...more.bounce,
        },
      })

    it.each(['1', '2'])('is believed with a signature of version %s (BARS 35)', async (version) => {
      const body = sns({ SignatureVersion: version, Message: bounce() })
      expect(await post('ses', body)).toMatchObject({ status: 200, results: { bounced: 1 } })
      expect(await statusOf()).toBe('bounced')
    })

    it('changes nothing when it says the same again (BARS 35)', async () => {
      await post('ses', sns({ Message: bounce() }))
      await app.json('PATCH', `/subscribers/${reader}`, { status: 'active' })
      const again = await post('ses', sns({ Message: bounce(), MessageId: 'sns-2' }))
      expect(again).toMatchObject({ status: 200, results: { repeated: 1 } })
      expect(await statusOf()).toBe('active')
    })

    it('asks for its certificate once', async () => {
      await post('ses', sns({ Message: bounce() }))
      await post('ses', sns({ Message: bounce() }))
      expect(fetched).toEqual([CERTIFICATE_URL])
    })

    it.each([
      ['a body changed after signing', () => sns({ Message: '{}' }, { Message: bounce() })],
      ['another key', () => sns({ Message: bounce() }, {}, otherRsa)],
      ['no signature', () => sns({ Message: bounce() }, { Signature: '' })],
      ['an unknown version', () => sns({ Message: bounce(), SignatureVersion: '3' })],
      ['another topic', () => sns({ Message: bounce(), TopicArn: `${TOPIC}-of-others` })],
    ])('is refused with %s (BARS 35)', async (_what, body) => {
      expect(await post('ses', body())).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
      expect(await statusOf()).toBe('active')
    })

    it.each([
      'https://evil.example/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
      'https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-0123456789abcdef.pem',
      'https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-0123456789abcdef.pem',
      'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
      'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
      'https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-0123456789abcdef.pem',
      'https://sns.eu-west-1.amazonaws.com/uploads/mine.pem',
      'https://s3.eu-west-1.amazonaws.com/mine/SimpleNotificationService-0123456789abcdef.pem',
      'not a URL',
    ])('never fetches a certificate from %s (BARS 35)', async (url) => {
      const body = sns({ Message: bounce(), SigningCertURL: url })
      expect(await post('ses', body)).toMatchObject({ status: 401 })
      expect(fetched).toEqual([])
    })

    it('is refused with a certificate that has ended, or is none (BARS 35)', async () => {
      certificate = certificateOf(rsa, ['2010', '2020'])
      expect(await post('ses', sns({ Message: bounce() }))).toMatchObject({ status: 401 })
      certificate = '<html>not found</html>'
      const other = CERTIFICATE_URL.replace('-0', '-1')
      const body = sns({ Message: bounce(), SigningCertURL: other })
      expect(await post('ses', body)).toMatchObject({ status: 401 })
    })

    it('is asked to come again when the certificate cannot be had', async () => {
      const { AppError } = await import('../../src/errors.ts')
      app.guardedFetch = async () => {
        throw new AppError('FETCH_TIMEOUT', 'SNS took too long.')
      }
      expect((await post('ses', sns({ Message: bounce() }))).status).toBe(504)
    })

    it('cannot make us fetch without end', async () => {
      const statuses: number[] = []
      for (let n = 0; n < 14; n += 1) {
        const url = CERTIFICATE_URL.replace('0123456789', `012345678${n % 10}`).replace(
          'abcdef',
          n > 9 ? 'abcdee' : 'abcdef',
        )
        const body = sns({ Message: bounce(), SigningCertURL: url }, {}, otherRsa)
        statuses.push((await post('ses', body)).status)
      }
      expect(fetched).toHaveLength(10)
      expect(statuses.slice(-4)).toEqual([429, 429, 429, 429])
    })

    it('is confirmed at SNS itself (BARS 35)', async () => {
      const url = `${SNS}/?Action=ConfirmSubscription&Token=t`
      const body = sns({ Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: url })
      expect(await post('ses', body)).toMatchObject({ status: 200 })
      expect(fetched).toEqual([CERTIFICATE_URL, url])
    })

    it.each([
      'https://evil.example/?Action=ConfirmSubscription',
      'http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription',
      'https://sns.eu-west-1.amazonaws.com.evil.example/',
      'https://user@sns.eu-west-1.amazonaws.com/',
      'file:///etc/passwd',
      '',
    ])('never fetches a SubscribeURL elsewhere, even a signed one: %s (BARS 35)', async (url) => {
      const body = sns({ Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: url })
      expect(await post('ses', body)).toMatchObject({ status: 401 })
      expect(fetched).toEqual([CERTIFICATE_URL])
    })

    it('does not confirm what is not signed (BARS 35)', async () => {
      const url = `${SNS}/?Action=ConfirmSubscription&Token=t`
      const message = { Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: url }
      expect(await post('ses', sns(message, {}, otherRsa))).toMatchObject({ status: 401 })
      expect(fetched).toEqual([CERTIFICATE_URL])
    })

    it('knows the recipient by the return path, whatever address it names', async () => {
      const { returnPath } = await mail()
      const other = await app.subscribe('ben@reader.example')
      const body = sns({
        Message: bounce({
          mail: { source: returnPath },
          bounce: { bouncedRecipients: [{ emailAddress: 'ben@reader.example' }] },
        }),
      })
      expect(await post('ses', body)).toMatchObject({ results: { bounced: 1 } })
      expect([await statusOf(), await statusOf(other)]).toEqual(['bounced', 'active'])
    })

    it.each([
      [{ bounceType: 'Transient', bounceSubType: 'MailboxFull' }, { counted: 1 }, 'active'],
      [{ bounceType: 'Transient', bounceSubType: 'ContentRejected' }, { recorded: 1 }, 'active'],
      [
        {
          bouncedRecipients: [
            { emailAddress: 'ada@reader.example', status: '5.7.1', diagnosticCode: '550 spam' },
          ],
        },
        { recorded: 1 },
        'active',
      ],
      [{ bouncedRecipients: [{ emailAddress: 'who@reader.example' }] }, { ignored: 1 }, 'active'],
    ])('bounce %j', async (change, results, status) => {
      const body = sns({ Message: bounce({ bounce: change }) })
      expect(await post('ses', body)).toMatchObject({ status: 200, results })
      expect(await statusOf()).toBe(status)
    })

    it('suppresses who complains, by either form of the event (BARS 35)', async () => {
      const message = (type: string) =>
        JSON.stringify({
          eventType: 'Complaint',
          mail: { messageId: 'ses-1' },
          complaint: {
            complainedRecipients: [{ emailAddress: 'ada@reader.example' }],
            complaintFeedbackType: type,
            feedbackId: `complaint-${type}`,
          },
        })
      expect(await post('ses', sns({ Message: message('not-spam') }))).toMatchObject({
        results: { ignored: 1 },
      })
      expect(await post('ses', sns({ Message: message('abuse') }))).toMatchObject({
        results: { complained: 1 },
      })
      expect(await statusOf()).toBe('complained')
    })

    it('is heard out when it says something else', async () => {
      for (const text of [
        'Successfully validated SNS topic for Amazon SES event publishing.',
        '{"notificationType":"Delivery","mail":{}}',
        '{"bounce":{"bouncedRecipients":"all"}}',
      ])
        expect(await post('ses', sns({ Message: text }))).toMatchObject({
          status: 200,
          results: { ignored: 1 },
        })
      expect((await post('ses', 'no json')).status).toBe(422)
      expect((await post('ses', '{}')).status).toBe(422)
      expect(app.faults).toEqual([])
    })
  })

  describe('Postmark', () => {
    const basic = (password: string) => ({
      authorization: `Basic ${Buffer.from(`postmark:${password}`).toString('base64')}`,
    })
    const record = (more: object = {}) =>
      JSON.stringify({
        RecordType: 'Bounce',
        ID: 692560173,
        Type: 'HardBounce',
        TypeCode: 1,
        Email: 'ada@reader.example',
        Description: 'The server was unable to deliver your message.',
        Details: 'smtp;550 5.1.1 unknown',
        ...more,
      })

    it.each([
      ['as the password of the address', basic(POSTMARK_SECRET)],
      ['in a header', { 'x-webhook-secret': POSTMARK_SECRET }],
    ])('is believed with the secret %s (BARS 35)', async (_where, headers) => {
      expect(await post('postmark', record(), headers)).toMatchObject({ results: { bounced: 1 } })
      expect(await statusOf()).toBe('bounced')
    })

    it.each([
      {},
      basic('wrong'),
      basic(''),
      { 'x-webhook-secret': '' },
      { authorization: `Bearer ${POSTMARK_SECRET}` },
      { authorization: 'Basic !!!' },
    ])('is refused with %j (BARS 35)', async (headers) => {
      expect(await post('postmark', record(), headers as Record<string, string>)).toMatchObject({
        status: 401,
        code: 'UNAUTHORIZED',
      })
      expect(await statusOf()).toBe('active')
    })

    it.each([
      [{ Type: 'SoftBounce' }, { counted: 1 }, 'active'],
      [{ Type: 'Blocked' }, { recorded: 1 }, 'active'],
      [{ Type: 'AutoResponder' }, { ignored: 1 }, 'active'],
      [{ RecordType: 'SpamComplaint', Type: 'SpamComplaint' }, { complained: 1 }, 'complained'],
      [
        { RecordType: 'Delivery', Email: null, Recipient: 'ada@reader.example' },
        { ignored: 1 },
        'active',
      ],
      [
        {
          RecordType: 'SubscriptionChange',
          Email: undefined,
          Recipient: 'ada@reader.example',
          SuppressSending: true,
          SuppressionReason: 'ManualSuppression',
          Origin: 'Recipient',
        },
        { unsubscribed: 1 },
        'unsubscribed',
      ],
      [
        {
          RecordType: 'SubscriptionChange',
          Email: undefined,
          Recipient: 'ada@reader.example',
          SuppressSending: false,
        },
        { ignored: 1 },
        'active',
      ],
      [{ Email: 'who@reader.example' }, { ignored: 1 }, 'active'],
    ])('says %j', async (more, results, status) => {
      const headers = basic(POSTMARK_SECRET)
      expect(await post('postmark', record(more), headers)).toMatchObject({ status: 200, results })
      expect(await statusOf()).toBe(status)
    })

    it('changes nothing when it says the same again (BARS 35)', async () => {
      await post('postmark', record(), basic(POSTMARK_SECRET))
      await app.json('PATCH', `/subscribers/${reader}`, { status: 'active' })
      expect(await post('postmark', record(), basic(POSTMARK_SECRET))).toMatchObject({
        results: { repeated: 1 },
      })
      expect(await statusOf()).toBe('active')
    })
  })

  describe('Mailgun', () => {
    /** Signed at `at` seconds before now. */
    function body(event: object, options: { agoS?: number; token?: string; key?: string } = {}) {
      const timestamp = String(Math.floor(app.now.getTime() / 1000) - (options.agoS ?? 0))
      const token = options.token ?? crypto.randomUUID().replaceAll('-', '')
      const signature = createHmac('sha256', options.key ?? MAILGUN_KEY)
        .update(timestamp + token)
        .digest('hex')
      return JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': event })
    }
    const failed = (more: object = {}) => ({
      event: 'failed',
      severity: 'permanent',
      reason: 'bounce',
      id: 'event-1',
      recipient: 'ada@reader.example',
      'delivery-status': { code: 550, 'enhanced-code': '5.1.1', message: '5.1.1 unknown' },
      ...more,
    })

    it('is believed with its signature (BARS 35)', async () => {
      expect(await post('mailgun', body(failed()))).toMatchObject({ results: { bounced: 1 } })
      expect(await statusOf()).toBe('bounced')
    })

    it.each([
      ['another key', { key: 'wrong' }],
      ['a signature of yesterday', { agoS: 86_400 }],
      ['a signature of tomorrow', { agoS: -86_400 }],
    ])('is refused with %s (BARS 35)', async (_what, options) => {
      expect(await post('mailgun', body(failed(), options))).toMatchObject({ status: 401 })
      expect(await statusOf()).toBe('active')
    })

    it('takes a signature once, whatever comes with it (BARS 35)', async () => {
      const other = await app.subscribe('ben@reader.example')
      const token = 'a'.repeat(50)
      await post('mailgun', body(failed(), { token }))
      const replayed = body(failed({ id: 'event-2', recipient: 'ben@reader.example' }), { token })
      expect(await post('mailgun', replayed)).toMatchObject({
        status: 200,
        results: { repeated: 1 },
      })
      expect(await statusOf(other)).toBe('active')
    })

    it('is taken when it comes again hours after it was not taken', async () => {
      expect(await post('mailgun', body(failed(), { agoS: 8 * 3_600 }))).toMatchObject({
        results: { bounced: 1 },
      })
    })

    it('changes nothing when it says the same again (BARS 35)', async () => {
      await post('mailgun', body(failed()))
      await app.json('PATCH', `/subscribers/${reader}`, { status: 'active' })
      expect(await post('mailgun', body(failed()))).toMatchObject({ results: { repeated: 1 } })
      expect(await statusOf()).toBe('active')
    })

    it.each([
      [failed({ severity: 'temporary' }), { ignored: 1 }, 'active'],
      [failed({ reason: 'old' }), { counted: 1 }, 'active'],
      [failed({ reason: 'suppress-complaint' }), { complained: 1 }, 'complained'],
      [
        failed({ 'delivery-status': { code: 550, message: '5.7.1 blocked for spam' } }),
        { recorded: 1 },
        'active',
      ],
      [
        { event: 'complained', id: 'c', recipient: 'ada@reader.example' },
        { complained: 1 },
        'complained',
      ],
      [
        { event: 'unsubscribed', id: 'u', recipient: 'ada@reader.example' },
        { unsubscribed: 1 },
        'unsubscribed',
      ],
      [{ event: 'delivered', id: 'd', recipient: 'ada@reader.example' }, { ignored: 1 }, 'active'],
    ])('says %j', async (event, results, status) => {
      expect(await post('mailgun', body(event))).toMatchObject({ status: 200, results })
      expect(await statusOf()).toBe(status)
    })

    it('knows the recipient by our Message-ID, without its brackets', async () => {
      const { messageId } = await mail()
      const headers = { 'message-id': messageId.slice(1, -1) }
      const event = failed({ recipient: 'forwarded@else.example', message: { headers } })
      expect(await post('mailgun', body(event))).toMatchObject({ results: { bounced: 1 } })
      expect(await statusOf()).toBe('bounced')
    })
  })

  describe('SendGrid', () => {
    function signed(events: unknown, pair = ec, timestamp = '1688990400') {
      const body = JSON.stringify(events)
      const signature = sign('sha256', Buffer.from(timestamp + body), pair.privateKey)
      return {
        body,
        headers: {
          'x-twilio-email-event-webhook-signature': signature.toString('base64'),
          'x-twilio-email-event-webhook-timestamp': timestamp,
        },
      }
    }
    const bounce = (more: object = {}) => ({
      event: 'bounce',
      type: 'bounce',
      email: 'ada@reader.example',
      status: '5.1.1',
      reason: '550 5.1.1 unknown',
      timestamp: 1688990400,
      sg_event_id: 'sg-1',
      ...more,
    })

    it('is believed with its signature (BARS 35)', async () => {
      const { body, headers } = signed([bounce()])
      expect(await post('sendgrid', body, headers)).toMatchObject({ results: { bounced: 1 } })
      expect(await statusOf()).toBe('bounced')
    })

    it('is refused with a wrong or no signature (BARS 35)', async () => {
      const { body, headers } = signed([bounce()])
      const forged = [
        post('sendgrid', body, signed([bounce()], otherEc).headers),
        post('sendgrid', body.replace('ada', 'ben'), headers),
        post('sendgrid', body, { ...headers, 'x-twilio-email-event-webhook-timestamp': '1' }),
        post('sendgrid', body, { ...headers, 'x-twilio-email-event-webhook-signature': 'AAAA' }),
        post('sendgrid', body),
      ]
      for (const answer of await Promise.all(forged))
        expect(answer).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
      expect(await statusOf()).toBe('active')
    })

    it('may say many things at once, and again (BARS 35)', async () => {
      const ids = []
      for (const name of ['ben', 'cleo', 'dora'])
        ids.push(await app.subscribe(`${name}@reader.example`))
      const events = [
        bounce(),
        bounce({ email: 'ben@reader.example', event: 'spamreport', sg_event_id: 'sg-2' }),
        bounce({ email: 'cleo@reader.example', event: 'group_unsubscribe', sg_event_id: 'sg-3' }),
        bounce({
          email: 'dora@reader.example',
          type: 'blocked',
          status: '5.7.1',
          sg_event_id: 'sg-4',
        }),
        { event: 'delivered', email: 'dora@reader.example', sg_event_id: 'sg-5' },
        { event: 'processed', email: 'dora@reader.example', sg_event_id: 'sg-6' },
      ]
      const { body, headers } = signed(events)
      const answers = await Promise.all([
        post('sendgrid', body, headers),
        post('sendgrid', body, headers),
      ])
      expect(answers.map(({ results }) => results)).toEqual(
        expect.arrayContaining([
          { ignored: 2, bounced: 1, complained: 1, unsubscribed: 1, recorded: 1 },
          { ignored: 2, repeated: 4 },
        ]),
      )
      expect([await statusOf(), ...(await Promise.all(ids.map(statusOf)))]).toEqual([
        'bounced',
        'complained',
        'unsubscribed',
        'active',
      ])
    })

    it.each([
      ['Bounced Address', 'bounced'],
      ['Spam Reporting Address', 'complained'],
      ['Unsubscribed Address', 'unsubscribed'],
      ['Recipient List over Package Quota', 'active'],
    ])('dropped a mail because of: %s', async (reason, status) => {
      const { body, headers } = signed([bounce({ event: 'dropped', reason })])
      await post('sendgrid', body, headers)
      expect(await statusOf()).toBe(status)
    })

    it('takes nothing of a request of which something is odd', async () => {
      const { body, headers } = signed([bounce(), { no: 'event' }])
      expect((await post('sendgrid', body, headers)).status).toBe(422)
      expect(await statusOf()).toBe('active')
    })
  })
})
