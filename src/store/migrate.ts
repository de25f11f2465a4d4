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
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async (): Promise<Record<string, Migration>> => migrations },
    migrationTableName: 'schema_migration',
    migrationLockTableName: 'schema_migration_lock',
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error
  return (results ?? []).filter((r) => r.status === 'Success').map((r) => r.migrationName)
}

/** Migrations this code knows and the database has not seen: 0 means ready. */
export async function countPendingMigrations(db: Database): Promise<number> {
  const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(db)
  const done = new Set(rows.map((row) => row.name))
  return Object.keys(migrations).filter((name) => !done.has(name)).length
}
