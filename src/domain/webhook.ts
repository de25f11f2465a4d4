/** What a program of the owner can be told of. */
export const WEBHOOK_EVENTS = [
  'link.saved',
  'link.enriched',
  'issue.drafted',
  'issue.scheduled',
  'issue.paused',
  'issue.sent',
  'subscriber.created',
  'subscriber.confirmed',
  'subscriber.unsubscribed',
  'subscriber.bounced',
  'subscriber.complained',
] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

/** Sent by hand only, to see whether anybody is there. */
export const PING = 'webhook.ping'

export const WEBHOOK_DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number]

/** An address that is told; its secret is shown once and never listed. */
export interface Webhook {
  id: number
  url: string
  name: string
  events: WebhookEvent[]
  isEnabled: boolean
  /** Why it is told nothing. */
  disabledReason: string | null
  /** Since when no delivery was taken; null: the last one was. */
  failingSince: Date | null
  lastSuccessAt: Date | null
  /** Until when the secret before this one signs too; null: there was none. */
  oldSecretUntil: Date | null
  createdAt: Date
}

/** One message to one webhook, and what became of it. */
export interface WebhookDelivery {
  id: number
  messageId: string
  webhookId: number
  type: string
  happenedAt: Date
  state: WebhookDeliveryState
  attempts: number
  /** When it is tried again; null: at once, or never. */
  dueAt: Date | null
  attemptedAt: Date | null
  answerStatus: number | null
  /** What came of the last attempt, in a sentence. */
  answer: string | null
  /** What was sent, as text; null before the first attempt. */
  body: string | null
}

const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S
/** Between attempts, in seconds: eleven attempts in about four and a half days. */
const WAITS_S = [
  30,
  5 * MINUTE_S,
  30 * MINUTE_S,
  2 * HOUR_S,
  5 * HOUR_S,
  10 * HOUR_S,
  14 * HOUR_S,
  20 * HOUR_S,
  24 * HOUR_S,
  30 * HOUR_S,
]
/** A webhook that took nothing for so long is switched off. */
export const GIVE_UP_WEBHOOK_MS = 5 * 24 * HOUR_S * 1000
const LONGEST_WAIT_S = 24 * HOUR_S

/**
 * Seconds until the next attempt, up to a tenth more so that many do not come at once.
 *
 * In: attempts made so far (from 1); `random` with 0 ≤ n < 1; what Retry-After asked for, if
 * anything. Out: null when it is given up.
 */
export function webhookWaitS(
  attempts: number,
  random: number,
  retryAfterS: number | undefined,
): number | null {
  const wait = WAITS_S[attempts - 1]
  if (wait === undefined) return null
  return Math.max(wait * (1 + random / 10), Math.min(retryAfterS ?? 0, LONGEST_WAIT_S))
}
