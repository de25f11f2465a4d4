import { sql } from 'kysely'
import type { Db } from './schema.ts'

/** Rows of a link that go with it and come back with it, each with its column that names the link. */
const PARTS = ['link_key', 'link_tag', 'link_merge', 'link_image', 'link_check'] as const

interface KeptLink {
  link_id: number
  link: object
  parts: Record<(typeof PARTS)[number], object[] | null>
  /** Entries of issues that showed it. */
  entries: { id: number; issue_id: number; section_id: number }[] | null
  /** Items of sources that it came from. */
  items: { source_id: number; guid_hash: string }[] | null
}

/** Keeps all that is known of a link, just before it is deleted in the same transaction. */
export async function keepLink(
  db: Db,
  linkId: number,
  { step, now }: { step: string; now: Date },
): Promise<void> {
  const rowsOf = (table: string) =>
    sql`(select jsonb_agg(to_jsonb(part)) from ${sql.table(table)} part where part.link_id = ${linkId}::int)`
  const parts = sql.join(PARTS.flatMap((table) => [sql`${table}::text`, rowsOf(table)]))
  await sql`
    insert into deleted_link (id, link_id, link, parts, entries, items, made_at)
    select ${step}, link.id, to_jsonb(link), jsonb_build_object(${parts}),
      ${rowsOf('entry')}, ${rowsOf('source_item')}, ${now}::timestamptz
    from link where link.id = ${linkId}::int`.execute(db)
}

export async function forgetDeletedLinks(db: Db, before: Date): Promise<void> {
  await sql`delete from deleted_link where made_at < ${before}::timestamptz`.execute(db)
}

/**
 * Brings a deleted link back as it was, into the drafts that showed it too. `again`: its page was
 * saved anew meanwhile, and that link stays; what was kept is kept on. Undefined: nothing is kept.
 */
export async function putLinkBack(db: Db, step: string): Promise<'back' | 'again' | undefined> {
  const { rows } = await sql<KeptLink>`
    select link_id, link, parts, entries, items from deleted_link where id = ${step}
    for update`.execute(db)
  const [kept] = rows
  if (!kept) return undefined
  const { link_id: linkId, parts } = kept
  // A trigger takes its key with it; when that is another link's now, nothing is inserted.
  if ((await insertRows(db, 'link', [await asItFits(db, kept.link)])) === 0) return 'again'
  for (const table of PARTS) await insertRows(db, table, parts[table] ?? [])
  await putEntriesBack(db, linkId, kept.entries ?? [])
  for (const item of kept.items ?? [])
    await db
      .updateTable('source_item')
      .set({ link_id: linkId })
      .where('source_id', '=', item.source_id)
      .where('guid_hash', '=', item.guid_hash)
      .where('link_id', 'is', null)
      .execute()
  await sql`delete from deleted_link where id = ${step}`.execute(db)
  return 'back'
}

/** Its section may be gone, and nobody reads its page at this moment. */
async function asItFits(db: Db, link: object): Promise<object> {
  const sectionId = (link as { section_id: number | null }).section_id
  const section =
    sectionId === null
      ? undefined
      : await db.selectFrom('section').select('id').where('id', '=', sectionId).executeTakeFirst()
  return { ...link, section_id: section?.id ?? null, enrich_lease_until: null }
}

/** Published entries outlived their link and are told of it; those of drafts went with it. */
async function putEntriesBack(
  db: Db,
  linkId: number,
  entries: NonNullable<KeptLink['entries']>,
): Promise<void> {
  for (const entry of entries) {
    const stayed = await db
      .updateTable('entry')
      .set({ link_id: linkId })
      .where('id', '=', entry.id)
      .where('link_id', 'is', null)
      .executeTakeFirst()
    if (stayed.numUpdatedRows > 0n) continue
    const place = await db
      .selectFrom('issue_section')
      .innerJoin('issue', 'issue.id', 'issue_section.issue_id')
      .select('issue_section.id')
      .where('issue_section.id', '=', entry.section_id)
      .where('issue.state', '=', 'draft')
      .executeTakeFirst()
    if (place) await insertRows(db, 'entry', [entry])
  }
}

/** Rows as `to_jsonb` wrote them, with their ids; without the columns that the database fills. */
async function insertRows(db: Db, table: string, rows: object[]): Promise<number> {
  if (rows.length === 0) return 0
  const { rows: columns } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} and is_generated = 'NEVER'
    order by ordinal_position`.execute(db)
  const names = sql.join(columns.map(({ name }) => sql.ref(name)))
  const { numAffectedRows } = await sql`
    insert into ${sql.table(table)} (${names}) overriding system value
    select ${names} from jsonb_populate_recordset(
      null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
