import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/node/serve.ts'
import type { Database } from '../../src/store/schema.ts'
import { createPostgres } from '../support/database.ts'
import { makeEmptyFolder } from '../support/server-process.ts'

/** A second database stands in for a replica: what it shows has other titles, so that it is known. */
describe('a server with a read replica', () => {
  let main: Awaited<ReturnType<typeof createPostgres>>
  let replica: Awaited<ReturnType<typeof createPostgres>>
  let server: RunningServer
  let folder = ''
  beforeAll(async () => {
    main = await createPostgres({ isMigrated: true })
    replica = await createPostgres({ isMigrated: true })
    folder = await makeEmptyFolder()
    await publish(main.db, '2023-06', 'June of the main one')
    await publish(replica.db, '2023-06', 'June of the replica')
    const config = readConfig({
      DATABASE_URL: main.url,
      DATABASE_READ_URL: replica.url,
      SECRET: 'a secret for tests, long enough to sign',
      DATA_DIR: folder,
      PORT: '0',
      ROLES: 'web',
      LOG_LEVEL: 'silent',
    })
    server = await startServer(config)
    await replicate()
  })
  afterAll(async () => {
    await server?.stop()
    await replica?.close()
    await main?.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function publish(db: Database, month: string, title: string) {
    await sql`
      insert into issue (month, title, slug, state, sent_at, published_at)
      values (${month}, ${title}, ${month}, 'sent', now(), now())`.execute(db)
  }

  /** The replica has everything now. */
  async function replicate() {
    const { rows } = await sql<{ xact: string }>`
      select xact::text as xact from site_change`.execute(main.db)
    await sql`delete from site_change`.execute(replica.db)
    for (const { xact } of rows)
      await sql`insert into site_change (xact) values (${xact}::xid8)`.execute(replica.db)
  }

  const get = async (path: string) => {
    const answer = await fetch(server.url + path)
    return { status: answer.status, text: await answer.text() }
  }
  const ready = async () => JSON.parse((await get('/readyz')).text)
  const finding = async () =>
    (await server.runtime.services.doctor.run()).find(({ check }) => check === 'read-replica')

  it('reads public pages, feeds and search from it', async () => {
    const pages = ['/archive', '/archive/2023', '/feed.xml', '/search?q=June', '/issues/2023-06']
    for (const path of pages)
      await expect
        .poll(() => get(path), { timeout: 5_000 })
        .toEqual({
          status: 200,
          text: expect.stringContaining('June of the replica'),
        })
    expect(await ready()).toMatchObject({ status: 'ready', checks: { read_replica: 'ok' } })
    expect(await finding()).toMatchObject({ status: 'ok' })
  })

  it('shows what was just published while the replica does not have it', async () => {
    await publish(main.db, '2023-07', 'July of the main one')
    await expect
      .poll(async () => (await get('/archive')).text, { timeout: 3_000 })
      .toContain('July of the main one')
    expect((await get('/issues/2023-07')).status).toBe(200)
    expect(await ready()).toMatchObject({ status: 'ready', checks: { read_replica: 'missing' } })
    expect(await finding()).toMatchObject({ status: 'warn' })
    await publish(replica.db, '2023-07', 'July of the replica')
    await replicate()
    // Asked with a query, so that no kept page answers.
    await expect
      .poll(async () => (await get('/archive?again')).text, { timeout: 5_000 })
      .toContain('July of the replica')
  })

  it('goes on without an error when the replica is gone', async () => {
    const admin = new pg.Client({ connectionString: inject('postgresUrl') })
    await admin.connect()
    await admin.query(`drop database ${new URL(replica.url).pathname.slice(1)} with (force)`)
    await admin.end()
    for (const path of ['/archive?gone', '/search?q=June', '/issues/2023-07?gone'])
      expect(await get(path)).toEqual({
        status: 200,
        text: expect.stringContaining('of the main one'),
      })
    const answer = await get('/readyz')
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text)).toMatchObject({ checks: { read_replica: 'missing' } })
    expect(await finding()).toMatchObject({ status: 'warn', text: expect.stringMatching(/away/) })
  })
})
