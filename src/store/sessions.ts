import type { Selectable } from 'kysely'
import type { Account, LoginMethod, Session } from '../domain/account.ts'
import { findAccount } from './accounts.ts'
import type { Db, Schema } from './schema.ts'

export async function insertSession(
  db: Db,
  session: {
    accountId: number
    hash: Uint8Array
    method: LoginMethod
    userAgent: string
    expiresAt: Date
  },
  now: Date,
): Promise<Session> {
  const row = await db
    .insertInto('session')
    .values({
      account_id: session.accountId,
      hash: session.hash,
      method: session.method,
      user_agent: session.userAgent,
      created_at: now,
      last_seen_at: now,
      expires_at: session.expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toSession(row)
}

/** The session with its account, unless it has ended. */
export async function findLiveSession(
  db: Db,
  hash: Uint8Array,
  now: Date,
): Promise<{ session: Session; account: Account } | undefined> {
  const row = await db
    .selectFrom('session')
    .selectAll()
    .where('hash', '=', hash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  const account = row && (await findAccount(db, row.account_id))
  return row && account && { session: toSession(row), account }
}

export async function extendSession(
  db: Db,
  id: number,
  times: { lastSeenAt: Date; expiresAt: Date },
): Promise<void> {
  await db
    .updateTable('session')
    .set({ last_seen_at: times.lastSeenAt, expires_at: times.expiresAt })
    .where('id', '=', id)
    .execute()
}

/** Last seen first. */
export async function findSessions(db: Db, accountId: number, now: Date): Promise<Session[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(toSession)
}

export async function deleteSession(db: Db, accountId: number, id: number): Promise<void> {
  await db.deleteFrom('session').where('account_id', '=', accountId).where('id', '=', id).execute()
}

/** All of an account but the one to keep. */
export async function deleteOtherSessions(
  db: Db,
  accountId: number,
  keepId: number,
): Promise<void> {
  await db
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where('id', '!=', keepId)
    .execute()
}

export async function deleteExpiredSessions(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<=', now).execute()
}

function toSession(row: Selectable<Schema['session']>): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    method: row.method,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  }
}
