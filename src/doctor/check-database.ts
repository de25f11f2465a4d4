import { sql } from 'kysely'
import type { Database } from '../store/schema.ts'
import { readSchemaState } from '../store/schema-state.ts'
import { type Finding, findingsOf } from './finding.ts'

const OLDEST_VERSION = 14
/** Pages that wait longer than so were forgotten by whoever reads them. */
const LONG_WAIT_MINUTES = 60

export async function checkDatabase(db: Database, kind: 'pglite' | 'postgres'): Promise<Finding[]> {
  return Promise.all([
    checkVersion(db, kind),
    checkMigrations(db),
    checkQueue(db),
    checkSending(db),
  ])
}

async function checkVersion(db: Database, kind: 'pglite' | 'postgres'): Promise<Finding> {
  const { ok, fail } = findingsOf('database')
  const { rows } = await sql<{ version: number; text: string }>`
    select current_setting('server_version_num')::int as version,
      current_setting('server_version') as text`.execute(db)
  const { version = 0, text = '' } = rows[0] ?? {}
  if (version / 10_000 < OLDEST_VERSION)
    return fail(`PostgreSQL ${text}.`, `Use PostgreSQL ${OLDEST_VERSION} or later.`)
  return ok(
    kind === 'pglite'
      ? `Embedded PostgreSQL ${text}. Survives a crash of the program, not a power cut: make backups.`
      : `PostgreSQL ${text}.`,
  )
}

async function checkMigrations(db: Database): Promise<Finding> {
  const { ok, warn, fail } = findingsOf('migrations')
  const state = await readSchemaState(db)
  switch (state.kind) {
    case 'current':
      return ok('The tables are up to date.')
    case 'behind':
      return fail(`${state.missing.length} migrations have not been run.`, 'Run: npm run migrate')
    case 'ahead':
      return warn(
        `A later version has migrated the database: ${state.later.join(', ')}.`,
        'This version still works with it. Install the later one here too.',
      )
    case 'too_new':
      return fail(
        `A later version has taken from the tables what this one uses: ${state.later.join(', ')}.`,
        `Install Linkletter ${state.release} or later.`,
      )
    case 'mixed':
      return fail(
        `The database lacks ${state.missing.join(', ')} but has run ${state.last}.`,
        'Migrations are run in their order only. Install a version that knows all of them.',
      )
  }
}

async function checkQueue(db: Database): Promise<Finding> {
  const { ok, warn } = findingsOf('queue')
  const { rows } = await sql<{ waiting: number; late: number }>`
    select count(*)::int as waiting,
      count(*) filter (
        where enrich_after < now() - ${LONG_WAIT_MINUTES}::int * interval '1 minute'
          -- An import of old bookmarks is due since their dates; somebody is at work on it.
          and not exists (
            select 1 from link as read where read.enrichment_status = 'done'
              and read.updated_at > now() - ${LONG_WAIT_MINUTES}::int * interval '1 minute')
      )::int as late
    from link where enrichment_status = 'pending'`.execute(db)
  const { waiting = 0, late = 0 } = rows[0] ?? {}
  if (late > 0)
    return warn(
      `${late} ${late === 1 ? 'link has' : 'links have'} waited more than an hour for the page to be read.`,
      'Is a process with ROLES=jobs running? Look into its log.',
    )
  return ok(waiting === 0 ? 'No page waits to be read.' : `Pages that wait to be read: ${waiting}.`)
}

async function checkSending(db: Database): Promise<Finding> {
  const { ok, warn } = findingsOf('sending')
  const paused = await db
    .selectFrom('issue')
    .select(['month', 'paused_reason'])
    .where('state', '=', 'paused')
    .orderBy('month')
    .limit(3)
    .execute()
  if (paused.length > 0)
    return warn(
      paused.map(({ month, paused_reason }) => `${month} is paused: ${paused_reason}`).join(' '),
      'Mend what it says, then resume or cancel the issue.',
    )
  const unknown = await db
    .selectFrom('delivery')
    .select('issue_id')
    .where('state', '=', 'unknown')
    .limit(1)
    .executeTakeFirst()
  if (unknown)
    return warn(
      `Issue ${unknown.issue_id} has messages whose answer was never seen.`,
      'Settle them: as sent, or to be tried again.',
    )
  return ok('No issue waits for you.')
}
