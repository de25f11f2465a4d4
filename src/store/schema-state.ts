import { sql } from 'kysely'
import type { LinkletterMigration } from '../../migrations/contract.ts'
import { migrations } from '../../migrations/index.ts'
import { systemCodeOf } from '../errors.ts'
import type { Db } from './schema.ts'

/** Of an empty database (PostgreSQL, appendix A). */
const UNDEFINED_TABLE = '42P01'

export type Migrations = Record<string, LinkletterMigration>

/**
 * How the tables stand to the migrations that this program knows.
 *
 * current  all are run, and no others
 * behind   the last of ours are missing
 * ahead    a later version has run more, and has left all that this one uses
 * too_new  a later version has taken away what this one uses
 * mixed    ours are missing where others were run: whether that fits, nobody has tried
 */
export type SchemaState =
  | { kind: 'current' }
  | { kind: 'behind'; missing: string[] }
  | { kind: 'ahead'; later: string[] }
  | { kind: 'too_new'; later: string[]; release: string }
  | { kind: 'mixed'; missing: string[]; last: string }

export async function readSchemaState(
  db: Db,
  known: Migrations = migrations,
): Promise<SchemaState> {
  const ours = Object.keys(known)
  const done = await findDone(db)
  const missing = ours.filter((name) => !done.includes(name))
  const later = done.filter((name) => !Object.hasOwn(known, name))
  const last = later.at(-1) ?? done.at(-1) ?? ''
  if (missing.length > 0)
    return later.length > 0 || missing.some((name) => name < last)
      ? { kind: 'mixed', missing, last }
      : { kind: 'behind', missing }
  if (later.length === 0) return { kind: 'current' }
  const release = await findNeededRelease(db, ours)
  return release === undefined ? { kind: 'ahead', later } : { kind: 'too_new', later, release }
}

/** Why this program cannot work on such tables, and what to do; null: it can. */
export function schemaProblem(state: SchemaState): string | null {
  switch (state.kind) {
    case 'behind':
      return `${state.missing.length} migrations are missing: run migrate.`
    case 'too_new':
      return `A later Linkletter has migrated the database (${state.later.join(', ')}), and this version no longer works with it. Install ${state.release} or later.`
    case 'mixed':
      return `The database lacks ${state.missing.join(', ')} but has run ${state.last}. Migrations are run in their order only: install a version that knows all of them.`
    default:
      return null
  }
}

/** What whoever runs this program should know though it works. */
export function laterNote(later: string[]): string {
  return `A later Linkletter has migrated the database (${later.join(', ')}). This version still works with it; install the later one here too.`
}

/** Names of what was run, in order; none where there is no schema. */
async function findDone(db: Db): Promise<string[]> {
  const asked = sql<{ name: string }>`select name from schema_migration order by name collate "C"`
  const { rows } = await asked.execute(db).catch((error: unknown) => {
    if (systemCodeOf(error) === UNDEFINED_TABLE) return { rows: [] }
    throw error
  })
  return rows.map(({ name }) => name)
}

/** The release that the last migration needs which demands one that is not ours. */
async function findNeededRelease(db: Db, ours: string[]): Promise<string | undefined> {
  if (!(await hasTable(db, 'schema_migration_contract'))) return undefined
  const { rows } = await sql<{ release: string }>`
    select release from schema_migration_contract
    where needs <> all (${ours}::text[])
    order by migration collate "C" desc limit 1`.execute(db)
  return rows[0]?.release
}

async function hasTable(db: Db, name: string): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`
    select to_regclass(${name}) is not null as exists`.execute(db)
  return rows[0]?.exists === true
}
