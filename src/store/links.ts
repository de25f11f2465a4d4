import { type SqlBool, sql } from 'kysely'
import {
  type Link,
  type LinkStatus,
  PAGE_FIELDS,
  type PageMetadata,
  type Provenance,
} from '../domain/link.ts'
import { thumbnailPath } from '../domain/thumbnail.ts'
import type { Db } from './schema.ts'
import { getOrCreateSection } from './sections.ts'
import { writeSetting } from './settings.ts'
import { setLinkTags } from './tags.ts'

export interface NewLink {
  url: string
  dedupeKey: string
  title: string | null
  authors: string[]
  note: string
  section: string | null
  tags: string[]
  via: string | null
  month: string | null
  status?: LinkStatus
  toRead?: boolean
  savedAt: Date
  /** When it last changed; absent means: when it was saved. */
  updatedAt?: Date
  provenance: Provenance
  metadata?: Partial<Omit<PageMetadata, 'title' | 'authors'>>
  enrichment?: Pick<Link['enrichment'], 'status' | 'error'>
}

/** Owner-given fields; absent ones stay. */
export interface LinkChanges {
  title?: string | null
  authors?: string[] | null
  note?: string
  section?: string | null
  tags?: string[]
  via?: string | null
  month?: string | null
  status?: LinkStatus
  toRead?: boolean
  savedAt?: Date
  /** Fills what the page has not said; absent fields stay. */
  metadata?: NewLink['metadata']
}

const tagNames = sql<string[]>`(
  select coalesce(jsonb_agg(tag.name order by link_tag.position), '[]'::jsonb)
  from link_tag join tag on tag.id = link_tag.tag_id where link_tag.link_id = link.id)`

export function selectLinks(db: Db) {
  return db
    .selectFrom('link')
    .leftJoin('section', 'section.id', 'link.section_id')
    .leftJoin('link_image', 'link_image.link_id', 'link.id')
    .leftJoin('image', 'image.hash', 'link_image.hash')
    .selectAll('link')
    .select([
      'section.name as section',
      tagNames.as('tags'),
      'image.hash as image_hash',
      'image.type as image_type',
      'image.width as image_width',
      'image.height as image_height',
      'link_image.error as image_error',
    ])
}

type LinkRow = Awaited<ReturnType<ReturnType<typeof selectLinks>['executeTakeFirstOrThrow']>>

/** Undefined when the key is known already. */
export async function insertLink(db: Db, link: NewLink): Promise<number | undefined> {
  const sectionId = link.section === null ? null : await getOrCreateSection(db, link.section)
  const meta = link.metadata ?? {}
  const row = await db
    .insertInto('link')
    .values({
      url: link.url,
      dedupe_key: link.dedupeKey,
      title: link.title,
      authors: JSON.stringify(link.authors),
      site_name: meta.siteName ?? null,
      description: meta.description ?? null,
      image_url: meta.imageUrl ?? null,
      published_at: meta.publishedAt ?? null,
      language: meta.language ?? null,
      canonical_url: meta.canonicalUrl ?? null,
      kind: meta.kind ?? null,
      note: link.note,
      section_id: sectionId,
      via: link.via,
      month: link.month,
      status: link.status ?? 'inbox',
      to_read: link.toRead ?? false,
      provenance: JSON.stringify(link.provenance),
      enrichment_status: link.enrichment?.status ?? 'pending',
      enrichment_error: link.enrichment?.error ?? null,
      saved_at: link.savedAt,
      updated_at: link.updatedAt ?? link.savedAt,
      // Pages are read newest first, so that an import does not keep today's links waiting.
      enrich_after:
        (link.enrichment?.status ?? 'pending') === 'pending'
          ? sql<Date>`least(${link.updatedAt ?? link.savedAt}::timestamptz, now())`
          : null,
    })
    .onConflict((oc) => oc.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row && link.tags.length > 0) await setLinkTags(db, row.id, link.tags)
  return row?.id
}

export async function findLink(db: Db, id: number): Promise<Link | undefined> {
  const row = await selectLinks(db).where('link.id', '=', id).executeTakeFirst()
  return row && toLink(row)
}

/** By its own key, or by one of another address that turned out to be the same page. */
export async function findLinkByKey(db: Db, dedupeKey: string): Promise<Link | undefined> {
  const row = await selectLinks(db)
    .innerJoin('link_key', 'link_key.link_id', 'link.id')
    .where('link_key.dedupe_key', '=', dedupeKey)
    .executeTakeFirst()
  return row && toLink(row)
}

/** A link whose page calls itself this; the oldest, should there be several. */
export async function findLinkByCanonical(db: Db, url: string): Promise<Link | undefined> {
  const row = await selectLinks(db)
    .where('link.canonical_url', '=', url)
    .orderBy('link.id')
    .limit(1)
    .executeTakeFirst()
  return row && toLink(row)
}

/** Issues that show the link, newest month first, each with the note it has there. */
export async function findAppearances(db: Db, linkId: number) {
  return db
    .selectFrom('entry')
    .innerJoin('issue', 'issue.id', 'entry.issue_id')
    .innerJoin('link', 'link.id', 'entry.link_id')
    .where('entry.link_id', '=', linkId)
    .where('entry.removed_at', 'is', null)
    .where((eb) =>
      eb.or([eb('issue.state', '!=', 'cancelled'), eb('issue.published_at', 'is not', null)]),
    )
    .select([
      'issue.id',
      'issue.month',
      'issue.title',
      'issue.slug',
      'issue.state',
      'issue.published_at as publishedAt',
      sql<string>`coalesce(entry.note, link.note)`.as('note'),
    ])
    .orderBy('issue.month', 'desc')
    .execute()
}

export interface LinkQuery {
  status?: LinkStatus | undefined
  section?: string | undefined
  /** Links whose own month it is, or that were saved in [from, until) without one. */
  month?: { month: string; from: Date; until: Date } | undefined
  q?: string | undefined
  /** A part of what one looks at: what is due by a month, kept for later ones, over. */
  desk?: { tab: DeskTab; month: string; leftBefore: Date } | undefined
  withoutNote?: boolean | undefined
  author?: string | undefined
  host?: string | undefined
  /** Newest first, after this one. */
  after?: { savedAt: Date; id: number } | undefined
  limit: number
}

export const DESK_TABS = ['waiting', 'later', 'left', 'published', 'skipped'] as const
export type DeskTab = (typeof DESK_TABS)[number]

const isOver = (tab: DeskTab) => tab === 'published' || tab === 'skipped'

/** What stands under a tab; `left` is a part of `waiting`: saved long ago and never used. */
function underTab({ tab, month, leftBefore }: NonNullable<LinkQuery['desk']>) {
  if (tab === 'published') return sql<SqlBool>`link.status = 'published'`
  if (tab === 'skipped') return sql<SqlBool>`link.status = 'skipped'`
  if (tab === 'later') return sql<SqlBool>`link.status = 'inbox' and link.month > ${month}`
  const isDue = sql<SqlBool>`link.status = 'inbox' and (link.month is null or link.month <= ${month})`
  return tab === 'waiting'
    ? isDue
    : sql<SqlBool>`${isDue} and link.saved_at < ${leftBefore} and coalesce(link.month, '') < ${month}`
}

/** How many links stand under each tab, and how many of those that wait have no note. */
export async function countDesk(
  db: Db,
  about: { month: string; leftBefore: Date },
): Promise<Record<DeskTab | 'withoutNote', number>> {
  // Most links are over: an index counts them by itself, and only the others are looked at.
  const count = (tab: DeskTab) =>
    isOver(tab)
      ? sql<number>`(select count(*)::int from link where ${underTab({ tab, ...about })})`.as(tab)
      : sql<number>`(count(*) filter (where ${underTab({ tab, ...about })}))::int`.as(tab)
  return db
    .selectFrom('link')
    .where('status', '=', 'inbox')
    .select([
      ...DESK_TABS.map(count),
      sql<number>`(count(*) filter (where note = '' and ${underTab({ tab: 'waiting', ...about })}))::int`.as(
        'withoutNote',
      ),
    ])
    .executeTakeFirstOrThrow() as Promise<Record<DeskTab | 'withoutNote', number>>
}

export async function findLinks(db: Db, query: LinkQuery): Promise<Link[]> {
  let select = selectLinks(db)
    .orderBy('link.saved_at', 'desc')
    .orderBy('link.id', 'desc')
    .limit(query.limit)
  if (query.status) select = select.where('link.status', '=', query.status)
  if (query.section !== undefined)
    select =
      query.section === ''
        ? select.where('link.section_id', 'is', null)
        : select.where('section.name', '=', query.section)
  if (query.desk) select = select.where(underTab(query.desk))
  if (query.withoutNote) select = select.where('link.note', '=', '')
  if (query.author !== undefined)
    select = select.where(sql<SqlBool>`link.authors @> jsonb_build_array(${query.author}::text)`)
  if (query.host !== undefined) select = select.where('link.host', '=', query.host)
  const month = query.month
  if (month)
    select = select.where((eb) =>
      eb.or([
        eb('link.month', '=', month.month),
        eb.and([
          eb('link.month', 'is', null),
          eb('link.saved_at', '>=', month.from),
          eb('link.saved_at', '<', month.until),
        ]),
      ]),
    )
  if (query.q) {
    const pattern = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
    // As the index link_parts has it.
    select = select.where(
      sql<SqlBool>`(link.url || E'\\n' || coalesce(link.title, '') || E'\\n'
        || link.note || E'\\n' || coalesce(link.description, '') || E'\\n' || link.authors::text)
        ilike ${pattern}`,
    )
  }
  if (query.after)
    select = select.where(
      sql<SqlBool>`(link.saved_at, link.id) < (${query.after.savedAt}, ${query.after.id})`,
    )
  return (await select.execute()).map(toLink)
}

/** All links, oldest first, a thousand at a time: an export must not hold everything. */
export async function* eachLink(db: Db): AsyncGenerator<Link> {
  for (let after = 0; ; ) {
    const rows = await selectLinks(db)
      .where('link.id', '>', after)
      .orderBy('link.id')
      .limit(1000)
      .execute()
    yield* rows.map(toLink)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}

/** Locks the row, so that two edits of one link come one after the other. */
export async function lockLink(db: Db, id: number): Promise<void> {
  await db.selectFrom('link').select('id').where('id', '=', id).forUpdate().execute()
}

export async function updateLink(
  db: Db,
  id: number,
  changes: LinkChanges & { provenance?: Provenance },
  now: Date,
): Promise<void> {
  const sectionId =
    changes.section === undefined
      ? undefined
      : changes.section === null
        ? null
        : await getOrCreateSection(db, changes.section)
  await db
    .updateTable('link')
    .set({
      ...(changes.title !== undefined && { title: changes.title }),
      ...(changes.authors !== undefined && { authors: JSON.stringify(changes.authors ?? []) }),
      ...(changes.note !== undefined && { note: changes.note }),
      ...(sectionId !== undefined && { section_id: sectionId }),
      ...(changes.via !== undefined && { via: changes.via }),
      ...(changes.month !== undefined && { month: changes.month }),
      ...(changes.status !== undefined && { status: changes.status }),
      ...(changes.toRead !== undefined && { to_read: changes.toRead }),
      ...(changes.savedAt !== undefined && { saved_at: changes.savedAt }),
      ...pageColumns(changes.metadata ?? {}),
      ...(changes.provenance && { provenance: JSON.stringify(changes.provenance) }),
      updated_at: now,
    })
    .where('id', '=', id)
    .execute()
  if (changes.tags) await setLinkTags(db, id, changes.tags)
}

function pageColumns(metadata: NonNullable<NewLink['metadata']>): Record<string, string> {
  const columns: Record<string, string> = {}
  for (const [property, column] of Object.entries(PAGE_FIELDS)) {
    const value = metadata[property as keyof typeof PAGE_FIELDS]
    if (value != null) columns[column] = value
  }
  return columns
}

/** Drafts lose the entries that have no words of their own; the history of the issue keeps them. */
export async function deleteLink(db: Db, id: number, now: Date): Promise<boolean> {
  await db
    .deleteFrom('entry')
    .where('link_id', '=', id)
    .where((eb) => eb.or([eb('title', 'is', null), eb('url', 'is', null)]))
    .where('issue_id', 'in', (eb) =>
      eb.selectFrom('issue').select('id').where('published_at', 'is', null),
    )
    .execute()
  const result = await db.deleteFrom('link').where('id', '=', id).executeTakeFirst()
  if (result.numDeletedRows === 0n) return false
  // Clients that keep a copy ask whether anything changed.
  await writeSetting(db, 'last_link_deletion', now.toISOString())
  return true
}

export function toLink(row: LinkRow): Link {
  return {
    id: row.id,
    url: row.url,
    canonicalUrl: row.canonical_url,
    title: row.title,
    authors: row.authors,
    siteName: row.site_name,
    description: row.description,
    imageUrl: row.image_url,
    publishedAt: row.published_at,
    language: row.language,
    kind: row.kind,
    note: row.note,
    section: row.section,
    tags: row.tags,
    via: row.via,
    month: row.month,
    status: row.status,
    toRead: row.to_read,
    savedAt: row.saved_at,
    updatedAt: row.updated_at,
    enrichment: {
      status: row.enrichment_status,
      error: row.enrichment_error,
      provenance: row.provenance,
      // A link that was not tried yet is simply next.
      nextTryAt: row.enrichment_error === null ? null : row.enrich_after,
      imageError: row.image_error,
    },
    thumbnail:
      row.image_hash === null || row.image_type === null
        ? null
        : {
            path: thumbnailPath({ hash: row.image_hash, type: row.image_type }),
            width: row.image_width ?? 0,
            height: row.image_height ?? 0,
          },
  }
}
