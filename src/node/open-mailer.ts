import type { Config } from '../config.ts'
import type { Mailer } from '../deliver/mailer.ts'
import { createOutboxMailer } from './outbox-mailer.ts'
import { createSesMailer } from './ses-mailer.ts'
import { createSmtpMailer } from './smtp-mailer.ts'

/** The way out that SMTP_URL names; without one, files in `outbox`. */
export function openMailer(
  { smtpUrl, sendConnections, mailFrom }: Pick<Config, 'smtpUrl' | 'sendConnections' | 'mailFrom'>,
  outbox: string,
): Mailer {
  if (smtpUrl === undefined) return createOutboxMailer({ folder: outbox })
  if (smtpUrl.startsWith('ses:'))
    return createSesMailer({
      sesUrl: smtpUrl,
      connections: sendConnections,
      from: mailFrom.address,
    })
  return createSmtpMailer({ smtpUrl, connections: sendConnections })
}
