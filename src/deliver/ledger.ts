import { setTimeout as wait } from 'node:timers/promises'
import type { Ambiguous } from '../domain/subscriber.ts'
import { messageOf } from '../errors.ts'
import {
  type ClaimedDelivery,
  closeRun,
  type DeliveryOutcome,
  exchangeDeliveries,
  pauseSending,
  renewLease,
  returnUnsent,
  START,
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
/** When a message that had to let others of its domain go first is looked at again. */
const PUT_BACK_MS = 2000
/**
 * A statement for half of what is under way costs little more than one for a single message, and
 * while it runs, the other half is on its way over the network.
 */
const GATHER_LONGEST_MS = 1
/** How often the mail server's last words are written down. */
const SAY_EVERY_MS = 500

export interface FinishedDelivery {
  delivery: ClaimedDelivery
  outcome: SendOutcome
}

interface Request {
  finished: FinishedDelivery | undefined
  isHungry: boolean
}

export interface LedgerOptions {
  db: Database
  issueId: number
  leaseToken: string
  leaseMs: number
  ambiguous: Ambiguous
  now(): Date
  pace: SendPace
  log(message: string, details: Record<string, unknown>): void
}

export type Ledger = ReturnType<typeof createLedger>

/**
 * A run's side of the ledger: connections hand in what became of a message and get the next one,
 * many of them in one statement. A row is `sending` from that statement on, and no connection
 * ever holds two, so that no kill leaves more messages in doubt than there are connections.
 */
export function createLedger(options: LedgerOptions) {
  const { db, issueId, leaseToken, leaseMs, now, pace, log } = options
  const inHand = new Set<number>()
  let after = START
  let lastReply: string | undefined
  let saidMs = 0
  let refusal: string | undefined
  let isBroken = false
  /** A statement's answer was lost: it may have taken rows that nobody knows of. */
  let wasRepeated = false

  const exchanges = createBatcher(step, {
    // Who waits has its row still in hand, so these are all that may come.
    wanted: (waiting) => Math.max(waiting, inHand.size) / 2,
    longestMs: GATHER_LONGEST_MS,
  })

  async function step(requests: Request[]): Promise<(ClaimedDelivery | undefined)[]> {
    const finished = requests.flatMap((request) => request.finished ?? [])
    const hungry = requests.filter((request) => request.isHungry).length
    const outcomes = finished.map(toLedger)
    const taken = await patiently(() => exchange(finished, outcomes, hungry))
    return requests.map((request) => (request.isHungry ? taken.shift() : undefined))
  }

  async function exchange(
    finished: FinishedDelivery[],
    outcomes: DeliveryOutcome[],
    take: number,
  ): Promise<ClaimedDelivery[]> {
    const said = take > 0 ? newWords() : undefined
    const asked = { issueId, leaseToken, leaseMs, now: now(), outcomes, take, after, said }
    const result = await exchangeDeliveries(db, asked)
    if (result.lost.length > 0) reportLost(outcomes, new Set(result.lost))
    for (const { subscriberId } of outcomes) inHand.delete(subscriberId)
    for (const { subscriberId } of result.taken) inHand.add(subscriberId)
    after = result.after
    await drawConsequences(finished)
    return result.taken
  }

  function newWords(): string | undefined {
    if (lastReply === undefined || performance.now() - saidMs < SAY_EVERY_MS) return undefined
    saidMs = performance.now()
    const said = lastReply
    lastReply = undefined
    return said
  }

  function reportLost(outcomes: DeliveryOutcome[], lost: Set<number>) {
    log('lease lost, outcome not recorded', {
      issueId,
      rows: outcomes.flatMap(({ subscriberId, state }) =>
        lost.has(subscriberId) ? [{ subscriberId, state }] : [],
      ),
    })
  }

  async function drawConsequences(finished: FinishedDelivery[]) {
    const bounced = finished.flatMap(({ delivery, outcome }) =>
      outcome.state === 'failed' && outcome.suppress === true
        ? [{ subscriberId: delivery.subscriberId, email: delivery.email, reply: outcome.reply }]
        : [],
    )
    if (bounced.length > 0) await suppressBounced(db, issueId, bounced, now())
    if (refusal !== undefined) await pauseSending(db, issueId, refusal, now())
  }

  /**
   * Repeating is safe: what was written the first time is no longer `sending` under our lease, and
   * rows that were taken by a statement whose answer was lost are given back before.
   */
  async function patiently<T>(write: () => Promise<T>): Promise<T> {
    const untilMs = performance.now() + DATABASE_PATIENCE_MS
    for (let isRepeat = false; ; isRepeat = true) {
      try {
        if (isRepeat) await returnUnsent(db, issueId, leaseToken, [...inHand])
        return await write()
      } catch (error) {
        wasRepeated = true
        log('ledger not written', { issueId, error: messageOf(error) })
        if (performance.now() > untilMs) {
          isBroken = true
          throw error
        }
        await wait(DATABASE_RETRY_MS)
      }
    }
  }

  function toLedger({ delivery, outcome }: FinishedDelivery): DeliveryOutcome {
    const { subscriberId } = delivery
    const at = now()
    const base = { subscriberId, reply: outcome.reply, nextAttemptAt: at }
    const attempts = delivery.attempts + 1
    if (outcome.state === 'refused')
      return { ...base, state: 'deferred', attempts: delivery.attempts }
    if (outcome.state === 'unknown' && options.ambiguous === 'retry')
      return { ...base, state: 'deferred', attempts }
    if (outcome.state !== 'deferred') return { ...base, state: outcome.state, attempts }
    if (outcome.isPutBack === true) {
      const nextAttemptAt = new Date(at.getTime() + PUT_BACK_MS)
      return { ...base, state: 'deferred', attempts: delivery.attempts, nextAttemptAt }
    }
    if (outcome.slowDown === true) {
      const nextAttemptAt = new Date(at.getTime() + pace.trouble())
      const isOwn = outcome.isCut === true && delivery.attempts > 0
      const counted = outcome.isCut === true ? attempts : delivery.attempts
      // A message on which the connection broke before waits like one that was refused: a server
      // that falls over it each time must not hold up everybody else.
      if (!isOwn) return { ...base, state: 'deferred', attempts: counted, nextAttemptAt }
    }
    const delayMs = retryDelayMs(outcome.isCut === true ? attempts - 1 : attempts)
    if (delayMs === null) {
      const reply = `Given up after ${attempts} attempts: ${outcome.reply}`
      return { ...base, state: 'failed', attempts, reply }
    }
    return { ...base, state: 'deferred', attempts, nextAttemptAt: new Date(at.getTime() + delayMs) }
  }

  return {
    /** The server refuses us, or the ledger cannot be written: nothing more may leave. */
    get isClosed() {
      return refusal !== undefined || isBroken
    },
    /** Records what is finished; with `isHungry` the next delivery, undefined when none is due. */
    async next(
      finished: FinishedDelivery | undefined,
      isHungry: boolean,
    ): Promise<ClaimedDelivery | undefined> {
      if (!finished && !isHungry) return undefined
      if (finished?.outcome.state === 'refused') refusal ??= finished.outcome.reply
      if (finished?.outcome.state === 'sent') pace.success()
      if (finished) lastReply = finished.outcome.reply
      return exchanges.add({ finished, isHungry: isHungry && refusal === undefined })
    },
    /** The server refuses us before any recipient was touched. */
    async refuse(reply: string): Promise<void> {
      refusal ??= reply
      await pauseSending(db, issueId, reply, now())
    },
    /** From the first reader again: rows that were given back stand before those taken last. */
    startOver(): void {
      after = START
    },
    renew: () => renewLease(db, { issueId, leaseToken, leaseMs }),
    /** At the end of a run nothing is in hand any more. */
    async close(): Promise<void> {
      if (isBroken) return
      if (wasRepeated) await returnUnsent(db, issueId, leaseToken, [])
      await closeRun(db, { issueId, leaseToken, said: lastReply })
    },
  }
}
