import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChaosDatabase, type DatabaseKind } from '../chaos/database.ts'
import type { SmtpSink } from '../chaos/smtp-sink.ts'
import { readConfig } from '../src/config.ts'
import { type RunningServer, startServer } from '../src/node/serve.ts'

export interface Installation {
  server: RunningServer
  api<T>(method: string, path: string, body?: unknown): Promise<T>
  close(): Promise<void>
}

/** A server with jobs on a fresh database, whose clock is the one given. */
export async function openInstallation(options: {
  database: DatabaseKind
  sink: SmtpSink
  /** `host:port` of the pages to be read. */
  pages: string
  now(): Date
}): Promise<Installation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'linkletter-soak-'))
  const postgres =
    options.database === 'postgres' ? await createChaosDatabase('postgres') : undefined
  const config = readConfig({
    ...(postgres && {
      DATABASE_URL: postgres.where,
      SECRET: 'a secret for a long simulated life, guarding nothing',
    }),
    DATA_DIR: dataDir,
    SMTP_URL: options.sink.url,
    PORT: '0',
    BASE_URL: 'http://localhost:3000',
    FETCH_ALLOW: options.pages,
    LOG_LEVEL: 'error',
  })
  const server = await startServer(config, { now: options.now })
  const { token } = await server.runtime.services.tokens.create('soak', 'admin')

  return {
    server,
    async api<T>(method: string, path: string, body?: unknown): Promise<T> {
      const answer = await fetch(`${server.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          connection: 'close', // one that is kept could be closed just as it is used again
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
      return (text === '' ? undefined : JSON.parse(text)) as T
    },
    async close() {
      await server.stop()
      await postgres?.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
