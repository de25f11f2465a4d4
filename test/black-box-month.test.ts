import { rm } from 'node:fs/promises'
import { afterEach, expect, it } from 'vitest'
import { startPageSite } from './runtime/page-site.ts'
import { liveMonth } from './support/black-box-month.ts'
import { createPostgres } from './support/database.ts'
import { makeFolder, runCli, startServerProcess, startSmtpSink } from './support/server-process.ts'

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

/** On Workers: test/runtime/workers.test.ts. */
it.each([
  ['one process on the embedded database', 1],
  ['three processes on PostgreSQL', 3],
])(
  'a month goes its way in %s',
  async (_, count) => {
    const folder = await makeFolder()
    cleanUp.push(() => rm(folder, { recursive: true, force: true }))
    const [sink, site] = await Promise.all([startSmtpSink(), startPageSite()])
    cleanUp.push(sink.close, site.close)
    const postgres = count > 1 ? await createPostgres({ isMigrated: true }) : undefined
    if (postgres) cleanUp.push(postgres.close)
    const env = {
      DATA_DIR: folder,
      SECRET: 'a secret for tests, long enough to sign',
      SMTP_URL: sink.url,
      FETCH_ALLOW: site.host,
      ...(postgres && { DATABASE_URL: postgres.url }),
    }
    const made = await runCli(['token', 'create', '--name', 'test', '--scope', 'admin'], env)
    const servers = await Promise.all(
      Array.from({ length: count }, async () => {
        const server = await startServerProcess(env)
        cleanUp.push(server.kill)
        return server
      }),
    )
    let turn = 0
    /** Each request goes to the next process. */
    const ask = (path: string, init?: RequestInit) =>
      fetch(`${servers[turn++ % count]?.url}${path}`, init)

    await liveMonth({
      async call<T>(method: string, path: string, body?: unknown) {
        const answer = await ask(`/api/v1${path}`, {
          method,
          headers: {
            authorization: `Bearer ${made.stdout.trim()}`,
            'content-type': 'application/json',
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        expect([method, path, answer.ok]).toEqual([method, path, true])
        return (await answer.json()) as T
      },
      visit: (path) => ask(path),
      tick: () => new Promise((resolve) => setTimeout(resolve, 100)),
      mails: () => sink.received,
      page: { url: `${site.url}/ropes`, title: 'Ropes and knots', author: 'Ida Norn' },
    })
  },
  180_000,
)
