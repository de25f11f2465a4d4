import { randomUUID } from 'node:crypto'
import { sumInWords, sumOfDeliveries } from '../domain/delivery-sum.ts'
import type { Ambiguous, Progress } from '../domain/subscriber.ts'
import { AppError, messageOf } from '../errors.ts'
import {
  type ClaimedDelivery,
  closeSentIssue,
  countDeliveries,
  findPendingReaders,
  findSendingState,
  planDeliveries,
  recoverExpired,
  recoverOrphans,
} from '../store/deliveries.ts'
import type { Database } from '../store/schema.ts'
import { reserveSendTurns } from '../store/send-turns.ts'
import { createComposeAhead } from './compose-ahead.ts'
import type { DkimSigner } from './dkim.ts'
import { createDomainTurns } from './domain-turns.ts'
import { createIssueMessages, type IssueMail } from './issue-message.ts'
import { createLedger, type FinishedDelivery } from './ledger.ts'
import type { Mailbox } from './mailbox.ts'
import type { Mailer, MailLane, SendOutcome } from './mailer.ts'
import type { ReturnPaths } from './return-path.ts'
import { createSendPace } from './send-pace.ts'
import type { UnsubscribeTokens } from './unsubscribe-token.ts'

const LEASE_MS = 15_000
/** Renewals in the time of one lease. */
const HEARTBEATS = 5
const PROGRESS_EVERY_MS = 1000
/** Of the time, one part in so many goes into counting. */
const COUNT_SHARE = 20

export interface DeliverIssueOptions {
  db: Database
  mailer: Mailer
  tokens: UnsubscribeTokens
  /** Undefined: bounces go to `mailFrom`. */
  returnPaths?: ReturnPaths | undefined
  baseUrl: string
  mailFrom: Mailbox
  loadMail(issueId: number): Promise<IssueMail>
  now(): Date
  /** How many messages are under way at once. */
  connections: number
  /** How many of them may be for addresses of one domain; as many as there are when absent. */
  connectionsPerDomain?: number | undefined
  /** Messages a second over all processes. */
  rate?: number | undefined
  /** How long a process may be silent before others take its rows over; 15 s when absent. */
  leaseMs?: number | undefined
  /** What becomes of messages handed over and never answered; `hold` when absent. */
  ambiguous?: Ambiguous | undefined
  dkim?: DkimSigner | undefined
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
  /** Throws while nothing may leave. */
  refuseHeld?: () => Promise<void>
}

export interface DeliverRun {
  /** Aborted: what is under way is finished, nothing more is taken. */
  signal?: AbortSignal | undefined
  onProgress?: ((progress: Progress) => void) | undefined
}

/**
 * sent      no row waits any more
 * waiting   rows are left for later (`nextAttemptAt`), or another process holds them
 * paused, cancelled   by the owner, or paused because the mail server refuses us
 * stopped   by `signal`
 */
export interface DeliverResult {
  state: 'sent' | 'paused' | 'cancelled' | 'waiting' | 'stopped'
  counts: Progress['counts']
  /** The run ended because the mail server could not be reached: leave it alone for a while. */
  isTroubled?: boolean
}

/**
 * Sends an issue in state `sending`. May be killed at any moment and run again, also by several
 * processes at once: each message is marked in the ledger just before MAIL FROM and closed after
 * the answer, so that only messages under way at a kill are in doubt, and the ledger names them.
 */
export function createDeliverIssue(options: DeliverIssueOptions) {
  const { db, now } = options

  return async function deliverIssue(
    issueId: number,
    run: DeliverRun = {},
  ): Promise<DeliverResult> {
    const issue = await findSendingState(db, issueId)
    if (!issue) throw new AppError('NOT_FOUND', `There is no issue ${issueId}.`)
    const ended = endState(issue.state)
    if (ended) return finish(ended)
    await options.refuseHeld?.()
    if (issue.plannedAt === null) await planDeliveries(db, issueId, now())
    const { isTroubled } = await sendDue(options, issueId, run)
    const isClosed = await closeSentIssue(db, issueId, now())
    const after = endState((await findSendingState(db, issueId))?.state)
    if (isClosed || after) return finish(after ?? 'sent')
    if (run.signal?.aborted) return finish('stopped')
    return { ...(await finish('waiting')), isTroubled }

    async function finish(state: DeliverResult['state']): Promise<DeliverResult> {
      const progress = await countDeliveries(db, issueId)
      run.onProgress?.(progress)
      const sum = sumOfDeliveries(progress)
      if (!sum.holds) options.log?.('the ledger does not add up', { issueId, sum: sumInWords(sum) })
      return { state, counts: progress.counts }
    }
  }
}

/** Sends what is due until nothing is, or something stands in the way. */
async function sendDue(options: DeliverIssueOptions, issueId: number, run: DeliverRun) {
  const { db, mailer, now, connections, ambiguous = 'hold', leaseMs = LEASE_MS } = options
  const log = options.log ?? (() => undefined)
  const leaseToken = randomUUID()
  const pace = createSendPace({
    rate: options.rate,
    reserve: (count, rate) => reserveSendTurns(db, count, rate),
    signal: run.signal,
  })
  const ledger = createLedger({ issueId, leaseToken, leaseMs, db, ambiguous, now, pace, log })
  const composeNow = createIssueMessages(issueId, await options.loadMail(issueId), {
    from: options.mailFrom,
    ...options,
  })
  // Without a signature to compute, looking ahead costs more than it brings.
  const compose = options.dkim
    ? createComposeAhead({
        compose: composeNow,
        findNext: (afterId, limit) => findPendingReaders(db, { issueId, afterId, limit }),
        connections,
        onError: (error) => log('not composed ahead', { issueId, error: messageOf(error) }),
      })
    : composeNow
  const { connectionsPerDomain } = options
  const domainTurns = connectionsPerDomain && createDomainTurns(connectionsPerDomain)
  const isStopped = () => run.signal?.aborted === true || ledger.isClosed
  const stopWatch = watch()

  try {
    await recoverOrphans(db, issueId, { ambiguous })
    let sent = -1
    // After a trouble, what was being sent is due again as soon as it is over.
    while ((sent !== 0 || pace.isTroubled()) && !isStopped() && (await pace.untilCalm())) {
      await recoverExpired(db, { ambiguous, exceptToken: leaseToken })
      ledger.startOver()
      sent = await sendRound()
    }
    await ledger.close()
    return { isTroubled: pace.isTroubled() }
  } finally {
    stopWatch()
  }

  /** One connection at first; each that gets something to do opens the next one. */
  async function sendRound(): Promise<number> {
    let taken = 0
    let lanes = 0
    let failure: { error: unknown } | undefined
    const workers = new Set<Promise<void>>()
    const begin = () => {
      if (workers.size >= connections || isStopped() || failure) return
      const worker: Promise<void> = work()
        .catch((error: unknown) => {
          failure ??= { error }
        })
        .finally(() => workers.delete(worker))
      workers.add(worker)
    }

    async function work(): Promise<void> {
      const opened = await mailer.open()
      if ('failure' in opened) {
        const { state, reply } = opened.failure
        log('no connection to the mail server', { issueId, reply })
        if (state === 'refused') await ledger.refuse(reply)
        // A server that takes some connections and no more sets the number of them.
        else if (lanes === 0) pace.trouble()
        return
      }
      lanes += 1
      try {
        await sendOver(opened.lane)
      } finally {
        lanes -= 1
        opened.lane.release()
      }
    }

    async function sendOver(lane: MailLane): Promise<void> {
      let finished: FinishedDelivery | undefined
      for (;;) {
        if (pace.isLimited && finished) {
          await ledger.next(finished, false) // not to be in doubt while waiting for a turn
          finished = undefined
        }
        if (!isStopped()) await pace.turn()
        const isHungry = !isStopped() && !pace.isTroubled()
        const delivery = await ledger.next(finished, isHungry)
        if (!delivery) return
        const takenMs = performance.now()
        taken += 1
        begin()
        finished = { delivery, outcome: await attempt(lane, delivery, takenMs) }
      }
    }

    begin()
    while (workers.size > 0) await Promise.race(workers)
    if (failure) throw failure.error
    return taken
  }

  async function attempt(
    lane: MailLane,
    delivery: ClaimedDelivery,
    takenMs: number,
  ): Promise<SendOutcome> {
    try {
      const message = await compose(delivery)
      const release = domainTurns
        ? await domainTurns.take(delivery.email, leaseMs / 4)
        : () => undefined
      if (!release)
        return { state: 'deferred', reply: 'Others of its domain come first.', isPutBack: true }
      try {
        // Who stood still this long does not know any more whether the row is still its own.
        if (performance.now() - takenMs > leaseMs / 3)
          return { state: 'deferred', reply: 'The process stood still.', slowDown: true }
        return await lane.send(message)
      } finally {
        release()
      }
    } catch (error) {
      return { state: 'failed', reply: messageOf(error) }
    }
  }

  /** Keeps the lease, takes over from the dead, and says how it goes. */
  function watch(): () => void {
    const heartbeat = setInterval(() => {
      ledger
        .renew()
        // A long round must not keep the rows of a sender that died meanwhile waiting.
        .then(() => recoverExpired(db, { ambiguous, exceptToken: leaseToken }))
        .catch((error: unknown) => log('lease not renewed', { issueId, error: messageOf(error) }))
    }, leaseMs / HEARTBEATS)
    const { onProgress } = run
    let progress: NodeJS.Timeout | undefined
    const countAfter = (ms: number) => {
      progress = setTimeout(async () => {
        const startedMs = performance.now()
        try {
          onProgress?.(await countDeliveries(db, issueId))
        } catch (error) {
          log('progress not counted', { issueId, error: messageOf(error) })
        }
        // Counting a long list must not take the database's time from sending.
        const tookMs = performance.now() - startedMs
        if (progress) countAfter(Math.max(PROGRESS_EVERY_MS, tookMs * COUNT_SHARE))
      }, ms)
    }
    if (onProgress) countAfter(PROGRESS_EVERY_MS)
    return () => {
      clearInterval(heartbeat)
      clearTimeout(progress)
      progress = undefined
    }
  }
}

/** Undefined while there is something to do. Throws for an issue nobody asked to send. */
function endState(state: string | undefined): 'sent' | 'paused' | 'cancelled' | undefined {
  if (state === 'sent' || state === 'paused' || state === 'cancelled') return state
  if (state === 'sending') return undefined
  throw new AppError('ISSUE_WRONG_STATE', `The issue is ${state ?? 'gone'}, not being sent.`)
}
