import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './schema.ts'

/** 48 random bits, eight characters: short in a mail, and never the same twice in practice. */
const ID_BYTES = 6

/** Gives the entries of an issue the ids of their counted addresses; those that have one keep it. */
export async function giveShortIds(db: Db, issueId: number): Promise<void> {
  const entries = await db
    .selectFrom('entry')
    .select('id')
    .where('issue_id', '=', issueId)
    .where('removed_at', 'is', null)
    .where('short_id', 'is', null)
    .execute()
  for (const { id } of entries)
    await db
      .updateTable('entry')
      .set({ short_id: randomBytes(ID_BYTES).toString('base64url') })
      .where('id', '=', id)
      .execute()
}

/** Where a short id leads. Also when the entry was taken out: mails are not taken back. */
export async function findByShortId(
  db: Db,
  shortId: string,
): Promise<{ entryId: number; url: string } | undefined> {
  const row = await db
    .selectFrom('entry')
    .innerJoin('issue', 'issue.id', 'entry.issue_id')
    .where('entry.short_id', '=', shortId)
    .where('issue.published_at', 'is not', null)
    .select(['entry.id', 'entry.url'])
    .executeTakeFirst()
  return row && { entryId: row.id, url: row.url ?? '' }
}

/**
 * Adds counted clicks. In the order of the ids, so that two processes that write at once wait for
 * each other and do not lock each other out. Entries that are gone are left out.
 */
export async function addClicks(db: Db, clicks: ReadonlyMap<number, number>): Promise<void> {
  if (clicks.size === 0) return
  const rows = [...clicks].map(([id, count]) => ({ id, count }))
  await sql`
    insert into entry_click (entry_id, clicks)
    select entry.id, new.count
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as new (id integer, count bigint)
    join entry on entry.id = new.id
    order by entry.id
    on conflict (entry_id) do update set clicks = entry_click.clicks + excluded.clicks`.execute(db)
}

/** Clicks of the entries of an issue that have a counted address. */
export async function countClicks(db: Db, issueId: number): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('entry')
    .leftJoin('entry_click', 'entry_click.entry_id', 'entry.id')
    .where('entry.issue_id', '=', issueId)
    .where('entry.short_id', 'is not', null)
    .select(['entry.id', sql<string>`coalesce(entry_click.clicks, 0)`.as('clicks')])
    .execute()
  return new Map(rows.map(({ id, clicks }) => [id, Number(clicks)]))
}

/** Clicks on a link, by the issue that it stands in. */
export async function countClicksOfLink(db: Db, linkId: number): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('entry')
    .leftJoin('entry_click', 'entry_click.entry_id', 'entry.id')
    .where('entry.link_id', '=', linkId)
    .where('entry.short_id', 'is not', null)
    .select(['entry.issue_id', sql<string>`coalesce(entry_click.clicks, 0)`.as('clicks')])
    .execute()
  return new Map(rows.map(({ issue_id, clicks }) => [issue_id, Number(clicks)]))
}

export interface MostRead {
  entryId: number
  linkId: number | null
  title: string
  url: string
  clicks: number
  issue: { id: number; slug: string; month: string }
}

/** What readers followed most in the issues published since then, most first. */
export async function findMostRead(
  db: Db,
  { since, limit }: { since: Date; limit: number },
): Promise<MostRead[]> {
  const rows = await db
    .selectFrom('issue')
    .innerJoin('entry', 'entry.issue_id', 'issue.id')
    .innerJoin('entry_click', 'entry_click.entry_id', 'entry.id')
    .where('issue.published_at', '>=', since)
    .where('entry.removed_at', 'is', null)
    .where('entry_click.clicks', '>', 0 as never)
    .select([
      'entry.id as entryId',
      'entry.link_id as linkId',
      'entry.title',
      'entry.url',
      'entry_click.clicks',
      'issue.id as issueId',
      'issue.slug',
      'issue.month',
    ])
    .orderBy('entry_click.clicks', 'desc')
    .orderBy('entry.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ issueId, slug, month, title, url, clicks, ...row }) => ({
    ...row,
    title: title ?? '',
    url: url ?? '',
    clicks: Number(clicks),
    issue: { id: issueId, slug, month },
  }))
}
