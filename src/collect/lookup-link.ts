import type { IssueState } from '../domain/issue.ts'
import type { Link } from '../domain/link.ts'
import { findAppearances, findLinkByCanonical, findLinkByKey } from '../store/links.ts'
import type { Database } from '../store/schema.ts'
import { cleanUrl } from './clean-url.ts'

/** An issue that shows the link, with what is said of it there. */
export interface Appearance {
  id: number
  month: string
  title: string
  slug: string
  state: IssueState
  publishedAt: Date | null
  /** Markdown; the issue's own words once it is published. */
  note: string
}

export interface FoundLink {
  link: Link
  /** Newest month first; cancelled drafts are left out. */
  issues: Appearance[]
}

/**
 * "Do I have this?": the link of an address and the issues that show it, or undefined.
 * Finds it by any spelling of the address, and by the canonical address that its page gave.
 * Throws AppError INVALID_URL.
 */
export function createLookupLink({
  db,
  fetchAllow,
}: {
  db: Database
  fetchAllow: readonly string[]
}) {
  return async function lookupLink(rawUrl: string): Promise<FoundLink | undefined> {
    const { url, dedupeKey } = cleanUrl(rawUrl, fetchAllow)
    const link = (await findLinkByKey(db, dedupeKey)) ?? (await findLinkByCanonical(db, url))
    return link && { link, issues: await findAppearances(db, link.id) }
  }
}
