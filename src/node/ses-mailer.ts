/**
 * Amazon SES over its own API, through nodemailer's SES transport: `SMTP_URL=ses://REGION`.
 *
 * The example of a provider that is not spoken to over SMTP. What it takes is the `Mailer`
 * interface: hand a message over, and say honestly what became of it. The credentials are those
 * of AWS's own chain (environment, profile, role), or stand in the address: `ses://KEY:SECRET@REGION`.
 */
import type { Mailer, MailLane, MimeMessage, SendOutcome } from '../deliver/mailer.ts'
import { createTurns } from '../deliver/turns.ts'
import { AppError, messageOf } from '../errors.ts'
import { cleanReply } from './smtp-reply.ts'

/** What of `@aws-sdk/client-sesv2` is needed; a test puts its own there. */
export interface SesSdk {
  SESv2Client: new (options: SesClientOptions) => SesClient
  SendEmailCommand: new (input: unknown) => unknown
  GetAccountCommand: new (input: unknown) => unknown
}
interface SesClientOptions {
  region: string
  maxAttempts: number
  credentials?: { accessKeyId: string; secretAccessKey: string }
}
interface SesClient {
  config?: unknown
  send(command: unknown): Promise<unknown>
  destroy(): void
}

export interface SesMailerOptions {
  sesUrl: string
  /** Most messages under way at once. */
  connections: number
  /** Address of MAIL_FROM: the identity that SES checks. */
  from: string
  loadSdk?: () => Promise<SesSdk>
}

/** Throws AppError CONFIGURATION when the address names no region. */
export function createSesMailer(options: SesMailerOptions): Mailer {
  const { region, credentials } = readUrl(options.sesUrl)
  const turns = createTurns(options.connections)
  let opened: Promise<Opened> | undefined

  function open(): Promise<Opened> {
    opened ??= openTransport()
    // Not for good: the package may be installed, the role given meanwhile.
    opened.catch(() => {
      opened = undefined
    })
    return opened
  }

  async function openTransport() {
    const sdk = await (options.loadSdk ?? loadSdk)()
    // SES has no way to say "I have that one already": a repeat of the SDK could be a second mail.
    const client = new sdk.SESv2Client({ region, maxAttempts: 1, ...credentials })
    const { createTransport } = await import('nodemailer')
    const ses = { sesClient: client, SendEmailCommand: sdk.SendEmailCommand }
    return { sdk, client, transport: createTransport({ SES: ses } as never) }
  }

  async function send(message: MimeMessage): Promise<SendOutcome> {
    let opened: Opened
    try {
      opened = await open()
    } catch (error) {
      return { state: 'refused', reply: messageOf(error) }
    }
    try {
      const info = await opened.transport.sendMail({
        envelope: message.envelope,
        raw: Buffer.concat([...message.chunks]),
        ses: addresses(message),
      } as never)
      return { state: 'sent', reply: `SES ${(info as { response?: string }).response ?? ''}` }
    } catch (error) {
      return outcomeOfSesError(error)
    }
  }

  /** SES sets the return path itself; bounces by mail go where it is told. */
  function addresses({ envelope }: MimeMessage) {
    return {
      FromEmailAddress: options.from,
      ...(envelope.from !== options.from && { FeedbackForwardingEmailAddress: envelope.from }),
    }
  }

  return {
    async open() {
      const release = await turns.take()
      const lane: MailLane = { send, release }
      return { lane }
    },
    send,
    async verify() {
      try {
        const { client, sdk } = await open()
        const account = (await client.send(new sdk.GetAccountCommand({}))) as SesAccount
        if (account.SendingEnabled === false) throw new Error('Sending is switched off in SES.')
        if (account.ProductionAccessEnabled === false)
          throw new Error('SES is in its sandbox: it sends to verified addresses only.')
      } catch (error) {
        if (error instanceof AppError) throw error
        throw new AppError('MAIL_FAILED', `Amazon SES: ${messageOf(error)}`, { cause: error })
      }
    },
    async close() {
      const { client } = (await opened?.catch(() => undefined)) ?? {}
      client?.destroy()
    },
  }
}

interface Opened {
  sdk: SesSdk
  client: SesClient
  transport: { sendMail(message: never): Promise<unknown> }
}

interface SesAccount {
  SendingEnabled?: boolean
  ProductionAccessEnabled?: boolean
}

/** Only who sends by SES needs the package, so it comes with none of the others. */
async function loadSdk(): Promise<SesSdk> {
  const name = '@aws-sdk/client-sesv2'
  try {
    return (await import(name)) as SesSdk
  } catch (cause) {
    throw new AppError(
      'CONFIGURATION',
      `SMTP_URL=ses://… needs a package that is not installed. Run: npm install ${name}`,
      { cause },
    )
  }
}

function readUrl(sesUrl: string) {
  const url = URL.parse(sesUrl)
  if (url?.protocol !== 'ses:' || !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(url.hostname))
    throw new AppError('CONFIGURATION', 'SMTP_URL: write ses://REGION, like ses://eu-west-1.')
  const { username, password } = url
  const given = {
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
  }
  return { region: url.hostname, credentials: username === '' ? {} : { credentials: given } }
}

/** Errors of SES about who we are: the next recipient would get the same. */
const REFUSED =
  /^(?:AccessDenied|AccountSuspended|SendingPaused|MailFromDomainNotVerified|UnrecognizedClient|InvalidClientTokenId|SignatureDoesNotMatch|InvalidSignature|ExpiredToken|MissingAuthenticationToken|OptInRequired|CredentialsProviderError|NotAuthorized)/
const SLOW_DOWN =
  /^(?:Throttl|TooManyRequests|LimitExceeded|ServiceUnavailable|RequestLimitExceeded)/
/** Before anything was handed over. */
const NOT_SENT = new Set(['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** What an error of the SDK means for the recipient and the run. */
export function outcomeOfSesError(error: unknown): SendOutcome {
  const {
    name = '',
    code = '',
    $metadata,
  } = (error ?? {}) as {
    name?: string
    code?: string
    $metadata?: { httpStatusCode?: number }
  }
  const status = $metadata?.httpStatusCode
  const reply = cleanReply(`${status ?? ''} ${name}: ${messageOf(error)}`)
  if (REFUSED.test(name) || (name === 'MessageRejected' && /not verified/i.test(reply)))
    return { state: 'refused', reply }
  if (SLOW_DOWN.test(name) || status === 429 || status === 503)
    return { state: 'deferred', reply, slowDown: true }
  if (NOT_SENT.has(code)) return { state: 'deferred', reply, slowDown: true }
  if (status !== undefined && status >= 400 && status < 500) return { state: 'failed', reply }
  // No answer, or a fault inside of SES: the mail may have gone out.
  return { state: 'unknown', reply }
}
