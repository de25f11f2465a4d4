/**
 * What mail servers and providers say about a message after it was handed over.
 *
 * hard         the address does not exist or takes nothing any more
 * soft         could not be delivered this time: full, away, too long in the queue
 * blocked      refused for what or who we are (spam, policy): says nothing about the address
 * complaint    the reader called it spam
 * unsubscribe  the reader left by a button of the provider's
 */
export const FEEDBACK_KINDS = ['hard', 'soft', 'blocked', 'complaint', 'unsubscribe'] as const
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number]
export type BounceKind = Extract<FeedbackKind, 'hard' | 'soft' | 'blocked'>

/**
 * `report`: a message of the mail system, by hook or mailbox. `smtp`: said while we were sending.
 */
export const FEEDBACK_SOURCES = [
  'report',
  'smtp',
  'ses',
  'postmark',
  'mailgun',
  'sendgrid',
] as const
export type FeedbackSource = (typeof FEEDBACK_SOURCES)[number]

export interface FeedbackEvent {
  source: FeedbackSource
  kind: FeedbackKind
  /** The same for the same event, however often it is reported. */
  key: string
  /** Proven: by a return path or Message-ID that only we can make. */
  recipient: { issueId: number; subscriberId: number } | null
  /** As the provider names it; used where nothing is proven. */
  email: string | null
  /** The server's words. */
  reason: string
}

/**
 * bounced, complained, unsubscribed   the subscriber gets nothing more
 * counted    a soft bounce; several in a row suppress
 * recorded   noted, and nobody's state changed
 * repeated   known already
 * ignored    nothing that we sent, or nothing to act on
 */
export interface FeedbackOutcome {
  result:
    | 'bounced'
    | 'complained'
    | 'unsubscribed'
    | 'counted'
    | 'recorded'
    | 'repeated'
    | 'ignored'
  /** A sentence for the owner, without addresses. */
  reason: string
}

/** A stored event. */
export interface Bounce {
  id: number
  subscriberId: number
  email: string
  issueId: number | null
  kind: FeedbackKind
  source: FeedbackSource
  reason: string
  receivedAt: Date
}

/**
 * A mailbox that is full or away now and then is nobody's goodbye: suppressed after so many soft
 * bounces, from so many issues, over so many days, with no delivery that succeeded in between.
 */
export const SOFT_LIMIT = { bounces: 5, issues: 3, days: 14 } as const
/** A delivery without a bounce after so long has succeeded: queues give up after 5 days. */
export const SUCCESS_AFTER_DAYS = 5
