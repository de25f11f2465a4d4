import type { Facet } from '../domain/facet.ts'
import {
  ENTRY_COLUMNS,
  matches,
  type PublishedEntry,
  published,
  toEntry,
  writtenName,
} from './public-archive.ts'
import type { Db } from './schema.ts'

/** A link as it was published. */
export interface PublishedLink extends PublishedEntry {
  section: string | null
  publishedAt: Date
  /** When its issue was last corrected. */
  correctedAt: Date | null
}

/** Those published last, first; in the order of their issue. Of one facet, or all. */
export async function findPublishedLinks(
  db: Db,
  { facet, limit }: { facet?: Facet | undefined; limit: number },
): Promise<PublishedLink[]> {
  let select = published(db)
  if (facet) select = select.where(matches(facet))
  const rows = await select
    .select(ENTRY_COLUMNS)
    .select(['issue_section.name as section', 'issue.published_at', 'issue.corrected_at'])
    .orderBy('issue.published_at', 'desc')
    .orderBy('issue.month', 'desc')
    .orderBy('issue_section.position')
    .orderBy('entry.position')
    .orderBy('entry.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...toEntry(row),
    section: row.section,
    publishedAt: row.published_at ?? new Date(0),
    correctedAt: row.corrected_at,
  }))
}

/** The name as it was written most often; undefined when nothing published has it. */
export async function findFacetName(db: Db, facet: Facet): Promise<string | undefined> {
  const row = await published(db)
    .where(matches(facet))
    .select('entry.id')
    .limit(1)
    .executeTakeFirst()
  return row && writtenName(db, facet)
}

/** Addresses of all published issues with when each was last changed, newest month first. */
export async function findIssueDates(
  db: Db,
): Promise<{ slug: string; month: string; changedAt: Date | null }[]> {
  const rows = await db
    .selectFrom('issue')
    .where('published_at', 'is not', null)
    .select(['slug', 'month', 'published_at', 'corrected_at'])
    .orderBy('month', 'desc')
    .execute()
  return rows.map((row) => ({
    slug: row.slug,
    month: row.month,
    changedAt: row.corrected_at ?? row.published_at,
  }))
}

/** Oldest month first. */
export async function findIssueIdsPublished(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('issue')
    .where('published_at', 'is not', null)
    .select('id')
    .orderBy('month')
    .execute()
  return rows.map(({ id }) => id)
}
