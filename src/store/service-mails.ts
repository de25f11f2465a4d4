import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, ServiceMailKind } from './schema.ts'

/** A mail to one reader that waits to be sent. */
export interface ServiceMail {
  /** Part of the Message-ID: the same at every attempt. */
  id: string
  kind: ServiceMailKind
  email: string
  subscriberId: number | null
  /** This one included. */
  attempts: number
}

export interface NewServiceMail {
  kind: ServiceMailKind
  email: string
  subscriberId?: number
}

/** A mail of this kind that waits for the same address already is enough; one given up begins anew. */
export async function enqueueServiceMail(db: Db, mail: NewServiceMail, now: Date): Promise<void> {
  await db
    .insertInto('service_mail')
    .values({
      id: randomUUID(),
      kind: mail.kind,
      email: mail.email,
      email_key: mail.email.toLowerCase(),
      subscriber_id: mail.subscriberId ?? null,
      due_at: now,
      created_at: now,
    })
    .onConflict((oc) =>
      oc
        .columns(['kind', 'email_key'])
        .doUpdateSet({
          email: mail.email,
          subscriber_id: mail.subscriberId ?? null,
          attempts: 0,
          due_at: now,
          lease_until: null,
          last_reply: null,
          failed_at: null,
          created_at: now,
        })
        .where('service_mail.failed_at', 'is not', null),
    )
    .execute()
}

/** Takes the mail that waits longest, for `leaseMs` in the database's time. */
export async function claimServiceMail(
  db: Db,
  now: Date,
  leaseMs: number,
): Promise<ServiceMail | undefined> {
  const { rows } = await sql<{
    id: string
    kind: ServiceMailKind
    email: string
    subscriber_id: number | null
    attempts: number
  }>`
    update service_mail set
      attempts = attempts + 1,
      lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    where id = (
      select id from service_mail
      where due_at <= ${now}::timestamptz and failed_at is null
        and (lease_until is null or lease_until < clock_timestamp())
      order by due_at limit 1
      for update skip locked
    )
    returning id, kind, email, subscriber_id, attempts`.execute(db)
  const [row] = rows
  return (
    row && {
      id: row.id,
      kind: row.kind,
      email: row.email,
      subscriberId: row.subscriber_id,
      attempts: row.attempts,
    }
  )
}

export async function deleteServiceMail(db: Db, id: string): Promise<void> {
  await db.deleteFrom('service_mail').where('id', '=', id).execute()
}

/** `reply`: why it was not taken, in the server's words. */
export async function postponeServiceMail(
  db: Db,
  id: string,
  { dueAt, reply }: { dueAt: Date; reply: string },
): Promise<void> {
  await db
    .updateTable('service_mail')
    .set({ due_at: dueAt, lease_until: null, last_reply: reply })
    .where('id', '=', id)
    .execute()
}

/** Tried no more by itself. */
export async function failServiceMail(
  db: Db,
  id: string,
  { at, reply }: { at: Date; reply: string },
): Promise<void> {
  await db
    .updateTable('service_mail')
    .set({ failed_at: at, lease_until: null, last_reply: reply })
    .where('id', '=', id)
    .execute()
}

/** What the owner has not looked at for so long is forgotten, with its address. */
export async function deleteFailedServiceMails(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('service_mail').where('failed_at', '<', before).execute()
}

/** Nothing that waits is sent there any more. */
export async function deleteServiceMailsTo(db: Db, email: string): Promise<void> {
  await db.deleteFrom('service_mail').where('email_key', '=', email.toLowerCase()).execute()
}
