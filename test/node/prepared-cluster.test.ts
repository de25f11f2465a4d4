import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/node/database.ts'
import { packFolder, unpackFolder } from '../../src/node/packed-folder.ts'
import {
  CLUSTER_FACTS,
  CLUSTER_FILE,
  type ClusterFacts,
  installedPglite,
  layPreparedCluster,
} from '../../src/node/prepared-cluster.ts'

let scratch = ''
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'linkletter-cluster-'))
})
afterEach(() => rm(scratch, { recursive: true, force: true }))

describe('the prepared cluster', () => {
  it('is of the PGlite that is installed: run scripts/prepare-cluster.ts after an update', async () => {
    const facts = JSON.parse(await readFile(CLUSTER_FACTS, 'utf8')) as ClusterFacts
    expect(facts.pglite).toBe(installedPglite())
    expect((await readFile(CLUSTER_FILE)).length).toBeLessThan(3_000_000)
  })

  it('opens as an empty database, and is not laid over one that is there', async () => {
    const { db, close } = await openDatabase({ dataDir: scratch })
    const { rows } = await sql<{ tables: number; encoding: string }>`
      select count(*)::integer as tables, current_setting('server_encoding') as encoding
      from pg_tables where schemaname = 'public'`.execute(db)
    await sql`create table kept (id integer)`.execute(db)
    await close()
    expect(rows).toEqual([{ tables: 0, encoding: 'UTF8' }])
    expect(layPreparedCluster(join(scratch, 'pglite'))).toBe('there')
    const again = await openDatabase({ dataDir: scratch })
    await sql`select from kept`.execute(again.db)
    await again.close()
  })

  it('has its name only when it is whole, however the process dies (BARS H)', async () => {
    const module = new URL('../../src/node/prepared-cluster.ts', import.meta.url).href
    const folder = join(scratch, 'pglite')
    const code = `const { layPreparedCluster } = await import(${JSON.stringify(module)})
      process.stdout.write('begun')
      layPreparedCluster(${JSON.stringify(folder)})`
    for (const delayMs of [0, 15, 40, 80, 150]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      child.kill('SIGKILL')
      await once(child, 'exit')
      // Nothing yet, or all of it: the file that is written last.
      if (existsSync(folder)) expect(existsSync(join(folder, 'postgresql.conf'))).toBe(true)
    }
    mkdirSync(`${folder}.half`, { recursive: true })
    writeFileSync(join(`${folder}.half`, 'PG_VERSION'), 'half')
    await rm(folder, { recursive: true, force: true })
    expect(layPreparedCluster(folder)).toBe('laid')
    expect(existsSync(`${folder}.half`)).toBe(false)
    expect(await readFile(join(folder, 'PG_VERSION'), 'utf8')).not.toContain('half')
  })
})

describe('a packed folder', () => {
  it('comes back as it was, without what was left out', async () => {
    const folder = join(scratch, 'in')
    mkdirSync(join(folder, 'a', 'empty'), { recursive: true })
    writeFileSync(join(folder, 'a', 'zeros'), Buffer.alloc(100_000))
    writeFileSync(join(folder, 'ünd'), 'Zoë')
    writeFileSync(join(folder, 'lock'), '1')
    const packed = packFolder(folder, (path) => path !== 'lock')
    expect(packed.length).toBeLessThan(1_000)
    unpackFolder(packed, join(scratch, 'out'))
    expect((await readFile(join(scratch, 'out', 'a', 'zeros'))).equals(Buffer.alloc(100_000))).toBe(
      true,
    )
    expect(await readFile(join(scratch, 'out', 'ünd'), 'utf8')).toBe('Zoë')
    expect(existsSync(join(scratch, 'out', 'a', 'empty'))).toBe(true)
    expect(existsSync(join(scratch, 'out', 'lock'))).toBe(false)
  })
})
