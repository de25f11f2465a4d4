import { CompiledQuery, sql } from 'kysely'
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

it('goes on without names for statements when a pooler in between loses them', async () => {
  const postgres = await createPostgres()
  const { db, close } = await openDatabase({
    databaseUrl: postgres.url,
    dataDir: '',
    connections: 1,
  })
  const named = CompiledQuery.raw('/* prepared add_one */ select $1::int + 1 as sum', [1])
  const countNames = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_prepared_statements`.execute(db)
    return rows[0]?.count
  }
  try {
    expect((await db.executeQuery(named)).rows).toEqual([{ sum: 2 }])
    expect(await countNames()).toBe(1)
    await sql`deallocate all`.execute(db) // what another connection behind the pooler looks like
    expect((await db.executeQuery(named)).rows).toEqual([{ sum: 2 }])
    expect((await db.executeQuery(named)).rows).toEqual([{ sum: 2 }])
    expect(await countNames()).toBe(0)
  } finally {
    await close()
    await postgres.close()
  }
})
