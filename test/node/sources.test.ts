import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { insertSource, type NewSource } from '../../src/store/sources.ts'
import { rss } from '../collect/feed-server.ts'
import { createPostgres } from '../support/database.ts'
import { makeFolder, startServerProcess } from '../support/server-process.ts'

/** A site at 127.0.0.1 whose feeds /1, /2 … all list four items. */
async function startSite() {
  const requests: string[] = []
  const site = { requests, port: 0, close: () => server.close() }
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.setHeader('content-type', 'application/rss+xml')
    response.end(rss([4, 3, 2, 1]))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  site.port = (server.address() as AddressInfo).port
  return site
}

const dueSource = (url: string): NewSource => ({
  url,
  title: null,
  feedTitle: null,
  siteUrl: null,
  section: null,
  tags: ['fed'],
  notes: false,
  followExternal: false,
  backfill: 10,
  addedAt: new Date(),
  nextPollAt: new Date(0),
})

async function until(isDone: () => Promise<boolean>) {
  for (const start = Date.now(); Date.now() - start < 60_000; ) {
    if (await isDone()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('It did not happen.')
}

describe('sources of a running server', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await makeFolder()
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('are polled by two processes on one PostgreSQL, each once, and each item is saved once', async () => {
    const site = await startSite()
    const database = await createPostgres()
    try {
      const env = {
        DATABASE_URL: database.url,
        DATA_DIR: folder,
        SECRET: 'a secret that is long enough for a test',
        FETCH_ALLOW: `127.0.0.1:${site.port}`,
      }
      await migrate(database.db)
      for (let n = 1; n <= 6; n++)
        await insertSource(database.db, dueSource(`http://127.0.0.1:${site.port}/${n}`))
      const servers = await Promise.all([startServerProcess(env), startServerProcess(env)])
      await until(async () => {
        const waiting = await database.db
          .selectFrom('source')
          .select('id')
          .where('next_poll_at', '<', new Date())
          .execute()
        return waiting.length === 0
      })
      expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0])
      expect(site.requests.toSorted()).toEqual(['/1', '/2', '/3', '/4', '/5', '/6'])
      const links = await database.db.selectFrom('link').select('url').orderBy('url').execute()
      expect(links.map(({ url }) => url)).toEqual(
        [1, 2, 3, 4].map((n) => `https://posts.example/${n}`),
      )
    } finally {
      await database.close()
      site.close()
    }
  })
})
