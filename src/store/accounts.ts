import { type Selectable, sql } from 'kysely'
import type { Account } from '../domain/account.ts'
import type { Database, Db, Schema } from './schema.ts'

/** The first owner's account, made when it is first asked for. */
export async function getOrCreateOwner(db: Database): Promise<Account> {
  return db.transaction().execute(async (trx) => {
    await lockAccounts(trx)
    const row =
      (await trx
        .selectFrom('account')
        .selectAll()
        .where('role', '=', 'owner')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()) ??
      (await trx
        .insertInto('account')
        .values({ role: 'owner' })
        .returningAll()
        .executeTakeFirstOrThrow())
    return toAccount(row)
  })
}

/** One after the other, until the end of the transaction: so that an owner stays. Reading goes on. */
export async function lockAccounts(trx: Db): Promise<void> {
  await sql`lock table account in share row exclusive mode`.execute(trx)
}

export async function findAccount(db: Db, id: number): Promise<Account | undefined> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toAccount(row)
}

export async function findAccountByEmail(db: Db, email: string): Promise<Account | undefined> {
  const row = await db
    .selectFrom('account')
    .selectAll()
    .where(sql`lower(email)`, '=', sql`lower(${email})`)
    .executeTakeFirst()
  return row && toAccount(row)
}

export async function findPasswordHash(db: Db, accountId: number): Promise<string | null> {
  const row = await db
    .selectFrom('account')
    .select('password_hash')
    .where('id', '=', accountId)
    .executeTakeFirst()
  return row?.password_hash ?? null
}

export async function updateAccount(
  db: Db,
  id: number,
  changes: { name?: string; email?: string; passwordHash?: string; lastLoginAt?: Date },
  now: Date,
): Promise<void> {
  await db
    .updateTable('account')
    .set({
      ...(changes.name !== undefined && { name: changes.name }),
      ...(changes.email !== undefined && { email: changes.email }),
      ...(changes.passwordHash !== undefined && { password_hash: changes.passwordHash }),
      ...(changes.lastLoginAt !== undefined && { last_login_at: changes.lastLoginAt }),
      updated_at: now,
    })
    .where('id', '=', id)
    .execute()
}

/** Whether anybody has ever logged in. */
export async function hasAnyLogin(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('account')
    .select('id')
    .where('last_login_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export function toAccount(row: Selectable<Schema['account']>): Account {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    hasPassword: row.password_hash !== null,
    lastLoginAt: row.last_login_at,
  }
}
