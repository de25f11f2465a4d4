import type { Mailer } from '../deliver/mailer.ts'
import { createSmtpMailer } from '../node/smtp-mailer.ts'
import { dial } from './dial.ts'

/** Of a run, of the six connections that an invocation may hold. */
export const MOST_CONNECTIONS = 2

/** SMTP over the sockets of Workers, by way of `node:net` and `node:tls`. Port 25 is closed there. */
export function openWorkerMailer(options: { smtpUrl: string; connections: number }): Mailer {
  return createSmtpMailer({ ...options, dial })
}
