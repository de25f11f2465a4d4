import type { Link } from './link.ts'

/** The link as the API and the export write it: snake_case, times ISO 8601 in UTC. */
export function linkJson(link: Link) {
  return {
    id: link.id,
    url: link.url,
    canonical_url: link.canonicalUrl,
    title: link.title,
    authors: link.authors,
    site_name: link.siteName,
    description: link.description,
    image_url: link.imageUrl,
    published_at: link.publishedAt,
    language: link.language,
    kind: link.kind,
    note: link.note,
    section: link.section,
    tags: link.tags,
    via: link.via,
    month: link.month,
    status: link.status,
    to_read: link.toRead,
    saved_at: link.savedAt.toISOString(),
    enrichment: {
      status: link.enrichment.status,
      error: link.enrichment.error,
      provenance: link.enrichment.provenance,
      next_try_at: link.enrichment.nextTryAt?.toISOString() ?? null,
      image_error: link.enrichment.imageError ?? null,
    },
  }
}
