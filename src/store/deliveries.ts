import { sql } from 'kysely'
import type { Ambiguous } from '../domain/subscriber.ts'
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
export {
  type ClaimedDelivery,
  type DeliveryExchange,
  type DeliveryOutcome,
  type ExchangeResult,
  exchangeDeliveries,
  START,
} from './exchange-deliveries.ts'

/*
 * The ledger of one issue's sending: one row a subscriber.
 *
 * Whoever sends holds rows under a lease: a random token in each of them, and one row of the run
 * (`send_run`) with the token and an end, in the database's time because the clocks of two
 * processes differ. Every write of a sender names its token; once another process has recovered a
 * row, the old sender's writes find nothing.
 *
 * No index names `state` or `lease_token`: see migrations/0020. What looks for rows by them reads
 * all rows of an issue, so it must be rare.
 */

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
      update issue set planned_at = ${now}::timestamptz, updated_at = ${now}::timestamptz,
        -- This statement does not see its own rows: those of a restored copy are the others.
        candidates = (select count(*) from planned)
          + (select count(*) from delivery where issue_id = ${issueId}::int)
      where id = ${issueId}::int and state = 'sending' and planned_at is null
    )
    select count(*)::int as count from planned`.execute(db)
  // Plans that were kept while the table was small would read all of it for every batch.
  await sql`analyze delivery`.execute(db)
  return rows[0]?.count ?? 0
}

export async function renewLease(
  db: Db,
  lease: { issueId: number; leaseToken: string; leaseMs: number },
): Promise<void> {
  await sql`
    insert into send_run (token, issue_id, lease_until)
    values (${lease.leaseToken}, ${lease.issueId}::int, ${leaseEnd(lease.leaseMs)})
    on conflict (token) do update set lease_until = excluded.lease_until`.execute(db)
}

/**
 * The end of a run that has given everything back. Its row stays for the last words it heard,
 * until another run of the issue ends.
 */
export async function closeRun(
  db: Db,
  run: { issueId: number; leaseToken: string; said?: string | undefined },
): Promise<void> {
  const said = run.said ?? null
  await sql`
    update send_run set
      lease_until = null,
      last_reply = coalesce(${said}::text, last_reply),
      said_at = case when ${said}::text is null then said_at else clock_timestamp() end
    where token = ${run.leaseToken}`.execute(db)
  await sql`
    delete from send_run r
    where r.issue_id = ${run.issueId}::int and r.lease_until is null
      and (r.said_at is null or exists (
        select from send_run newer
        where newer.issue_id = r.issue_id and newer.said_at > r.said_at))`.execute(db)
}

/**
 * Frees rows that we hold in the ledger and nobody has in hand: given back before their end was
 * written, or never heard of (the answer to the exchange was lost). `inHand` are all others.
 */
export async function returnUnsent(
  db: Db,
  issueId: number,
  leaseToken: string,
  inHand: number[],
): Promise<void> {
  await sql`
    update delivery d set
      state = ${UNTRIED}, behind = null,
      lease_token = null, lease_until = null, updated_at = clock_timestamp()
    where d.issue_id = ${issueId}::int and d.lease_token = ${leaseToken}
      and d.state = 'sending' and d.subscriber_id <> all (${inHand}::int[])`.execute(db)
}

/**
 * Rows whose sender has not renewed its lease: they were being handed over, so whether the
 * message left is unknown, except for those that waited behind such a one.
 * `exceptToken` spares a sender that knows better about its own rows.
 */
export async function recoverExpired(
  db: Db,
  options: { ambiguous: Ambiguous; exceptToken?: string },
): Promise<number> {
  const isDead = sql`lease_until < clock_timestamp() and token <> ${options.exceptToken ?? ''}`
  const { rows } = await sql`select from send_run where ${isDead} limit 1`.execute(db)
  if (rows.length === 0) return 0
  const after = stateAfter(options.ambiguous)
  const result = await sql`
    with dead as materialized (
      select token, issue_id from send_run where ${isDead} for update skip locked
    ), ended as (
      delete from send_run r using dead where r.token = dead.token
    )
    update delivery d set ${freed(after)}
    from dead
    where d.issue_id = dead.issue_id and d.lease_token = dead.token`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

/**
 * Rows of an issue whose run is not known, because a version before this one had them under way,
 * and that have been left alone since.
 */
export async function recoverOrphans(
  db: Db,
  issueId: number,
  options: { ambiguous: Ambiguous },
): Promise<number> {
  const result = await sql`
    update delivery d set ${freed(stateAfter(options.ambiguous))}
    where d.issue_id = ${issueId}::int and d.lease_token is not null
      and (d.lease_until is null or d.lease_until < clock_timestamp())
      and not exists (select from send_run r where r.token = d.lease_token)`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

/** At the start of a process that has the database alone (PGlite): every lease is a dead one's. */
export async function recoverAll(db: Db, options: { ambiguous: Ambiguous }): Promise<number> {
  await sql`delete from send_run where lease_until is not null`.execute(db)
  const result = await sql`
    update delivery d set ${freed(stateAfter(options.ambiguous))}
    where d.lease_token is not null
      and d.issue_id in (select id from issue where state in ('sending', 'paused', 'cancelled'))`.execute(
    db,
  )
  return Number(result.numAffectedRows ?? 0n)
}

const stateAfter = (ambiguous: Ambiguous) => (ambiguous === 'retry' ? 'deferred' : 'unknown')

const UNTRIED = sql`case when d.attempts > 0 then 'deferred' else 'pending' end`

/** The end of a message leaves only when the one before it on the connection is recorded. */
const WAITS = sql`(d.behind is not null and exists (
  select from delivery ahead
  where ahead.issue_id = d.issue_id and ahead.subscriber_id = d.behind
    and ahead.state = 'sending' and ahead.lease_token = d.lease_token))`

const freed = (after: 'deferred' | 'unknown') => sql`
  state = case
    when d.state <> 'sending' then d.state
    when ${WAITS} then ${UNTRIED}
    else ${after}::text end,
  attempts = case when d.state = 'sending' and not ${WAITS} then d.attempts + 1 else d.attempts end,
  last_reply = case when d.state = 'sending' and not ${WAITS} then ${EXPIRED_REPLY}
    else d.last_reply end,
  behind = null, lease_token = null, lease_until = null, updated_at = clock_timestamp()`

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
    .where('rest', '=', 'unknown')
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
