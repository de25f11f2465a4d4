/** Whole issues out of a database and into another, with what the API never shows. */
import { type Selectable, sql } from 'kysely'
import type { IssueState } from '../domain/issue.ts'
import { PING_KINDS } from '../domain/response.ts'
import { addClicks } from './clicks.ts'
import { insertOldPath } from './old-paths.ts'
import { tellNobody } from './pings.ts'
import type { Db, Schema } from './schema.ts'

export interface MovedEntry {
  position: number
  /** Address of the link that it shows; null for an entry written by hand. */
  linkUrl: string | null
  placedSection: string | null
  removedAt: Date | null
  /** Null where the entry follows its link. */
  title: string | null
  url: string | null
  authors: string[] | null
  note: string | null
  siteName: string | null
  kind: string | null
  tags: string[] | null
  /** Mails that are out lead over it. */
  shortId: string | null
  clicks: number
}

export interface MovedMail {
  subject: string
  preheader: string
  html: string
  text: string
  slots: Selectable<Schema['issue_render']>['slots']
  createdAt: Date
}

export interface MovedIssue {
  month: string
  title: string
  slug: string
  state: IssueState
  intro: string
  outro: string
  scheduledAt: Date | null
  publishedAt: Date | null
  sentAt: Date | null
  correctedAt: Date | null
  pausedReason: string | null
  plannedAt: Date | null
  /** How many readers it was planned for. */
  candidates: number | null
  /** Only subscribers with this tag get it. */
  audienceTag: string | null
  featured: boolean
  createdAt: Date
  updatedAt: Date
  oldSlugs: { slug: string; createdAt: Date }[]
  /** Addresses it had on another blog. */
  oldPaths?: { path: string; url: string; createdAt: Date }[]
  sections: { name: string | null; position: number; entries: MovedEntry[] }[]
  mail: MovedMail | null
}

/** One after the other, oldest month first. */
export async function* eachIssueToMove(db: Db): AsyncGenerator<MovedIssue> {
  const rows = await db.selectFrom('issue').select('id').orderBy('month').execute()
  for (const { id } of rows) {
    const issue = await readIssue(db, id)
    if (issue) yield issue
  }
}

async function readIssue(db: Db, id: number): Promise<MovedIssue | undefined> {
  const row = await db.selectFrom('issue').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  return {
    month: row.month,
    title: row.title,
    slug: row.slug,
    state: row.state,
    intro: row.intro,
    outro: row.outro,
    scheduledAt: row.scheduled_at,
    publishedAt: row.published_at,
    sentAt: row.sent_at,
    correctedAt: row.corrected_at,
    pausedReason: row.paused_reason,
    plannedAt: row.planned_at,
    candidates: row.candidates,
    audienceTag: row.audience_tag,
    featured: row.featured,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    oldSlugs: await db
      .selectFrom('slug_history')
      .select(['slug', 'created_at as createdAt'])
      .where('issue_id', '=', id)
      .orderBy('created_at')
      .orderBy('slug')
      .execute(),
    oldPaths: await db
      .selectFrom('old_path')
      .select(['path', 'url', 'created_at as createdAt'])
      .where('issue_id', '=', id)
      .orderBy('path')
      .execute(),
    sections: await readSections(db, id),
    mail: (await readMail(db, id)) ?? null,
  }
}

async function readSections(db: Db, issueId: number): Promise<MovedIssue['sections']> {
  const sections = await db
    .selectFrom('issue_section')
    .select(['id', 'name', 'position'])
    .where('issue_id', '=', issueId)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const entries = await db
    .selectFrom('entry')
    .leftJoin('link', 'link.id', 'entry.link_id')
    .leftJoin('entry_click', 'entry_click.entry_id', 'entry.id')
    .selectAll('entry')
    .select(['link.url as link_url', 'entry_click.clicks'])
    .where('entry.issue_id', '=', issueId)
    .orderBy('entry.position')
    .orderBy('entry.id')
    .execute()
  return sections.map(({ id, name, position }) => ({
    name,
    position,
    entries: entries
      .filter((entry) => entry.section_id === id)
      .map((entry) => ({
        position: entry.position,
        linkUrl: entry.link_url,
        placedSection: entry.placed_section,
        removedAt: entry.removed_at,
        title: entry.title,
        url: entry.url,
        authors: entry.authors,
        note: entry.note,
        siteName: entry.site_name,
        kind: entry.kind,
        tags: entry.tags,
        shortId: entry.short_id,
        clicks: Number(entry.clicks ?? 0),
      })),
  }))
}

function readMail(db: Db, issueId: number): Promise<MovedMail | undefined> {
  return db
    .selectFrom('issue_render')
    .select(['subject', 'preheader', 'html', 'text', 'slots', 'created_at as createdAt'])
    .where('issue_id', '=', issueId)
    .executeTakeFirst()
}

/** `linkId` in place of the address, as far as there is such a link. */
export type PlacedIssue = Omit<MovedIssue, 'sections'> & {
  sections: {
    name: string | null
    position: number
    entries: (Omit<MovedEntry, 'linkUrl'> & { linkId: number | null })[]
  }[]
}

/**
 * False when the month has an issue already: that one stays as it is.
 * `marksLinks`: links of a public issue become published, whatever they were here before.
 */
export async function insertMovedIssue(
  db: Db,
  issue: PlacedIssue,
  { marksLinks }: { marksLinks: boolean },
): Promise<boolean> {
  const row = await db
    .insertInto('issue')
    .values({
      month: issue.month,
      title: issue.title,
      slug: issue.slug,
      state: issue.state,
      intro: issue.intro,
      outro: issue.outro,
      scheduled_at: issue.scheduledAt,
      published_at: issue.publishedAt,
      sent_at: issue.sentAt,
      corrected_at: issue.correctedAt,
      paused_reason: issue.pausedReason,
      planned_at: issue.plannedAt,
      candidates: issue.candidates,
      audience_tag: issue.audienceTag,
      featured: issue.featured,
      created_at: issue.createdAt,
      updated_at: issue.updatedAt,
    })
    .onConflict((oc) => oc.column('month').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return false
  for (const { slug, createdAt } of issue.oldSlugs)
    await db
      .insertInto('slug_history')
      .values({ slug, issue_id: row.id, created_at: createdAt })
      .onConflict((oc) => oc.column('slug').doNothing())
      .execute()
  for (const { path, url, createdAt } of issue.oldPaths ?? [])
    await insertOldPath(db, { path, issueId: row.id, url, now: createdAt })
  for (const section of issue.sections) await insertSection(db, row.id, section)
  if (issue.mail) await insertMail(db, row.id, issue.mail)
  if (issue.publishedAt && marksLinks) await markPublished(db, row.id)
  if (issue.publishedAt) await tellNobody(db, row.id, PING_KINDS, issue.publishedAt)
  return true
}

async function insertSection(db: Db, issueId: number, section: PlacedIssue['sections'][number]) {
  const { id } = await db
    .insertInto('issue_section')
    .values({ issue_id: issueId, name: section.name, position: section.position })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const entry of section.entries) {
    const row = await db
      .insertInto('entry')
      .values({
        issue_id: issueId,
        section_id: id,
        position: entry.position,
        link_id: entry.linkId,
        placed_section: entry.placedSection,
        removed_at: entry.removedAt,
        title: entry.title,
        url: entry.url,
        authors: entry.authors && JSON.stringify(entry.authors),
        note: entry.note,
        site_name: entry.siteName,
        kind: entry.kind,
        tags: entry.tags && JSON.stringify(entry.tags),
        short_id: await freeShortId(db, entry.shortId),
      })
      .onConflict((oc) => oc.columns(['issue_id', 'link_id']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (row && entry.clicks > 0) await addClicks(db, new Map([[row.id, entry.clicks]]))
  }
}

/** A file may have been edited by hand: the entry that is here keeps its id. */
async function freeShortId(db: Db, shortId: string | null): Promise<string | null> {
  if (shortId === null) return null
  const taken = await db
    .selectFrom('entry')
    .select('id')
    .where('short_id', '=', shortId)
    .executeTakeFirst()
  return taken ? null : shortId
}

async function insertMail(db: Db, issueId: number, mail: MovedMail): Promise<void> {
  await db
    .insertInto('issue_render')
    .values({
      issue_id: issueId,
      subject: mail.subject,
      preheader: mail.preheader,
      html: mail.html,
      text: mail.text,
      slots: JSON.stringify(mail.slots),
      created_at: mail.createdAt,
    })
    .execute()
}

/** What a public page shows is published, or the next draft would take it again. */
async function markPublished(db: Db, issueId: number): Promise<void> {
  await db
    .updateTable('link')
    .set({ status: 'published' })
    .where('status', '!=', 'published')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('entry')
        .select(sql<number>`link_id`.as('link_id'))
        .where('issue_id', '=', issueId)
        .where('removed_at', 'is', null)
        .where('link_id', 'is not', null),
    )
    .execute()
}

/** Nothing saved, nothing assembled, no feed to poll yet. */
export async function isEmptyInstallation(db: Db): Promise<boolean> {
  const { rows } = await sql<{ isEmpty: boolean }>`
    select not (exists (select 1 from link) or exists (select 1 from issue)
      or exists (select 1 from source)) as "isEmpty"`.execute(db)
  return rows[0]?.isEmpty === true
}

/** The wanted slug, or another that no issue has or had. */
export async function freeSlugFor(db: Db, slug: string, month: string): Promise<string> {
  for (const candidate of [
    slug,
    month,
    ...Array.from({ length: 98 }, (_, n) => `${month}-${n + 2}`),
  ]) {
    const { rows } = await sql<{ taken: boolean }>`
      select exists (select 1 from issue where slug = ${candidate})
        or exists (select 1 from slug_history where slug = ${candidate}) as taken`.execute(db)
    if (!rows[0]?.taken) return candidate
  }
  return `${month}-${crypto.randomUUID()}`
}
