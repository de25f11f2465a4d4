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
  tags: string[]
  confirmedAt: Date | null
  createdAt: Date
}

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
