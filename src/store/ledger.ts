import { sql } from 'kysely'
import {
  DELIVERY_STATES,
  type Delivery,
  type DeliveryState,
  type Progress,
} from '../domain/subscriber.ts'
import type { Db } from './schema.ts'

export interface ClaimedDelivery {
  subscriberId: number
  email: string
  name: string
  attempts: number
  firstTriedAt: Date
}

export interface DeliveryResult {
  subscriberId: number
  state: DeliveryState
  reply: string
  /** Null where no other attempt follows. */
  nextAttemptAt: Date | null
  /** False when the attempt does not count: the server refused us, not the reader. */
  countsAsAttempt: boolean
}

/** One row for each active subscriber, in one statement; again adds nothing. Returns new rows. */
export async function planDeliveries(db: Db, issueId: number, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into delivery (issue_id, subscriber_id, email, next_attempt_at, updated_at)
    select ${issueId}::int, id, email, ${now}::timestamptz, ${now}::timestamptz
    from subscriber where status = 'active'
    on conflict (issue_id, subscriber_id) do nothing`.execute(db)
  await db.updateTable('issue').set({ planned_at: now }).where('id', '=', issueId).execute()
  return Number(numAffectedRows ?? 0n)
}

/**
 * Takes up to `count` due rows under a lease. They stay `pending` or `deferred`: only a mail that is
 * about to leave is `sending`. Rows of people who left meanwhile become `skipped`.
 */
export async function claimDeliveries(
  db: Db,
  claim: { issueId: number; count: number; leaseToken: string; leaseUntil: Date; now: Date },
): Promise<ClaimedDelivery[]> {
  await sql`
    update delivery set state = 'skipped', last_reply = 'No longer subscribed.', updated_at = ${claim.now}
    where issue_id = ${claim.issueId} and state in ('pending', 'deferred') and lease_token is null
      and not exists (select 1 from subscriber s where s.id = delivery.subscriber_id and s.status = 'active')
      and subscriber_id in (
        select subscriber_id from delivery where issue_id = ${claim.issueId} and state in ('pending', 'deferred')
          and lease_token is null and next_attempt_at <= ${claim.now}
        order by next_attempt_at, subscriber_id limit ${claim.count})`.execute(db)
  const { rows } = await sql<{
    subscriber_id: number
    email: string
    name: string
    attempts: number
    first_tried_at: Date
  }>`
    update delivery set lease_token = ${claim.leaseToken}, lease_until = ${claim.leaseUntil}
    from subscriber s
    where s.id = delivery.subscriber_id and delivery.issue_id = ${claim.issueId}
      and delivery.subscriber_id in (
        select d.subscriber_id from delivery d join issue i on i.id = d.issue_id
        where d.issue_id = ${claim.issueId} and i.state = 'sending'
          and d.state in ('pending', 'deferred') and d.lease_token is null
          and d.next_attempt_at <= ${claim.now}
        order by d.next_attempt_at, d.subscriber_id
        limit ${claim.count}
        for update of d skip locked)
    returning delivery.subscriber_id, s.email, s.name, delivery.attempts,
      (select planned_at from issue where id = delivery.issue_id) as first_tried_at`.execute(db)
  return rows.map((row) => ({
    subscriberId: row.subscriber_id,
    email: row.email,
    name: row.name,
    attempts: row.attempts,
    firstTriedAt: row.first_tried_at,
  }))
}

/**
 * Marks mails that are about to leave. Only rows still leased by us, of an issue still being sent,
 * of people still subscribed; the ids that were marked come back.
 */
export async function markSending(
  db: Db,
  issueId: number,
  subscriberIds: number[],
  leaseToken: string,
  now: Date,
): Promise<Set<number>> {
  const { rows } = await sql<{ subscriber_id: number }>`
    update delivery set state = 'sending', updated_at = ${now}
    where issue_id = ${issueId} and subscriber_id in (${sql.join(subscriberIds)})
      and lease_token = ${leaseToken} and state in ('pending', 'deferred')
      and exists (select 1 from issue where id = ${issueId} and state = 'sending')
      and exists (select 1 from subscriber s where s.id = delivery.subscriber_id and s.status = 'active')
    returning subscriber_id`.execute(db)
  return new Set(rows.map((row) => row.subscriber_id))
}

/** Writes results of one lease; rows that the lease lost meanwhile stay as they are. */
export async function recordResults(
  db: Db,
  issueId: number,
  results: DeliveryResult[],
  leaseToken: string,
  now: Date,
): Promise<void> {
  const values = JSON.stringify(
    results.map((result) => ({
      id: result.subscriberId,
      state: result.state,
      reply: result.reply.slice(0, 1000),
      next: result.nextAttemptAt?.toISOString() ?? null,
      counts: result.countsAsAttempt ? 1 : 0,
    })),
  )
  await sql`
    update delivery set state = r.state, last_reply = r.reply, attempts = attempts + r.counts,
      next_attempt_at = coalesce(r.next, next_attempt_at), lease_token = null, lease_until = null,
      sent_at = case when r.state = 'sent' then ${now}::timestamptz end, updated_at = ${now}
    from jsonb_to_recordset(${values}::jsonb)
      as r(id int, state text, reply text, next timestamptz, counts int)
    where delivery.issue_id = ${issueId} and delivery.subscriber_id = r.id
      and delivery.lease_token = ${leaseToken}`.execute(db)
}

export async function renewLease(db: Db, leaseToken: string, leaseUntil: Date): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ lease_until: leaseUntil })
    .where('lease_token', '=', leaseToken)
    .execute()
}

/** Gives back what was claimed and has not left. */
export async function releaseLease(db: Db, leaseToken: string): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ lease_token: null, lease_until: null })
    .where('lease_token', '=', leaseToken)
    .where('state', 'in', ['pending', 'deferred'])
    .execute()
}

/**
 * Takes over from dead processes: what was leaving is `unknown`, what was only claimed is free.
 * `everything`: at the start on PGlite, whose folder is ours alone, every lease is a dead one's.
 */
export async function recoverLeases(
  db: Db,
  now: Date,
  options: { everything: boolean },
): Promise<number> {
  const isDead = options.everything ? sql`true` : sql`lease_until < ${now}`
  const { numAffectedRows } = await sql`
    update delivery set
      state = case when state = 'sending' then 'unknown' else state end,
      last_reply = case when state = 'sending' then 'Handed over, answer never seen.' else last_reply end,
      attempts = attempts + case when state = 'sending' then 1 else 0 end,
      lease_token = null, lease_until = null, updated_at = ${now}
    where lease_token is not null and ${isDead}`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

export async function suppressSubscribers(db: Db, ids: number[], reason: string): Promise<void> {
  await db
    .updateTable('subscriber')
    .set({ status: 'bounced', status_reason: reason.slice(0, 500) })
    .where('id', 'in', ids)
    .where('status', '=', 'active')
    .execute()
}

/** Closes the issue when every row has its end; false while something is still open. */
export async function closeIfDone(db: Db, issueId: number, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('issue')
    .set({ state: 'sent', sent_at: now, updated_at: now })
    .where('id', '=', issueId)
    .where('state', '=', 'sending')
    .where('planned_at', 'is not', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('delivery')
            .select('subscriber_id')
            .where('issue_id', '=', issueId)
            .where('state', 'in', ['pending', 'deferred', 'sending']),
        ),
      ),
    )
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function countDeliveries(db: Db, issueId: number): Promise<Progress> {
  const rows = await db
    .selectFrom('delivery')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .where('issue_id', '=', issueId)
    .groupBy('state')
    .execute()
  const counts = Object.fromEntries(
    DELIVERY_STATES.map((state) => [state, rows.find((row) => row.state === state)?.count ?? 0]),
  ) as Record<DeliveryState, number>
  const last = await db
    .selectFrom('delivery')
    .select('last_reply')
    .where('issue_id', '=', issueId)
    .where('last_reply', 'is not', null)
    .orderBy('updated_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    total: rows.reduce((sum, row) => sum + row.count, 0),
    counts,
    lastReply: last?.last_reply ?? null,
  }
}

export async function findDeliveries(
  db: Db,
  query: {
    issueId: number
    state?: DeliveryState | undefined
    afterId?: number | undefined
    limit: number
  },
): Promise<Delivery[]> {
  let select = db
    .selectFrom('delivery')
    .selectAll()
    .where('issue_id', '=', query.issueId)
    .orderBy('subscriber_id')
    .limit(query.limit)
  if (query.state) select = select.where('state', '=', query.state)
  if (query.afterId !== undefined) select = select.where('subscriber_id', '>', query.afterId)
  const rows = await select.execute()
  return rows.map((row) => ({
    issueId: row.issue_id,
    subscriberId: row.subscriber_id,
    email: row.email,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastReply: row.last_reply,
    sentAt: row.sent_at,
    updatedAt: row.updated_at,
  }))
}
