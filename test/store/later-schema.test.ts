import { type Kysely, sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { migrations as ours } from '../../migrations/index.ts'
import { isAppError } from '../../src/errors.ts'
import { bringUpToDate, migrateTo } from '../../src/store/migrate.ts'
import { type Migrations, readSchemaState, schemaProblem } from '../../src/store/schema-state.ts'
import { createPostgres } from '../support/database.ts'

const adds = { up: (db: Kysely<unknown>) => run(db, 'alter table link add column mood text') }
const replaces = { up: (db: Kysely<unknown>) => run(db, 'alter table link add column tone text') }
const takesAway = {
  up: (db: Kysely<unknown>) => run(db, 'alter table link drop column mood'),
  contracts: { needs: '0102-tone', release: '9.2.0' },
}

async function run(db: Kysely<unknown>, statement: string): Promise<void> {
  await sql.raw(statement).execute(db)
}

/** What three later releases know: the second uses another column, the third drops the first. */
const first: Migrations = { ...ours, '0101-mood': adds }
const second: Migrations = { ...first, '0102-tone': replaces }
const third: Migrations = { ...second, '0103-no-mood': takesAway }

describe('a version on tables that a later one has migrated', () => {
  const open: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close()
  })
  async function migratedBy(known: Migrations) {
    const database = await createPostgres({ isMigrated: true })
    open.push(database)
    await bringUpToDate(database.db, known)
    return database.db
  }

  it('goes on while they were only added to, and runs nothing', async () => {
    const db = await migratedBy(second)
    expect(await bringUpToDate(db, ours)).toEqual({ ran: [], later: ['0101-mood', '0102-tone'] })
    expect(schemaProblem(await readSchemaState(db, ours))).toBeNull()
  })

  it('is refused once what it uses is gone, with the release that is needed', async () => {
    const db = await migratedBy(third)
    for (const known of [ours, first]) {
      const error = await bringUpToDate(db, known).catch((thrown: unknown) => thrown)
      expect(isAppError(error, 'VERSION_TOO_OLD')).toBe(true)
      expect(error).toMatchObject({ message: expect.stringContaining('Install 9.2.0 or later.') })
    }
    expect(await readSchemaState(db, first)).toMatchObject({
      kind: 'too_new',
      later: ['0102-tone', '0103-no-mood'],
    })
  })

  it('goes on when it uses only what is left', async () => {
    const db = await migratedBy(third)
    expect(await bringUpToDate(db, second)).toEqual({ ran: [], later: ['0103-no-mood'] })
    expect(await readSchemaState(db, third)).toEqual({ kind: 'current' })
  })

  it('runs nothing of its own where another version ran something else', async () => {
    const branched: Migrations = { ...ours, '0101-tide': adds }
    const db = await migratedBy(first)
    await expect(bringUpToDate(db, branched)).rejects.toThrow(
      'The database lacks 0101-tide but has run 0101-mood.',
    )
    const { '0101-mood': _, ...withGap } = second
    const other = await migratedBy(withGap)
    await expect(bringUpToDate(other, second)).rejects.toThrow(
      'The database lacks 0101-mood but has run 0102-tone.',
    )
    const { rows } = await sql`
      select from information_schema.columns where column_name = 'mood'`.execute(other)
    expect(rows).toEqual([])
  })

  it('migrates again after a deadlock with a process that works on', async () => {
    const { db, close } = await createPostgres({ isMigrated: true })
    open.push({ close })
    const asked: string[] = []
    const locks = {
      async up(trx: Kysely<unknown>) {
        asked.push('once')
        await run(trx, 'alter table link add column mood text')
        if (asked.length === 1) release()
        await run(trx, 'alter table issue add column mood text')
      },
    }
    let release = (): void => undefined
    const isAtLink = new Promise<void>((resolve) => {
      release = resolve
    })
    const working = db.transaction().execute(async (trx) => {
      // The other side is who finds out first, and gives way.
      await sql`set local deadlock_timeout = '60s'`.execute(trx)
      await sql`lock table issue in row exclusive mode`.execute(trx)
      const migrating = bringUpToDate(db, { ...ours, '0101-mood': locks })
      await isAtLink
      await sql`lock table link in row exclusive mode`.execute(trx)
      return { migrating }
    })
    expect(await (await working).migrating).toEqual({ ran: ['0101-mood'], later: [] })
    expect(asked).toEqual(['once', 'once'])
  })

  it('lets several versions start at once on old tables, whoever is first', async () => {
    const database = await createPostgres()
    open.push(database)
    await migrateTo(database.db, Object.keys(ours).at(-2) ?? '')
    const versions = [ours, second, first, ours, second]
    await Promise.all(versions.map((known) => bringUpToDate(database.db, known)))
    expect(await readSchemaState(database.db, second)).toEqual({ kind: 'current' })
  })
})

describe('the migrations', () => {
  it('contract only where the database can remember it, and name one that is there before', () => {
    const names = Object.keys(ours)
    expect(names).toEqual(names.toSorted())
    const wrong = Object.entries(ours).filter(
      ([name, { contracts }]) =>
        contracts &&
        (name <= '0036-contracts' || !names.includes(contracts.needs) || contracts.needs > name),
    )
    expect(wrong).toEqual([])
  })
})
