import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { ComposedMail } from '../deliver/compose-mail.ts'
import type { SendOutcome } from '../deliver/mailer.ts'
import { HeldMessage } from './held-message.ts'
import { cleanReply, outcomeOfError } from './smtp-reply.ts'

export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte; otherwise STARTTLS where it is offered. */
  isSecure: boolean
  user: string
  pass: string
  /** The name given in EHLO. */
  clientName?: string | undefined
  /** Accept certificates that nobody vouches for (tests, intranets). */
  allowSelfSigned?: boolean | undefined
  connectionTimeoutMs: number
  greetingTimeoutMs: number
  socketTimeoutMs: number
}

/** One open, logged-in SMTP connection; any number of messages, one after the other. */
export interface SmtpSession {
  readonly isOpen: boolean
  readonly takesUtf8Addresses: boolean
  send(mail: ComposedMail): Promise<{ outcome: SendOutcome; wasAnswered: boolean }>
  quit(): void
}

/** Throws nodemailer's error: see `outcomeOfError`. */
export async function openSmtpSession(server: SmtpServer): Promise<SmtpSession> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.isSecure,
    name: server.clientName,
    connectionTimeout: server.connectionTimeoutMs,
    greetingTimeout: server.greetingTimeoutMs,
    socketTimeout: server.socketTimeoutMs,
    dnsTimeout: server.connectionTimeoutMs,
    ...(server.allowSelfSigned && { tls: { rejectUnauthorized: false } }),
  })
  let isOpen = true
  connection.on('end', () => {
    isOpen = false
  })
  const whileOpening = Promise.withResolvers<never>()
  whileOpening.promise.catch(() => undefined) // whoever waits gets it; later ones reach send()
  connection.on('error', (error: Error) => {
    isOpen = false
    whileOpening.reject(error)
  })
  try {
    await Promise.race([call((done) => connection.connect(done)), whileOpening.promise])
    const extensions = String(connection.lastServerResponse)
    if (server.user !== '') {
      const auth = { user: server.user, pass: server.pass }
      await Promise.race([call((done) => connection.login(auth, done)), whileOpening.promise])
    }
    return {
      get isOpen() {
        return isOpen && !connection.destroyed
      },
      takesUtf8Addresses: /^250[ -]SMTPUTF8\b/im.test(extensions),
      send: (mail) => sendOver(connection, mail),
      quit() {
        if (isOpen) connection.quit()
        setTimeout(() => connection.close(), 1000).unref()
      },
    }
  } catch (error) {
    connection.close()
    throw error
  }
}

async function sendOver(connection: SMTPConnection, { raw, envelope }: ComposedMail) {
  const message = new HeldMessage(raw, () =>
    connection._socket ? connection._socket.writableLength : 0,
  )
  const result = await new Promise<{ outcome: SendOutcome; wasAnswered: boolean }>((resolve) => {
    const smtpEnvelope = { from: envelope.from, to: [envelope.to], size: raw.length }
    connection.send(smtpEnvelope, message, (error, info) => {
      if (error) {
        resolve({
          outcome: outcomeOfError(error, message.handedOver),
          wasAnswered: message.handedOver || error.responseCode !== undefined,
        })
        return
      }
      const reply = cleanReply(info?.response ?? '')
      // "Accepted" before the end was sent cannot be about this message.
      const state = message.handedOver ? 'sent' : 'unknown'
      resolve({ outcome: { state, reply }, wasAnswered: true })
    })
  })
  message.destroy()
  if (result.outcome.state !== 'sent' && !connection.destroyed)
    await endTransaction(connection, message)
  return result
}

/** After a refusal the session goes on with RSET; in the middle of DATA there is no way back. */
async function endTransaction(connection: SMTPConnection, message: HeldMessage) {
  if (message.readableDidRead && !message.handedOver) {
    connection.close()
    return
  }
  const ended = Promise.withResolvers<void>()
  connection.once('end', ended.resolve)
  try {
    await Promise.race([call((done) => connection.reset(done)), ended.promise])
  } catch {
    connection.close() // a session that cannot be reset is not used again
  }
  connection.off('end', ended.resolve)
}

function call(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())))
}
