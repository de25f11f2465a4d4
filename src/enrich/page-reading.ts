import type { PageMetadata, Provenance } from '../domain/link.ts'

/**
 * ok: the page was read. blocked: something else answered (wall, login, consent, error page).
 * retry: the server asks for patience. error: the fetch failed. rejected: not fetched at all.
 */
export type PageOutcome = 'ok' | 'blocked' | 'retry' | 'error' | 'rejected'

export interface PageReading {
  outcome: PageOutcome
  /** One sentence for the owner when the outcome is not ok; never holds any of the body. */
  error: string | null
  /** Seconds the server asked us to wait. */
  retryAfterS?: number
  /** Who asked, after redirects; absent: the host of the address. */
  busyHost?: string
  /** What is known; with any other outcome than ok only what the address itself tells. */
  metadata: PageMetadata
  provenance: Provenance
}

export const EMPTY_METADATA: Readonly<PageMetadata> = {
  title: null,
  authors: [],
  siteName: null,
  description: null,
  imageUrl: null,
  publishedAt: null,
  language: null,
  canonicalUrl: null,
  kind: null,
}

/** What a source may say about a page. */
export type FindingField =
  | 'title'
  | 'author'
  | 'siteName'
  | 'description'
  | 'image'
  | 'published'
  | 'language'
  | 'canonical'
  | 'kind'

/** One value of one source, as written there. Several authors of a source are several findings. */
export interface Finding {
  field: FindingField
  /** Name of the source as it stands in the table of choices and in the provenance. */
  source: string
  value: string
}

/** Findings of one source; leaves out what is missing. */
export function findingsOf(
  source: string | ((field: FindingField) => string),
  values: Partial<Record<FindingField, string | null | undefined | readonly string[]>>,
): Finding[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const field = name as FindingField
    const list = typeof value === 'string' ? [value] : (value ?? [])
    const from = typeof source === 'string' ? source : source(field)
    return list
      .filter((text) => text.trim() !== '')
      .map((text) => ({ field, source: from, value: text }))
  })
}
