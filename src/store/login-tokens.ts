import type { LinkedMethod } from '../domain/account.ts'
import type { Db, LoginTokenPurpose } from './schema.ts'

/** Those that are a link to open. */
const LINKS = ['start', 'command', 'mail', 'invite'] as const
export type LinkPurpose = (typeof LINKS)[number]

export async function insertLoginToken(
  db: Db,
  token: {
    hash: Uint8Array
    accountId: number
    purpose: LoginTokenPurpose
    expiresAt: Date
    method?: LinkedMethod | undefined
  },
  now: Date,
): Promise<void> {
  await db
    .insertInto('login_token')
    .values({
      hash: token.hash,
      account_id: token.accountId,
      purpose: token.purpose,
      created_at: now,
      expires_at: token.expiresAt,
      method: token.method,
    })
    .execute()
}

/** Whether it is a link that still works. */
export async function isLoginTokenGood(db: Db, hash: Uint8Array, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('login_token')
    .select('purpose')
    .where('hash', '=', hash)
    .where('purpose', 'in', LINKS)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Uses a link up; whose it is, or undefined when it is unknown, used or too old. */
export async function useLoginToken(
  db: Db,
  hash: Uint8Array,
  now: Date,
): Promise<{ accountId: number; purpose: LinkPurpose } | undefined> {
  const row = await db
    .updateTable('login_token')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('purpose', 'in', LINKS)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['account_id', 'purpose'])
    .executeTakeFirst()
  return row && { accountId: row.account_id, purpose: row.purpose as LinkPurpose }
}

export interface PendingLogin {
  accountId: number
  method: LinkedMethod
}

/** Who still has to give a code, and how they came this far. */
export async function findPendingLogin(
  db: Db,
  hash: Uint8Array,
  now: Date,
): Promise<PendingLogin | undefined> {
  const row = await db
    .selectFrom('login_token')
    .select(['account_id', 'method'])
    .where('hash', '=', hash)
    .where('purpose', '=', 'code')
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row?.method ? { accountId: row.account_id, method: row.method } : undefined
}

/** False when it was there no more: somebody else has used it. */
export async function deletePendingLogin(db: Db, hash: Uint8Array): Promise<boolean> {
  const row = await db
    .deleteFrom('login_token')
    .where('hash', '=', hash)
    .where('purpose', '=', 'code')
    .returning('hash')
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteLoginTokens(
  db: Db,
  accountId: number,
  purpose: LoginTokenPurpose,
): Promise<void> {
  await db
    .deleteFrom('login_token')
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .execute()
}

export async function deleteExpiredLoginTokens(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('login_token').where('expires_at', '<=', now).execute()
}
