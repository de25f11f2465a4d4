import type { StoredEditorial } from '../../domain/editorial.ts'
import type { Link, LinkStatus, PageMetadata, Provenance } from '../../domain/link.ts'
import type { MovedIssue } from '../../store/issue-transfer.ts'
import type { MovedResponse } from '../../store/response-transfer.ts'
import type { MovedLook, MovedResponseSettings } from '../moved-site-json.ts'

/** One link as a file gives it, before duplicates are looked for. */
export interface ImportedLink {
  /** Absolute http or https address, otherwise as the file writes it. */
  url: string
  /** One line. The address itself when the file gives no title. */
  title: string
  /** The title is only the address (or a stand-in) and may be replaced by the page's. */
  titleIsPlaceholder: boolean
  /** The owner's words, Markdown. */
  note: string
  tags: string[]
  authors: string[]
  /** Null: the file gives no usable date, the time of import counts. */
  savedAt: Date | null
  section: string | null
  /** `YYYY-MM`. */
  month: string | null
  via: string | null
  /** Must never become public by being imported. */
  private: boolean
  /** Null: the file does not say. */
  unread: boolean | null
  /** From the outermost folder inwards; a folder without a name is ''. */
  folderPath: string[]
  /** Further folders that hold the same link; filled by `mergeImportedLinks`. */
  otherFolderPaths: string[][]
  /** Given by our own export only. */
  status: LinkStatus | null
  /** What the file knows of the page itself, apart from title and authors. */
  metadata: Partial<Omit<PageMetadata, 'title' | 'authors'>>
  /** Given by our own export only: where title, authors and metadata came from. */
  provenance: Provenance | null
  /** Given by our own export only: how enrichment ended. */
  enrichment: Pick<Link['enrichment'], 'status' | 'error'> | null
  /** Given by our own export only. */
  updatedAt: Date | null
  /** Given by our own export only: keys of other addresses that turned out to be this page. */
  otherKeys: string[]
}

/** A feed to poll, as an OPML file lists it. */
export interface ImportedSource {
  feedUrl: string
  siteUrl: string | null
  /** The address itself when the file gives no title. */
  title: string
  tags: string[]
  folderPath: string[]
}

/** What our own export holds besides links. */
export type ImportedPart =
  | { kind: 'settings'; editorial: StoredEditorial }
  | { kind: 'section'; name: string }
  | { kind: 'issue'; issue: MovedIssue }
  | { kind: 'look'; look: MovedLook }
  | { kind: 'response settings'; settings: MovedResponseSettings }
  | { kind: 'response'; response: MovedResponse }

/** What became of one entry of a file; `line` counts from 1. */
export type ImportRow = { line: number } & (
  | { ok: true; link: ImportedLink; source?: never; notice?: never; part?: never }
  | { ok: true; source: ImportedSource; link?: never; notice?: never; part?: never }
  | { ok: true; part: ImportedPart; link?: never; source?: never; notice?: never }
  /** Something in the file that is neither a link nor a fault, said in one sentence. */
  | { ok: true; notice: string; link?: never; source?: never; part?: never }
  | {
      ok: false
      reason: string
      input: string
      link?: never
      source?: never
      notice?: never
      part?: never
    }
)

/** What every parser is told besides the text. */
export interface ImportContext {
  /** Dates after this are not believed. */
  now: Date
}

export function importedLink(given: Partial<ImportedLink> & { url: string }): ImportedLink {
  return {
    title: given.url,
    titleIsPlaceholder: given.title === undefined,
    note: '',
    tags: [],
    authors: [],
    savedAt: null,
    section: null,
    month: null,
    via: null,
    private: false,
    unread: null,
    folderPath: [],
    otherFolderPaths: [],
    status: null,
    metadata: {},
    provenance: null,
    enrichment: null,
    updatedAt: null,
    otherKeys: [],
    ...given,
  }
}

/**
 * One link out of two that mean the same page: nothing that either holds is lost,
 * the earlier date counts, and private stays private.
 */
export function mergeImportedLinks(first: ImportedLink, second: ImportedLink): ImportedLink {
  const paths = uniquePaths([
    first.folderPath,
    ...first.otherFolderPaths,
    second.folderPath,
    ...second.otherFolderPaths,
  ])
  const titled = first.titleIsPlaceholder && !second.titleIsPlaceholder ? second : first
  return {
    ...first,
    title: titled.title,
    titleIsPlaceholder: titled.titleIsPlaceholder,
    note: joinNotes(first.note, second.note),
    tags: uniqueTags([...first.tags, ...second.tags]),
    authors: first.authors.length > 0 ? first.authors : second.authors,
    savedAt: earlier(first.savedAt, second.savedAt),
    section: first.section ?? second.section,
    month: first.month ?? second.month,
    via: first.via ?? second.via,
    private: first.private || second.private,
    unread: first.unread ?? second.unread,
    folderPath: paths[0] ?? [],
    otherFolderPaths: paths.slice(1),
    status: first.status ?? second.status,
    metadata: { ...second.metadata, ...first.metadata },
    provenance: first.provenance ?? second.provenance,
    enrichment: first.enrichment ?? second.enrichment,
    updatedAt: first.updatedAt ?? second.updatedAt,
    otherKeys: [...first.otherKeys, ...second.otherKeys],
  }
}

/** Both notes, unless one already holds the other. */
function joinNotes(first: string, second: string): string {
  if (first.includes(second)) return first
  if (second.includes(first)) return second
  return `${first}\n\n${second}`
}

/** Tags differ by more than upper and lower case; the first spelling stays. */
export function uniqueTags(tags: readonly string[]): string[] {
  const seen = new Set<string>()
  return tags.filter((tag) => {
    const key = tag.toLowerCase()
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function uniquePaths(paths: readonly string[][]): string[][] {
  const byKey = new Map(paths.map((path) => [JSON.stringify(path), path]))
  const filled = [...byKey.values()].filter((path) => path.length > 0)
  return filled
}

function earlier(first: Date | null, second: Date | null): Date | null {
  if (!first || !second) return first ?? second
  return first <= second ? first : second
}
