import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findHold } from '../../src/store/hold.ts'
import type { Database } from '../../src/store/schema.ts'
import { createPostgres } from '../support/database.ts'
import { makeFolder, runCli } from '../support/server-process.ts'

const READERS = 20_000
/** What a reader's row holds at least: all of them together are far more than the heap below. */
const ROW_BYTES = 2_016
const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=56' }
const SECRET = 'the secret of the server, long enough to sign'

async function sumOf(db: Database) {
  const { rows } = await sql<{ readers: number; sum: string }>`
    select count(*)::integer as readers, md5(string_agg(s::text, ',' order by id)) as sum
    from (select id, email, name, status from subscriber) as s`.execute(db)
  expect(rows[0]?.readers).toBe(READERS)
  return rows[0]
}

describe('a whole instance in one file', () => {
  let server: Awaited<ReturnType<typeof createPostgres>>
  let folder = ''
  const file = () => join(folder, 'all.jsonl.gz')
  const onServer = () => ({ DATABASE_URL: server.url, SECRET, DATA_DIR: join(folder, 'none') })

  beforeAll(async () => {
    folder = await makeFolder()
    server = await createPostgres({ isMigrated: true })
    await sql`
      insert into subscriber (email, email_key, status, name)
      select 'reader-' || n || '@reader.example', 'reader-' || n || '@reader.example', 'active',
        repeat(md5(n::text), ${ROW_BYTES / 32})
      from generate_series(1, ${READERS}) as n`.execute(server.db)
  })
  afterAll(async () => {
    await server?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it(`moves ${READERS} readers from one PostgreSQL to another with little memory`, async () => {
    const out = await runCli(['export', '--all', file()], { ...onServer(), ...SMALL_HEAP })
    expect([out.stderr, out.code]).toEqual([expect.stringContaining('The secret is not in it'), 0])
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    const other = await createPostgres()
    try {
      const env = { ...onServer(), ...SMALL_HEAP, DATABASE_URL: other.url }
      const back = await runCli(['import', '--all', file()], env)
      expect([back.stderr, back.code]).toEqual([
        expect.stringContaining('Nothing is sent until you say so'),
        0,
      ])
      expect(await sumOf(other.db)).toEqual(await sumOf(server.db))
    } finally {
      await other.close()
    }
  })

  it('wants the old secret, and is held until the command says otherwise', async () => {
    const small = join(folder, 'small.gz')

    const made = await runCli(['export', '--all', small], { DATA_DIR: folder })
    expect(made.code).toBe(0)
    expect(gunzipSync(await readFile(small)).toString()).not.toContain(
      (await readFile(join(folder, 'secret'), 'utf8')).trim(),
    )
    const other = await createPostgres()
    try {
      const env = { DATABASE_URL: other.url, DATA_DIR: join(folder, 'unused') }
      const refused = await runCli(['import', '--all', small], { ...env, SECRET })
      expect([refused.code, refused.stderr]).toEqual([
        1,
        expect.stringContaining('written with another secret'),
      ])
      const old = (await readFile(join(folder, 'secret'), 'utf8')).trim()
      expect((await runCli(['import', '--all', small], { ...env, SECRET: old })).code).toBe(0)
      expect(await findHold(other.db)).toMatchObject({ copyOf: 'http://localhost:3000' })
      const held = await runCli(['hold', 'release'], { ...env, SECRET: old })
      expect([held.code, held.stdout]).toEqual([0, expect.stringContaining('mail leaves again')])
      expect(await findHold(other.db)).toBeUndefined()
    } finally {
      await other.close()
    }
  })
})
