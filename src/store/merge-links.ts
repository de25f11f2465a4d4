import { sql } from 'kysely'
import type { Link } from '../domain/link.ts'
import type { MergedValues } from '../domain/merge-links.ts'
import type { Db } from './schema.ts'
import { getOrCreateSection } from './sections.ts'

/**
 * Locks two links, and the issues that show them, for a merge. False when one is gone.
 * Never waits while holding a lock, so it cannot be part of a deadlock: throws PostgreSQL's
 * 55P03 when somebody else is at work on one of them.
 */
export async function lockForMerge(db: Db, ids: readonly [number, number]): Promise<boolean> {
  // Issues before links, as publishing an issue takes them.
  await db
    .selectFrom('issue')
    .select('id')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('entry')
        .select('issue_id')
        .where('link_id', 'in', [...ids]),
    )
    .orderBy('id')
    .forUpdate()
    .noWait()
    .execute()
  const links = await db
    .selectFrom('link')
    .select('id')
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .noWait()
    .execute()
  return links.length === 2
}

/** Writes the merge of two locked links and deletes the one that goes. */
export async function writeMerge(
  db: Db,
  survivor: Link,
  other: Link,
  values: MergedValues,
  now: Date,
): Promise<void> {
  if (values.status === 'published') await keepOwnNotes(db, survivor, other, values.note)
  await joinDraftEntries(db, survivor.id, other.id)
  await moveRows(db, survivor.id, other.id)
  await db
    .insertInto('link_merge')
    .values({ old_id: other.id, link_id: survivor.id, url: other.url, merged_at: now })
    .execute()
  await db.deleteFrom('link').where('id', '=', other.id).execute()
  await updateSurvivor(db, survivor.id, values, now)
}

/** An open draft would repeat what an issue that is out has said of the link. */
async function keepOwnNotes(db: Db, survivor: Link, other: Link, joined: string): Promise<void> {
  for (const link of [survivor, other])
    if (link.note !== joined)
      await db
        .updateTable('entry')
        .set({ note: link.note })
        .where('link_id', '=', link.id)
        .where('note', 'is', null)
        .execute()
}

/**
 * A draft that shows both shows one: a visible entry rather than a removed one, with the hand
 * edits of both. What is published keeps both entries; one of them loses its link.
 */
async function joinDraftEntries(db: Db, survivorId: number, otherId: number): Promise<void> {
  const rows = await db
    .selectFrom('entry')
    .innerJoin('issue', 'issue.id', 'entry.issue_id')
    .selectAll('entry')
    .where('entry.link_id', 'in', [survivorId, otherId])
    .where('issue.published_at', 'is', null)
    .orderBy('entry.issue_id')
    .execute()
  for (const first of rows.filter((row) => row.link_id === survivorId)) {
    const second = rows.find((row) => row.link_id === otherId && row.issue_id === first.issue_id)
    if (!second) continue
    const [kept, dropped] =
      first.removed_at && !second.removed_at ? [second, first] : [first, second]
    await db.deleteFrom('entry').where('id', '=', dropped.id).execute()
    const authors = kept.authors ?? dropped.authors
    await db
      .updateTable('entry')
      .set({
        link_id: survivorId,
        title: kept.title ?? dropped.title,
        url: kept.url ?? dropped.url,
        note: kept.note ?? dropped.note,
        authors: authors && JSON.stringify(authors),
      })
      .where('id', '=', kept.id)
      .execute()
  }
}

/** Everything that points to the link that goes, as far as the survivor has none of its own. */
async function moveRows(db: Db, to: number, from: number): Promise<void> {
  await sql`update entry set link_id = ${to} where link_id = ${from} and not exists (
    select 1 from entry other where other.issue_id = entry.issue_id and other.link_id = ${to})`.execute(
    db,
  )
  await sql`update link_tag set link_id = ${to}, position = position + 10000
    where link_id = ${from} and tag_id not in (
      select tag_id from link_tag where link_id = ${to})`.execute(db)
  for (const table of ['link_image', 'link_check'])
    await sql`update ${sql.table(table)} set link_id = ${to} where link_id = ${from} and not exists (
      select 1 from ${sql.table(table)} other where other.link_id = ${to})`.execute(db)
  for (const table of ['link_key', 'link_merge', 'source_item'])
    await sql`update ${sql.table(table)} set link_id = ${to} where link_id = ${from}`.execute(db)
}

async function updateSurvivor(db: Db, id: number, values: MergedValues, now: Date): Promise<void> {
  await db
    .updateTable('link')
    .set({
      title: values.title,
      authors: JSON.stringify(values.authors),
      site_name: values.siteName,
      description: values.description,
      image_url: values.imageUrl,
      published_at: values.publishedAt,
      language: values.language,
      canonical_url: values.canonicalUrl,
      kind: values.kind,
      note: values.note,
      section_id: values.section === null ? null : await getOrCreateSection(db, values.section),
      via: values.via,
      month: values.month,
      status: values.status,
      to_read: values.toRead,
      enrichment_status: values.enrichmentStatus,
      enrichment_error: values.enrichmentError,
      ...(values.enrichmentStatus === 'done' && { enrich_after: null }),
      provenance: JSON.stringify(values.provenance),
      updated_at: now,
    })
    .where('id', '=', id)
    .execute()
}
