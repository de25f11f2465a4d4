import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { messageOf } from '../errors.ts'
import { composeMail, type DkimKey } from './compose-mail.ts'
import type { Mailer, OutgoingMail, SendOutcome } from './mailer.ts'

interface SmtpError extends Error {
  code?: string
  command?: string
  response?: string
  responseCode?: number
  rejectedErrors?: SmtpError[]
}

/** Mails over one connection before it is opened anew; servers count them too. */
const MAILS_PER_CONNECTION = 500
/** An idle connection is closed before the server does it in the middle of the next mail. */
const IDLE_MS = 20_000

/**
 * Sends through `smtp://` or `smtps://`, over at most `connections` connections at a time.
 *
 * nodemailer's connection does TLS, login and dot-stuffing; the pool is ours, because only the
 * stage at which a connection breaks tells whether a mail may have arrived (RFC 1047).
 */
export function createSmtpMailer(options: {
  url: string
  connections: number
  dkim?: DkimKey | undefined
}): Mailer {
  const idle: Connection[] = []
  const waiting: (() => void)[] = []
  let open = 0

  async function acquire(): Promise<Connection> {
    for (;;) {
      const ready = idle.pop()
      if (ready) {
        clearTimeout(ready.idleTimer)
        if (ready.isUsable()) return ready
        open--
        continue
      }
      if (open < options.connections) {
        open++
        try {
          return await connect(options.url)
        } catch (error) {
          open--
          waiting.shift()?.()
          throw error
        }
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }

  function release(connection: Connection): void {
    if (connection.isUsable() && connection.sent < MAILS_PER_CONNECTION) {
      idle.push(connection)
      connection.idleTimer = setTimeout(() => {
        const at = idle.indexOf(connection)
        if (at === -1) return
        idle.splice(at, 1)
        open--
        connection.quit()
      }, IDLE_MS)
      connection.idleTimer.unref()
    } else {
      open--
      connection.quit()
    }
    waiting.shift()?.()
  }

  return {
    async send(mail, beforeHandover) {
      let connection: Connection
      let bytes: Buffer
      try {
        bytes = await composeMail(mail, options.dkim)
        connection = await acquire()
      } catch (error) {
        return outcomeOf(error, false)
      }
      try {
        if (beforeHandover && !(await beforeHandover())) return { state: 'withdrawn' }
        return await connection.send(mail, bytes)
      } finally {
        release(connection)
      }
    },
    async close() {
      for (const connection of idle.splice(0)) {
        clearTimeout(connection.idleTimer)
        connection.quit()
        open--
      }
    },
  }
}

interface Connection {
  sent: number
  idleTimer?: NodeJS.Timeout
  isUsable(): boolean
  send(mail: OutgoingMail, bytes: Buffer): Promise<SendOutcome>
  quit(): void
}

async function connect(address: string): Promise<Connection> {
  const url = new URL(address)
  const isTls = url.protocol === 'smtps:'
  const smtp = new SMTPConnection({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isTls ? 465 : 587) : Number(url.port),
    secure: isTls,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    ...(url.searchParams.get('insecure') === '1' && { tls: { rejectUnauthorized: false } }),
  })
  let broken = false
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject)
    smtp.once('end', () => reject(new Error('The mail server closed the connection.')))
    smtp.connect((error) => (error ? reject(error) : resolve()))
  })
  if (url.username !== '')
    await new Promise<void>((resolve, reject) => {
      const credentials = {
        user: decodeURIComponent(url.username),
        pass: decodeURIComponent(url.password),
      }
      smtp.login({ credentials }, (error) => (error ? reject(error) : resolve()))
    }).catch((error) => {
      smtp.close()
      throw error
    })
  smtp.removeAllListeners('error')
  smtp.on('error', () => {
    broken = true
  })
  smtp.on('end', () => {
    broken = true
  })
  const connection: Connection = {
    sent: 0,
    isUsable: () => !broken,
    send(mail, bytes) {
      connection.sent++
      let isHandedOver = false
      const body = new Readable({
        read() {
          this.push(bytes)
          this.push(null)
          isHandedOver = true
        },
      })
      return new Promise((resolve) => {
        const envelope = { from: mail.from.address, to: [mail.to.address] }
        smtp.send(envelope, body, (error, info) => {
          if (!error) return resolve({ state: 'sent', reply: info.response })
          // After a refused command the session goes on; after anything else nobody knows where it stands.
          if ((error as SmtpError).responseCode === undefined) broken = true
          if (broken) return resolve(outcomeOf(error, isHandedOver))
          smtp.reset((resetError) => {
            if (resetError) broken = true
            resolve(outcomeOf(error, isHandedOver))
          })
        })
      })
    },
    quit() {
      if (broken) smtp.close()
      else smtp.quit()
      broken = true
    },
  }
  return connection
}

/**
 * Reply codes as RFC 5321 §4.2 and RFC 3463 mean them: 4xx wait, 5.1.x the address, 5.7.x and
 * login the sender.
 */
export function outcomeOf(thrown: unknown, isHandedOver: boolean): SendOutcome {
  const error = thrown as SmtpError
  const cause = error.rejectedErrors?.[0] ?? error
  const reply = cause.response || messageOf(cause)
  const code = cause.responseCode
  if (code === undefined) {
    if (error.code === 'EAUTH') return { state: 'refused', reply }
    if (error.code === 'EENVELOPE' && !isHandedOver) return { state: 'failed', reply }
    return isHandedOver ? { state: 'unknown', reply } : { state: 'deferred', reply }
  }
  if (code === 421) return { state: 'deferred', reply, slowDown: true }
  if (code >= 400 && code < 500 && error.code !== 'EAUTH') return { state: 'deferred', reply }
  const enhanced = /\b5\.(\d{1,3})\.\d{1,3}\b/.exec(reply)?.[1]
  if (enhanced === '7' || error.code === 'EAUTH' || code === 530 || code === 535)
    return { state: 'refused', reply }
  const isNoMailbox =
    enhanced === '1' || (enhanced === undefined && code === 550 && cause.command === 'RCPT TO')
  return isNoMailbox ? { state: 'failed', reply, suppress: true } : { state: 'failed', reply }
}
