import type { Db } from './schema.ts'

export interface PublishedIn {
  month: string
  slug: string
  note: string
}

/** The newest public issue of each link, with the note it has there. */
export async function findPublishedIn(
  db: Db,
  linkIds: number[],
): Promise<Map<number, PublishedIn>> {
  if (linkIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('entry')
    .innerJoin('issue', 'issue.id', 'entry.issue_id')
    .where('entry.link_id', 'in', linkIds)
    .where('entry.removed_at', 'is', null)
    .where('issue.published_at', 'is not', null)
    .select(['entry.link_id', 'issue.month', 'issue.slug', 'entry.note'])
    .orderBy('issue.month')
    .execute()
  return new Map(
    rows.flatMap(({ link_id, note, ...rest }) =>
      link_id === null ? [] : [[link_id, { ...rest, note: note ?? '' }] as const],
    ),
  )
}
