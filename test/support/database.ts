import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, inject } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import type { Database, Schema } from '../../src/store/schema.ts'

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
    current = kind === 'pglite' ? await openPglite() : await createPostgres()
    await migrate(current.db)
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
  const pglite = await PGlite.create()
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
  return { db, url: '', close: () => db.destroy() }
}

/** An empty database in the server of this run. */
export async function createPostgres() {
  const admin = new URL(inject('postgresUrl'))
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: admin.href })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const url = Object.assign(new URL(admin.href), { pathname: `/${name}` }).href
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  pool.on('error', () => undefined)
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { db, url, close: () => db.destroy() }
}

export async function emptyDatabase(db: Database) {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = 'public' and tablename not like 'schema_migration%'`.execute(db)
  const names = rows.map((row) => sql.table(row.name))
  await sql`truncate ${sql.join(names)} restart identity cascade`.execute(db)
}
