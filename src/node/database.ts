import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database, Schema } from '../store/schema.ts'
import { lockFolder } from './folder-lock.ts'
import { layPreparedCluster } from './prepared-cluster.ts'
import { createPreparingClient } from './preparing-client.ts'
import { createSeldom } from './seldom.ts'

const WARN_EVERY_MS = 3_600_000

export interface OpenDatabase {
  db: Database
  /** `pglite`: one process, one session. `postgres`: any number of both. */
  kind: 'pglite' | 'postgres'
  close(): Promise<void>
}

/**
 * PostgreSQL when there is an address, otherwise the embedded PGlite under the data folder.
 * Throws AppError DATA_DIR_LOCKED when another process has the folder.
 */
export async function openDatabase(options: {
  databaseUrl?: string | undefined
  dataDir: string
  connections?: number
}): Promise<OpenDatabase> {
  return options.databaseUrl === undefined
    ? openEmbedded(options.dataDir)
    : openPostgres(options.databaseUrl, options.connections ?? 10)
}

function openPostgres(url: string, connections: number): OpenDatabase {
  const pool = new pg.Pool({
    Client: createPreparingClient(),
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    application_name: 'linkletter',
  })
  // An idle connection that breaks is replaced at the next query; without a listener it ends the process.
  // A restart breaks all of them at once, and a pooler with a short limit does so for ever.
  const mayWarn = createSeldom(WARN_EVERY_MS)
  pool.on('error', (error) => {
    if (mayWarn()) process.emitWarning(error)
  })
  // In the hands of a transaction a connection that breaks between two queries says so to nobody
  // else: the next query fails by itself, and nothing more is to be done here.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    kind: 'postgres',
    close: () => db.destroy(),
  }
}

async function openEmbedded(dataDir: string): Promise<OpenDatabase> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = lockFolder(dataDir)
  try {
    layPreparedCluster(join(dataDir, 'pglite'))
    const pglite = await PGlite.create(join(dataDir, 'pglite'), { extensions: { pg_trgm } })
    const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
    return {
      db,
      kind: 'pglite',
      async close() {
        await db.destroy()
        if (!pglite.closed) await pglite.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
