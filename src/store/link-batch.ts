/**
 * Many links at once: a statement a batch instead of several a link. Values go over as one JSON
 * text, because a parameter a value would be tens of thousands.
 */
import { sql } from 'kysely'
import type { Link } from '../domain/link.ts'
import { type NewLink, selectLinks, toLink } from './links.ts'
import type { Db } from './schema.ts'
import { getOrCreateSection } from './sections.ts'

/** What a batch adds to `NewLink`: other keys by which the link is found. */
export interface BatchLink extends NewLink {
  otherKeys?: string[]
}

/**
 * Imports come one after the other: each batch takes many keys and tags, and two that take them
 * in different order would wait for each other. Ends with the transaction.
 */
export async function lockImports(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(7210443)`.execute(db)
}

/** Those of the keys that a link has, with the link. */
export async function findLinksByKeys(db: Db, keys: string[]): Promise<Map<string, Link>> {
  if (keys.length === 0) return new Map()
  const { rows: known } = await sql<{ dedupe_key: string; link_id: number }>`
    select dedupe_key, link_id from link_key
    where dedupe_key in (select jsonb_array_elements_text(${jsonText(keys)}::jsonb))`.execute(db)
  if (known.length === 0) return new Map()
  const ids = [...new Set(known.map((row) => row.link_id))]
  const rows = await selectLinks(db).where(sql<boolean>`link.id = any(${ids}::int[])`).execute()
  const byId = new Map(rows.map((row) => [row.id, toLink(row)]))
  return new Map(
    known.flatMap(({ dedupe_key, link_id }) => {
      const link = byId.get(link_id)
      return link ? [[dedupe_key, link] as const] : []
    }),
  )
}

/** Inserts links of different keys, in their order; what became known meanwhile is left out. */
export async function insertLinks(db: Db, links: BatchLink[]): Promise<Map<string, number>> {
  if (links.length === 0) return new Map()
  const sections = await sectionIds(db, links)
  const rows = links.map((link, place) => toRow(link, place, sections))
  const { rows: added } = await sql<{ id: number; dedupe_key: string }>`
    insert into link (url, dedupe_key, title, authors, site_name, description, image_url,
      published_at, language, canonical_url, kind, note, section_id, via, month, status, to_read,
      provenance, enrichment_status, enrichment_error, saved_at, updated_at, enrich_after)
    select url, dedupe_key, title, authors, site_name, description, image_url,
      published_at, language, canonical_url, kind, note, section_id, via, month, status, to_read,
      provenance, enrichment_status, enrichment_error, saved_at, updated_at,
      -- Pages are read newest first: an import does not keep today's links waiting.
      case when enrichment_status = 'pending' then least(saved_at, now()) end
    from jsonb_to_recordset(${jsonText(rows)}::jsonb) as given (place int, url text,
      dedupe_key text, title text, authors jsonb, site_name text, description text, image_url text,
      published_at text, language text, canonical_url text, kind text, note text, section_id int,
      via text, month text, status text, to_read boolean, provenance jsonb, enrichment_status text,
      enrichment_error text, saved_at timestamptz, updated_at timestamptz)
    order by place
    on conflict (dedupe_key) do nothing
    returning id, dedupe_key`.execute(db)
  const ids = new Map(added.map((row) => [row.dedupe_key, row.id]))
  await insertTags(db, links, ids)
  await insertOtherKeys(db, links, ids)
  return ids
}

/** All links, oldest first, each with the other keys by which it is found; a thousand at a time. */
export async function* eachLinkWithKeys(db: Db): AsyncGenerator<Link & { otherKeys: string[] }> {
  const otherKeys = sql<string[]>`(
    select coalesce(jsonb_agg(link_key.dedupe_key order by link_key.dedupe_key), '[]'::jsonb)
    from link_key where link_key.link_id = link.id and link_key.dedupe_key <> link.dedupe_key)`
  for (let after = 0; ; ) {
    const rows = await selectLinks(db)
      .select(otherKeys.as('other_keys'))
      .where('link.id', '>', after)
      .orderBy('link.id')
      .limit(1000)
      .execute()
    for (const row of rows) yield { ...toLink(row), otherKeys: row.other_keys }
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}

async function sectionIds(db: Db, links: BatchLink[]): Promise<Map<string, number>> {
  const names = new Set(links.flatMap((link) => link.section ?? []))
  const ids = new Map<string, number>()
  for (const name of names) ids.set(name, await getOrCreateSection(db, name))
  return ids
}

function toRow(link: BatchLink, place: number, sections: Map<string, number>) {
  const meta = link.metadata ?? {}
  return {
    place,
    url: link.url,
    dedupe_key: link.dedupeKey,
    title: link.title,
    authors: link.authors,
    site_name: meta.siteName,
    description: meta.description,
    image_url: meta.imageUrl,
    published_at: meta.publishedAt,
    language: meta.language,
    canonical_url: meta.canonicalUrl,
    kind: meta.kind,
    note: link.note,
    section_id: link.section === null ? null : sections.get(link.section),
    via: link.via,
    month: link.month,
    status: link.status ?? 'inbox',
    to_read: link.toRead ?? false,
    provenance: link.provenance,
    enrichment_status: link.enrichment?.status ?? 'pending',
    enrichment_error: link.enrichment?.error,
    saved_at: link.savedAt,
    updated_at: link.updatedAt ?? link.savedAt,
  }
}

async function insertTags(db: Db, links: BatchLink[], ids: Map<string, number>): Promise<void> {
  const rows = links.flatMap((link) => {
    const linkId = ids.get(link.dedupeKey)
    const names = new Map(link.tags.map((name) => [name.toLowerCase(), name]))
    return linkId === undefined
      ? []
      : [...names].map(([key, name], position) => ({ link_id: linkId, key, name, position }))
  })
  if (rows.length === 0) return
  const given = sql`jsonb_to_recordset(${jsonText(rows)}::jsonb)
    as given (link_id int, key text, name text, position int)`
  await sql`insert into tag (key, name)
    select key, name from (select distinct on (key) key, name from ${given}
      order by key, link_id, position) as first
    order by key on conflict (key) do nothing`.execute(db)
  await sql`insert into link_tag (link_id, tag_id, position)
    select given.link_id, tag.id, given.position from ${given} join tag on tag.key = given.key
    on conflict (link_id, tag_id) do nothing`.execute(db)
}

async function insertOtherKeys(db: Db, links: BatchLink[], ids: Map<string, number>) {
  const rows = links.flatMap((link) => {
    const linkId = ids.get(link.dedupeKey)
    return linkId === undefined ? [] : (link.otherKeys ?? []).map((key) => ({ key, id: linkId }))
  })
  if (rows.length === 0) return
  await sql`insert into link_key (dedupe_key, link_id)
    select key, id from jsonb_to_recordset(${jsonText(rows)}::jsonb) as given (key text, id int)
    order by key on conflict (dedupe_key) do nothing`.execute(db)
}

/** JSON that PostgreSQL takes: it has no NUL and no half surrogate pairs. */
function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part,
  )
}
