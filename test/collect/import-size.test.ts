import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
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
      join(folder, 'data'),
      database?.url ?? '',
    ])
    return JSON.parse(stdout) as Outcome
  } finally {
    await database?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

describe.each(DATABASE_KINDS)('a file of 50,000 bookmarks on %s', (kind) => {
  it('comes in with as much memory as one of 5,000, and changes nothing again', async () => {
    const small = await importInChild(kind, 5_000)
    const large = await importInChild(kind, 50_000)
    expect(large.first).toEqual({ created: 50_000, duplicates: 0, rejected: [], notices: [] })
    expect(large.second).toEqual({ created: 0, duplicates: 50_000, rejected: [], notices: [] })
    // Ten times the links; all of them held would be some 60 MB more (tried).
    expect(large.mostHeldMb - small.mostHeldMb).toBeLessThan(10)
    expect(large.peakMb / small.peakMb).toBeLessThan(1.6)
  }, 600_000)
})
