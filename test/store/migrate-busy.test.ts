import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrations as ours } from '../../migrations/index.ts'
import { bringUpToDate, migrateTo } from '../../src/store/migrate.ts'
import type { Database } from '../../src/store/schema.ts'
import { readSchemaState } from '../../src/store/schema-state.ts'
import { createPostgres } from '../support/database.ts'
import { runCli } from '../support/server-process.ts'

const known = {
  ...ours,
  '0101-mood': {
    async up(db: Kysely<unknown>) {
      await sql`alter table link add column mood text`.execute(db)
    },
  },
}
const patience = { lockMs: 50, pauseMs: 50, tries: 200 }

describe('a migration of a table that another session uses', () => {
  let database: Awaited<ReturnType<typeof createPostgres>>
  let letGo: () => Promise<void>

  beforeEach(async () => {
    database = await createPostgres({ isMigrated: true })
    letGo = await readWithoutEnd(database.db)
  })
  afterEach(async () => {
    await letGo()
    await database.close()
  })

  it('lets readers pass while it waits, and is done when the table is free', async () => {
    const notes: string[] = []
    const onWait = (note: string) => notes.push(note)
    const migrating = bringUpToDate(database.db, known, { ...patience, onWait })
    // Behind a migration that waits without a limit, the first of these would wait too.
    for (let round = 0; round < 20; round++) {
      await sql`select count(*) from link`.execute(database.db)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await letGo()
    expect(await migrating).toEqual({ ran: ['0101-mood'], later: [] })
    expect(notes).toEqual([expect.stringContaining('Waiting up to two minutes')])
  })

  it('is given up after a while, with what to do, and nothing has changed', async () => {
    const giving = bringUpToDate(database.db, known, { ...patience, tries: 3 })
    await expect(giving).rejects.toMatchObject({
      code: 'DATABASE_BUSY',
      message: expect.stringContaining('pg_stat_activity'),
    })
    expect(await readSchemaState(database.db, known)).toMatchObject({ kind: 'behind' })
  })
})

describe('the command that migrates', () => {
  it('says that it waits for another session, and goes on when that has ended', async () => {
    const database = await createPostgres()
    try {
      await migrateTo(database.db, '0034-webhook-rotation')
      const letGo = await readWithoutEnd(database.db, 'delivery')
      const running = runCli(['migrate'], { DATABASE_URL: database.url, SECRET: 'x'.repeat(40) })
      await new Promise((resolve) => setTimeout(resolve, 6_000))
      await letGo()
      const { code, stderr } = await running
      expect(stderr).toContain('Waiting up to two minutes')
      expect(code).toBe(0)
      expect(await readSchemaState(database.db)).toEqual({ kind: 'current' })
    } finally {
      await database.close()
    }
  })
})

/** As a dump does: a transaction that has read the table. */
async function readWithoutEnd(db: Database, table = 'link'): Promise<() => Promise<void>> {
  const open = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  const reading = db.transaction().execute(async (trx) => {
    await sql`select from ${sql.table(table)} limit 1`.execute(trx)
    open.resolve()
    await end.promise
  })
  await open.promise
  return async () => {
    end.resolve()
    await reading
  }
}
