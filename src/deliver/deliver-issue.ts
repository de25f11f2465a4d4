import { randomUUID } from 'node:crypto'
import type { Progress } from '../domain/subscriber.ts'
import { AppError, messageOf } from '../errors.ts'
import {
  type ClaimedDelivery,
  claimDeliveries,
  closeSentIssue,
  countDeliveries,
  findSendingState,
  markSending,
  planDeliveries,
  recoverExpired,
  releaseClaims,
  renewLease,
} from '../store/deliveries.ts'
import type { Database } from '../store/schema.ts'
import { createBatcher } from './batcher.ts'
import { type IssueMail, issueMessage } from './issue-message.ts'
import type { Mailbox, Mailer, SendOutcome } from './mailer.ts'
import { createRecorder } from './record-outcome.ts'
import { createSendPace } from './send-pace.ts'
import { createTurns } from './turns.ts'
import type { UnsubscribeTokens } from './unsubscribe-token.ts'

const LEASE_MS = 15_000
const HEARTBEAT_MS = 3_000

export interface DeliverIssueOptions {
  db: Database
  mailer: Mailer
  tokens: UnsubscribeTokens
  baseUrl: string
  mailFrom: Mailbox
  loadMail(issueId: number): Promise<IssueMail>
  now(): Date
  /** How many messages are under way at once. */
  connections: number
  /** Messages a second of this process. */
  rate?: number | undefined
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

export interface DeliverRun {
  /** Aborted: what is under way is finished, claimed rows are given back. */
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
}

/**
 * Sends an issue in state `sending`. May be killed at any moment and run again, also by several
 * processes at once: each message is marked in the ledger just before MAIL FROM and closed after
 * the answer, so that only messages under way at a kill are in doubt, and the ledger names them.
 */
export function createDeliverIssue(options: DeliverIssueOptions) {
  const { db, mailer, now, connections } = options
  const log = options.log ?? (() => undefined)

  return async function deliverIssue(
    issueId: number,
    run: DeliverRun = {},
  ): Promise<DeliverResult> {
    const leaseToken = randomUUID()
    const issue = await findSendingState(db, issueId)
    if (!issue) throw new AppError('NOT_FOUND', `There is no issue ${issueId}.`)
    const ended = endState(issue.state)
    if (ended) return finish(ended)
    if (issue.plannedAt === null) await planDeliveries(db, issueId, now())

    const issueMail = await options.loadMail(issueId)
    const pace = createSendPace({ rate: options.rate, signal: run.signal })
    const recorder = createRecorder({
      db,
      issueId,
      leaseToken,
      now,
      pace,
      log,
      onProgress: run.onProgress,
    })
    const marks = createBatcher(async (ids: number[]) => {
      const marked = new Set(await markSending(db, issueId, ids, leaseToken))
      return (id) => marked.has(id)
    })
    const releases = createBatcher(async (ids: number[]) => {
      await releaseClaims(db, issueId, leaseToken, ids)
      return () => undefined
    })
    const heartbeat = setInterval(() => {
      renewLease(db, { issueId, leaseToken, leaseMs: LEASE_MS }).catch((error: unknown) =>
        log('lease not renewed', { issueId, error: messageOf(error) }),
      )
    }, HEARTBEAT_MS)

    /**
     * The turn ends when the answer is in the ledger, not when it arrives: so no kill leaves more
     * messages in doubt than there are connections.
     */
    const turns = createTurns(connections)

    async function sendOne(delivery: ClaimedDelivery): Promise<void> {
      await pace.turn()
      if (isStopped() || pace.isTroubled()) {
        await releases.add(delivery.subscriberId)
        return
      }
      const outcome = await attempt(delivery)
      if (outcome.state === 'withheld') await releases.add(delivery.subscriberId)
      else await recorder.record(delivery, outcome)
    }

    async function attempt(delivery: ClaimedDelivery): Promise<SendOutcome> {
      let markError: unknown
      const beforeHandover = async () => {
        if (isStopped()) return false
        try {
          return await marks.add(delivery.subscriberId)
        } catch (error) {
          markError = error
          return false
        }
      }
      try {
        const message = issueMessage(
          issueMail,
          { issueId, ...delivery },
          { from: options.mailFrom, baseUrl: options.baseUrl, tokens: options.tokens },
        )
        const outcome = await mailer.send(message, { beforeHandover })
        if (markError === undefined) return outcome
        // The mark may or may not have been written; the message has certainly not left.
        return { state: 'deferred', reply: `Ledger: ${messageOf(markError)}`, slowDown: true }
      } catch (error) {
        return { state: 'failed', reply: messageOf(error) }
      }
    }

    const isStopped = () => run.signal?.aborted === true || recorder.isRefused || recorder.isBroken

    try {
      const underWay = new Set<Promise<void>>()
      let failure: { error: unknown } | undefined
      while (!isStopped() && !failure) {
        if (!(await pace.untilCalm())) break
        await recoverExpired(db, { exceptToken: leaseToken })
        const claim = { issueId, count: connections * 4, leaseToken, leaseMs: LEASE_MS, now: now() }
        const { claimed, seen } = await claimDeliveries(db, claim)
        if (seen === 0 && underWay.size === 0) break
        for (const delivery of claimed) {
          const sending: Promise<void> = turns
            .run(() => sendOne(delivery))
            .catch((error: unknown) => {
              failure ??= { error }
            })
            .finally(() => underWay.delete(sending))
          underWay.add(sending)
        }
        if (seen === 0) await Promise.all(underWay)
        while (underWay.size > connections * 2) await Promise.race(underWay)
      }
      await Promise.all(underWay)
      if (failure) throw failure.error
      await releaseClaims(db, issueId, leaseToken)
    } finally {
      clearInterval(heartbeat)
    }

    const isClosed = await closeSentIssue(db, issueId, now())
    const after = endState((await findSendingState(db, issueId))?.state)
    if (isClosed || after) return finish(after ?? 'sent')
    return finish(run.signal?.aborted ? 'stopped' : 'waiting')

    async function finish(state: DeliverResult['state']): Promise<DeliverResult> {
      const progress = await countDeliveries(db, issueId)
      run.onProgress?.(progress)
      return { state, counts: progress.counts }
    }
  }
}

/** Undefined while there is something to do. Throws for an issue nobody asked to send. */
function endState(state: string | undefined): 'sent' | 'paused' | 'cancelled' | undefined {
  if (state === 'sent' || state === 'paused' || state === 'cancelled') return state
  if (state === 'sending') return undefined
  throw new AppError('ISSUE_WRONG_STATE', `The issue is ${state ?? 'gone'}, not being sent.`)
}
