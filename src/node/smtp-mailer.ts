import type { LaneFailure, Mailer, MailLane, MimeMessage, SendOutcome } from '../deliver/mailer.ts'
import { createTurns } from '../deliver/turns.ts'
import { AppError, messageOf } from '../errors.ts'
import { outcomeOfError } from './smtp-reply.ts'
import { openSmtpSession, type SmtpSession } from './smtp-session.ts'
import type { SmtpServer } from './smtp-socket.ts'
import { readTlsMode } from './smtp-tls.ts'

const IDLE_MS = 10_000
/** For confirmations and the like, which must not wait for the end of a run. */
const SINGLE_CONNECTIONS = 2

export interface SmtpMailerOptions {
  /**
   * `smtp://user:pass@host:587` or `smtps://…`; user and password percent-encoded. `?tls=required`
   * never speaks unencrypted, `?tls=optional` sends the password even then.
   */
  smtpUrl: string
  /** Most connections of runs open at once. */
  connections: number
  clientName?: string | undefined
  allowSelfSigned?: boolean | undefined
  connectionTimeoutMs?: number | undefined
  greetingTimeoutMs?: number | undefined
  socketTimeoutMs?: number | undefined
  dial?: SmtpServer['dial']
}

/** Sends over SMTP connections that stay open between messages. */
export function createSmtpMailer(options: SmtpMailerOptions): Mailer {
  const server = readServer(options)
  const idle = createIdleSessions()
  const runTurns = createTurns(options.connections)
  const singleTurns = createTurns(SINGLE_CONNECTIONS)

  /** Connects at once, so that a failure is known before any recipient is touched. */
  async function openLane(
    giveBack: () => void,
  ): Promise<{ lane: MailLane } | { failure: LaneFailure }> {
    let session: SmtpSession
    /** Nothing has gone wrong with it yet because nothing has been sent over it. */
    let isFresh = false
    try {
      const used = idle.take()
      isFresh = used === undefined
      session = used ?? (await openSmtpSession(server))
    } catch (error) {
      giveBack()
      return { failure: outcomeOfError(error) }
    }

    async function sendHeld(
      message: MimeMessage,
      mayEnd: () => Promise<boolean>,
    ): Promise<SendOutcome | null> {
      if (session.isOpen) {
        const { outcome, wasAnswered } = await session.send(message, mayEnd)
        const wasFresh = isFresh
        isFresh = false
        const isStale = outcome?.state === 'deferred' && !wasAnswered && !wasFresh
        // The server may have closed a used connection just now: nothing was taken, a new one will do.
        if (!isStale) return outcome
      }
      try {
        session = await openSmtpSession(server)
      } catch (error) {
        return outcomeOfError(error)
      }
      return (await session.send(message, mayEnd)).outcome
    }
    return {
      lane: {
        async send(message) {
          const outcome = await sendHeld(message, async () => true)
          return outcome ?? { state: 'deferred', reply: 'Held back.' }
        },
        sendHeld,
        release() {
          idle.keep(session)
          giveBack()
        },
      },
    }
  }

  return {
    open: async () => openLane(await runTurns.take()),
    async send(message) {
      const opened = await openLane(await singleTurns.take())
      if ('failure' in opened) return opened.failure
      try {
        return await opened.lane.send(message)
      } finally {
        opened.lane.release()
      }
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
      idle.close()
    },
  }
}

/** Sessions between two uses; each says goodbye when nobody takes it for a while. */
function createIdleSessions() {
  const waiting = new Map<SmtpSession, NodeJS.Timeout>()
  return {
    take(): SmtpSession | undefined {
      for (const [session, timer] of waiting) {
        clearTimeout(timer)
        waiting.delete(session)
        if (session.isOpen) return session
      }
      return undefined
    },
    keep(session: SmtpSession) {
      if (!session.isOpen) return session.quit()
      const timer = setTimeout(() => {
        waiting.delete(session)
        session.quit()
      }, IDLE_MS)
      waiting.set(session, timer.unref())
    },
    close() {
      for (const [session, timer] of waiting) {
        clearTimeout(timer)
        session.quit()
      }
      waiting.clear()
    },
  }
}

/** Throws AppError CONFIGURATION. */
export function readServer(options: SmtpMailerOptions): SmtpServer {
  const url = URL.parse(options.smtpUrl)
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new AppError('CONFIGURATION', 'SMTP_URL: smtp://user:password@host:587 or smtps://…')
  }
  const tlsMode = readTlsMode(url)
  if (tlsMode === undefined)
    throw new AppError('CONFIGURATION', 'SMTP_URL: after ?tls= write required or optional.')
  const isSecure = url.protocol === 'smtps:'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
    isSecure,
    needsTls: tlsMode === 'required',
    user: decodeURIComponent(url.username),
    pass: decodeURIComponent(url.password),
    clientName: options.clientName,
    allowSelfSigned: options.allowSelfSigned,
    connectionTimeoutMs: options.connectionTimeoutMs ?? 30_000,
    greetingTimeoutMs: options.greetingTimeoutMs ?? 30_000,
    socketTimeoutMs: options.socketTimeoutMs ?? 60_000,
    dial: options.dial,
  }
}
