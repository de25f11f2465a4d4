import type { Mailbox } from '../config.ts'

/** One mail to one person. Addresses are objects: as a string "a@x, b@y" would be two people. */
export interface OutgoingMail {
  from: Mailbox
  to: Mailbox
  subject: string
  html: string
  text: string
  messageId: string
  headers: Record<string, string>
  /** For mailers that write files: name without ending; the same at every attempt. */
  fileName: string
}

/**
 * What became of a mail.
 * deferred: nothing was taken, worth another try (`slowDown`: the server has too much to do).
 * failed: refused for good (`suppress`: the address does not exist).
 * unknown: handed over wholly, answer never seen; it may have arrived.
 * refused: the server refuses us, not the reader; no other mail will go better.
 */
export type SendOutcome =
  | { state: 'sent'; reply: string }
  | { state: 'deferred'; reply: string; slowDown?: boolean }
  | { state: 'failed'; reply: string; suppress?: boolean }
  | { state: 'unknown'; reply: string }
  | { state: 'refused'; reply: string }
  /** `beforeHandover` said no. */
  | { state: 'withdrawn' }

export interface Mailer {
  /**
   * `beforeHandover` runs once a connection is there, just before MAIL FROM; nothing is sent when
   * it answers false. Never throws: every end is an outcome.
   */
  send(mail: OutgoingMail, beforeHandover?: () => Promise<boolean>): Promise<SendOutcome>
  close(): Promise<void>
}
