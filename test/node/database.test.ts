import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { openDatabase } from '../../src/node/database.ts'
import { createPostgres } from '../support/database.ts'

it('outlives a connection that the server ends in the middle of a transaction', async () => {
  const postgres = await createPostgres()
  const { db, close } = await openDatabase({ databaseUrl: postgres.url, dataDir: '' })
  try {
    const cut = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
      await sql`select pg_terminate_backend(${rows[0]?.pid}::int)`.execute(db)
      // Long enough for the news to come while no query waits for it.
      await new Promise((resolve) => setTimeout(resolve, 200))
      await sql`select 1`.execute(trx)
    })
    await expect(cut).rejects.toThrow()
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db)
    expect(rows).toEqual([{ one: 1 }])
  } finally {
    await close()
    await postgres.close()
  }
})
