import type { Db, LoginTokenPurpose } from './schema.ts'

export async function insertLoginToken(
  db: Db,
  token: { hash: Uint8Array; accountId: number; purpose: LoginTokenPurpose; expiresAt: Date },
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
    })
    .execute()
}

export async function isLoginTokenGood(db: Db, hash: Uint8Array, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('login_token')
    .select('purpose')
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Uses the token up; the account it belongs to, or undefined when it is unknown, used or too old. */
export async function useLoginToken(
  db: Db,
  hash: Uint8Array,
  now: Date,
): Promise<number | undefined> {
  const row = await db
    .updateTable('login_token')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('account_id')
    .executeTakeFirst()
  return row?.account_id
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
