import { createHash } from 'node:crypto'
import type { Mailbox } from '../config.ts'
import { fillSlots } from '../render/fill-slots.ts'
import type { RenderedMail } from '../render/rendered-issue.ts'
import { moveIssue } from '../store/issues.ts'
import {
  type ClaimedDelivery,
  claimDeliveries,
  closeIfDone,
  type DeliveryResult,
  markSending,
  planDeliveries,
  recordResults,
  recoverLeases,
  releaseLease,
  renewLease,
  suppressSubscribers,
} from '../store/ledger.ts'
import type { Database } from '../store/schema.ts'
import { createBatcher } from './batcher.ts'
import type { Mailer, OutgoingMail, SendOutcome } from './mailer.ts'
import type { UnsubscribeTokens } from './unsubscribe-token.ts'

export type MailToSend = Pick<RenderedMail, 'subject' | 'html' | 'text' | 'slots'> & {
  slug: string
  publicationName: string
}

export interface DeliverIssueDeps {
  db: Database
  mailer: Mailer
  tokens: UnsubscribeTokens
  baseUrl: string
  mailFrom: Mailbox
  loadMail: (issueId: number) => Promise<MailToSend>
  now: () => Date
  connections: number
  /** Messages a second in this process. */
  rate?: number | undefined
}

/**
 * sent: every row has its end. waiting: the rest is due later or held by another process.
 * halted: the issue was paused or cancelled, or `signal` asked to stop.
 */
export type DeliverOutcome = 'sent' | 'waiting' | 'halted'

const LEASE_MS = 15_000
const HEARTBEAT_MS = 3_000
const FIRST_RETRY_MS = 60_000
const LONGEST_RETRY_MS = 4 * 3_600_000
/** RFC 5321 §4.5.4.1: give up after four to five days. */
const GIVE_UP_MS = 4 * 86_400_000

/**
 * Mails a published issue to everyone who is active, each once; may be run again after any crash
 * and by several processes at once. The ledger decides who is left.
 */
export function createDeliverIssue(deps: DeliverIssueDeps) {
  return async function deliverIssue(
    issueId: number,
    signal?: AbortSignal,
  ): Promise<DeliverOutcome> {
    const { db, now } = deps
    await recoverLeases(db, now(), { everything: false })
    const issue = await db
      .selectFrom('issue')
      .select(['state', 'planned_at'])
      .where('id', '=', issueId)
      .executeTakeFirst()
    if (issue?.state !== 'sending') return 'halted'
    // Plan and mark are one commit: nothing leaves before the plan is whole.
    if (issue.planned_at === null)
      await db.transaction().execute((trx) => planDeliveries(trx, issueId, now()))
    await sendAll(deps, issueId, await deps.loadMail(issueId), signal)
    if (await closeIfDone(db, issueId, now())) return 'sent'
    const { state } = await db
      .selectFrom('issue')
      .select('state')
      .where('id', '=', issueId)
      .executeTakeFirstOrThrow()
    if (state === 'sent') return 'sent'
    return state === 'sending' && !signal?.aborted ? 'waiting' : 'halted'
  }
}

async function sendAll(
  deps: DeliverIssueDeps,
  issueId: number,
  mail: MailToSend,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { db, now, mailer } = deps
  const leaseToken = crypto.randomUUID()
  let isHalted = false
  let slowUntil = 0

  const mark = createBatcher<number, boolean>(async (ids) => {
    const marked = await markSending(db, issueId, ids, leaseToken, now())
    return (id) => marked.has(id)
  })
  const record = createBatcher<DeliveryResult & { suppress: boolean }, void>(async (results) => {
    await recordResults(db, issueId, results, leaseToken, now())
    const gone = results.filter((result) => result.suppress)
    if (gone.length > 0)
      await suppressSubscribers(
        db,
        gone.map((r) => r.subscriberId),
        gone[0]?.reply ?? '',
      )
    return () => undefined
  })
  const pace = createPace(deps.rate)

  async function deliver(row: ClaimedDelivery): Promise<void> {
    if (isHalted || signal?.aborted) return
    await pace(Math.max(0, slowUntil - Date.now()))
    const outcome = await mailer.send(toMail(deps, issueId, mail, row), () =>
      mark(row.subscriberId),
    )
    if (outcome.state === 'withdrawn') return
    if (outcome.state === 'refused') {
      isHalted = true
      await moveIssue(db, issueId, ['sending'], 'paused', { pausedReason: outcome.reply })
    }
    if (outcome.state === 'deferred' && outcome.slowDown) slowUntil = Date.now() + 5_000
    await record(toResult(row, outcome, now()))
  }

  const heartbeat = setInterval(() => {
    renewLease(db, leaseToken, new Date(now().getTime() + LEASE_MS)).catch((error) => {
      // The lease runs out and another process takes over: better late than twice.
      isHalted = true
      process.emitWarning(error)
    })
  }, HEARTBEAT_MS)
  try {
    const inFlight = new Set<Promise<void>>()
    let failure: unknown
    while (!isHalted && !signal?.aborted && failure === undefined) {
      const batch = await claimDeliveries(db, {
        issueId,
        count: deps.connections * 8,
        leaseToken,
        leaseUntil: new Date(now().getTime() + LEASE_MS),
        now: now(),
      })
      if (batch.length === 0) break
      for (const row of batch) {
        const task = deliver(row)
          .catch((error) => {
            failure ??= error
          })
          .finally(() => inFlight.delete(task))
        inFlight.add(task)
      }
      // The next claim is made while the last mails of this one are still on their way.
      while (inFlight.size > deps.connections * 4) await Promise.race(inFlight)
    }
    await Promise.all(inFlight)
    if (failure !== undefined) throw failure
  } finally {
    clearInterval(heartbeat)
    await releaseLease(db, leaseToken)
  }
}

function toResult(
  row: ClaimedDelivery,
  outcome: Exclude<SendOutcome, { state: 'withdrawn' }>,
  now: Date,
) {
  const base = {
    subscriberId: row.subscriberId,
    reply: outcome.reply,
    nextAttemptAt: null,
    countsAsAttempt: true,
    suppress: outcome.state === 'failed' && outcome.suppress === true,
  }
  if (outcome.state === 'refused')
    return { ...base, state: 'deferred' as const, nextAttemptAt: now, countsAsAttempt: false }
  if (outcome.state !== 'deferred') return { ...base, state: outcome.state }
  if (now.getTime() - row.firstTriedAt.getTime() > GIVE_UP_MS)
    return {
      ...base,
      state: 'failed' as const,
      reply: `Given up after four days. ${outcome.reply}`,
    }
  const pauseMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(row.attempts, 10))
  // Up to a quarter more or less, so that a full server does not meet all of us at one moment again.
  const jitteredMs = pauseMs * (0.75 + Math.random() / 2)
  return {
    ...base,
    state: 'deferred' as const,
    nextAttemptAt: new Date(now.getTime() + (outcome.slowDown ? 30_000 : jitteredMs)),
    countsAsAttempt: !outcome.slowDown,
  }
}

/** One recipient's mail. `Message-ID` depends on issue and subscriber alone: the same at every attempt. */
export function toMail(
  deps: Pick<DeliverIssueDeps, 'tokens' | 'baseUrl' | 'mailFrom'>,
  issueId: number,
  mail: MailToSend,
  row: { subscriberId: number; email: string; name: string },
): OutgoingMail {
  const { baseUrl, mailFrom } = deps
  const host = new URL(baseUrl).hostname
  const token = deps.tokens.create({ subscriberId: row.subscriberId, issueId })
  const unsubscribeUrl = `${baseUrl}/unsubscribe/${token}`
  const filled = fillSlots(mail, {
    unsubscribeUrl,
    reason: `You get this because ${row.email} subscribed to ${mail.publicationName}.`,
  })
  const digest = createHash('sha256').update(token).digest('hex').slice(0, 20)
  const listName = mail.publicationName.replace(/[^\x20-\x7e]|["\\<>]/g, '').trim()
  return {
    from: { name: mail.publicationName || mailFrom.name, address: mailFrom.address },
    to: { name: row.name, address: row.email },
    subject: mail.subject,
    html: filled.html,
    text: filled.text,
    messageId: `<issue-${issueId}.${row.subscriberId}.${digest}@${host}>`,
    fileName: `${mail.slug}-${row.subscriberId}`,
    headers: {
      'List-Id': `${listName ? `"${listName}" ` : ''}<issues.${host}>`,
      'List-Unsubscribe': `<${unsubscribeUrl}>, <mailto:${mailFrom.address}?subject=unsubscribe%20${token}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Feedback-ID': `issue-${issueId}:linkletter:${host}`,
    },
  }
}

function createPace(rate: number | undefined) {
  let next = 0
  return async (atLeastMs: number) => {
    const gapMs = rate === undefined ? 0 : 1000 / rate
    const at = Math.max(Date.now() + atLeastMs, next)
    next = gapMs === 0 ? 0 : at + gapMs
    const waitMs = at - Date.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
}
