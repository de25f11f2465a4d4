import { type SqlBool, sql } from 'kysely'
import type { Link } from '../domain/link.ts'
import { plainTag } from '../domain/plain-tag.ts'
import { selectLinks, toLink } from './links.ts'
import type { Db } from './schema.ts'
import { readSetting } from './settings.ts'

/** Links as bookmark clients ask for them: newest first, by tags, time, place in the list. */
export interface PostFilter {
  /** For each wanted tag the ids that stand for it; a post has one of each. */
  tags: number[][]
  from?: Date | undefined
  /** Inclusive. */
  to?: Date | undefined
  toRead?: boolean | undefined
}

const PAGE = 1000

/** A thousand at a time: an account may hold more than fits into memory. */
export async function* eachPost(
  db: Db,
  filter: PostFilter,
  { start = 0, results = Number.POSITIVE_INFINITY }: { start?: number; results?: number } = {},
): AsyncGenerator<Link> {
  let left = results
  let last: Link | undefined
  while (left > 0) {
    let select = filtered(selectLinks(db), filter)
      .orderBy('link.saved_at', 'desc')
      .orderBy('link.id', 'desc')
      .limit(Math.min(PAGE, left))
    if (last)
      select = select.where(sql<SqlBool>`(link.saved_at, link.id) < (${last.savedAt}, ${last.id})`)
    else if (start > 0) select = select.offset(start)
    const links = (await select.execute()).map(toLink)
    yield* links
    last = links.at(-1)
    if (links.length < PAGE) return
    left -= links.length
  }
}

/** Day in UTC (`YYYY-MM-DD`) ⇒ number of links saved on it, newest first. */
export async function countPostsByDay(db: Db, filter: PostFilter) {
  const day = sql<string>`to_char(link.saved_at at time zone 'UTC', 'YYYY-MM-DD')`
  return filtered(db.selectFrom('link'), filter)
    .select([day.as('day'), sql<number>`count(*)::int`.as('count')])
    .groupBy(day)
    .orderBy('day', 'desc')
    .execute()
}

/** Tags in use, by name, and by how many links. */
export async function countTags(db: Db): Promise<{ name: string; count: number }[]> {
  return db
    .selectFrom('tag')
    .innerJoin('link_tag', 'link_tag.tag_id', 'tag.id')
    .select(['tag.name', sql<number>`count(*)::int`.as('count')])
    .groupBy(['tag.id', 'tag.name'])
    .orderBy('tag.key')
    .execute()
}

/** Tags that links of the same host have most often. */
export async function suggestTags(db: Db, host: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('tag')
    .innerJoin('link_tag', 'link_tag.tag_id', 'tag.id')
    .innerJoin('link', 'link.id', 'link_tag.link_id')
    .where(sql<SqlBool>`lower(split_part(link.url, '/', 3)) = ${host.toLowerCase()}`)
    .select('tag.name')
    .groupBy(['tag.id', 'tag.name'])
    .orderBy(sql`count(*)`, 'desc')
    .orderBy('tag.name')
    .limit(limit)
    .execute()
  return rows.map((row) => row.name)
}

/** Tags that are written like this once blanks and commas are gone; whatever their case. */
export async function findTagsByPlainName(
  db: Db,
  plainName: string,
): Promise<{ id: number; name: string }[]> {
  const wanted = plainTag(plainName).toLowerCase()
  const pattern = wanted.replace(/[\\%]/g, '\\$&').replaceAll('_', '%')
  const rows = await db
    .selectFrom('tag')
    .select(['id', 'name', 'key'])
    .where('key', 'like', pattern)
    .orderBy('id')
    .execute()
  // The tag that is written so exactly goes first.
  return rows
    .filter((row) => plainTag(row.key) === wanted)
    .sort((a, b) => Number(b.key === wanted) - Number(a.key === wanted))
}

/** When a link was last added, changed or deleted; null before the first. */
export async function lastLinkChange(db: Db): Promise<Date | null> {
  const { changed } = await db
    .selectFrom('link')
    .select((eb) => eb.fn.max('updated_at').as('changed'))
    .executeTakeFirstOrThrow()
  const deleted = await readSetting<string>(db, 'last_link_deletion')
  const times = [changed?.getTime() ?? 0, deleted === undefined ? 0 : Date.parse(deleted)]
  const latest = Math.max(...times)
  return latest === 0 ? null : new Date(latest)
}

function filtered<Q extends { where(condition: ReturnType<typeof sql<SqlBool>>): Q }>(
  query: Q,
  { tags, from, to, toRead }: PostFilter,
): Q {
  let select = query
  for (const ids of tags)
    select = select.where(
      ids.length === 0
        ? sql<SqlBool>`false`
        : sql<SqlBool>`exists (select 1 from link_tag
            where link_tag.link_id = link.id and link_tag.tag_id in (${sql.join(ids)}))`,
    )
  if (from) select = select.where(sql<SqlBool>`link.saved_at >= ${from}`)
  if (to) select = select.where(sql<SqlBool>`link.saved_at <= ${to}`)
  if (toRead !== undefined) select = select.where(sql<SqlBool>`link.to_read = ${toRead}`)
  return select
}
