import { sql } from 'kysely'
import type { SuppressionReason } from '../domain/subscriber.ts'
import type { Db } from './schema.ts'

/**
 * Addresses that were erased, as keyed hashes. An address that had bounced or complained keeps
 * that reason, whatever comes later.
 */
export async function suppressAddress(
  db: Db,
  emailHash: Uint8Array,
  reason: SuppressionReason,
  now: Date,
): Promise<void> {
  await db
    .insertInto('suppression')
    .values({ email_hash: emailHash, reason, created_at: now })
    .onConflict((oc) =>
      oc.column('email_hash').doUpdateSet({
        reason: sql<SuppressionReason>`case
          when suppression.reason in ('bounced', 'complained') then suppression.reason
          else excluded.reason end`,
      }),
    )
    .execute()
}

export async function findSuppression(
  db: Db,
  emailHash: Uint8Array,
): Promise<SuppressionReason | undefined> {
  const row = await db
    .selectFrom('suppression')
    .select('reason')
    .where('email_hash', '=', emailHash)
    .executeTakeFirst()
  return row?.reason
}

/** The address may be mailed again: its reader said so, or the owner of one that he removed. */
export async function liftSuppression(db: Db, emailHash: Uint8Array): Promise<void> {
  await db.deleteFrom('suppression').where('email_hash', '=', emailHash).execute()
}
