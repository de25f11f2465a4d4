/** A mailbox as two values, never as one string: mail libraries read lists out of strings. */
export interface Mailbox {
  name: string
  address: string
}

export interface OutgoingMail {
  from: Mailbox
  to: Mailbox
  subject: string
  html: string
  text: string
  /** With angle brackets; the same at every attempt. */
  messageId: string
  headers: Record<string, string>
  /** Sender and recipient of the SMTP transaction, where they differ from the headers. */
  envelope?: { from: string; to: string }
  date?: Date
  /** What a mailer that writes files calls this one, without an ending. */
  fileName?: string
}

/**
 * What became of one message.
 *
 * sent      the server took it
 * deferred  not taken now; `slowDown` when the cause is the server or the way to it, not this
 *           recipient, so that the recipient's attempts are not used up
 * failed    never will be; `suppress` when the address itself does not exist
 * unknown   handed over wholly, answer never seen: sending again may double it
 * refused   the server refuses us (credentials, policy): nobody else's turn either
 * withheld  `beforeHandover` said no; nothing was sent
 */
export type SendOutcome =
  | { state: 'sent'; reply: string }
  | { state: 'deferred'; reply: string; slowDown?: boolean }
  | { state: 'failed'; reply: string; suppress?: boolean }
  | { state: 'unknown'; reply: string }
  | { state: 'refused'; reply: string }
  | { state: 'withheld' }

export interface SendHooks {
  /** Asked once the way is open, just before MAIL FROM; only on true the message leaves. */
  beforeHandover(): Promise<boolean>
}

export interface Mailer {
  /** Throws only when the message itself cannot be built, or what `beforeHandover` throws. */
  send(message: OutgoingMail, hooks: SendHooks): Promise<SendOutcome>
  /** Throws AppError MAIL_FAILED when mail cannot leave: unreachable, wrong credentials. */
  verify(): Promise<void>
  close(): Promise<void>
}
