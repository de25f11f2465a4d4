import type { DkimSigner } from './dkim.ts'
import type { Mailbox } from './mailbox.ts'
import type { MimeMessage } from './mailer.ts'
import { createMimeTemplate } from './mime-template.ts'

/** A mail for one person: a confirmation, a login link, a word to the owner. */
export interface OutgoingMail {
  from: Mailbox
  to: Mailbox
  subject: string
  html: string
  text: string
  /** With angle brackets; the same at every attempt. */
  messageId: string
  headers: Record<string, string>
  /** Where bounces go; the address of `from` when absent. */
  returnPath?: string
  date: Date
  fileName?: string
}

/** The bytes of one message. Throws AppError INVALID_INPUT for an address that is not plain. */
export async function composeMail(mail: OutgoingMail, dkim?: DkimSigner): Promise<MimeMessage> {
  const { from, subject, html, text, headers, ...recipient } = mail
  return createMimeTemplate({ from, subject, html, text, headers, dkim }).fill(recipient)
}
