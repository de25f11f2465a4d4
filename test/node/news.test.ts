import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type News, openNewsLine } from '../../src/node/news.ts'
import { type RunningServer, startServer } from '../../src/node/serve.ts'
import { noteSiteChange } from '../../src/store/site-version.ts'
import { useDatabase } from '../support/database.ts'
import { makeEmptyFolder } from '../support/server-process.ts'

describe('processes on one PostgreSQL', () => {
  const database = useDatabase('postgres')
  const ends: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })

  const listeners = async () => {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity
      where application_name = 'linkletter listen' and datname = current_database()
        and state = 'idle' and query = 'listen linkletter'`.execute(database.db)
    return rows.map(({ pid }) => pid)
  }

  async function open(count: number) {
    const lines = Array.from({ length: count }, () => {
      const heard: News[] = []
      const said: string[] = []
      const line = openNewsLine({
        url: database.url,
        db: database.db,
        onNews: (news) => heard.push(news),
        say: (message) => said.push(message),
      })
      ends.push(() => line.close())
      return { ...line, heard, said }
    })
    await expect.poll(listeners).toHaveLength(count)
    return lines as [(typeof lines)[0], (typeof lines)[0]]
  }

  it('tell the others of work, and not themselves', async () => {
    const [one, other] = await open(2)
    one.tell()
    await expect.poll(() => other.heard).toEqual(['jobs'])
    other.tell()
    await expect.poll(() => one.heard).toEqual(['jobs'])
    expect(other.heard).toEqual(['jobs'])
  })

  it('hear that the site has changed when the transaction ends, not before', async () => {
    const [line] = await open(1)
    await database.db.transaction().execute(async (trx) => {
      await noteSiteChange(trx)
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(line.heard).toEqual([])
    })
    await expect.poll(() => line.heard).toEqual(['site'])
  })

  it('listen again after their connection was killed, and look for what they missed', async () => {
    const [one, other] = await open(2)
    const before = await listeners()
    await sql`select pg_terminate_backend(pid) from unnest(${before}::integer[]) as pid`.execute(
      database.db,
    )
    await expect.poll(() => other.heard, { timeout: 10_000 }).toEqual(['site', 'jobs'])
    await expect.poll(() => one.heard, { timeout: 10_000 }).toEqual(['site', 'jobs'])
    expect((await listeners()).filter((pid) => before.includes(pid))).toEqual([])
    expect(other.said).toEqual(['listening for news was cut off, tried again'])
    one.tell()
    await expect.poll(() => other.heard).toEqual(['site', 'jobs', 'jobs'])
  })

  it('say it once when a pooler cuts them off again and again', async () => {
    const [one] = await open(1)
    for (let cut = 1; cut <= 3; cut++) {
      const before = await listeners()
      await sql`select pg_terminate_backend(pid) from unnest(${before}::integer[]) as pid`.execute(
        database.db,
      )
      await expect.poll(() => one.heard.length, { timeout: 10_000 }).toBe(cut * 2)
    }
    expect(one.said).toEqual(['listening for news was cut off, tried again'])
  })

  it('begin a send at once that another process was asked for', async () => {
    const folder = await makeEmptyFolder()
    ends.push(() => rm(folder, { recursive: true, force: true }))
    const start = async (roles: string): Promise<RunningServer> => {
      const config = readConfig({
        DATABASE_URL: database.url,
        SECRET: 'a secret for tests, long enough to sign',
        DATA_DIR: folder,
        PORT: '0',
        ROLES: roles,
        LOG_LEVEL: 'silent',
      })
      const server = await startServer(config)
      ends.push(() => server.stop())
      return server
    }
    const web = await start('web')
    await start('jobs')
    await expect.poll(listeners).toHaveLength(2)
    // Not across a minute, at which the job process looks by itself.
    const leftMs = 60_000 - (Date.now() % 60_000)
    if (leftMs < 25_000) await new Promise((resolve) => setTimeout(resolve, leftMs + 2_000))
    const { services } = web.runtime
    const link = { url: 'https://norn.example/a', title: 'A', month: '2023-06' }
    await services.saveLink(link as never)
    const issue = await services.assembleIssue('2023-06')
    await services.sendControl.send(issue.id)
    const state = async () => (await services.getIssue(issue.id)).state
    await expect.poll(state, { timeout: 22_000 }).toBe('sent')
  })
})
