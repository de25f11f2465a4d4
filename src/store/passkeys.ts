import type { Selectable } from 'kysely'
import type { Passkey } from '../domain/account.ts'
import type { Db, Schema } from './schema.ts'

/** What it takes to check an answer of a passkey. */
export interface StoredPasskey extends Passkey {
  publicKey: Uint8Array
  /** As the authenticator last counted its uses; those that do not count say 0. */
  counter: number
  transports: string[]
}

/** Oldest first. */
export async function findPasskeys(db: Db, accountId: number): Promise<StoredPasskey[]> {
  const rows = await db
    .selectFrom('passkey')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()
  return rows.map(toPasskey)
}

export async function countPasskeys(db: Db, accountId: number): Promise<number> {
  return (await findPasskeys(db, accountId)).length
}

/** Whether anybody has one. */
export async function hasAnyPasskey(db: Db): Promise<boolean> {
  const row = await db.selectFrom('passkey').select('id').limit(1).executeTakeFirst()
  return row !== undefined
}

export async function findPasskeyByCredential(
  db: Db,
  credentialId: string,
): Promise<StoredPasskey | undefined> {
  const row = await db
    .selectFrom('passkey')
    .selectAll()
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()
  return row && toPasskey(row)
}

/** False when that passkey is known already. */
export async function insertPasskey(
  db: Db,
  passkey: Omit<StoredPasskey, 'id' | 'createdAt' | 'lastUsedAt'>,
  now: Date,
): Promise<boolean> {
  const row = await db
    .insertInto('passkey')
    .values({
      account_id: passkey.accountId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: JSON.stringify(passkey.transports),
      name: passkey.name,
      created_at: now,
    })
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function touchPasskey(db: Db, id: number, counter: number, now: Date): Promise<void> {
  await db.updateTable('passkey').set({ counter, last_used_at: now }).where('id', '=', id).execute()
}

export async function deletePasskey(db: Db, accountId: number, id: number): Promise<void> {
  await db.deleteFrom('passkey').where('account_id', '=', accountId).where('id', '=', id).execute()
}

export async function insertChallenge(
  db: Db,
  challenge: { hash: Uint8Array; accountId: number | null; expiresAt: Date },
  now: Date,
): Promise<void> {
  await db.deleteFrom('passkey_challenge').where('expires_at', '<=', now).execute()
  await db
    .insertInto('passkey_challenge')
    .values({
      hash: challenge.hash,
      account_id: challenge.accountId,
      expires_at: challenge.expiresAt,
    })
    .execute()
}

/** Uses a challenge up; false when it was not given out for this, was used, or is too old. */
export async function useChallenge(
  db: Db,
  hash: Uint8Array,
  accountId: number | null,
  now: Date,
): Promise<boolean> {
  const row = await db
    .deleteFrom('passkey_challenge')
    .where('hash', '=', hash)
    .where('expires_at', '>', now)
    .where('account_id', 'is not distinct from', accountId)
    .returning('hash')
    .executeTakeFirst()
  return row !== undefined
}

function toPasskey(row: Selectable<Schema['passkey']>): StoredPasskey {
  return {
    id: row.id,
    accountId: row.account_id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: Number(row.counter),
    transports: row.transports,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }
}
