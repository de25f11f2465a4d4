import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSink } from '../../chaos/smtp-sink.ts'
import { createTokenService } from '../../src/token-service.ts'
import { startCuttableProxy } from '../support/cuttable-proxy.ts'
import { createPostgres } from '../support/database.ts'
import {
  makeEmptyFolder,
  type ServerProcess,
  startServerProcess,
} from '../support/server-process.ts'

const READERS = 900
const CONNECTIONS = 4

let postgres: Awaited<ReturnType<typeof createPostgres>>
let proxy: Awaited<ReturnType<typeof startCuttableProxy>>
let sink: Awaited<ReturnType<typeof startSink>>
let servers: ServerProcess[] = []
let token: string

beforeAll(async () => {
  postgres = await createPostgres({ isMigrated: true })
  proxy = await startCuttableProxy(postgres.url)
  sink = await startSink({ delayMs: 40 })
  const { db } = postgres
  token = (await createTokenService({ db, now: () => new Date() }).create('month', 'admin')).token
  servers = await Promise.all(
    [1, 2, 3].map(async () =>
      startServerProcess({
        DATABASE_URL: proxy.url,
        DATA_DIR: await makeEmptyFolder(),
        SECRET: 'a secret that three processes share, long enough',
        SMTP_URL: sink.url,
        SEND_CONNECTIONS: String(CONNECTIONS),
        LOG_LEVEL: 'silent',
      }),
    ),
  )
})
afterAll(async () => {
  for (const server of servers) await server.kill()
  await sink.close()
  await proxy.close()
  await postgres.close()
})

async function api<T>(index: number, method: string, path: string, body?: unknown): Promise<T> {
  const isText = typeof body === 'string'
  const answer = await fetch(`${servers[index]?.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': isText ? 'text/csv' : 'application/json',
    },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  expect(answer.ok, `${method} ${path}: ${text}`).toBe(true)
  return JSON.parse(text) as T
}

async function mailsReach(count: number): Promise<void> {
  while (sink.mails.length < count) await wait(5)
}

it('sends a month once from three processes, one killed, one stopped, the database away', async () => {
  await api(0, 'POST', '/links', {
    url: 'https://norn.example/clocks',
    title: 'Clocks',
    month: '2023-07',
  })
  const addresses = Array.from({ length: READERS }, (_, n) => `reader${n}@readers.example`)
  await api(1, 'POST', '/subscribers/import', `email\n${addresses.join('\n')}\n`)
  const issue = await api<{ id: number; slug: string }>(2, 'POST', '/issues', { month: '2023-07' })
  await api(0, 'POST', `/issues/${issue.id}/send`, {})

  await mailsReach(READERS / 10)
  await servers[0]?.kill()
  await mailsReach(READERS / 4)
  expect(await servers[1]?.stop()).toBe(0)
  await mailsReach(READERS / 2)
  await proxy.cut(3_000)

  type Progress = { state: string; counts: Record<string, number>; sum: { holds: boolean } }
  let progress: Progress
  do {
    await wait(200)
    progress = await api<Progress>(2, 'GET', `/issues/${issue.id}/progress`)
  } while (progress.state === 'sending')

  const { sent = 0, unknown = 0 } = progress.counts
  expect(progress).toMatchObject({ state: 'sent', sum: { holds: true } })
  expect(sent + unknown).toBe(READERS)
  // The killed one's connections, and those that could not say what they knew in the outage.
  expect(unknown).toBeLessThanOrEqual(2 * CONNECTIONS)
  expect(new Set(sink.mails.map(({ messageId }) => messageId)).size).toBe(sink.mails.length)
  expect(sink.mails.length).toBeGreaterThanOrEqual(sent)
  const page = await fetch(`${servers[2]?.url}/issues/${issue.slug}`)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Clocks')])
})
