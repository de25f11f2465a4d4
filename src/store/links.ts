import { type SqlBool, sql } from 'kysely'
import type { Link, LinkStatus, MetadataField, PageMetadata, Provenance } from '../domain/link.ts'
import type { Db } from './schema.ts'
import { getOrCreateSection } from './sections.ts'
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
  savedAt: Date
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
  savedAt?: Date
}

const tagNames = sql<string[]>`(
  select coalesce(jsonb_agg(tag.name order by link_tag.position), '[]'::jsonb)
  from link_tag join tag on tag.id = link_tag.tag_id where link_tag.link_id = link.id)`

export function selectLinks(db: Db) {
  return db
    .selectFrom('link')
    .leftJoin('section', 'section.id', 'link.section_id')
    .selectAll('link')
    .select(['section.name as section', tagNames.as('tags')])
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
      provenance: JSON.stringify(link.provenance),
      enrichment_status: link.enrichment?.status ?? 'pending',
      enrichment_error: link.enrichment?.error ?? null,
      saved_at: link.savedAt,
      updated_at: link.savedAt,
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

export async function findLinkByKey(db: Db, dedupeKey: string): Promise<Link | undefined> {
  const row = await selectLinks(db).where('link.dedupe_key', '=', dedupeKey).executeTakeFirst()
  return row && toLink(row)
}

export interface LinkQuery {
  status?: LinkStatus | undefined
  section?: string | undefined
  /** Links whose own month it is, or that were saved in [from, until) without one. */
  month?: { month: string; from: Date; until: Date } | undefined
  q?: string | undefined
  /** Newest first, after this one. */
  after?: { savedAt: Date; id: number } | undefined
  limit: number
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
    select = select.where(
      sql<SqlBool>`(link.title ilike ${pattern} or link.url ilike ${pattern} or link.note ilike ${pattern}
        or link.description ilike ${pattern} or link.authors::text ilike ${pattern})`,
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
      ...(changes.savedAt !== undefined && { saved_at: changes.savedAt }),
      ...(changes.provenance && { provenance: JSON.stringify(changes.provenance) }),
      updated_at: now,
    })
    .where('id', '=', id)
    .execute()
  if (changes.tags) await setLinkTags(db, id, changes.tags)
}

const COLUMN_OF = {
  title: 'title',
  authors: 'authors',
  site_name: 'siteName',
  description: 'description',
  image_url: 'imageUrl',
  published_at: 'publishedAt',
  language: 'language',
  canonical_url: 'canonicalUrl',
  kind: 'kind',
} as const satisfies Record<MetadataField, keyof PageMetadata>

/** Writes what a page says into the fields the owner has not filled. */
export async function storeMetadata(
  db: Db,
  link: Link,
  metadata: PageMetadata,
  provenance: Provenance,
  outcome: { status: 'done' | 'failed' | 'pending'; error: string | null },
  now: Date,
): Promise<void> {
  const values: Record<string, string | null> = {}
  const sources: Provenance = { ...link.enrichment.provenance }
  for (const [field, property] of Object.entries(COLUMN_OF)) {
    const value = metadata[property]
    const isEmpty = value === null || (Array.isArray(value) && value.length === 0)
    if (isEmpty || sources[field as MetadataField] === 'owner') continue
    values[field] = Array.isArray(value) ? JSON.stringify(value) : value
    const source = provenance[field as MetadataField]
    if (source !== undefined) sources[field as MetadataField] = source
  }
  await db
    .updateTable('link')
    .set({
      ...values,
      provenance: JSON.stringify(sources),
      enrichment_status: outcome.status,
      enrichment_error: outcome.error,
      updated_at: now,
    })
    .set((eb) => ({ enrichment_attempts: eb('enrichment_attempts', '+', 1) }))
    .where('id', '=', link.id)
    .execute()
}

export async function setEnrichmentPending(db: Db, id: number): Promise<void> {
  await db
    .updateTable('link')
    .set({ enrichment_status: 'pending', enrichment_error: null })
    .where('id', '=', id)
    .execute()
}

/** Ids of links whose page is still to be read, oldest first. */
export async function findPendingLinkIds(db: Db, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('link')
    .select('id')
    .where('enrichment_status', '=', 'pending')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export async function deleteLink(db: Db, id: number): Promise<boolean> {
  const result = await db.deleteFrom('link').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
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
    savedAt: row.saved_at,
    updatedAt: row.updated_at,
    enrichment: {
      status: row.enrichment_status,
      error: row.enrichment_error,
      provenance: row.provenance,
    },
  }
}
