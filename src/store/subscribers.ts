import { type Selectable, sql } from 'kysely'
import {
  type JoinedVia,
  SUBSCRIBER_STATUSES,
  type Subscriber,
  type SubscriberStatus,
} from '../domain/subscriber.ts'
import type { Db, Schema } from './schema.ts'

export interface NewSubscriber {
  email: string
  name: string
  status: SubscriberStatus
  tags?: string[]
  joinedVia?: JoinedVia
}

export interface SubscriberChanges {
  email?: string
  name?: string
  status?: SubscriberStatus
  /** Of the status; a status without one clears the reason before it. */
  statusReason?: string | null
  tags?: string[]
  pausedUntil?: Date | null
  textOnly?: boolean
  /** The reader said yes just now: the date that proves it. */
  isConfirmed?: boolean
}

/** Undefined when the address, in any case, is known already. */
export async function insertSubscriber(
  db: Db,
  subscriber: NewSubscriber,
  now: Date,
): Promise<Subscriber | undefined> {
  const row = await db
    .insertInto('subscriber')
    .values({
      email: subscriber.email,
      email_key: emailKey(subscriber.email),
      name: subscriber.name,
      status: subscriber.status,
      tags: JSON.stringify(subscriber.tags ?? []),
      confirmed_at: subscriber.status === 'active' ? now : null,
      joined_via: subscriber.joinedVia ?? null,
      created_at: now,
      updated_at: now,
    })
    .onConflict((oc) => oc.column('email_key').doNothing())
    .returningAll()
    .executeTakeFirst()
  return row && toSubscriber(row)
}

export async function findSubscriber(db: Db, id: number): Promise<Subscriber | undefined> {
  const row = await db.selectFrom('subscriber').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toSubscriber(row)
}

/** Nobody else changes it until the transaction ends. */
export async function lockSubscriber(trx: Db, id: number): Promise<Subscriber | undefined> {
  const row = await trx
    .selectFrom('subscriber')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && toSubscriber(row)
}

export async function findSubscriberByEmail(
  db: Db,
  email: string,
): Promise<Subscriber | undefined> {
  const row = await db
    .selectFrom('subscriber')
    .selectAll()
    .where('email_key', '=', emailKey(email))
    .executeTakeFirst()
  return row && toSubscriber(row)
}

/** `from`: only when the status is one of these, so that two who act at once agree. */
export async function updateSubscriber(
  db: Db,
  id: number,
  changes: SubscriberChanges,
  now: Date,
  from?: SubscriberStatus[],
): Promise<Subscriber | undefined> {
  const { email, status } = changes
  let query = db
    .updateTable('subscriber')
    .set({
      ...(email !== undefined && { email, email_key: emailKey(email) }),
      ...(changes.name !== undefined && { name: changes.name }),
      ...(changes.tags !== undefined && { tags: JSON.stringify(changes.tags) }),
      ...(changes.pausedUntil !== undefined && { paused_until: changes.pausedUntil }),
      ...(changes.textOnly !== undefined && { text_only: changes.textOnly }),
      ...(changes.statusReason !== undefined && { status_reason: changes.statusReason }),
      ...(status !== undefined && {
        status,
        status_reason: changes.statusReason ?? null,
        ...(status === 'active' && {
          confirmed_at: changes.isConfirmed ? now : sql<Date>`coalesce(confirmed_at, ${now})`,
          unsubscribed_at: null,
        }),
        ...(status === 'unsubscribed' && { unsubscribed_at: now }),
      }),
      updated_at: now,
    })
    .where('id', '=', id)
  if (from) query = query.where('status', 'in', from)
  const row = await query.returningAll().executeTakeFirst()
  return row && toSubscriber(row)
}

export async function deleteSubscriber(db: Db, id: number): Promise<boolean> {
  const result = await db.deleteFrom('subscriber').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Every status, also those that nobody has. One scan of an index. */
export async function countSubscribers(db: Db): Promise<Record<SubscriberStatus, number>> {
  const rows = await db
    .selectFrom('subscriber')
    .select(['status', sql<number>`count(*)::int`.as('count')])
    .groupBy('status')
    .execute()
  const counts = Object.fromEntries(SUBSCRIBER_STATUSES.map((status) => [status, 0]))
  for (const row of rows) counts[row.status] = row.count
  return counts as Record<SubscriberStatus, number>
}

/** How many active readers carry the tag; counting stops at `limit`. */
export async function countActiveTagged(db: Db, tag: string, limit: number): Promise<number> {
  const { count } = await db
    .selectFrom((from) =>
      from
        .selectFrom('subscriber')
        .select('id')
        .where('status', '=', 'active')
        .where(sql<boolean>`tags @> ${JSON.stringify([tag])}::jsonb`)
        .limit(limit)
        .as('tagged'),
    )
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Addresses that somebody typed into the public form and nobody confirmed; a few at a time. */
export async function forgetUnconfirmed(db: Db, askedBefore: Date): Promise<void> {
  await db
    .deleteFrom('subscriber')
    .where('id', 'in', (qb) =>
      qb
        .selectFrom('subscriber')
        .select('id')
        .where('status', '=', 'pending')
        .where('joined_via', '=', 'form')
        .where('created_at', '<', askedBefore)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('subscriber_token')
                .select('hash')
                .whereRef('subscriber_id', '=', 'subscriber.id')
                .where('created_at', '>=', askedBefore),
            ),
          ),
        )
        .limit(100)
        .forUpdate()
        .skipLocked(),
    )
    .execute()
}

/** What makes two addresses the same reader's: everything but the case. */
export function emailKey(email: string): string {
  return email.toLowerCase()
}

export function toSubscriber(row: Selectable<Schema['subscriber']>): Subscriber {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    status: row.status,
    statusReason: row.status_reason,
    tags: row.tags,
    confirmedAt: row.confirmed_at,
    unsubscribedAt: row.unsubscribed_at,
    pausedUntil: row.paused_until,
    textOnly: row.text_only,
    createdAt: row.created_at,
  }
}
