import { type Selectable, sql } from 'kysely'
import type { IssueState } from '../domain/issue.ts'
import {
  DELIVERY_STATES,
  type Delivery,
  type DeliveryState,
  type Progress,
} from '../domain/subscriber.ts'
import type { Db, Schema } from './schema.ts'

export async function countDeliveries(db: Db, issueId: number): Promise<Progress> {
  const rows = await db
    .selectFrom('delivery')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .where('issue_id', '=', issueId)
    .groupBy('state')
    .execute()
  const counts = Object.fromEntries(
    DELIVERY_STATES.map((state) => [state, 0]),
  ) as Progress['counts']
  for (const row of rows) counts[row.state] = row.count
  const last = await db
    .selectFrom('send_run')
    .select('last_reply')
    .where('issue_id', '=', issueId)
    .where('last_reply', 'is not', null)
    .orderBy('said_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const planned = await db
    .selectFrom('issue')
    .select('candidates')
    .where('id', '=', issueId)
    .executeTakeFirst()
  // What was planned, not what is there: the two are compared after each send.
  const total = planned?.candidates ?? rows.reduce((sum, row) => sum + row.count, 0)
  return { total, counts, lastReply: last?.last_reply ?? null }
}

/** Rows that came to their end since then: the base of the rate. */
export async function countEndsSince(db: Db, issueId: number, since: Date): Promise<number> {
  const row = await db
    .selectFrom('delivery')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('issue_id', '=', issueId)
    .where('state', 'in', ['sent', 'failed', 'unknown'])
    .where('updated_at', '>', since)
    .executeTakeFirstOrThrow()
  return row.count
}

export async function listDeliveries(
  db: Db,
  query: {
    issueId: number
    state?: DeliveryState | undefined
    afterId?: number | undefined
    limit: number
  },
): Promise<Delivery[]> {
  let select = db.selectFrom('delivery').selectAll().where('issue_id', '=', query.issueId)
  const { state } = query
  const isResting = state && ['deferred', 'failed', 'unknown', 'skipped'].includes(state)
  if (state !== undefined) select = select.where(isResting ? 'rest' : 'state', '=', state)
  if (query.afterId !== undefined) select = select.where('subscriber_id', '>', query.afterId)
  const rows = await select.orderBy('subscriber_id').limit(query.limit).execute()
  return rows.map(toDelivery)
}

/** When the next row of this issue is due; null when none waits. Rows under way wait for their lease. */
export async function nextAttemptAt(db: Db, issueId: number): Promise<Date | null> {
  const { rows } = await sql<{ next: Date | null }>`
    select least(
      (select min(next_attempt_at) from delivery
        where issue_id = ${issueId}::int and state in ('pending', 'deferred')),
      (select min(lease_until) from send_run where issue_id = ${issueId}::int)) as next`.execute(db)
  return rows[0]?.next ?? null
}

export async function findSendingState(
  db: Db,
  issueId: number,
): Promise<{ state: IssueState; plannedAt: Date | null } | undefined> {
  const row = await db
    .selectFrom('issue')
    .select(['state', 'planned_at'])
    .where('id', '=', issueId)
    .executeTakeFirst()
  return row && { state: row.state, plannedAt: row.planned_at }
}

/** Closes the issue once no row waits any more; false when one does, or it is not being sent. */
export async function closeSentIssue(db: Db, issueId: number, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('issue')
    .set((eb) => ({
      state: 'sent',
      sent_at: now,
      published_at: eb.fn.coalesce('published_at', eb.val(now)),
      updated_at: now,
    }))
    .where('id', '=', issueId)
    .where('state', '=', 'sending')
    .where('planned_at', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('delivery')
            .select('subscriber_id')
            .where('issue_id', '=', issueId)
            .where('state', 'in', ['pending', 'deferred', 'sending']),
        ),
      ),
    )
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Stops a running issue with the mail server's words; nothing when it is not running. */
export async function pauseSending(db: Db, issueId: number, reason: string, now: Date) {
  await db
    .updateTable('issue')
    .set({ state: 'paused', paused_reason: reason, updated_at: now })
    .where('id', '=', issueId)
    .where('state', '=', 'sending')
    .execute()
}

/** Nobody waits for a mail that will not come: what is left of cancelled sends is closed. */
export async function closeCancelled(db: Db): Promise<void> {
  await sql`
    update delivery d set state = 'skipped', last_reply = 'The send was cancelled.',
      updated_at = clock_timestamp()
    from issue i
    where i.id = d.issue_id and i.state = 'cancelled' and d.state in ('pending', 'deferred')`.execute(
    db,
  )
}

/** Addresses that do not exist get nothing more, and stand among the bounces once an issue. */
export async function suppressBounced(
  db: Db,
  issueId: number,
  bounced: { subscriberId: number; email: string; reply: string }[],
  now: Date,
) {
  const values = bounced.map((b) => ({ id: b.subscriberId, email: b.email, reply: b.reply }))
  await sql`
    with bounced as (
      select id, email, reply
      from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as b (id int, email text, reply text)
    ), suppressed as (
      update subscriber s set status = 'bounced', status_reason = b.reply, updated_at = ${now}::timestamptz
      from bounced b
      where s.id = b.id and s.email = b.email and s.status = 'active'
    )
    insert into bounce_event (event_hash, source, kind, subscriber_id, issue_id, reason, received_at)
    select concat('smtp ', ${issueId}::int, ' ', b.id), 'smtp', 'hard', b.id, ${issueId}::int,
      b.reply, ${now}::timestamptz
    from bounced b join subscriber s on s.id = b.id
    on conflict (event_hash) do nothing`.execute(db)
}

function toDelivery(row: Selectable<Schema['delivery']>): Delivery {
  return {
    issueId: row.issue_id,
    subscriberId: row.subscriber_id,
    email: row.email,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastReply: row.last_reply,
    sentAt: row.sent_at,
    updatedAt: row.updated_at,
  }
}
