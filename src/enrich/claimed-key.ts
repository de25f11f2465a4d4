import type { Link } from '../domain/link.ts'
import { readWebAddress } from '../domain/web-address/web-address.ts'
import { isHomePage } from './canonical.ts'
import type { PageReading } from './page-reading.ts'
import { squash } from './text.ts'

/** Where sites send readers whose page is not there; the address of none of them. */
const NOT_THE_PAGE =
  /\/(?:404|410|not[-_]?found|page[-_]not[-_]found|error|sorry|unavailable|gone|log[-_]?in|sign[-_]?in|consent)(?:[./]|$)/i
/** PostgreSQL's index takes no more than 2,704 bytes. */
const MAX_KEY_BYTES = 2_000

/**
 * The key of the address that a page says is its own, or that it was found at after redirects;
 * null when that is the one it was saved under, or no address to know a page by.
 */
export function claimedKey(
  savedUrl: string,
  { metadata, provenance }: Pick<PageReading, 'metadata' | 'provenance'>,
  allow: readonly string[],
): string | null {
  if (metadata.canonicalUrl === null) return null
  const claimed = readWebAddress(metadata.canonicalUrl, allow)
  const saved = readWebAddress(savedUrl, allow)
  if ('problem' in claimed || 'problem' in saved) return null
  const { dedupeKey } = claimed
  if (dedupeKey === saved.dedupeKey || Buffer.byteLength(dedupeKey) > MAX_KEY_BYTES) return null
  const url = new URL(claimed.url)
  if (isHomePage(url) && !isHomePage(new URL(saved.url))) return null
  return provenance.canonical_url === 'address' && NOT_THE_PAGE.test(url.pathname)
    ? null
    : dedupeKey
}

/**
 * Whether two links that name the same third address as theirs may be one page. Sites that give
 * one canonical address to many pages are not rare, so their own titles must not contradict.
 */
export function maySharePage(a: Link, b: Link): boolean {
  const titles = [a, b].map((link) =>
    link.enrichment.provenance.title === 'owner' || link.title === null ? null : squash(link.title),
  )
  return titles.includes(null) || titles[0] === titles[1]
}
