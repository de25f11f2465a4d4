import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { migrations } from '../../migrations/index.ts'
import type { Database } from './schema.ts'

/**
 * Brings the schema up to date; forward only, safe to run any number of times and from several
 * processes at once (Kysely holds a lock row in a transaction; see its Migrator).
 * Returns the names of what was run. Throws what a failing migration throws, with nothing changed.
 */
export async function migrate(db: Database): Promise<string[]> {
  // Kysely looks through all tables first, which takes a third of a second on PGlite.
  if (await isUpToDate(db)) return []
  const { error, results } = await migratorOf(db).migrateToLatest()
  if (error) throw error
  return (results ?? []).filter((r) => r.status === 'Success').map((r) => r.migrationName)
}

/** As `migrate`, up to this one: the schema of an older version, for what that version has written. */
export async function migrateTo(db: Database, name: string): Promise<void> {
  const { error } = await migratorOf(db).migrateTo(name)
  if (error) throw error
}

const migratorOf = (db: Database) =>
  new Migrator({
    db,
    provider: { getMigrations: async (): Promise<Record<string, Migration>> => migrations },
    migrationTableName: 'schema_migration',
    migrationLockTableName: 'schema_migration_lock',
  })

/** False also where migrations were run that this code does not know: the Migrator says so. */
async function isUpToDate(db: Database): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`
    select to_regclass('schema_migration') is not null as exists`.execute(db)
  if (!rows[0]?.exists) return false
  const done = await findDone(db)
  const known = Object.keys(migrations)
  return done.size === known.length && known.every((name) => done.has(name))
}

async function findDone(db: Database): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(db)
  return new Set(rows.map((row) => row.name))
}

/** Migrations this code knows and the database has not seen: 0 means ready. */
export async function countPendingMigrations(db: Database): Promise<number> {
  const done = await findDone(db)
  return Object.keys(migrations).filter((name) => !done.has(name)).length
}
