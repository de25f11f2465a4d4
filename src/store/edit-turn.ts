import { sql } from 'kysely'
import type { Database } from './schema.ts'

/** Names the kind of lock, beside which the rest of it is what it is for. */
const EDIT_LOCK = 7210444

export type EditTurn = <T>(name: string, work: () => Promise<T>) => Promise<T>

/**
 * Runs work while no other process on this database runs any of the same name. Takes a connection
 * until it is done, beside those that the work takes; a transaction, so that a pooler which hands
 * out connections for one transaction each keeps the lock where it was taken.
 *
 * Not for PGlite, where everything but the transaction would wait for its end.
 */
export function createEditTurn(db: Database): EditTurn {
  return async (name, work) => {
    let done: { result: Awaited<ReturnType<typeof work>> } | undefined
    try {
      return await db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(${EDIT_LOCK}, hashtext(${name}))`.execute(trx)
        done = { result: await work() }
        return done.result
      })
    } catch (error) {
      // The lock broke when nothing was left to be kept apart: what was done is done.
      if (done) return done.result
      throw error
    }
  }
}
