/** What a saved page is. Anything the sources name is kept; these five have meaning to us. */
export type LinkKind = 'article' | 'video' | 'repo' | 'pdf' | 'audio' | (string & {})

export const LINK_STATUSES = ['inbox', 'published', 'skipped'] as const
export type LinkStatus = (typeof LINK_STATUSES)[number]

export const ENRICHMENT_STATUSES = ['pending', 'done', 'failed'] as const
export type EnrichmentStatus = (typeof ENRICHMENT_STATUSES)[number]

/** Fields that enrichment may fill, by their API names. */
export const METADATA_FIELDS = [
  'title',
  'authors',
  'site_name',
  'description',
  'image_url',
  'published_at',
  'language',
  'canonical_url',
  'kind',
] as const
export type MetadataField = (typeof METADATA_FIELDS)[number]

/** Field → the source its value came from ("og:title", "json-ld", "owner", …). */
export type Provenance = Partial<Record<MetadataField, string>>

/** What a page says of itself. Absent means the page does not say. */
export interface PageMetadata {
  title: string | null
  authors: string[]
  siteName: string | null
  description: string | null
  imageUrl: string | null
  /** ISO 8601: an instant with offset, or a bare day `YYYY-MM-DD` when the page gives no more. */
  publishedAt: string | null
  /** BCP 47 tag. */
  language: string | null
  canonicalUrl: string | null
  kind: LinkKind | null
}

/** Besides title and authors, what a file or a sender may know of the page: property and API name. */
export const PAGE_FIELDS = {
  siteName: 'site_name',
  description: 'description',
  imageUrl: 'image_url',
  publishedAt: 'published_at',
  language: 'language',
  canonicalUrl: 'canonical_url',
  kind: 'kind',
} as const satisfies Partial<Record<keyof PageMetadata, MetadataField>>

/** One saved URL with its metadata and the owner's note. */
export interface Link {
  id: number
  /** The address readers are sent to: as saved, in normal form. */
  url: string
  canonicalUrl: string | null
  title: string | null
  authors: string[]
  siteName: string | null
  description: string | null
  imageUrl: string | null
  publishedAt: string | null
  language: string | null
  kind: LinkKind | null
  /** Markdown, in the owner's voice. */
  note: string
  section: string | null
  tags: string[]
  via: string | null
  /** `YYYY-MM` when the owner chose a month, else null: the month of `savedAt` counts. */
  month: string | null
  status: LinkStatus
  /** The owner's reminder to read it, as bookmark tools have it. Decides nothing here. */
  toRead: boolean
  savedAt: Date
  updatedAt: Date
  enrichment: {
    status: EnrichmentStatus
    /** One sentence for the owner: why the page could not be read. */
    error: string | null
    provenance: Provenance
    /** When a page that could not be read yet is tried again; absent when nothing waits. */
    nextTryAt?: Date | null
    /** Why there is no thumbnail although the page names a picture. */
    imageError?: string | null
  }
  /** The page's picture, kept small by us. */
  thumbnail?: { path: string; width: number; height: number } | null
}
