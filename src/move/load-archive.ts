import { migrations as ours } from '../../migrations/index.ts'
import { AppError } from '../errors.ts'
import { holdSending } from '../store/hold.ts'
import { migrate, migrateTo } from '../store/migrate.ts'
import type { Database, Db } from '../store/schema.ts'
import {
  beginLoading,
  endLoading,
  findMigrations,
  findTables,
  findUsedTable,
  insertRows,
  type MovedTable,
  noteLoading,
  setCounters,
} from '../store/whole-database.ts'
import type { ArchiveHead } from './archive-format.ts'
import { type ArchivePart, readArchive } from './read-archive.ts'

export interface LoadArchiveOptions {
  db: Database
  now: Date
  /** The file, unpacked. */
  input: AsyncIterable<Uint8Array>
  /** Looks at the head before anything is touched; what it throws ends the import. */
  checkHead: (head: ArchiveHead) => void
  onProgress?: (rows: number, of: number) => void
}

/**
 * Puts an archive into an instance that holds nothing yet: all of it, or nothing. Its schema is
 * that of the archive first and then brought up to date, as the old instance's would be. The copy is
 * held: nothing leaves it until its owner says so.
 * Throws AppError CONFLICT when something is there already or the archive is of a later version,
 * INVALID_INPUT when the file is damaged.
 */
export async function loadArchive(options: LoadArchiveOptions): Promise<{
  head: ArchiveHead
  rows: number
}> {
  const { db } = options
  const parts = readArchive(options.input)
  const { value: first } = await parts.next()
  if (first?.kind !== 'head') throw new AppError('INVALID_INPUT', 'The file is empty.')
  const { head } = first
  await refuseUsed(db)
  options.checkHead(head)
  await makeSchema(db, head)
  const rows = await db.transaction().execute(async (trx) => {
    const tables = await findTables(trx)
    await refuseUsed(trx)
    await beginLoading(trx, tables)
    const loaded = await loadParts(trx, { parts, head, tables, onProgress: options.onProgress })
    await endLoading(trx, tables)
    await setCounters(trx, loaded.counters)
    await holdSending(trx, { at: options.now, copyOf: head.base_url, madeAt: head.created_at })
    return loaded.rows
  })
  await migrate(db)
  await noteLoading(db)
  return { head, rows }
}

async function loadParts(
  trx: Db,
  {
    parts,
    head,
    tables,
    onProgress,
  }: {
    parts: AsyncGenerator<ArchivePart>
    head: ArchiveHead
    tables: MovedTable[]
    onProgress: LoadArchiveOptions['onProgress']
  },
): Promise<{ rows: number; counters: Record<string, number> }> {
  const of = head.tables.reduce((sum, table) => sum + table.rows, 0)
  const columnsOf = new Map(head.tables.map(({ name, columns }) => [name, columns]))
  let rows = 0
  let counters: Record<string, number> = {}
  for await (const part of parts) {
    if (part.kind === 'counters') counters = part.counters
    if (part.kind !== 'rows') continue
    const table = tables.find(({ name }) => name === part.table)
    const columns = columnsOf.get(part.table)
    if (!table || !columns)
      throw new AppError('INVALID_INPUT', `The file names a table ${part.table}, which is unknown.`)
    await insertRows(trx, table, columns, part.lines)
    rows += part.lines.length
    onProgress?.(rows, of)
  }
  return { rows, counters }
}

async function refuseUsed(db: Db): Promise<void> {
  if ((await findMigrations(db)).length === 0) return
  const used = await findUsedTable(db, await findTables(db))
  if (used === undefined) return
  throw new AppError(
    'CONFLICT',
    `There is something here already (in "${used}"), and an import replaces nothing. Give an empty DATA_DIR or an empty database in DATABASE_URL, or keep this one: export --all.`,
  )
}

async function makeSchema(db: Database, head: ArchiveHead): Promise<void> {
  const unknown = head.migrations.filter((name) => !Object.hasOwn(ours, name))
  if (unknown.length > 0)
    throw new AppError(
      'CONFLICT',
      `A later Linkletter (${head.app}, with ${unknown.join(', ')}) wrote this file. Install that version or a newer one.`,
    )
  if ((await findMigrations(db)).length === 0) await migrateTo(db, head.migrations.at(-1) ?? '')
  const here = await findMigrations(db)
  if (here.join() !== head.migrations.join())
    throw new AppError(
      'CONFLICT',
      `This instance was started with another version than that of the file (${head.app}). Give a DATA_DIR or database that was never started.`,
    )
}
