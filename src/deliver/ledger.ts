import { setTimeout as wait } from 'node:timers/promises'
import type { Ambiguous } from '../domain/subscriber.ts'
import { messageOf } from '../errors.ts'
import {
  type ClaimedDelivery,
  closeRun,
  type DeliveryExchange,
  type DeliveryOutcome,
  type ExchangeResult,
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
 * A statement for all connections costs little more than one for a single message. Waiting for the
 * others costs nothing meanwhile: the next message is on its way, and only its end needs the answer.
 */
const GATHER_LONGEST_MS = 2
/** How often the mail server's last words are written down. */
const SAY_EVERY_MS = 500

export interface FinishedDelivery {
  delivery: ClaimedDelivery
  outcome: SendOutcome
}

export interface LedgerRequest {
  /** To be recorded. */
  finished?: FinishedDelivery | undefined
  /** Wants a row. */
  isHungry: boolean
  /** The reader whose message is under way on the same connection: the new row waits behind it. */
  behind?: number | undefined
}

export interface LedgerAnswer {
  /** Undefined when none is due. */
  delivery: ClaimedDelivery | undefined
  /**
   * Whether what waits behind `finished` may be handed over. Not when another process has taken our
   * rows over, its reader has left, or the issue has been paused or cancelled.
   */
  mayGoOn: boolean
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
 * many of them in one statement. A row is `sending` from that statement on. A connection holds one
 * row, and one that waits behind it: the waiting one is not handed over before the outcome of the
 * other is recorded, so that no kill leaves more messages in doubt than there are connections.
 */
export function createLedger(options: LedgerOptions) {
  const { db, issueId, leaseToken, leaseMs, now, pace, log } = options
  const inHand = new Map<number, ClaimedDelivery>()
  let after = START
  let lastReply: string | undefined
  let saidMs = 0
  let refusal: string | undefined
  let isBroken = false
  /** There may be rows of this run that nobody has in hand: given back, or never heard of. */
  let hasStrays = false

  const exchanges = createBatcher(step, {
    // Of two rows in hand, one is under way and asks next.
    wanted: (waiting) => Math.max(waiting, inHand.size / 2),
    longestMs: GATHER_LONGEST_MS,
  })

  async function step(requests: LedgerRequest[]): Promise<LedgerAnswer[]> {
    const finished = requests.flatMap((request) => request.finished ?? [])
    const outcomes = finished.map(toLedger)
    const comesAgain = new Set(
      outcomes.flatMap(({ state, subscriberId }) => (state === 'deferred' ? [subscriberId] : [])),
    )
    const successors = requests.flatMap(({ finished, behind }) =>
      finished && behind !== undefined
        ? [{ of: finished.delivery.subscriberId, waits: behind }]
        : [],
    )
    const waiting = successors.map(({ waits }) => waits)
    const begun = successors.flatMap(({ of, waits }) => (comesAgain.has(of) ? [waits] : []))
    // Connections that have nothing to do come first, should there not be enough for all.
    const places = requests
      .flatMap(({ isHungry, behind }) => (isHungry ? [behind ?? null] : []))
      .sort((one, other) => Number(one !== null) - Number(other !== null))
    const asked = { outcomes, waiting, begun, places }
    const { lost, changed, isEnded, ...first } = await patiently(() => exchange(finished, asked))
    const taken = await fillUp(places, first)
    return requests.map(({ finished, isHungry, behind = null }) => {
      const at = isHungry ? taken.findIndex((row) => row.behind === behind) : -1
      const [row] = at >= 0 ? taken.splice(at, 1) : []
      const isLost = finished !== undefined && lost.includes(finished.delivery.subscriberId)
      const hasChanged = behind !== null && changed.includes(behind)
      return { delivery: row?.delivery, mayGoOn: !isLost && !isEnded && !hasChanged }
    })
  }

  /** Asks again for places that came out empty because readers had left. */
  async function fillUp(
    places: DeliveryExchange['places'],
    first: Pick<ExchangeResult, 'taken' | 'skipped'>,
  ): Promise<ExchangeResult['taken']> {
    const { taken } = first
    for (let { skipped } = first; skipped > 0 && taken.length < places.length; ) {
      const filled = taken.map(({ behind }) => behind)
      const empty = places.filter((place) => {
        const at = filled.indexOf(place)
        if (at >= 0) filled.splice(at, 1)
        return at < 0
      })
      const asked = { outcomes: [], waiting: [], begun: [], places: empty }
      const more = await patiently(() => exchange([], asked))
      taken.push(...more.taken)
      skipped = more.skipped
    }
    return taken
  }

  async function exchange(
    finished: FinishedDelivery[],
    what: Pick<DeliveryExchange, 'outcomes' | 'waiting' | 'begun' | 'places'>,
  ): Promise<ExchangeResult> {
    const { outcomes, places } = what
    const said = places.length > 0 ? newWords() : undefined
    const asked = { issueId, leaseToken, leaseMs, now: now(), after, said, ...what }
    const result = await exchangeDeliveries(db, asked)
    if (result.lost.length > 0) reportLost(outcomes, new Set(result.lost))
    for (const { delivery } of finished) forget(delivery)
    for (const { delivery } of result.taken) inHand.set(delivery.subscriberId, delivery)
    after = result.after
    await drawConsequences(finished)
    return result
  }

  /** Another connection may have the row in hand again, after others had taken it over. */
  function forget(delivery: ClaimedDelivery) {
    if (inHand.get(delivery.subscriberId) === delivery) inHand.delete(delivery.subscriberId)
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
        if (isRepeat) await returnUnsent(db, issueId, leaseToken, [...inHand.keys()])
        return await write()
      } catch (error) {
        hasStrays = true
        log('ledger not written', { issueId, error: messageOf(error) })
        if (performance.now() > untilMs) {
          isBroken = true
          throw error
        }
        await wait(DATABASE_RETRY_MS)
      }
    }
  }

  /** While no connection works, nothing is in hand. */
  async function returnStrays(): Promise<void> {
    if (!hasStrays) return
    inHand.clear()
    await returnUnsent(db, issueId, leaseToken, [])
    hasStrays = false
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
    /** Records what is finished, and takes a row for who is hungry. */
    async next(request: LedgerRequest): Promise<LedgerAnswer> {
      const { finished, isHungry } = request
      if (!finished && !isHungry) return { delivery: undefined, mayGoOn: true }
      if (finished?.outcome.state === 'refused') refusal ??= finished.outcome.reply
      if (finished?.outcome.state === 'sent') pace.success()
      if (finished) lastReply = finished.outcome.reply
      return exchanges.add({ ...request, isHungry: isHungry && refusal === undefined })
    },
    /** It was certainly not handed over, and is perhaps not ours any more. Due again after `startOver`. */
    giveBack(delivery: ClaimedDelivery): void {
      forget(delivery)
      hasStrays = true
    },
    /** The server refuses us before any recipient was touched. */
    async refuse(reply: string): Promise<void> {
      refusal ??= reply
      await pauseSending(db, issueId, reply, now())
    },
    /** From the first reader again: rows that were given back stand before those taken last. */
    async startOver(): Promise<void> {
      await returnStrays()
      after = START
    },
    renew: () => renewLease(db, { issueId, leaseToken, leaseMs }),
    /** At the end of a run nothing is in hand any more. */
    async close(): Promise<void> {
      if (isBroken) return
      await returnStrays()
      await closeRun(db, { issueId, leaseToken, said: lastReply })
    },
  }
}
