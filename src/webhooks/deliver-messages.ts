import { randomUUID } from 'node:crypto'
import { type TraceFacts, untraced } from '../domain/trace.ts'
import { GIVE_UP_WEBHOOK_MS, PING, webhookWaitS } from '../domain/webhook.ts'
import { AppError } from '../errors.ts'
import {
  deleteOldMessages,
  type Lease,
  type LeasedMessage,
  leaseMessage,
  leaseMessages,
  releaseMessages,
  storeOutcome,
} from '../store/webhook-deliveries.ts'
import { noteWebhookFailure, noteWebhookSuccess, stopWebhook } from '../store/webhooks.ts'
import { type Attempt, createSendMessage, type SendMessageDeps } from './send-message.ts'

/** Longer than any attempt takes; then another process may take the message. */
const LEASE_MS = 60_000
const AT_ONCE = 60
/** One after the other, so that a webhook hears of things in their order. */
const AT_ONCE_EACH = 5
/** Bodies hold addresses of readers. */
const KEEP_MS = 30 * 86_400_000
const TIDY_MS = 3_600_000

export interface DeliverMessagesDeps extends SendMessageDeps {
  /** 0 ≤ n < 1: spreads retries. */
  random: () => number
  log: (message: string, details: Record<string, unknown>) => void
}

/**
 * Sends what the triggers wrote. At least once: a message whose answer was never seen is sent
 * again with the same `webhook-id`. Any number of processes share the work by leases.
 */
export function createDeliverMessages(deps: DeliverMessagesDeps) {
  const { db, now, trace = untraced } = deps
  const sendMessage = createSendMessage(deps)
  let tidiedAt = 0

  const newLease = (): Lease => {
    const at = now()
    return { token: randomUUID(), now: at, until: new Date(at.getTime() + LEASE_MS) }
  }

  async function attempt(message: LeasedMessage, token: string, signal?: AbortSignal) {
    const { webhookId, type } = message
    const facts = { 'linkletter.webhook.id': webhookId, 'linkletter.webhook.event': type }
    const result = await trace('deliver webhook', { facts }, async (note) => {
      const result = await sendMessage(message, signal)
      if (result) note(factsOf(result))
      return result
    })
    // Its webhook was removed, and the message with it; or we stop and it is given back.
    if (!result || (signal?.aborted && result.kind === 'refused')) return
    await settle(message, token, result)
  }

  async function settle(message: LeasedMessage, token: string, result: Attempt): Promise<void> {
    const { webhookId } = message
    const at = now()
    // Whoever asks whether somebody is there wants to know now.
    const wait =
      message.type === PING
        ? null
        : webhookWaitS(message.attempts, deps.random(), result.retryAfterS)
    const isTaken = result.kind === 'taken'
    await storeOutcome(db, message.id, token, {
      state: isTaken ? 'delivered' : wait === null ? 'failed' : 'pending',
      dueAt: isTaken || wait === null ? null : new Date(at.getTime() + wait * 1_000),
      answerStatus: result.status,
      answer: result.text,
    })
    if (isTaken) return noteWebhookSuccess(db, webhookId, at)
    deps.log('webhook not taken', { webhookId, type: message.type, answer: result.text })
    if (result.kind === 'gone')
      return stopWebhook(db, webhookId, { now: at, reason: 'Answered 410: it wants no more.' })
    if (result.kind === 'unreadable')
      return stopWebhook(db, webhookId, { now: at, reason: result.text })
    return noteWebhookFailure(db, webhookId, {
      now: at,
      since: new Date(at.getTime() - GIVE_UP_WEBHOOK_MS),
      reason: `Took nothing for 5 days. Last: ${result.text}`,
    })
  }

  return {
    /** Until nothing is due or the signal says stop. */
    async deliverDue(signal?: AbortSignal): Promise<number> {
      let count = 0
      while (!signal?.aborted) {
        const lease = newLease()
        const messages = await leaseMessages(db, lease, { each: AT_ONCE_EACH, limit: AT_ONCE })
        const queues = Map.groupBy(messages, ({ webhookId }) => webhookId)
        const results = await Promise.allSettled(
          [...queues.values()].map(async (queue) => {
            for (const message of queue) await attempt(message, lease.token, signal)
          }),
        )
        // What was settled holds no lease any more.
        await releaseMessages(db, lease.token)
        const failure = results.find((result) => result.status === 'rejected')
        if (failure) throw failure.reason
        count += messages.length
        if (messages.length === 0) break
      }
      if (now().getTime() - tidiedAt > TIDY_MS) {
        tidiedAt = now().getTime()
        await deleteOldMessages(db, new Date(tidiedAt - KEEP_MS))
      }
      return count
    },
    /** One message now, also one that was done. Throws CONFLICT while it is on its way. */
    async deliverNow(id: number): Promise<void> {
      const lease = newLease()
      const message = await leaseMessage(db, id, lease)
      if (!message) throw new AppError('CONFLICT', 'This message is being sent right now.')
      try {
        await attempt(message, lease.token)
      } finally {
        await releaseMessages(db, lease.token)
      }
    },
  }
}

function factsOf({ kind, status }: Attempt): TraceFacts {
  return {
    'linkletter.outcome': kind,
    ...(status !== null && { 'http.response.status_code': status }),
    ...(kind !== 'taken' && { 'error.type': kind }),
  }
}
