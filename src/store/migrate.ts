import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { migrations } from '../../migrations/index.ts'
import { AppError, systemCodeOf } from '../errors.ts'
import type { Database } from './schema.ts'
import {
  type Migrations,
  readSchemaState,
  type SchemaState,
  schemaProblem,
} from './schema-state.ts'

/** Processes of the release before work on meanwhile: a table of theirs and one of ours may wait for each other. */
const DEADLOCK = '40P01'
const DEADLOCKS_BORNE = 5

export interface Migrated {
  /** Names of what was run. */
  ran: string[]
  /** What a later version has run before, and this one does not know. */
  later: string[]
}

/**
 * Brings the schema up to date; forward only, safe to run any number of times and from several
 * processes at once (Kysely holds a lock row in a transaction; see its Migrator). On tables that a
 * later version has migrated nothing is run.
 * Throws AppError VERSION_TOO_OLD when this version cannot work with those, and what a failing
 * migration throws, with nothing changed.
 */
export async function bringUpToDate(
  db: Database,
  known: Migrations = migrations,
): Promise<Migrated> {
  // Kysely looks through all tables first, which takes a third of a second on PGlite.
  const state = await readSchemaState(db, known)
  if (state.kind !== 'behind') return settled(state)
  const { error, results } = await runMissing(db, known)
  if (error) {
    // A later version may have been quicker. Kysely has then looked, and touched nothing.
    const after = await readSchemaState(db, known)
    if (after.kind === 'behind') throw error
    return settled(after)
  }
  const ran = (results ?? []).filter((r) => r.status === 'Success').map((r) => r.migrationName)
  return { ran, later: [] }
}

/** As `bringUpToDate`; returns the names of what was run. */
export async function migrate(db: Database): Promise<string[]> {
  return (await bringUpToDate(db)).ran
}

/** As `migrate`, up to this one: the schema of an older version, for what that version has written. */
export async function migrateTo(db: Database, name: string): Promise<void> {
  const { error } = await migratorOf(db, migrations).migrateTo(name)
  if (error) throw error
}

async function runMissing(db: Database, known: Migrations) {
  for (let tries = 1; ; tries++) {
    const ended = await migratorOf(db, known).migrateToLatest()
    if (systemCodeOf(ended.error) !== DEADLOCK || tries > DEADLOCKS_BORNE) return ended
  }
}

function settled(state: SchemaState): Migrated {
  const problem = schemaProblem(state)
  if (problem !== null) throw new AppError('VERSION_TOO_OLD', problem)
  return { ran: [], later: state.kind === 'ahead' ? state.later : [] }
}

const migratorOf = (db: Database, known: Migrations) =>
  new Migrator({
    db,
    provider: { getMigrations: async () => noting(known) },
    migrationTableName: 'schema_migration',
    migrationLockTableName: 'schema_migration_lock',
  })

/** The same migrations; each that contracts leaves word of it for versions that do not know it. */
function noting(known: Migrations): Record<string, Migration> {
  const noted = Object.entries(known).map(([name, { up, contracts }]) => [
    name,
    {
      async up(db: Kysely<unknown>) {
        await up(db)
        if (contracts)
          await sql`
            insert into schema_migration_contract (migration, needs, release)
            values (${name}, ${contracts.needs}, ${contracts.release})`.execute(db)
      },
    },
  ])
  return Object.fromEntries(noted)
}
