import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database, Schema } from '../store/schema.ts'

/**
 * Connections of one invocation: a Worker may not use in one what was opened in another. They are
 * cheap, because Hyperdrive keeps those to the database itself. What is open when the invocation
 * ends is closed by the platform.
 *
 * Two, for a statement beside a transaction; of the six that an invocation may hold, mail and
 * pages need the others.
 */
const CONNECTIONS = 2

export function openPostgres(url: string): { db: Database; close(): Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    application_name: 'linkletter',
  })
  // The next query fails by itself, and nothing more is to be done here.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { db, close: () => db.destroy() }
}
