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

const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Whoever waits for a table makes all others wait behind it, even readers. So a migration waits
 * for a moment only, lets the others pass, and tries again.
 */
export interface MigrationPatience {
  lockMs: number
  pauseMs: number
  tries: number
  /** Told once, when it has to wait. */
  onWait?: ((note: string) => void) | undefined
}
const PATIENCE: MigrationPatience = { lockMs: 3_000, pauseMs: 2_000, tries: 24 }

const WAITING =
  'Another session uses a table that is to be brought up to date, such as a dump, a long report or an open transaction. Waiting up to two minutes for it.'

const KEPT_BUSY =
  'The tables cannot be brought up to date: another session has been using one of them all the time, such as a dump, a long report or a transaction that was left open (select * from pg_stat_activity shows it). Nothing has changed. Wait for it or end it, then start again.'

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
 * Throws AppError VERSION_TOO_OLD when this version cannot work with those, DATABASE_BUSY when
 * others use a table all the time, and what a failing migration throws, with nothing changed.
 */
export async function bringUpToDate(
  db: Database,
  known: Migrations = migrations,
  patience: Partial<MigrationPatience> = {},
): Promise<Migrated> {
  // Kysely looks through all tables first, which takes a third of a second on PGlite.
  const state = await readSchemaState(db, known)
  if (state.kind !== 'behind') return settled(state)
  const { error, results } = await runMissing(db, known, { ...PATIENCE, ...patience })
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
  const { error } = await migratorOf(db, migrations, PATIENCE).migrateTo(name)
  if (error) throw error
}

async function runMissing(db: Database, known: Migrations, patience: MigrationPatience) {
  let deadlocks = 0
  let waits = 0
  for (;;) {
    const ended = await migratorOf(db, known, patience).migrateToLatest()
    const code = systemCodeOf(ended.error)
    if (code === DEADLOCK && deadlocks < DEADLOCKS_BORNE) {
      deadlocks += 1
    } else if (code === LOCK_NOT_AVAILABLE) {
      waits += 1
      if (waits === 1) patience.onWait?.(WAITING)
      if (waits === patience.tries)
        throw new AppError('DATABASE_BUSY', KEPT_BUSY, { cause: ended.error })
      await pause(patience.pauseMs)
    } else return ended
  }
}

function settled(state: SchemaState): Migrated {
  const problem = schemaProblem(state)
  if (problem !== null) throw new AppError('VERSION_TOO_OLD', problem)
  return { ran: [], later: state.kind === 'ahead' ? state.later : [] }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

const migratorOf = (db: Database, known: Migrations, { lockMs }: MigrationPatience) =>
  new Migrator({
    db,
    provider: { getMigrations: async () => noting(known, lockMs) },
    migrationTableName: 'schema_migration',
    migrationLockTableName: 'schema_migration_lock',
  })

/**
 * The same migrations, each with a limit to what it waits for; one that contracts leaves word of
 * it for versions that do not know it.
 */
function noting(known: Migrations, lockMs: number): Record<string, Migration> {
  const noted = Object.entries(known).map(([name, { up, contracts }]) => [
    name,
    {
      async up(db: Kysely<unknown>) {
        await sql`select set_config('lock_timeout', ${String(lockMs)}, true)`.execute(db)
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
