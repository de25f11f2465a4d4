import { sql } from 'kysely'

/** How many entries an issue shows: a column for queries on `issue`. */
export const entryCount = sql<number>`(
  select count(*)::int from entry where entry.issue_id = issue.id and entry.removed_at is null
)`.as('entryCount')
