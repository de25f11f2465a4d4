import { setTimeout as wait } from 'node:timers/promises'
import type { Progress } from '../domain/subscriber.ts'
import { messageOf } from '../errors.ts'
import {
  type ClaimedDelivery,
  countDeliveries,
  type DeliveryOutcome,
  pauseSending,
  recordOutcomes,
  suppressBounced,
} from '../store/deliveries.ts'
import type { Database } from '../store/schema.ts'
import { createBatcher } from './batcher.ts'
import type { SendOutcome } from './mailer.ts'
import { retryDelayMs } from './retry-delay.ts'
import type { SendPace } from './send-pace.ts'

/** A message that has left must not be forgotten because the database is away for a while. */
const DATABASE_PATIENCE_MS = 60_000
const DATABASE_RETRY_MS = 500
const PROGRESS_EVERY_MS = 1000

type Answer = Exclude<SendOutcome, { state: 'withheld' }>
type Recorded = { delivery: ClaimedDelivery; outcome: Answer }

/** Writes what became of each message into the ledger, many at a time. */
export function createRecorder(options: {
  db: Database
  issueId: number
  leaseToken: string
  now(): Date
  pace: SendPace
  log(message: string, details: Record<string, unknown>): void
  onProgress?: ((progress: Progress) => void) | undefined
}) {
  const { db, issueId, leaseToken, now, pace, log } = options
  let isRefused = false
  let isBroken = false
  let progressDueMs = 0

  const writes = createBatcher(async (batch: Recorded[]) => {
    const outcomes = batch.map(toLedger)
    await patiently(() => writeBatch(batch, outcomes))
    if (options.onProgress && performance.now() >= progressDueMs) {
      progressDueMs = performance.now() + PROGRESS_EVERY_MS
      options.onProgress(await countDeliveries(db, issueId))
    }
    return () => undefined
  })

  async function writeBatch(batch: Recorded[], outcomes: DeliveryOutcome[]) {
    const written = new Set(await recordOutcomes(db, issueId, outcomes, leaseToken, now()))
    const lost = outcomes.filter(({ subscriberId }) => !written.has(subscriberId))
    if (lost.length > 0) {
      log('lease lost, outcome not recorded', {
        issueId,
        rows: lost.map(({ subscriberId, state }) => ({ subscriberId, state })),
      })
    }
    const bounced = batch.flatMap(({ delivery, outcome }) =>
      outcome.state === 'failed' && outcome.suppress === true
        ? [{ subscriberId: delivery.subscriberId, email: delivery.email, reply: outcome.reply }]
        : [],
    )
    if (bounced.length > 0) await suppressBounced(db, bounced, now())
    const refused = batch.find(({ outcome }) => outcome.state === 'refused')?.outcome
    if (refused) await pauseSending(db, issueId, refused.reply, now())
  }

  /** Repeating is safe: what was written the first time is no longer under our lease. */
  async function patiently(write: () => Promise<void>) {
    const untilMs = performance.now() + DATABASE_PATIENCE_MS
    for (;;) {
      try {
        return await write()
      } catch (error) {
        log('ledger not written', { issueId, error: messageOf(error) })
        if (performance.now() > untilMs) {
          isBroken = true
          throw error
        }
        await wait(DATABASE_RETRY_MS)
      }
    }
  }

  function toLedger({ delivery, outcome }: Recorded): DeliveryOutcome {
    const { subscriberId } = delivery
    const at = now()
    const base = { subscriberId, reply: outcome.reply, nextAttemptAt: at }
    const attempts = delivery.attempts + 1
    if (outcome.state === 'refused') {
      return { ...base, state: 'deferred', attempts: delivery.attempts }
    }
    if (outcome.state !== 'deferred') return { ...base, state: outcome.state, attempts }
    if (outcome.slowDown === true) {
      const nextAttemptAt = new Date(at.getTime() + pace.trouble())
      return { ...base, state: 'deferred', attempts: delivery.attempts, nextAttemptAt }
    }
    const delayMs = retryDelayMs(attempts)
    if (delayMs === null) {
      const reply = `Given up after ${attempts} attempts: ${outcome.reply}`
      return { ...base, state: 'failed', attempts, reply }
    }
    return { ...base, state: 'deferred', attempts, nextAttemptAt: new Date(at.getTime() + delayMs) }
  }

  return {
    /** The server refuses us: no other message is to be tried. */
    get isRefused() {
      return isRefused
    },
    /** The ledger cannot be written: nothing more may leave. */
    get isBroken() {
      return isBroken
    },
    async record(delivery: ClaimedDelivery, outcome: Answer): Promise<void> {
      if (outcome.state === 'refused') isRefused = true
      if (outcome.state === 'sent') pace.success()
      await writes.add({ delivery, outcome })
    },
  }
}
