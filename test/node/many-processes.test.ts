import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTokenService } from '../../src/token-service.ts'
import { type CuttableDoor, openDoor } from '../support/cuttable-door.ts'
import { createPostgres } from '../support/database.ts'
import {
  makeEmptyFolder,
  type ServerProcess,
  type SmtpSink,
  startServerProcess,
  startSmtpSink,
} from '../support/server-process.ts'

const READERS = 240
const CONNECTIONS = 2

describe('three processes on one PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof createPostgres>>
  let door: CuttableDoor
  let sink: SmtpSink
  let folder = ''
  const processes: ServerProcess[] = []

  beforeAll(async () => {
    database = await createPostgres({ isMigrated: true })
    const url = new URL(database.url)
    door = await openDoor({ host: url.hostname, port: Number(url.port) })
    url.port = String(door.port)
    sink = await startSmtpSink({ delayMs: 60 })
    folder = await makeEmptyFolder()
    await sql`
      insert into subscriber (email, email_key, status)
      select 'reader-' || n || '@reader.example', 'reader-' || n || '@reader.example', 'active'
      from generate_series(1, ${READERS}) as n`.execute(database.db)
    const env = {
      DATABASE_URL: url.href,
      SECRET: 'a secret for tests, long enough to sign',
      DATA_DIR: folder,
      SMTP_URL: sink.url,
      SEND_CONNECTIONS: String(CONNECTIONS),
      LOG_LEVEL: 'silent',
    }
    processes.push(...(await Promise.all([1, 2, 3].map(() => startServerProcess(env)))))
  })
  afterAll(async () => {
    for (const { child, kill } of processes) if (child.exitCode === null) await kill()
    await sink?.close()
    await door?.close()
    await database?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const until = (count: number) =>
    expect.poll(() => sink.received.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count)

  it('send a month once, though one is killed, one stopped and the database cut off', async () => {
    const tokens = createTokenService({ db: database.db, now: () => new Date() })
    const { token } = await tokens.create('test', 'admin')
    const api = async (process: ServerProcess | undefined, path: string, body: unknown) => {
      const answer = await fetch(`${process?.url}/api/v1${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect([path, answer.ok]).toEqual([path, true])
      return (await answer.json()) as { id: number }
    }
    const [killed, stopped, last] = processes
    await api(killed, '/links', { url: 'https://norn.example/a', title: 'A', month: '2023-06' })
    const { id } = await api(stopped, '/issues', { month: '2023-06' })
    await api(killed, `/issues/${id}/send`, {})
    // The others find it at their next tick; this asks them not to wait for the minute.
    for (const process of [stopped, last])
      await api(process, `/issues/${id}/pause`, {}).then(() =>
        api(process, `/issues/${id}/resume`, {}),
      )
    await until(20)
    await killed?.kill()
    await until(60)
    await door.cut(2_000)
    await until(90)
    expect(await stopped?.stop()).toBe(0)
    const state = async () => {
      const { rows } = await sql<{ state: string; open: number; unknown: number; rows: number }>`
        select (select state from issue where id = ${id}) as state,
          count(*) filter (where state in ('pending', 'sending', 'deferred'))::integer as open,
          count(*) filter (where state = 'unknown')::integer as unknown,
          count(*)::integer as rows
        from delivery where issue_id = ${id}`.execute(database.db)
      return rows[0]
    }
    await expect.poll(state, { timeout: 90_000 }).toMatchObject({ state: 'sent', open: 0 })
    const end = await state()
    expect(end?.rows).toBe(READERS)
    // In doubt are at most the messages that were under way at the kill and at the cut.
    expect(end?.unknown).toBeLessThanOrEqual(3 * CONNECTIONS)
    const got = sink.received.map(({ to }) => to)
    expect(got.filter((to, index) => got.indexOf(to) !== index)).toEqual([])
    const { rows: sent } = await sql<{ email: string }>`
      select email from delivery where issue_id = ${id} and state = 'sent'`.execute(database.db)
    expect(sent.filter(({ email }) => !got.includes(email))).toEqual([])
  })
})
