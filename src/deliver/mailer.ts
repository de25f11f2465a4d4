/**
 * One message as it goes over the wire. Constant parts are shared between the messages of an
 * issue, so that a run of 100,000 holds one of them and not 100,000.
 */
export interface MimeMessage {
  /**
   * To be written one after the other: CRLF line ends, CRLF last, and no line begins with a dot,
   * so that SMTP's dot-stuffing (RFC 5321 §4.5.2) has nothing to do.
   */
  chunks: readonly Uint8Array[]
  /** Sender and recipient of the SMTP transaction. */
  envelope: { from: string; to: string }
  /** With angle brackets; the same at every attempt. */
  messageId: string
  /** What a mailer that writes files calls this one, without an ending. */
  fileName?: string
}

/**
 * What became of one message.
 *
 * sent      the server took it
 * deferred  not taken now; `slowDown` when the cause is the server or the way to it, not this
 *           recipient, so that the recipient's attempts are not used up; `isCut` when the
 *           connection broke with this message on it, which may be this recipient's doing after all;
 *           `isPutBack` when it was not tried at all, because others of its domain are under way
 * failed    never will be; `suppress` when the address itself does not exist
 * unknown   handed over wholly, answer never seen: sending again may double it
 * refused   the server refuses us (credentials, policy): nobody else's turn either
 */
export type SendOutcome =
  | { state: 'sent'; reply: string }
  | { state: 'deferred'; reply: string; slowDown?: boolean; isCut?: boolean; isPutBack?: boolean }
  | { state: 'failed'; reply: string; suppress?: boolean }
  | { state: 'unknown'; reply: string }
  | { state: 'refused'; reply: string }

/** An open way to the mail server for one message after the other. */
export interface MailLane {
  /** What the server or the network does is an outcome, never thrown. */
  send(message: MimeMessage): Promise<SendOutcome>
  /**
   * As `send`, but what makes the message valid is held back until `mayEnd` says so; it never
   * rejects. Null when it says no: the server has no message then, and the connection is given up.
   * Absent where the end cannot be held back: `send` is then called after `mayEnd`.
   */
  sendHeld?(message: MimeMessage, mayEnd: () => Promise<boolean>): Promise<SendOutcome | null>
  /** Gives the lane back. */
  release(): void
}

/** Why no lane could be opened: nothing has been tried with any recipient. */
export type LaneFailure = Extract<SendOutcome, { state: 'deferred' | 'refused' | 'failed' }>

export interface Mailer {
  /** A lane of a run, ready to send; waits while all connections are in use. */
  open(): Promise<{ lane: MailLane } | { failure: LaneFailure }>
  /** One message by itself. Does not wait behind a run: it has connections of its own. */
  send(message: MimeMessage): Promise<SendOutcome>
  /** Throws AppError MAIL_FAILED when mail cannot leave: unreachable, wrong credentials. */
  verify(): Promise<void>
  close(): Promise<void>
}
