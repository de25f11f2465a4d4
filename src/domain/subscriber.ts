export const SUBSCRIBER_STATUSES = [
  'pending',
  'active',
  'unsubscribed',
  'bounced',
  'complained',
] as const
export type SubscriberStatus = (typeof SUBSCRIBER_STATUSES)[number]

/** An address that asked for issues. */
export interface Subscriber {
  id: number
  email: string
  name: string
  status: SubscriberStatus
  /** Why it is so, in the owner's or the mail server's words. */
  statusReason: string | null
  tags: string[]
  confirmedAt: Date | null
  unsubscribedAt: Date | null
  /** Gets no issue until then. */
  pausedUntil: Date | null
  /** Wants mails without their HTML part. */
  textOnly: boolean
  createdAt: Date
}

/** Who brought the address. */
export type JoinedVia = 'form' | 'owner' | 'import'

/**
 * Why an address that is no longer in the list must not be mailed: its reader had it erased, the
 * owner removed it, or it had left, bounced or complained when it was removed.
 */
export type SuppressionReason = 'erased' | 'removed' | 'unsubscribed' | 'bounced' | 'complained'

/** Whoever is here gets nothing and is not taken back by an import. */
export const hasLeft = (status: SubscriberStatus): boolean =>
  status === 'unsubscribed' || isUnwanted(status)

/** Not even a confirmation mail goes there. */
export const isUnwanted = (status: SubscriberStatus | SuppressionReason): boolean =>
  status === 'bounced' || status === 'complained'

export const DELIVERY_STATES = [
  'pending',
  'sending',
  'sent',
  'deferred',
  'failed',
  'unknown',
  'skipped',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One issue to one subscriber, as the ledger keeps it. */
export interface Delivery {
  issueId: number
  subscriberId: number
  email: string
  state: DeliveryState
  attempts: number
  nextAttemptAt: Date
  /** The mail server's words, or ours when it said nothing. */
  lastReply: string | null
  sentAt: Date | null
  updatedAt: Date
}

export interface Progress {
  total: number
  counts: Record<DeliveryState, number>
  lastReply: string | null
}

/** What to do with a message that was handed over and never answered: the setting AMBIGUOUS. */
export type Ambiguous = 'hold' | 'retry'
