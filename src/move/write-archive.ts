import { createHash } from 'node:crypto'
import { AppError } from '../errors.ts'
import type { Database } from '../store/schema.ts'
import {
  beginReading,
  countRows,
  findMigrations,
  findTables,
  readCounters,
  readRows,
} from '../store/whole-database.ts'
import { VERSION } from '../version.ts'
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  type ArchiveHead,
  fingerprintOf,
} from './archive-format.ts'

export interface WriteArchiveOptions {
  db: Database
  kind: 'pglite' | 'postgres'
  now: Date
  baseUrl: string
  secret: string
  /** Puts the secret itself into the file. */
  withSecret: boolean
  /** Gets each part in turn, not yet packed; the next is read once it has settled. */
  write: (part: Buffer) => Promise<void>
  onProgress?: (rows: number, of: number) => void
}

/**
 * Writes everything as it is at one moment, also while others work on a PostgreSQL.
 * Throws AppError CONFLICT when there is no schema yet. Resolves with the number of rows.
 */
export async function writeArchive(options: WriteArchiveOptions): Promise<number> {
  const hash = createHash('sha256')
  async function write(lines: string[]): Promise<void> {
    const part = Buffer.from(`${lines.join('\n')}\n`)
    hash.update(part)
    await options.write(part)
  }
  return options.db.transaction().execute(async (trx) => {
    await beginReading(trx)
    const migrations = await findMigrations(trx)
    if (migrations.length === 0)
      throw new AppError('CONFLICT', 'There is nothing to export: this database is empty.')
    const tables = await findTables(trx)
    const counts = new Map<string, number>()
    for (const table of tables) counts.set(table.name, await countRows(trx, table))
    const of = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const head: ArchiveHead = {
      format: ARCHIVE_FORMAT,
      version: ARCHIVE_VERSION,
      app: VERSION,
      created_at: options.now.toISOString(),
      base_url: options.baseUrl,
      database: options.kind,
      migrations,
      secret: {
        fingerprint: fingerprintOf(options.secret),
        ...(options.withSecret && { value: options.secret }),
      },
      tables: tables.map(({ name, columns }) => ({
        name,
        rows: counts.get(name) ?? 0,
        columns: columns.map((column) => column.name),
      })),
    }
    await write([JSON.stringify(head)])
    let rows = 0
    for (const table of tables) {
      await write([JSON.stringify({ table: table.name })])
      for await (const lines of readRows(trx, table)) {
        await write(lines)
        rows += lines.length
        options.onProgress?.(rows, of)
      }
    }
    await write([JSON.stringify({ counters: await readCounters(trx) })])
    await options.write(
      Buffer.from(`${JSON.stringify({ end: true, rows, sha256: hash.digest('hex') })}\n`),
    )
    return rows
  })
}
