import type { Db, SubscriberTokenPurpose } from './schema.ts'

export interface SubscriberToken {
  subscriberId: number
  purpose: SubscriberTokenPurpose
  /** The address that a token of purpose `address` puts in place of the present one. */
  email: string | null
  expiresAt: Date
  usedAt: Date | null
}

export interface NewSubscriberToken {
  /** SHA-256 of the secret in the link. */
  hash: Uint8Array
  subscriberId: number
  purpose: SubscriberTokenPurpose
  email?: string | undefined
  expiresAt: Date
}

export async function insertSubscriberToken(
  db: Db,
  token: NewSubscriberToken,
  now: Date,
): Promise<void> {
  await db
    .insertInto('subscriber_token')
    .values({
      hash: token.hash,
      subscriber_id: token.subscriberId,
      purpose: token.purpose,
      email: token.email ?? null,
      created_at: now,
      expires_at: token.expiresAt,
    })
    .execute()
}

/** Also when it is used or too old, because the answer to its reader differs. */
export async function findSubscriberToken(
  db: Db,
  hash: Uint8Array,
  purpose: SubscriberTokenPurpose,
): Promise<SubscriberToken | undefined> {
  const row = await db
    .selectFrom('subscriber_token')
    .selectAll()
    .where('hash', '=', hash)
    .where('purpose', '=', purpose)
    .executeTakeFirst()
  return (
    row && {
      subscriberId: row.subscriber_id,
      purpose: row.purpose,
      email: row.email,
      expiresAt: row.expires_at,
      usedAt: row.used_at,
    }
  )
}

/** Uses a token up. Undefined when it is unknown, used, too old or made for something else. */
export async function useSubscriberToken(
  db: Db,
  hash: Uint8Array,
  purpose: SubscriberTokenPurpose,
  now: Date,
): Promise<{ subscriberId: number; email: string | null } | undefined> {
  const row = await db
    .updateTable('subscriber_token')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['subscriber_id', 'email'])
    .executeTakeFirst()
  return row && { subscriberId: row.subscriber_id, email: row.email }
}

/** Links of this purpose that were mailed and not used: they end here. */
export async function endSubscriberTokens(
  db: Db,
  subscriberId: number,
  purposes: SubscriberTokenPurpose[],
): Promise<void> {
  await db
    .deleteFrom('subscriber_token')
    .where('subscriber_id', '=', subscriberId)
    .where('purpose', 'in', purposes)
    .where('used_at', 'is', null)
    .execute()
}

/** Kept a while beyond their end, so that their readers can be told what happened. */
export async function deleteOldSubscriberTokens(db: Db, endedBefore: Date): Promise<void> {
  await db
    .deleteFrom('subscriber_token')
    .where('hash', 'in', (qb) =>
      qb
        .selectFrom('subscriber_token')
        .select('hash')
        .where('expires_at', '<', endedBefore)
        .limit(100)
        .forUpdate()
        .skipLocked(),
    )
    .execute()
}
