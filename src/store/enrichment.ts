/**
 * Links whose page is to be read. The row is the job: due at `enrich_after`, until a worker leases it.
 * A lease that ends (the process died) makes the link due again, without anything to tidy up.
 */
import { sql } from 'kysely'
import type { Link, MetadataField, PageMetadata, Provenance } from '../domain/link.ts'
import type { Db } from './schema.ts'

/** Longer than any page takes, waiting for its host included. */
const LEASE_S = 300

export interface PageJob {
  id: number
  host: string
  url: string
}

export interface ClaimOptions {
  now: Date
  limit: number
  /** Of one host at most so many. */
  perHost: number
  /** Hosts of which enough is held already. */
  busyHosts: string[]
}

/** Leases due links, newest first. Processes that claim at once get different ones. */
export async function claimPages(db: Db, options: ClaimOptions): Promise<PageJob[]> {
  const { now, limit, perHost, busyHosts } = options
  const leaseUntil = new Date(now.getTime() + LEASE_S * 1000)
  const { rows } = await sql<PageJob & { dueAt: Date }>`
    with due as (
      select id, host, enrich_after from link
      where enrich_after <= ${now}
        and (enrich_lease_until is null or enrich_lease_until <= ${now})
        and host <> all(${busyHosts}::text[])
      order by enrich_after desc, id
      -- A file of bookmarks lists a site's pages one after the other: look a little further.
      limit ${limit * 4}
      for update skip locked
    ), ranked as (
      select id, enrich_after, row_number() over (partition by host order by enrich_after desc, id) as place
      from due
    )
    update link set enrich_lease_until = ${leaseUntil}
    where id in (
      select id from ranked where place <= ${perHost} order by enrich_after desc, id limit ${limit})
    returning id, host, url, enrich_after as "dueAt"`.execute(db)
  return rows.sort((a, b) => b.dueAt.getTime() - a.dueAt.getTime() || a.id - b.id)
}

/** Gives back links that nobody will read now. */
export async function releasePages(db: Db, ids: number[]): Promise<void> {
  if (ids.length > 0)
    await db.updateTable('link').set({ enrich_lease_until: null }).where('id', 'in', ids).execute()
}

/** For a database that one process has: leases found at its start belong to a dead one. */
export async function releaseAllLeases(db: Db): Promise<void> {
  await sql`update link set enrich_lease_until = null where enrich_lease_until is not null`.execute(
    db,
  )
  for (const table of ['link_image', 'link_check'])
    await sql`update ${sql.table(table)} set lease_until = null where lease_until is not null`.execute(
      db,
    )
}

/** What a reading may change, and what the queue knows. */
export interface ReadingLink {
  id: number
  known: PageMetadata
  provenance: Provenance
  attempts: number
  waitingSince: Date | null
}

/**
 * The links, locked. Several at once are those that nobody else is changing, so that one who waits
 * does not hold up the others, nor waits for somebody who waits for them; one alone is waited for.
 */
export async function lockForReading(db: Db, ids: number[]): Promise<ReadingLink[]> {
  const rows = await db
    .selectFrom('link')
    .select(Object.keys(PROPERTY_OF) as MetadataField[])
    .select(['id', 'provenance', 'enrichment_attempts', 'enrich_waiting_since'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .$if(ids.length > 1, (query) => query.skipLocked())
    .execute()
  return rows.map((row) => ({
    id: row.id,
    known: {
      title: row.title,
      authors: row.authors,
      siteName: row.site_name,
      description: row.description,
      imageUrl: row.image_url,
      publishedAt: row.published_at,
      language: row.language,
      canonicalUrl: row.canonical_url,
      kind: row.kind,
    },
    provenance: row.provenance,
    attempts: row.enrichment_attempts,
    waitingSince: row.enrich_waiting_since,
  }))
}

export interface ReadingResult {
  status: Link['enrichment']['status']
  error: string | null
  attempts: number
  waitingSince: Date | null
  /** When it is to be read again; null when it is not. */
  enrichAfter: Date | null
}

export interface StoredReading {
  link: ReadingLink
  metadata: PageMetadata
  provenance: Provenance
  result: ReadingResult
}

/** Writes several readings at once: what pages say goes where the owner has said nothing. */
export async function writeReadings(db: Db, readings: StoredReading[], now: Date): Promise<void> {
  if (readings.length === 0) return
  const rows = readings.map((reading) => ({
    id: reading.link.id,
    ...columnsOf(reading),
    status: reading.result.status,
    error: reading.result.error,
    attempts: reading.result.attempts,
    waiting_since: reading.result.waitingSince,
    enrich_after: reading.result.enrichAfter,
  }))
  await sql`
    update link set title = new.title, authors = new.authors, site_name = new.site_name,
      description = new.description, image_url = new.image_url, published_at = new.published_at,
      language = new.language, canonical_url = new.canonical_url, kind = new.kind,
      provenance = new.provenance, enrichment_status = new.status, enrichment_error = new.error,
      enrichment_attempts = new.attempts, enrich_waiting_since = new.waiting_since,
      enrich_after = new.enrich_after, enrich_lease_until = null,
      updated_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(rows, storable)}::jsonb) as new(
      id integer, title text, authors jsonb, site_name text, description text, image_url text,
      published_at text, language text, canonical_url text, kind text, provenance jsonb,
      status text, error text, attempts integer, waiting_since timestamptz, enrich_after timestamptz)
    where link.id = new.id`.execute(db)
}

/** PostgreSQL's JSON knows neither NUL nor half a surrogate pair. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value
}

const PROPERTY_OF = {
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

function columnsOf({ link, metadata, provenance, result }: StoredReading) {
  const sources: Provenance = { ...link.provenance }
  const values: Partial<Record<MetadataField, string | string[] | null>> = {}
  for (const [name, property] of Object.entries(PROPERTY_OF)) {
    const field = name as MetadataField
    const value = metadata[property]
    values[field] = link.known[property]
    const isEmpty = value === null || value.length === 0
    if (isEmpty || sources[field] === 'owner') continue
    // What the address of a walled page tells is less than what the owner's browser showed.
    if (sources[field] === 'browser' && result.status !== 'done') continue
    values[field] = value
    const source = provenance[field]
    if (source !== undefined) sources[field] = source
  }
  return { ...values, provenance: sources }
}

/** A site that asks for patience means all its pages. */
export async function postponeHost(db: Db, host: string, until: Date): Promise<void> {
  await sql`
    update link set enrich_after = ${until} where id in (
      select id from link where enrich_after < ${until} and host = ${host}
      for update skip locked)`.execute(db)
}

/** Has the page read (again), as if it had just been saved. */
export async function requestReading(db: Db, id: number, now: Date): Promise<void> {
  await db
    .updateTable('link')
    .set({
      enrichment_status: 'pending',
      enrichment_error: null,
      enrichment_attempts: 0,
      enrich_after: now,
      enrich_waiting_since: null,
      enrich_lease_until: null,
    })
    .where('id', '=', id)
    .execute()
}
