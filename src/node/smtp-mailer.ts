import { type ComposedMail, composeMail, type DkimOptions } from '../deliver/compose-mail.ts'
import type { Mailer, SendHooks, SendOutcome } from '../deliver/mailer.ts'
import { createTurns } from '../deliver/turns.ts'
import { AppError, messageOf } from '../errors.ts'
import { outcomeOfError } from './smtp-reply.ts'
import { openSmtpSession, type SmtpServer, type SmtpSession } from './smtp-session.ts'

const IDLE_MS = 10_000

export interface SmtpMailerOptions {
  /** `smtp://user:pass@host:587` or `smtps://…`; user and password percent-encoded. */
  smtpUrl: string
  /** Most connections open at once. */
  connections: number
  dkim?: DkimOptions | undefined
  clientName?: string | undefined
  allowSelfSigned?: boolean | undefined
  connectionTimeoutMs?: number | undefined
  greetingTimeoutMs?: number | undefined
  socketTimeoutMs?: number | undefined
}

/**
 * Sends over a small pool of SMTP connections that stay open between messages.
 * nodemailer's own pool reports a connection lost before and after the final dot alike; here
 * each message knows how far it came (see held-message.ts).
 */
export function createSmtpMailer(options: SmtpMailerOptions): Mailer {
  const server = readServer(options)
  const idle: { session: SmtpSession; timer: NodeJS.Timeout }[] = []
  const turns = createTurns(options.connections)

  function takeIdle(): SmtpSession | undefined {
    for (let entry = idle.pop(); entry; entry = idle.pop()) {
      clearTimeout(entry.timer)
      if (entry.session.isOpen) return entry.session
    }
    return undefined
  }

  function keep(session: SmtpSession) {
    if (!session.isOpen) return
    const timer = setTimeout(() => {
      const index = idle.findIndex((entry) => entry.session === session)
      if (index >= 0) idle.splice(index, 1)
      session.quit()
    }, IDLE_MS)
    timer.unref()
    idle.push({ session, timer })
  }

  async function sendInTurn(mail: ComposedMail, hooks: SendHooks): Promise<SendOutcome> {
    const used = takeIdle()
    let session: SmtpSession
    try {
      session = used ?? (await openSmtpSession(server))
    } catch (error) {
      return outcomeOfError(error, false)
    }
    if (!session.takesUtf8Addresses && /[^\u0000-\u007f]/.test(mail.envelope.to)) {
      keep(session)
      return {
        state: 'failed',
        reply: 'The mail server takes no addresses beyond ASCII (SMTPUTF8).',
      }
    }
    const mayLeave = await hooks.beforeHandover().catch((error: unknown) => {
      keep(session)
      throw error
    })
    if (!mayLeave) {
      keep(session)
      return { state: 'withheld' }
    }
    let { outcome, wasAnswered } = await session.send(mail)
    // The server may have closed an idle connection just now: nothing was taken, a new one will do.
    if (used && outcome.state === 'deferred' && !wasAnswered) {
      try {
        session = await openSmtpSession(server)
        outcome = (await session.send(mail)).outcome
      } catch (error) {
        outcome = outcomeOfError(error, false)
      }
    }
    keep(session)
    return outcome
  }

  return {
    async send(message, hooks) {
      const mail = await composeMail(message, options.dkim)
      return turns.run(() => sendInTurn(mail, hooks))
    },
    async verify() {
      try {
        const session = await openSmtpSession(server)
        session.quit()
      } catch (error) {
        throw new AppError('MAIL_FAILED', `Mail server: ${messageOf(error)}`, { cause: error })
      }
    },
    async close() {
      for (const { session, timer } of idle.splice(0)) {
        clearTimeout(timer)
        session.quit()
      }
    },
  }
}

function readServer(options: SmtpMailerOptions): SmtpServer {
  const url = URL.parse(options.smtpUrl)
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new AppError('CONFIGURATION', 'SMTP_URL: smtp://user:password@host:587 or smtps://…')
  }
  const isSecure = url.protocol === 'smtps:'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
    isSecure,
    user: decodeURIComponent(url.username),
    pass: decodeURIComponent(url.password),
    clientName: options.clientName,
    allowSelfSigned: options.allowSelfSigned,
    connectionTimeoutMs: options.connectionTimeoutMs ?? 30_000,
    greetingTimeoutMs: options.greetingTimeoutMs ?? 30_000,
    socketTimeoutMs: options.socketTimeoutMs ?? 60_000,
  }
}
