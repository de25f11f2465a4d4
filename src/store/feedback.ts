import { sql } from 'kysely'
import {
  type Bounce,
  type FeedbackKind,
  type FeedbackSource,
  SOFT_LIMIT,
  SUCCESS_AFTER_DAYS,
} from '../domain/feedback.ts'
import type { SubscriberStatus } from '../domain/subscriber.ts'
import type { Db } from './schema.ts'

/** A reader as feedback sees one; locked, so that two reports about one reader take turns. */
export interface FeedbackReader {
  id: number
  emailKey: string
  status: SubscriberStatus
}

export function lockReaderById(db: Db, id: number): Promise<FeedbackReader | undefined> {
  return lockReader(db, 'id', id)
}

export function lockReaderByEmail(db: Db, emailKey: string): Promise<FeedbackReader | undefined> {
  return lockReader(db, 'email_key', emailKey)
}

async function lockReader(db: Db, column: 'id' | 'email_key', value: number | string) {
  const row = await db
    .selectFrom('subscriber')
    .select(['id', 'email_key', 'status'])
    .where(column, '=', value)
    .forUpdate()
    .executeTakeFirst()
  return row && { id: row.id, emailKey: row.email_key, status: row.status }
}

/** The address to which this issue was handed over, or undefined when it never was. */
export async function findMailedAddress(
  db: Db,
  recipient: { issueId: number; subscriberId: number },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('delivery')
    .select('email')
    .where('issue_id', '=', recipient.issueId)
    .where('subscriber_id', '=', recipient.subscriberId)
    .where((eb) => eb.or([eb('attempts', '>', 0), eb('state', 'not in', ['pending', 'skipped'])]))
    .executeTakeFirst()
  return row?.email
}

/** False when the event is known already. */
export async function insertBounce(
  db: Db,
  bounce: {
    hash: string
    source: FeedbackSource
    kind: FeedbackKind
    subscriberId: number
    issueId: number | null
    reason: string
    receivedAt: Date
  },
): Promise<boolean> {
  const row = await db
    .insertInto('bounce_event')
    .values({
      event_hash: bounce.hash,
      source: bounce.source,
      kind: bounce.kind,
      subscriber_id: bounce.subscriberId,
      issue_id: bounce.issueId,
      reason: bounce.reason,
      received_at: bounce.receivedAt,
    })
    .onConflict((oc) => oc.column('event_hash').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Moves only from one of `from`; false when the subscriber was in another state. */
export async function suppressReader(
  db: Db,
  id: number,
  change: { from: SubscriberStatus[]; to: SubscriberStatus; reason: string },
  now: Date,
): Promise<boolean> {
  const result = await db
    .updateTable('subscriber')
    .set({
      status: change.to,
      status_reason: change.reason,
      ...(change.to === 'unsubscribed' && { unsubscribed_at: now }),
      updated_at: now,
    })
    .where('id', '=', id)
    .where('status', 'in', change.from)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/**
 * Soft bounces in a row: since the last delivery that was not followed by a bounce, and since the
 * address was last confirmed. Goes through the issues, which are few, because the ledger is
 * indexed by issue. An event of an unknown issue counts as one of its own.
 */
export async function countSoftBounces(
  db: Db,
  subscriberId: number,
  now: Date,
): Promise<{ bounces: number; isTooMany: boolean }> {
  const { rows } = await sql<{ bounces: number; issues: number; days: number }>`
    with success as (
      select max(d.sent_at) as at
      from issue i join delivery d on d.issue_id = i.id and d.subscriber_id = ${subscriberId}::int
      where d.state = 'sent'
        and d.sent_at < ${now}::timestamptz - ${SUCCESS_AFTER_DAYS}::int * interval '1 day'
        and not exists (
          select from bounce_event e
          where e.subscriber_id = d.subscriber_id and e.issue_id = d.issue_id
            and e.kind in ('hard', 'soft', 'blocked')
        )
    ), since as (
      select greatest(success.at, s.confirmed_at) as at
      from subscriber s cross join success where s.id = ${subscriberId}::int
    )
    select count(*)::int as bounces,
      count(distinct coalesce(e.issue_id, -e.id))::int as issues,
      coalesce(extract(epoch from max(e.received_at) - min(e.received_at)) / 86400, 0)::float8 as days
    from bounce_event e cross join since
    where e.subscriber_id = ${subscriberId}::int and e.kind = 'soft'
      and e.received_at >= coalesce(since.at, '-infinity')`.execute(db)
  const { bounces, issues, days } = rows[0] ?? { bounces: 0, issues: 0, days: 0 }
  const isTooMany =
    bounces >= SOFT_LIMIT.bounces && issues >= SOFT_LIMIT.issues && days >= SOFT_LIMIT.days
  return { bounces, isTooMany }
}

/** Newest first. */
export async function findBounces(
  db: Db,
  query: {
    kind?: FeedbackKind | undefined
    subscriberId?: number | undefined
    issueId?: number | undefined
    beforeId?: number | undefined
    limit: number
  },
): Promise<Bounce[]> {
  let select = db
    .selectFrom('bounce_event')
    .innerJoin('subscriber', 'subscriber.id', 'bounce_event.subscriber_id')
    .selectAll('bounce_event')
    .select('subscriber.email')
  if (query.kind !== undefined) select = select.where('bounce_event.kind', '=', query.kind)
  if (query.subscriberId !== undefined)
    select = select.where('bounce_event.subscriber_id', '=', query.subscriberId)
  if (query.issueId !== undefined)
    select = select.where('bounce_event.issue_id', '=', query.issueId)
  if (query.beforeId !== undefined) select = select.where('bounce_event.id', '<', query.beforeId)
  const rows = await select.orderBy('bounce_event.id', 'desc').limit(query.limit).execute()
  return rows.map((row) => ({
    id: row.id,
    subscriberId: row.subscriber_id,
    email: row.email,
    issueId: row.issue_id,
    kind: row.kind,
    source: row.source,
    reason: row.reason,
    receivedAt: row.received_at,
  }))
}

/** A signature that may be used once. False when it was used before. */
export async function useWebhookOnce(
  db: Db,
  use: { hash: string; expiresAt: Date },
  now: Date,
): Promise<boolean> {
  await db.deleteFrom('webhook_use').where('expires_at', '<', now).execute()
  const row = await db
    .insertInto('webhook_use')
    .values({ hash: use.hash, expires_at: use.expiresAt })
    .onConflict((oc) => oc.column('hash').doNothing())
    .returning('hash')
    .executeTakeFirst()
  return row !== undefined
}
