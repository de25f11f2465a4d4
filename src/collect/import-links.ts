import { messageOf } from '../errors.ts'
import type { NewLink } from '../store/links.ts'
import type { Database } from '../store/schema.ts'
import { cleanUrl } from './clean-url.ts'
import {
  type ImportedLink,
  type ImportFormat,
  mergeImportedLinks,
  readImport,
} from './imports/index.ts'
import { addOrMerge, type SaveLinkDeps } from './save-link.ts'

export interface ImportReport {
  created: number
  duplicates: number
  rejected: { line: number; reason: string }[]
  /** What the file held besides links, said in a sentence each. */
  notices: string[]
}

export interface ImportOptions {
  fileName?: string
  /** Called after each batch with the number of links so far. */
  onProgress?: (done: number) => void
}

/** Rows a transaction: one bad batch must not undo an hour's import, one commit a row would be slow. */
const BATCH = 200

/**
 * Reads a file of any known format into the inbox. The same file twice creates nothing.
 * Private bookmarks come in as `skipped`, so that no issue takes them by itself.
 * Throws AppError INVALID_INPUT when the file is not of the format.
 */
export function createImportLinks({
  db,
  now,
  fetchAllow,
  enqueueEnrichment,
}: SaveLinkDeps & { db: Database }) {
  return async function importLinks(
    format: ImportFormat | 'auto',
    input: AsyncIterable<Uint8Array | string>,
    options: ImportOptions = {},
  ): Promise<ImportReport> {
    const report: ImportReport = { created: 0, duplicates: 0, rejected: [], notices: [] }
    const importedAt = now()
    let batch = new Map<string, ImportedLink>()
    let done = 0
    const flush = async () => {
      const rows = [...batch]
      batch = new Map()
      await db.transaction().execute(async (trx) => {
        for (const [, link] of rows) {
          const saved = await addOrMerge(trx, toNewLink(link, importedAt, fetchAllow), {
            now: importedAt,
            enqueueEnrichment,
          })
          if (saved.isNew) report.created++
          else report.duplicates++
        }
      })
      options.onProgress?.(done)
    }
    const readOptions = { now: importedAt, ...(options.fileName && { fileName: options.fileName }) }
    for await (const row of readImport(format, input, readOptions)) {
      if (!row.ok) report.rejected.push({ line: row.line, reason: row.reason })
      else if (row.notice !== undefined) report.notices.push(row.notice)
      else if (row.link) {
        done++
        try {
          const { dedupeKey } = cleanUrl(row.link.url, fetchAllow)
          const earlier = batch.get(dedupeKey)
          if (earlier) report.duplicates++
          batch.set(dedupeKey, earlier ? mergeImportedLinks(earlier, row.link) : row.link)
        } catch (error) {
          report.rejected.push({ line: row.line, reason: messageOf(error) })
        }
        if (batch.size >= BATCH) await flush()
      }
    }
    if (batch.size > 0) await flush()
    return report
  }
}

function toNewLink(link: ImportedLink, importedAt: Date, fetchAllow: readonly string[]): NewLink {
  const address = cleanUrl(link.url, fetchAllow)
  const title = link.titleIsPlaceholder ? null : link.title
  return {
    url: address.url,
    dedupeKey: address.dedupeKey,
    title,
    authors: link.authors,
    note: link.note,
    section: link.section,
    tags: link.tags,
    via: link.via,
    month: link.month,
    status: link.private ? 'skipped' : (link.status ?? 'inbox'),
    savedAt: link.savedAt ?? importedAt,
    provenance: link.provenance ?? {
      ...(title === null ? {} : { title: 'owner' }),
      ...(link.authors.length > 0 ? { authors: 'owner' } : {}),
    },
    metadata: link.metadata,
    ...(link.enrichment && { enrichment: link.enrichment }),
  }
}
