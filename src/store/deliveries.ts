import { type RawBuilder, sql } from 'kysely'
import type { DeliveryState } from '../domain/subscriber.ts'
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
 * One row for each active subscriber, and the mark that the plan is whole, in one statement:
 * either all are there or none. Returns how many were added; 0 when it was planned before.
 */
export async function planDeliveries(db: Db, issueId: number, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with planned as (
      insert into delivery (issue_id, subscriber_id, email, next_attempt_at, updated_at)
      select ${issueId}::int, s.id, s.email, ${now}::timestamptz, ${now}::timestamptz
      from subscriber s
      where s.status = 'active' and exists (
        select from issue
        where id = ${issueId}::int and state = 'sending' and planned_at is null
      )
      on conflict do nothing
      returning 1
    ), marked as (
      update issue set planned_at = ${now}::timestamptz, updated_at = ${now}::timestamptz
      where id = ${issueId}::int and state = 'sending' and planned_at is null
    )
    select count(*)::int as count from planned`.execute(db)
  return rows[0]?.count ?? 0
}

/**
 * Takes up to `count` due rows under a lease. Rows of readers who have left meanwhile are closed
 * as `skipped` on the way. `seen` counts both: 0 means that nothing is due now.
 */
export async function claimDeliveries(
  db: Db,
  claim: { issueId: number; count: number; leaseToken: string; leaseMs: number; now: Date },
): Promise<{ claimed: ClaimedDelivery[]; seen: number }> {
  const { rows } = await sql<ClaimRow>`
    with due as materialized (
      select d.subscriber_id from delivery d
      where d.issue_id = ${claim.issueId}::int
        and d.state in ('pending', 'deferred')
        and d.next_attempt_at <= ${claim.now}::timestamptz
        and (d.lease_token is null or d.lease_until < clock_timestamp())
        and exists (
          select from issue
          where id = ${claim.issueId}::int and state = 'sending' and planned_at is not null
        )
      order by d.next_attempt_at, d.subscriber_id
      limit ${claim.count}
      for update of d skip locked
    ), reader as (
      select due.subscriber_id, s.email, s.name, s.status is not distinct from 'active' as is_active
      from due left join subscriber s on s.id = due.subscriber_id
    )
    update delivery d set
      state = case when r.is_active then d.state else 'skipped' end,
      email = coalesce(r.email, d.email),
      lease_token = case when r.is_active then ${claim.leaseToken}::text end,
      lease_until = case when r.is_active then ${leaseEnd(claim.leaseMs)} end,
      updated_at = ${claim.now}::timestamptz
    from reader r
    where d.issue_id = ${claim.issueId}::int and d.subscriber_id = r.subscriber_id
    returning d.subscriber_id, d.email, coalesce(r.name, '') as name, d.attempts, r.is_active`.execute(
    db,
  )
  const claimed = rows
    .filter((row) => row.is_active)
    .map((row) => ({
      subscriberId: row.subscriber_id,
      email: row.email,
      name: row.name,
      attempts: row.attempts,
    }))
  return { claimed, seen: rows.length }
}

interface ClaimRow {
  subscriber_id: number
  email: string
  name: string
  attempts: number
  is_active: boolean
}

/**
 * Right before handing over. Returns the ids that may go: the lease is still ours, the issue is
 * still being sent and the reader still wants it.
 */
export async function markSending(
  db: Db,
  issueId: number,
  subscriberIds: number[],
  leaseToken: string,
): Promise<number[]> {
  const { rows } = await sql<{ subscriber_id: number }>`
    update delivery d set state = 'sending', updated_at = clock_timestamp()
    where d.issue_id = ${issueId}::int
      and d.subscriber_id in (${idsOf(subscriberIds)})
      and d.lease_token = ${leaseToken}
      and d.lease_until > clock_timestamp()
      and d.state in ('pending', 'deferred')
      and exists (select from issue where id = ${issueId}::int and state = 'sending')
      and exists (select from subscriber s where s.id = d.subscriber_id and s.status = 'active')
    returning d.subscriber_id`.execute(db)
  return rows.map((row) => row.subscriber_id)
}

/** Closes a batch of rows we hold. Returns the ids written; the others were taken from us. */
export async function recordOutcomes(
  db: Db,
  issueId: number,
  outcomes: DeliveryOutcome[],
  leaseToken: string,
  now: Date,
): Promise<number[]> {
  const values = outcomes.map((outcome) => ({
    id: outcome.subscriberId,
    state: outcome.state,
    reply: outcome.reply.replaceAll('\u0000', ''),
    attempts: outcome.attempts,
    next: outcome.nextAttemptAt.toISOString(),
  }))
  const { rows } = await sql<{ subscriber_id: number }>`
    update delivery d set
      state = o.state,
      last_reply = o.reply,
      attempts = o.attempts,
      next_attempt_at = o.next,
      sent_at = case when o.state = 'sent' then ${now}::timestamptz end,
      lease_token = null,
      lease_until = null,
      updated_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as o (id int, state text, reply text, attempts int, next timestamptz)
    where d.issue_id = ${issueId}::int and d.subscriber_id = o.id
      and d.lease_token = ${leaseToken} and d.state in ('pending', 'deferred', 'sending')
    returning d.subscriber_id`.execute(db)
  return rows.map((row) => row.subscriber_id)
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
 * Gives back rows that were claimed and not handed over; all of this lease when no ids are given.
 * A reader who has left meanwhile is closed as `skipped`.
 */
export async function releaseClaims(
  db: Db,
  issueId: number,
  leaseToken: string,
  subscriberIds?: number[],
): Promise<void> {
  await sql`
    update delivery d set
      state = case
        when exists (select from subscriber s where s.id = d.subscriber_id and s.status = 'active')
        then d.state else 'skipped' end,
      lease_token = null, lease_until = null, updated_at = clock_timestamp()
    where d.issue_id = ${issueId}::int and d.lease_token = ${leaseToken}
      and d.state in ('pending', 'deferred')
      ${subscriberIds ? sql`and d.subscriber_id in (${idsOf(subscriberIds)})` : sql``}`.execute(db)
}

/**
 * Rows whose sender has not renewed its lease: handed over ones become `unknown`, merely claimed
 * ones are free again. `exceptToken` spares a sender that knows better about its own rows.
 */
export function recoverExpired(db: Db, options: { exceptToken?: string } = {}): Promise<number> {
  const mine = options.exceptToken
  return recover(
    db,
    sql`lease_until < clock_timestamp() ${mine ? sql`and lease_token <> ${mine}` : sql``}`,
  )
}

/** At the start of a process that has the database alone (PGlite): every lease is a dead one's. */
export function recoverAll(db: Db): Promise<number> {
  return recover(db, sql`true`)
}

async function recover(db: Db, which: RawBuilder<unknown>): Promise<number> {
  const result = await sql`
    update delivery set
      state = case when state = 'sending' then 'unknown' else state end,
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
