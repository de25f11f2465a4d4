import { PAGE_FIELDS, type Provenance } from '../domain/link.ts'
import { isAppError } from '../errors.ts'
import type { BatchLink } from '../store/link-batch.ts'
import type { Database } from '../store/schema.ts'
import { findSectionNames } from '../store/sections.ts'
import { addLinks } from './add-links.ts'
import { type CleanUrl, cleanUrl } from './clean-url.ts'
import {
  type ImportedLink,
  type ImportedSource,
  type ImportFormat,
  type ImportRow,
  mergeImportedLinks,
  readImport,
} from './imports/index.ts'
import { placeFolders } from './place-folders.ts'
import { createPartsRestorer, type RestoreDeps } from './restore-parts.ts'
import type { SaveLinkDeps } from './save-link.ts'

export interface ImportReport {
  created: number
  duplicates: number
  /** The first ten thousand; `notices` say how many there are beyond. */
  rejected: { line: number; reason: string }[]
  /** What the file held besides links, said in a sentence each. */
  notices: string[]
}

/** Entries of the file so far, and what became of them. */
export interface ImportProgress {
  done: number
  created: number
  duplicates: number
  rejected: number
}

export interface ImportOptions {
  fileName?: string | undefined
  /** `false`: no page is read; the links count as enriched with what the file says. */
  enrich?: boolean | undefined
  /** May settings and issues of our own export come back, or links alone? */
  mayRestore?: boolean | undefined
  /** Called after each batch. */
  onProgress?: ((progress: ImportProgress) => void | Promise<void>) | undefined
}

export interface ImportLinksDeps
  extends SaveLinkDeps,
    Pick<RestoreDeps, 'restoreLook' | 'restoreResponseSettings'> {
  db: Database
  /** Takes a feed to poll; false when it is known already. */
  importSource?: (source: ImportedSource) => Promise<boolean>
}

/** Links a transaction: one bad batch must not undo an hour's import, one commit a link would be slow. */
const BATCH = 500
/** A file of nothing but faults must not fill the memory. */
const MOST_REJECTED = 10_000

/**
 * Reads a file of any known format into the inbox. The same file twice changes nothing.
 * Private bookmarks come in as `skipped`, so that no issue takes them by itself.
 * Throws AppError INVALID_INPUT when the file is not of the format.
 */
export function createImportLinks(deps: ImportLinksDeps) {
  return async function importLinks(
    format: ImportFormat | 'auto',
    input: AsyncIterable<Uint8Array | string>,
    options: ImportOptions = {},
  ): Promise<ImportReport> {
    const run = await startImport(deps, options)
    const { fileName } = options
    const rows = readImport(format, input, { now: run.importedAt, ...(fileName && { fileName }) })
    for await (const row of rows) await run.take(row)
    return run.end()
  }
}

async function startImport(deps: ImportLinksDeps, options: ImportOptions) {
  const { db, fetchAllow } = deps
  const importedAt = deps.now()
  const report: ImportReport = { created: 0, duplicates: 0, rejected: [], notices: [] }
  const sections = await findSectionNames(db)
  const parts = await createPartsRestorer(deps, { mayRestore: options.mayRestore ?? false })
  let batch = new Map<string, { address: CleanUrl; link: ImportedLink }>()
  let done = 0
  let rejected = 0

  function reject(line: number, reason: string): void {
    rejected++
    if (report.rejected.length < MOST_REJECTED) report.rejected.push({ line, reason })
  }

  async function flush(): Promise<void> {
    const links = [...batch.values()].map(({ address, link }) =>
      toBatchLink(address, link, { importedAt, sections, enrich: options.enrich ?? true }),
    )
    batch = new Map()
    if (links.length > 0) {
      await parts.placeSections()
      const { created, duplicates } = await addLinks(db, links, { ...deps, now: importedAt })
      report.created += created
      report.duplicates += duplicates
    }
    await tell()
  }

  async function tell(): Promise<void> {
    const { created, duplicates } = report
    await options.onProgress?.({ done, created, duplicates, rejected })
  }

  async function takeLink(line: number, link: ImportedLink): Promise<void> {
    try {
      const address = cleanUrl(link.url, fetchAllow)
      const earlier = batch.get(address.dedupeKey)
      if (earlier) {
        report.duplicates++
        earlier.link = mergeImportedLinks(earlier.link, link)
      } else batch.set(address.dedupeKey, { address, link })
    } catch (error) {
      if (!isAppError(error)) throw error
      reject(line, error.message)
    }
  }

  async function takeSource(line: number, source: ImportedSource): Promise<void> {
    try {
      if (await deps.importSource?.(source)) report.created++
      else report.duplicates++
    } catch (error) {
      if (!isAppError(error)) throw error
      reject(line, error.message)
    }
  }

  return {
    importedAt,
    async take(row: ImportRow): Promise<void> {
      if (row.notice === undefined) done++
      if (!row.ok) reject(row.line, row.reason)
      else if (row.notice !== undefined) report.notices.push(row.notice)
      else if (row.source) await takeSource(row.line, row.source)
      else if (row.link) await takeLink(row.line, row.link)
      else {
        // An issue refers to links that came before it.
        if (row.part.kind === 'issue') await flush()
        await parts.take(row.part)
      }
      if (batch.size >= BATCH) await flush()
      else if (done > 0 && done % BATCH === 0) await tell()
    },
    async end(): Promise<ImportReport> {
      await flush()
      report.notices.push(...(await parts.end()))
      const unsaid = rejected - report.rejected.length
      if (unsaid > 0) report.notices.push(`${unsaid} more lines were rejected; not all are listed.`)
      return report
    },
  }
}

function toBatchLink(
  address: CleanUrl,
  link: ImportedLink,
  { importedAt, sections, enrich }: { importedAt: Date; sections: string[]; enrich: boolean },
): BatchLink {
  const title = link.titleIsPlaceholder ? null : link.title
  const enrichment = enrich ? link.enrichment : (withoutReading(link) ?? DONE)
  return {
    url: address.url,
    dedupeKey: address.dedupeKey,
    title,
    authors: link.authors,
    note: link.note,
    ...placeFolders(link, sections),
    via: link.via,
    month: link.month,
    status: link.private ? 'skipped' : (link.status ?? 'inbox'),
    toRead: link.unread === true,
    savedAt: link.savedAt ?? importedAt,
    updatedAt: link.updatedAt ?? importedAt,
    provenance: link.provenance ?? provenanceOf(link, title),
    metadata: link.metadata,
    otherKeys: link.otherKeys,
    ...(enrichment && { enrichment }),
  }
}

const DONE = { status: 'done', error: null } as const

/** How enrichment ended according to the file, if it did. */
function withoutReading({ enrichment }: ImportedLink): ImportedLink['enrichment'] {
  return enrichment?.status === 'pending' ? null : enrichment
}

/** Title and authors of a bookmark are the owner's; what a file knows of the page, a page may correct. */
function provenanceOf({ authors, metadata }: ImportedLink, title: string | null): Provenance {
  const provenance: Provenance = {}
  if (title !== null) provenance.title = 'owner'
  if (authors.length > 0) provenance.authors = 'owner'
  for (const [property, field] of Object.entries(PAGE_FIELDS))
    if (metadata[property as keyof typeof PAGE_FIELDS] != null) provenance[field] = 'import'
  return provenance
}
