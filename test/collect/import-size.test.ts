import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { ImportReport } from '../../src/collect/import-links.ts'
import { createPostgres, DATABASE_KINDS, type DatabaseKind } from '../support/database.ts'
import { makeFolder } from '../support/server-process.ts'

const CHILD = fileURLToPath(new URL('./import-child.ts', import.meta.url))

interface Outcome {
  first: ImportReport
  second: ImportReport
  /** Heap in use after collecting garbage, while the file was read. */
  mostHeldMb: number
  /** Of the whole process. */
  peakMb: number
}

async function importInChild(kind: DatabaseKind, count: number): Promise<Outcome> {
  const folder = await makeFolder()
  const database = kind === 'postgres' ? await createPostgres() : undefined
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      CHILD,
      String(count),
      folder,
      database?.url ?? '',
    ])
    return JSON.parse(stdout) as Outcome
  } finally {
    await database?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The embedded database takes twice as long; what is measured there is the same. */
const LARGE = { postgres: 50_000, pglite: 20_000 }
const SMALL = 4_000

describe.each(DATABASE_KINDS)('a large file of bookmarks on %s', (kind) => {
  it(`comes in with as much memory as one of ${SMALL}, ${LARGE[kind]} of them, and changes nothing again`, async () => {
    const small = await importInChild(kind, SMALL)
    const large = await importInChild(kind, LARGE[kind])
    expect(large.first).toEqual({ created: LARGE[kind], duplicates: 0, rejected: [], notices: [] })
    expect(large.second).toEqual({ created: 0, duplicates: LARGE[kind], rejected: [], notices: [] })
    // 46,000 links more; all of them held would be some 60 MB (tried).
    expect(large.mostHeldMb - small.mostHeldMb).toBeLessThan(10)
    expect(large.peakMb / small.peakMb).toBeLessThan(1.6)
  }, 600_000)
})
