import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Month } from '../domain/month.ts'
import type { Db, OwnerMailKind } from './schema.ts'

/** A mail to somebody who owns the publication. */
export interface OwnerMail {
  /** Part of the Message-ID: the same at every attempt. */
  id: string
  kind: OwnerMailKind
  month: Month
  /** Null when the account has no address any more. */
  email: string | null
  /** This one included. */
  attempts: number
}

/**
 * One mail to each owner who has an address. Asked for again with the same occasion, it is the same
 * mail; so the caller's commit decides, and nothing else, whether there is one.
 */
export async function enqueueOwnerMails(
  db: Db,
  mail: { kind: OwnerMailKind; month: Month; occasion: string },
  now: Date,
): Promise<void> {
  const owners = await db
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'owner')
    .where('email', 'is not', null)
    .execute()
  for (const { id: accountId } of owners)
    await db
      .insertInto('owner_mail')
      .values({ ...mail, id: randomUUID(), account_id: accountId, due_at: now, made_at: now })
      .onConflict((oc) => oc.columns(['kind', 'month', 'occasion', 'account_id']).doNothing())
      .execute()
}

/** Takes the mail that waits longest, for `leaseMs` in the database's time. */
export async function claimOwnerMail(
  db: Db,
  now: Date,
  leaseMs: number,
): Promise<OwnerMail | undefined> {
  const { rows } = await sql<OwnerMail>`
    update owner_mail set
      attempts = attempts + 1,
      lease_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond'
    where id = (
      select id from owner_mail
      where state = 'waiting' and due_at <= ${now}::timestamptz
        and (lease_until is null or lease_until < clock_timestamp())
      order by due_at limit 1
      for update skip locked
    )
    returning id, kind, month, attempts,
      (select email from account where account.id = owner_mail.account_id) as email`.execute(db)
  return rows[0]
}

/** It is handed to the mail server now; false when somebody else does that. */
export async function beginOwnerMail(db: Db, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('owner_mail')
    .set({ state: 'sending' })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function closeOwnerMail(
  db: Db,
  id: string,
  { state, reply }: { state: 'sent' | 'failed' | 'unknown' | 'unneeded'; reply: string | null },
): Promise<void> {
  await db
    .updateTable('owner_mail')
    .set({ state, last_reply: reply, lease_until: null })
    .where('id', '=', id)
    .execute()
}

/** `reply`: why it was not taken. */
export async function postponeOwnerMail(
  db: Db,
  id: string,
  { dueAt, reply }: { dueAt: Date; reply: string },
): Promise<void> {
  await db
    .updateTable('owner_mail')
    .set({ state: 'waiting', due_at: dueAt, last_reply: reply, lease_until: null })
    .where('id', '=', id)
    .execute()
}

/** Handed over by a process that is gone: may have arrived, and is not sent again. */
export async function closeLostOwnerMails(db: Db): Promise<void> {
  await db
    .updateTable('owner_mail')
    .set({ state: 'unknown', lease_until: null })
    .where('state', '=', 'sending')
    .where('lease_until', '<', sql<Date>`clock_timestamp()`)
    .execute()
}
