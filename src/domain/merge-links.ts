import type { Link, LinkStatus, MetadataField, Provenance } from './link.ts'

/** What the link that stays takes over from the one that goes. */
export interface MergedValues
  extends Pick<
    Link,
    | 'title'
    | 'authors'
    | 'siteName'
    | 'description'
    | 'imageUrl'
    | 'publishedAt'
    | 'language'
    | 'canonicalUrl'
    | 'kind'
    | 'note'
    | 'section'
    | 'tags'
    | 'via'
    | 'month'
    | 'status'
    | 'toRead'
  > {
  enrichmentStatus: Link['enrichment']['status']
  enrichmentError: string | null
  provenance: Provenance
}

/** The link that was saved first stays: its id and address are the ones people know. */
export function survivorOf(a: Link, b: Link): [survivor: Link, other: Link] {
  const isOlder = a.savedAt.getTime() - b.savedAt.getTime() || a.id - b.id
  return isOlder <= 0 ? [a, b] : [b, a]
}

/**
 * Two links that are one page, as one.
 *
 * Nothing of the owner's is lost: notes are joined, tags united; section, month and via are the
 * first that were given. A title of the owner wins over one of the page, that over the browser's.
 * Published wins over inbox, and that over skipped: whoever saved the page again wanted it.
 */
export function mergeLinks(survivor: Link, other: Link): MergedValues {
  const provenance: Provenance = {}
  function choose<K extends keyof typeof FIELD_OF>(property: K): Link[K] {
    const field = FIELD_OF[property]
    const from = rank(other, property) > rank(survivor, property) ? other : survivor
    const source = from.enrichment.provenance[field]
    if (source !== undefined) provenance[field] = source
    return from[property]
  }
  const isMended = survivor.enrichment.status === 'failed' && other.enrichment.status === 'done'
  return {
    title: choose('title'),
    authors: choose('authors'),
    siteName: choose('siteName'),
    description: choose('description'),
    imageUrl: choose('imageUrl'),
    publishedAt: choose('publishedAt'),
    language: choose('language'),
    canonicalUrl: choose('canonicalUrl'),
    kind: choose('kind'),
    note: joinNotes(survivor.note, other.note),
    section: survivor.section ?? other.section,
    tags: uniteTags(survivor.tags, other.tags),
    via: survivor.via ?? other.via,
    month: survivor.month ?? other.month,
    status:
      STATUS_RANK[other.status] > STATUS_RANK[survivor.status] ? other.status : survivor.status,
    toRead: survivor.toRead || other.toRead,
    enrichmentStatus: isMended ? 'done' : survivor.enrichment.status,
    enrichmentError: isMended ? null : survivor.enrichment.error,
    provenance,
  }
}

const STATUS_RANK = { skipped: 0, inbox: 1, published: 2 } as const satisfies Record<
  LinkStatus,
  number
>

const FIELD_OF = {
  title: 'title',
  authors: 'authors',
  siteName: 'site_name',
  description: 'description',
  imageUrl: 'image_url',
  publishedAt: 'published_at',
  language: 'language',
  canonicalUrl: 'canonical_url',
  kind: 'kind',
} as const satisfies Partial<Record<keyof Link, MetadataField>>

/** How much a value counts: 0 none, then the browser's, the page's, the owner's. */
function rank(link: Link, property: keyof typeof FIELD_OF): number {
  const value = link[property]
  if (value === null || value.length === 0) return 0
  const source = link.enrichment.provenance[FIELD_OF[property]]
  return source === 'owner' ? 3 : source === 'browser' ? 1 : 2
}

function joinNotes(first: string, second: string): string {
  if (first.includes(second)) return first
  return second.includes(first) ? second : `${first}\n\n${second}`
}

function uniteTags(first: readonly string[], second: readonly string[]): string[] {
  const known = new Set(first.map((tag) => tag.toLowerCase()))
  return [...first, ...second.filter((tag) => !known.has(tag.toLowerCase()))]
}
