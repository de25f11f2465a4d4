import { loadArchive } from '../../src/move/load-archive.ts'
import { type ArchivePart, readArchive } from '../../src/move/read-archive.ts'
import { writeArchive } from '../../src/move/write-archive.ts'
import type { Database } from '../../src/store/schema.ts'

export const OLD_SECRET = 'the secret of the old instance, long enough'
export const MADE_AT = new Date('2023-07-10T12:00:00Z')

/** The archive of a database, in parts as they were written. */
export async function archiveOf(db: Database, options: { withSecret?: boolean } = {}) {
  const parts: Buffer[] = []
  await writeArchive({
    db,
    kind: 'pglite',
    now: MADE_AT,
    baseUrl: 'https://letters.example',
    secret: OLD_SECRET,
    withSecret: options.withSecret ?? false,
    async write(part) {
      parts.push(part)
    },
  })
  return parts
}

export const load = (db: Database, parts: Uint8Array[]) =>
  loadArchive({ db, now: new Date(), input: streamOf(parts), checkHead: () => undefined })

export async function* streamOf(parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

export async function partsOf(bytes: Uint8Array[]): Promise<ArchivePart[]> {
  return Array.fromAsync(readArchive(streamOf(bytes)))
}

/** Table → its rows, as an archive holds them. */
export async function rowsOf(db: Database): Promise<Map<string, string[][]>> {
  const rows = new Map<string, string[][]>()
  for (const part of await partsOf(await archiveOf(db))) {
    if (part.kind === 'head') for (const { name } of part.head.tables) rows.set(name, [])
    if (part.kind === 'rows')
      rows.get(part.table)?.push(...part.lines.map((line) => JSON.parse(line) as string[]))
  }
  return rows
}
