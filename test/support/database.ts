import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, inject } from 'vitest'
import type { Database, Schema } from '../../src/store/schema.ts'
import { TEMPLATE_DATABASE } from './postgres.ts'

export type DatabaseKind = 'pglite' | 'postgres'
export const DATABASE_KINDS: DatabaseKind[] = ['pglite', 'postgres']

export interface TestDatabase {
  readonly db: Database
  /** Address of the database of this file; PostgreSQL only. */
  readonly url: string
}

/** A migrated database for this file, emptied before each test. */
export function useDatabase(kind: DatabaseKind): TestDatabase {
  let current: { db: Database; url: string; close(): Promise<void> } | undefined
  const get = () => {
    if (!current) throw new Error('The database is there from beforeAll on.')
    return current
  }
  beforeAll(async () => {
    current = kind === 'pglite' ? await openPglite() : await createPostgres({ isMigrated: true })
  })
  beforeEach(() => emptyDatabase(get().db))
  afterAll(async () => {
    await current?.close()
  })
  return {
    get db() {
      return get().db
    },
    get url() {
      return get().url
    },
  }
}

async function openPglite() {
  const loadDataDir = new Blob([await readFile(inject('pgliteFile'))])
  const pglite = await PGlite.create({ loadDataDir, extensions: { pg_trgm } })
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
  return { db, url: '', close: () => db.destroy() }
}

/** A database in the server of this run: migrated, or with nothing in it. */
export async function createPostgres({ isMigrated = false } = {}) {
  const admin = new URL(inject('postgresUrl'))
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: admin.href })
  await client.connect()
  await client.query(`create database ${name}${isMigrated ? ` template ${TEMPLATE_DATABASE}` : ''}`)
  await client.end()
  const url = Object.assign(new URL(admin.href), { pathname: `/${name}` }).href
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  pool.on('error', () => undefined)
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { db, url, close: () => db.destroy() }
}

/**
 * Deletes what there is and sets the used counters back. A truncate of all tables would make new
 * files for each of them and its indexes, which takes longer than most tests.
 */
export async function emptyDatabase(db: Database) {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = 'public' and tablename not like 'schema_migration%'`.execute(db)
  const found = tables.map(
    ({ name }) => sql`select ${name}::text as name where exists (select from ${sql.table(name)})`,
  )
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ name: string }>`${sql.join(found, sql` union all `)}`.execute(trx)
    // Without triggers and foreign keys: everything goes, in whatever order.
    await sql`set local session_replication_role = replica`.execute(trx)
    for (const { name } of rows) await sql`delete from ${sql.table(name)}`.execute(trx)
    await sql`
      select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
      from pg_sequences where schemaname = 'public' and last_value is not null`.execute(trx)
  })
}
