import type { Selectable } from 'kysely'
import type { Subscriber, SubscriberStatus } from '../domain/subscriber.ts'
import type { Db, Schema } from './schema.ts'

export interface NewSubscriber {
  email: string
  name: string
  status: SubscriberStatus
  tags?: string[]
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

export async function findSubscribers(
  db: Db,
  query: { status?: SubscriberStatus | undefined; afterId?: number | undefined; limit: number },
): Promise<Subscriber[]> {
  const rows = await db
    .selectFrom('subscriber')
    .selectAll()
    .$if(query.status !== undefined, (qb) =>
      qb.where('status', '=', query.status as SubscriberStatus),
    )
    .$if(query.afterId !== undefined, (qb) => qb.where('id', '>', query.afterId as number))
    .orderBy('id')
    .limit(query.limit)
    .execute()
  return rows.map(toSubscriber)
}

export async function updateSubscriber(
  db: Db,
  id: number,
  changes: { email?: string; name?: string; status?: SubscriberStatus; tags?: string[] },
  now: Date,
): Promise<Subscriber | undefined> {
  const row = await db
    .updateTable('subscriber')
    .set({
      ...(changes.email !== undefined && {
        email: changes.email,
        email_key: emailKey(changes.email),
      }),
      ...(changes.name !== undefined && { name: changes.name }),
      ...(changes.tags !== undefined && { tags: JSON.stringify(changes.tags) }),
      ...(changes.status !== undefined && {
        status: changes.status,
        ...(changes.status === 'active' ? { confirmed_at: now } : {}),
        ...(changes.status === 'unsubscribed' ? { unsubscribed_at: now } : {}),
      }),
      updated_at: now,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && toSubscriber(row)
}

export async function deleteSubscriber(db: Db, id: number): Promise<boolean> {
  const result = await db.deleteFrom('subscriber').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** What makes two addresses the same reader's: everything but the case. */
export function emailKey(email: string): string {
  return email.toLowerCase()
}

function toSubscriber(row: Selectable<Schema['subscriber']>): Subscriber {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    status: row.status,
    tags: row.tags,
    confirmedAt: row.confirmed_at,
    createdAt: row.created_at,
  }
}
