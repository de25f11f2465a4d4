import type { Database, Db } from './schema.ts'

export interface SecondFactor {
  /** Encrypted. */
  secret: Uint8Array
  createdAt: Date
}

export async function findSecondFactor(
  db: Db,
  accountId: number,
): Promise<SecondFactor | undefined> {
  const row = await db
    .selectFrom('second_factor')
    .select(['secret', 'created_at'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row && { secret: row.secret, createdAt: row.created_at }
}

export async function hasSecondFactor(db: Db, accountId: number): Promise<boolean> {
  return (await findSecondFactor(db, accountId)) !== undefined
}

/** A new one in place of an earlier one, with codes to get in without it. */
export async function storeSecondFactor(
  db: Database,
  accountId: number,
  factor: { secret: Uint8Array; step: number; recoveryHashes: Uint8Array[] },
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await deleteSecondFactor(trx, accountId)
    await trx
      .insertInto('second_factor')
      .values({
        account_id: accountId,
        secret: factor.secret,
        last_step: factor.step,
        created_at: now,
      })
      .execute()
    await insertRecoveryCodes(trx, accountId, factor.recoveryHashes)
  })
}

/** Marks a time step as used; false when it, or a later one, was used before. */
export async function useStep(db: Db, accountId: number, step: number): Promise<boolean> {
  const row = await db
    .updateTable('second_factor')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('last_step', '<', step)
    .returning('account_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteSecondFactor(db: Db, accountId: number): Promise<void> {
  await db.deleteFrom('second_factor').where('account_id', '=', accountId).execute()
  await db.deleteFrom('recovery_code').where('account_id', '=', accountId).execute()
}

export async function replaceRecoveryCodes(
  db: Database,
  accountId: number,
  hashes: Uint8Array[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute()
    await insertRecoveryCodes(trx, accountId, hashes)
  })
}

/** Uses a code up; false when it is none of theirs, or was used. */
export async function useRecoveryCode(
  db: Db,
  accountId: number,
  hash: Uint8Array,
): Promise<boolean> {
  const row = await db
    .deleteFrom('recovery_code')
    .where('account_id', '=', accountId)
    .where('hash', '=', hash)
    .returning('hash')
    .executeTakeFirst()
  return row !== undefined
}

export async function countRecoveryCodes(db: Db, accountId: number): Promise<number> {
  const { count } = await db
    .selectFrom('recovery_code')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function insertRecoveryCodes(db: Db, accountId: number, hashes: Uint8Array[]) {
  await db
    .insertInto('recovery_code')
    .values(hashes.map((hash) => ({ hash, account_id: accountId })))
    .execute()
}
