import { Readable } from 'node:stream'
import {
  type ImportedLink,
  type ImportFormat,
  type ImportRow,
  readImport,
} from '../../../src/collect/imports/index.ts'

export const now = new Date('2026-01-15T12:00:00Z')

/** All rows of a file given as text or bytes, handed over in pieces that cut it anywhere. */
export async function readRows(
  format: ImportFormat | 'auto',
  content: string | Uint8Array,
  options: { pieceBytes?: number; fileName?: string } = {},
): Promise<ImportRow[]> {
  const bytes = Buffer.from(content)
  const size = options.pieceBytes ?? (bytes.length < 10_000 ? 7 : 65_536)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  )
  const rows = readImport(format, Readable.from(pieces), { now, ...options })
  return Array.fromAsync(rows)
}

export async function readLinks(
  format: ImportFormat | 'auto',
  content: string | Uint8Array,
): Promise<ImportedLink[]> {
  const rows = await readRows(format, content)
  return rows.flatMap((row) => (row.link ? [row.link] : []))
}

/** The only link of a file. */
export async function readLink(
  format: ImportFormat | 'auto',
  content: string | Uint8Array,
): Promise<ImportedLink> {
  const rows = await readRows(format, content)
  const [row] = rows
  if (rows.length !== 1 || !row?.link) throw new Error(`not one link: ${JSON.stringify(rows)}`)
  return row.link
}
