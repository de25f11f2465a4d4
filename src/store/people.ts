import type { Account, Role } from '../domain/account.ts'
import { lockAccounts, toAccount } from './accounts.ts'
import type { Database, Db } from './schema.ts'
import { revokeTokensOf } from './tokens.ts'

/** Everybody who may log in, in the order in which they came. */
export async function findPeople(db: Db): Promise<Account[]> {
  const rows = await db.selectFrom('account').selectAll().orderBy('id').execute()
  return rows.map(toAccount)
}

export async function findOwners(db: Db): Promise<Account[]> {
  const rows = await db
    .selectFrom('account')
    .selectAll()
    .where('role', '=', 'owner')
    .orderBy('id')
    .execute()
  return rows.map(toAccount)
}

/** Undefined when somebody has that address already. */
export async function insertPerson(
  db: Db,
  person: { email: string; name: string; role: Role },
  now: Date,
): Promise<Account | undefined> {
  const row = await db
    .insertInto('account')
    .values({ ...person, created_at: now, updated_at: now })
    .onConflict((oc) => oc.doNothing())
    .returningAll()
    .executeTakeFirst()
  return row && toAccount(row)
}

/** `last`: nothing was changed, because it would have left no owner. */
export type PersonChange = 'done' | 'unknown' | 'last'

/** Changes the role, or with null takes the person out; sessions, tokens and all else of theirs go along. */
export async function changePerson(
  db: Database,
  id: number,
  role: Role | null,
  now: Date,
): Promise<PersonChange> {
  return db.transaction().execute(async (trx) => {
    await lockAccounts(trx)
    const people = await findPeople(trx)
    if (!people.some((person) => person.id === id)) return 'unknown'
    const hasOtherOwner = people.some((person) => person.role === 'owner' && person.id !== id)
    if (role !== 'owner' && !hasOtherOwner) return 'last'
    if (role === null) {
      await trx.deleteFrom('account').where('id', '=', id).execute()
      await revokeTokensOf(trx, id, now)
    } else
      await trx.updateTable('account').set({ role, updated_at: now }).where('id', '=', id).execute()
    return 'done'
  })
}
