import type { Selectable } from 'kysely'
import { type SqlBool, sql } from 'kysely'
import type { Entry, Issue, IssueSection, IssueState } from '../domain/issue.ts'
import { entryCount } from './entry-count.ts'
import type { Db, Schema } from './schema.ts'

export async function findIssue(db: Db, id: number): Promise<Issue | undefined> {
  const row = await db.selectFrom('issue').selectAll().where('id', '=', id).executeTakeFirst()
  return row && withSections(db, row)
}

export async function findIssueByMonth(db: Db, month: string): Promise<Issue | undefined> {
  const row = await db.selectFrom('issue').selectAll().where('month', '=', month).executeTakeFirst()
  return row && withSections(db, row)
}

/** `moved`: the slug is an old one and this is the present one. */
export async function findPublishedIssueBySlug(
  db: Db,
  slug: string,
): Promise<{ issue: Issue; moved: boolean } | undefined> {
  const row = await db
    .selectFrom('issue')
    .selectAll()
    .where('slug', '=', slug)
    .where('published_at', 'is not', null)
    .executeTakeFirst()
  if (row) return { issue: await withSections(db, row), moved: false }
  const old = await db
    .selectFrom('slug_history')
    .innerJoin('issue', 'issue.id', 'slug_history.issue_id')
    .selectAll('issue')
    .where('slug_history.slug', '=', slug)
    .where('issue.published_at', 'is not', null)
    .executeTakeFirst()
  return old && { issue: await withSections(db, old), moved: true }
}

/** Newest month first; without entries where only the titles count. */
export async function findPublishedIssues(
  db: Db,
  options: { limit?: number; withEntries: boolean },
): Promise<Issue[]> {
  let query = db
    .selectFrom('issue')
    .selectAll()
    .where('published_at', 'is not', null)
    .orderBy('month', 'desc')
  if (options.limit !== undefined) query = query.limit(options.limit)
  const rows = await query.execute()
  if (!options.withEntries) return rows.map((row) => toIssue(row, []))
  return Promise.all(rows.map((row) => withSections(db, row)))
}

export async function findIssues(
  db: Db,
  query: { state?: IssueState | undefined; beforeMonth?: string | undefined; limit: number },
): Promise<Issue[]> {
  let select = db.selectFrom('issue').selectAll().orderBy('month', 'desc').limit(query.limit)
  if (query.state) select = select.where('state', '=', query.state)
  if (query.beforeMonth) select = select.where('month', '<', query.beforeMonth)
  const rows = await select.execute()
  return Promise.all(rows.map((row) => withSections(db, row)))
}

/** An issue as a list shows it. */
export type IssueRow = Pick<
  Issue,
  'id' | 'month' | 'title' | 'slug' | 'state' | 'scheduledAt' | 'sentAt'
> & { entryCount: number }

/** Newest month first; without their texts, in one query. */
export async function findIssueRows(db: Db, limit: number): Promise<IssueRow[]> {
  const rows = await db
    .selectFrom('issue')
    .select([
      'id',
      'month',
      'title',
      'slug',
      'state',
      'scheduled_at as scheduledAt',
      'sent_at as sentAt',
      entryCount,
    ])
    .orderBy('month', 'desc')
    .limit(limit)
    .execute()
  return rows
}

/** Months that made no issue because they had too few links, newest first. */
export async function findSkippedMonths(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('month_run')
    .select('month')
    .where('outcome', '=', 'too_few_links')
    .where('month', 'not in', (eb) => eb.selectFrom('issue').select('month'))
    .orderBy('month', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ month }) => month)
}

/** The one writer of a state: moves only from one of `from`; false when the issue was elsewhere. */
export async function moveIssue(
  db: Db,
  id: number,
  from: IssueState[],
  to: IssueState,
  values: {
    scheduledAt?: Date | null
    pausedReason?: string | null
    audienceTag?: string | null
  } = {},
): Promise<boolean> {
  const result = await db
    .updateTable('issue')
    .set({
      state: to,
      ...(values.scheduledAt !== undefined && { scheduled_at: values.scheduledAt }),
      ...(values.pausedReason !== undefined && { paused_reason: values.pausedReason }),
      ...(values.audienceTag !== undefined && { audience_tag: values.audienceTag }),
      updated_at: new Date(),
    })
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Ids of issues in these states, oldest month first. */
export async function findIssueIds(db: Db, states: IssueState[], dueBy?: Date): Promise<number[]> {
  let query = db.selectFrom('issue').select('id').where('state', 'in', states).orderBy('month')
  if (dueBy) query = query.where('scheduled_at', '<=', dueBy)
  return (await query.execute()).map((row) => row.id)
}

const linkTags = sql<string[] | null>`(
  select jsonb_agg(tag.name order by link_tag.position)
  from link_tag join tag on tag.id = link_tag.tag_id where link_tag.link_id = entry.link_id)`

/** Entries that are shown, in order; a draft's follow their links where no hand changed them. */
export async function findEntries(db: Db, issueId: number) {
  return (
    db
      .selectFrom('entry')
      .leftJoin('link', 'link.id', 'entry.link_id')
      .leftJoin('section', 'section.id', 'link.section_id')
      // An address changed by hand is not the one that was looked at.
      .leftJoin('link_check', (join) =>
        join
          .onRef('link_check.link_id', '=', 'entry.link_id')
          .on(sql<SqlBool>`(entry.url is null or entry.url = link.url)`),
      )
      .where('entry.issue_id', '=', issueId)
      .where('entry.removed_at', 'is', null)
      .select([
        'entry.id',
        'entry.section_id',
        'entry.position',
        'entry.link_id',
        'entry.placed_section',
        'entry.short_id',
        'section.name as link_section',
        'link.status as link_status',
        'link.month as link_month',
        'link_check.dead_since',
        'link_check.reason as dead_reason',
        sql<string>`coalesce(entry.title, link.title, link.url, '')`.as('title'),
        sql<string>`coalesce(entry.url, link.url, '')`.as('url'),
        sql<string[]>`coalesce(entry.authors, link.authors, '[]'::jsonb)`.as('authors'),
        sql<string>`coalesce(entry.note, link.note, '')`.as('note'),
        sql<string | null>`coalesce(entry.site_name, link.site_name)`.as('site_name'),
        sql<string | null>`coalesce(entry.kind, link.kind)`.as('kind'),
        sql<string[]>`coalesce(entry.tags, ${linkTags}, '[]'::jsonb)`.as('tags'),
      ])
      .orderBy('entry.position')
      .orderBy('entry.id')
      .execute()
  )
}

async function withSections(db: Db, row: Selectable<Schema['issue']>): Promise<Issue> {
  const [sections, entries] = await Promise.all([
    db
      .selectFrom('issue_section')
      .selectAll()
      .where('issue_id', '=', row.id)
      .orderBy(sql`(name is null)`)
      .orderBy('position')
      .orderBy('id')
      .execute(),
    findEntries(db, row.id),
  ])
  return toIssue(
    row,
    sections.map((section) => ({
      name: section.name,
      entries: entries.filter((entry) => entry.section_id === section.id).map(toEntry),
    })),
  )
}

function toEntry(row: Awaited<ReturnType<typeof findEntries>>[number]): Entry {
  return {
    id: row.id,
    linkId: row.link_id,
    title: row.title,
    url: row.url,
    authors: row.authors,
    note: row.note,
    siteName: row.site_name,
    kind: row.kind,
    tags: row.tags,
    shortId: row.short_id,
    dead:
      row.dead_since && row.dead_reason !== null
        ? { since: row.dead_since, reason: row.dead_reason }
        : null,
  }
}

function toIssue(row: Selectable<Schema['issue']>, sections: IssueSection[]): Issue {
  return {
    id: row.id,
    month: row.month,
    title: row.title,
    slug: row.slug,
    state: row.state,
    intro: row.intro,
    outro: row.outro,
    sections,
    scheduledAt: row.scheduled_at,
    featured: row.featured,
    audienceTag: row.audience_tag,
    publishedAt: row.published_at,
    sentAt: row.sent_at,
    correctedAt: row.corrected_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
