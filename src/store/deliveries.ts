import { type RawBuilder, sql } from 'kysely'
import type { Ambiguous, DeliveryState } from '../domain/subscriber.ts'
import type { Db } from './schema.ts'

export {
  closeSentIssue,
  countDeliveries,
  countEndsSince,
  findSendingState,
  listDeliveries,
  nextAttemptAt,
  pauseSending,
  suppressBounced,
} from './delivery-progress.ts'

/*
 * The ledger of one issue's sending: one row a subscriber.
 *
 * Whoever sends holds rows under a lease: a random token and an end, both in the database's
 * time, because the clocks of two processes differ. Every write of a sender names its token; once
 * another process has recovered a row, the old sender's writes find nothing.
 */

export interface ClaimedDelivery {
  subscriberId: number
  email: string
  name: string
  /** The reader wants no HTML. */
  isTextOnly: boolean
  attempts: number
}

export interface DeliveryOutcome {
  subscriberId: number
  state: Extract<DeliveryState, 'sent' | 'deferred' | 'failed' | 'unknown'>
  reply: string
  attempts: number
  nextAttemptAt: Date
}

const EXPIRED_REPLY = 'Handed over, answer never seen.'

const leaseEnd = (leaseMs: number) => sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`

/**
 * One row for each active subscriber whom the issue goes to, and the mark that the plan is whole,
 * in one statement: either all are there or none. Returns how many were added; 0 when it was planned before.
 */
export async function planDeliveries(db: Db, issueId: number, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with planned as (
      insert into delivery (issue_id, subscriber_id, email, next_attempt_at, updated_at)
      select ${issueId}::int, s.id, s.email, ${now}::timestamptz, ${now}::timestamptz
      from subscriber s
      join issue i on i.id = ${issueId}::int and i.state = 'sending' and i.planned_at is null
      where s.status = 'active'
        and (s.paused_until is null or s.paused_until <= ${now}::timestamptz)
        and (i.audience_tag is null or s.tags @> jsonb_build_array(i.audience_tag))
      on conflict do nothing
      returning 1
    ), marked as (
      update issue set planned_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
      where id = ${issueId}::int and state = 'sending' and planned_at is null
    )
    select count(*)::int as count from planned`.execute(db)
  // Plans that were kept while the table was small would read all of it for every batch.
  await sql`analyze delivery`.execute(db)
  return rows[0]?.count ?? 0
}

export interface DeliveryExchange {
  issueId: number
  leaseToken: string
  leaseMs: number
  now: Date
  /** What became of rows we hold. */
  outcomes: DeliveryOutcome[]
  /** How many further rows to take, each for a connection that is open and idle. */
  take: number
  /** Where the last taken row stood, so that rows that are done need not be passed again. */
  after?: DuePosition | undefined
}

export interface DuePosition {
  nextAttemptAt: Date
  subscriberId: number
}

export interface ExchangeResult {
  /** Ids written; outcomes of others were not, because the rows were taken from us. */
  recorded: number[]
  taken: ClaimedDelivery[]
  /** Rows looked at for `take`: 0 means that nothing is due (after that position). */
  seen: number
  after: DuePosition | undefined
}

/**
 * Closes rows and takes others in one statement: one commit for what a sender learns and does
 * next. Taken rows are `sending` from here on, so each must be for a message that is handed to an
 * open connection at once. Rows of readers who have left are closed as `skipped` on the way.
 */
export async function exchangeDeliveries(
  db: Db,
  exchange: DeliveryExchange,
): Promise<ExchangeResult> {
  const { issueId, leaseToken, leaseMs, now, take, after, outcomes } = exchange
  const { rows } = await sql<ExchangeRow>`
    select * from exchange_deliveries_2(
      ${issueId}::int, ${leaseToken}::text, ${leaseMs}::float8, ${now}::timestamptz,
      ${outcomes.map((outcome) => outcome.subscriberId)}::int[],
      ${outcomes.map((outcome) => outcome.state)}::text[],
      ${outcomes.map((outcome) => outcome.reply.replaceAll('\u0000', ''))}::text[],
      ${outcomes.map((outcome) => outcome.attempts)}::int[],
      ${outcomes.map((outcome) => outcome.nextAttemptAt)}::timestamptz[],
      ${take}::int, ${after?.nextAttemptAt ?? EARLIEST}::timestamptz,
      ${after?.subscriberId ?? -1}::int)`.execute(db)
  const looked = rows.filter((row) => row.is_taken)
  return {
    recorded: rows.filter((row) => !row.is_taken).map((row) => row.reader_id),
    taken: looked
      .filter((row) => row.is_active)
      .map((row) => ({
        subscriberId: row.reader_id,
        email: row.reader_email ?? '',
        name: row.reader_name ?? '',
        isTextOnly: row.is_text_only ?? false,
        attempts: row.tries ?? 0,
      })),
    seen: looked.length,
    after: looked.reduce<DuePosition | undefined>(furthest, after),
  }
}

/** Before every row. */
const EARLIEST = '-infinity'

interface ExchangeRow {
  is_taken: boolean
  is_active: boolean | null
  reader_id: number
  reader_email: string | null
  reader_name: string | null
  is_text_only: boolean | null
  tries: number | null
  due_at: Date | null
}

function furthest(known: DuePosition | undefined, row: ExchangeRow): DuePosition | undefined {
  const nextAttemptAt = row.due_at
  if (nextAttemptAt === null) return known
  const isFurther =
    !known ||
    nextAttemptAt > known.nextAttemptAt ||
    (nextAttemptAt.getTime() === known.nextAttemptAt.getTime() &&
      row.reader_id > known.subscriberId)
  return isFurther ? { nextAttemptAt, subscriberId: row.reader_id } : known
}

export async function renewLease(
  db: Db,
  lease: { issueId: number; leaseToken: string; leaseMs: number },
): Promise<void> {
  await sql`
    update delivery set lease_until = ${leaseEnd(lease.leaseMs)}
    where issue_id = ${lease.issueId}::int and lease_token = ${lease.leaseToken}`.execute(db)
}

/**
 * Frees rows that we hold in the ledger but never got to hear of (the answer to the exchange was
 * lost): nothing of them has left. `inHand` are those that we do know.
 */
export async function returnUnsent(
  db: Db,
  issueId: number,
  leaseToken: string,
  inHand: number[],
): Promise<void> {
  await sql`
    update delivery d set
      state = case when d.attempts > 0 then 'deferred' else 'pending' end,
      lease_token = null, lease_until = null, updated_at = clock_timestamp()
    where d.issue_id = ${issueId}::int and d.lease_token = ${leaseToken}
      and d.state = 'sending' and d.subscriber_id not in (${idsOf(inHand)})`.execute(db)
}

/**
 * Rows whose sender has not renewed its lease: they were being handed over, so whether the
 * message left is unknown. `exceptToken` spares a sender that knows better about its own rows.
 */
export function recoverExpired(
  db: Db,
  options: { ambiguous: Ambiguous; exceptToken?: string },
): Promise<number> {
  const mine = options.exceptToken
  return recover(
    db,
    options.ambiguous,
    sql`lease_until < clock_timestamp() ${mine ? sql`and lease_token <> ${mine}` : sql``}`,
  )
}

/** At the start of a process that has the database alone (PGlite): every lease is a dead one's. */
export function recoverAll(db: Db, options: { ambiguous: Ambiguous }): Promise<number> {
  return recover(db, options.ambiguous, sql`true`)
}

async function recover(db: Db, ambiguous: Ambiguous, which: RawBuilder<unknown>): Promise<number> {
  const after = ambiguous === 'retry' ? 'deferred' : 'unknown'
  const result = await sql`
    update delivery set
      state = case when state = 'sending' then ${after}::text else state end,
      attempts = case when state = 'sending' then attempts + 1 else attempts end,
      last_reply = case when state = 'sending' then ${EXPIRED_REPLY} else last_reply end,
      lease_token = null, lease_until = null, updated_at = clock_timestamp()
    where lease_token is not null and ${which}`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

/** The owner's decision about rows whose answer was never seen. Returns how many there were. */
export async function resolveUnknown(
  db: Db,
  issueId: number,
  as: 'sent' | 'retry',
  now: Date,
): Promise<number> {
  const result = await db
    .updateTable('delivery')
    .set(
      as === 'sent'
        ? { state: 'sent', sent_at: now, updated_at: now }
        : { state: 'pending', next_attempt_at: now, updated_at: now },
    )
    .where('issue_id', '=', issueId)
    .where('state', '=', 'unknown')
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

function idsOf(ids: number[]) {
  return sql`select value::int from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)`
}
