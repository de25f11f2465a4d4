import { randomUUID } from 'node:crypto'
import { sumInWords, sumOfDeliveries } from '../domain/delivery-sum.ts'
import type { Ambiguous, Progress } from '../domain/subscriber.ts'
import { AppError, messageOf } from '../errors.ts'
import {
  type ClaimedDelivery,
  closeSentIssue,
  countDeliveries,
  findSendingState,
  planDeliveries,
  recoverExpired,
  recoverOrphans,
} from '../store/deliveries.ts'
import type { Database } from '../store/schema.ts'
import { reserveSendTurns } from '../store/send-turns.ts'
import type { DkimSigner } from './dkim.ts'
import { createDomainTurns } from './domain-turns.ts'
import { createIssueMessages, type IssueMail } from './issue-message.ts'
import {
  createLedger,
  type FinishedDelivery,
  type LedgerAnswer,
  type LedgerRequest,
} from './ledger.ts'
import type { Mailbox } from './mailbox.ts'
import type { Mailer, MailLane, MimeMessage, SendOutcome } from './mailer.ts'
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

/** A row of the ledger and its message. */
interface Turn {
  delivery: ClaimedDelivery
  message: Promise<MimeMessage>
  takenMs: number
  /** It was taken while the message before it was under way on the same connection. */
  hasWaited: boolean
}

interface Claim {
  answer: Promise<LedgerAnswer>
  /** Undefined when nothing is due. */
  turn: Promise<Turn | undefined>
}

/** `finished`: not written down yet. */
interface Streak {
  finished?: FinishedDelivery | undefined
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
  const compose = createIssueMessages(issueId, await options.loadMail(issueId), {
    from: options.mailFrom,
    ...options,
  })
  const { connectionsPerDomain } = options
  const domainTurns = connectionsPerDomain && createDomainTurns(connectionsPerDomain)
  const isStopped = () => run.signal?.aborted === true || ledger.isClosed
  const isHungry = () => !isStopped() && !pace.isTroubled()
  const stopWatch = watch()

  try {
    await recoverOrphans(db, issueId, { ambiguous })
    let sent = -1
    // After a trouble, what was being sent is due again as soon as it is over.
    while ((sent !== 0 || pace.isTroubled()) && !isStopped() && (await pace.untilCalm())) {
      await recoverExpired(db, { ambiguous, exceptToken: leaseToken })
      await ledger.startOver()
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
      let streak: Streak | undefined = {}
      while (streak) {
        let { finished } = streak
        if (pace.isLimited && finished) {
          await ledger.next({ finished, isHungry: false }) // not to be in doubt while waiting
          finished = undefined
        }
        if (!isStopped()) await pace.turn()
        streak = await sendStreak(lane, claim({ finished, isHungry: isHungry() }))
      }
    }

    /**
     * Sends what was claimed, and whatever was claimed behind it meanwhile, for as long as nothing
     * comes in between. Undefined when there was nothing.
     */
    async function sendStreak(lane: MailLane, claimed: Claim): Promise<Streak | undefined> {
      let turn = await claimed.turn
      let before = claimed.answer
      let ahead = turn && claimBehind(turn)
      while (turn) {
        taken += 1
        begin()
        const { delivery } = turn
        const outcome = await attempt(lane, turn, before)
        if (!outcome) ledger.giveBack(delivery)
        const finished = outcome && { delivery, outcome }
        const next: Turn | undefined = await ahead?.turn
        const isUndisturbed = isOrdinary(outcome) && !isStopped() && !pace.isTroubled()
        if (!next || !finished || !isUndisturbed) {
          if (next) ledger.giveBack(next.delivery)
          return { finished }
        }
        // The next message goes out while this is written down, all but its end.
        const behind = next.delivery.subscriberId
        ahead = claim({ finished, isHungry: isHungry(), behind })
        before = ahead.answer
        turn = { ...next, hasWaited: true }
      }
      return undefined
    }

    function claimBehind({ delivery }: Turn): Claim | undefined {
      if (pace.isLimited || !isHungry()) return undefined
      return claim({ isHungry: true, behind: delivery.subscriberId })
    }

    begin()
    while (workers.size > 0) await Promise.race(workers)
    if (failure) throw failure.error
    return taken
  }

  /** Composes the message as soon as its row is taken: a signature takes a millisecond. */
  function claim(request: LedgerRequest): Claim {
    const answer = ledger.next(request)
    const turn = answer.then(({ delivery }) => {
      if (!delivery) return undefined
      const message = compose(delivery)
      message.catch(() => undefined) // seen when its turn comes
      return { delivery, message, takenMs: performance.now(), hasWaited: false }
    })
    turn.catch(() => undefined)
    return { answer, turn }
  }

  /** Undefined when the message was certainly not handed over and the row is perhaps not ours. */
  async function attempt(
    lane: MailLane,
    { delivery, message, takenMs, hasWaited }: Turn,
    before: Promise<LedgerAnswer>,
  ): Promise<SendOutcome | undefined> {
    const mayEnd = () =>
      before.then(
        ({ mayGoOn }) => mayGoOn,
        () => false,
      )
    try {
      const composed = await message
      const release = domainTurns
        ? await domainTurns.take(delivery.email, leaseMs / 4)
        : () => undefined
      if (!release)
        return { state: 'deferred', reply: 'Others of its domain come first.', isPutBack: true }
      try {
        // Who stood still this long does not know any more whether the row is still its own. What
        // waited learns it before its end.
        if (!hasWaited && performance.now() - takenMs > leaseMs / 3) return undefined
        if (lane.sendHeld) return (await lane.sendHeld(composed, mayEnd)) ?? undefined
        return (await mayEnd()) ? await lane.send(composed) : undefined
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

/** Nothing of it speaks against going on with what waits behind. */
const isOrdinary = (outcome: SendOutcome | undefined) =>
  outcome !== undefined &&
  outcome.state !== 'refused' &&
  !(outcome.state === 'deferred' && outcome.slowDown === true)

/** Undefined while there is something to do. Throws for an issue nobody asked to send. */
function endState(state: string | undefined): 'sent' | 'paused' | 'cancelled' | undefined {
  if (state === 'sent' || state === 'paused' || state === 'cancelled') return state
  if (state === 'sending') return undefined
  throw new AppError('ISSUE_WRONG_STATE', `The issue is ${state ?? 'gone'}, not being sent.`)
}
