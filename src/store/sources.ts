import { sql } from 'kysely'
import type { Source, SourceState } from '../domain/source.ts'
import type { Db } from './schema.ts'
import { getOrCreateSection } from './sections.ts'

export interface NewSource {
  url: string
  title: string | null
  feedTitle: string | null
  siteUrl: string | null
  section: string | null
  tags: string[]
  notes: boolean
  followExternal: boolean
  backfill: number
  /** The moment of adding: what the feed listed before is not new. */
  addedAt: Date
  nextPollAt: Date
}

/** Fields the owner may change. */
export interface SourceChanges {
  title?: string | null
  section?: string | null
  tags?: string[]
  notes?: boolean
  followExternal?: boolean
  /** `active` also forgets the failures and polls soon. */
  state?: Exclude<SourceState, 'dead'>
}

function selectSources(db: Db) {
  return db
    .selectFrom('source')
    .leftJoin('section', 'section.id', 'source.section_id')
    .selectAll('source')
    .select('section.name as section')
}

type SourceRow = Awaited<ReturnType<ReturnType<typeof selectSources>['executeTakeFirstOrThrow']>>

/** Undefined when there is a source of that address already. */
export async function insertSource(db: Db, source: NewSource): Promise<number | undefined> {
  const row = await db
    .insertInto('source')
    .values({
      url: source.url,
      title: source.title,
      feed_title: source.feedTitle,
      site_url: source.siteUrl,
      section_id: source.section === null ? null : await getOrCreateSection(db, source.section),
      tags: JSON.stringify(source.tags),
      notes: source.notes,
      follow_external: source.followExternal,
      backfill: source.backfill,
      items_since: source.addedAt,
      next_poll_at: source.nextPollAt,
      created_at: source.addedAt,
      updated_at: source.addedAt,
    })
    .onConflict((oc) => oc.column('url').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export async function findSource(db: Db, id: number): Promise<Source | undefined> {
  const row = await selectSources(db).where('source.id', '=', id).executeTakeFirst()
  return row && toSource(row)
}

export async function findSourceByUrl(db: Db, url: string): Promise<Source | undefined> {
  const row = await selectSources(db).where('source.url', '=', url).executeTakeFirst()
  return row && toSource(row)
}

export interface SourceQuery {
  state?: SourceState | undefined
  after?: number | undefined
  limit: number
}

/** In the order in which they were added. */
export async function findSources(db: Db, query: SourceQuery): Promise<Source[]> {
  let select = selectSources(db).orderBy('source.id').limit(query.limit)
  if (query.state) select = select.where('source.state', '=', query.state)
  if (query.after !== undefined) select = select.where('source.id', '>', query.after)
  return (await select.execute()).map(toSource)
}

/** Dead ones, and those whose polls fail. */
export async function findTroubledSources(db: Db): Promise<Source[]> {
  const rows = await selectSources(db)
    .where((eb) =>
      eb.or([eb('source.state', '=', 'dead'), eb('source.last_error', 'is not', null)]),
    )
    .orderBy('source.id')
    .execute()
  return rows.map(toSource)
}

export async function deleteSource(db: Db, id: number): Promise<boolean> {
  const result = await db.deleteFrom('source').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}

export async function updateSource(
  db: Db,
  id: number,
  changes: SourceChanges,
  now: Date,
): Promise<void> {
  const { section, state } = changes
  const sectionId = section ? await getOrCreateSection(db, section) : null
  await db
    .updateTable('source')
    .set({
      ...(changes.title !== undefined && { title: changes.title }),
      ...(section !== undefined && { section_id: sectionId }),
      ...(changes.tags && { tags: JSON.stringify(changes.tags) }),
      ...(changes.notes !== undefined && { notes: changes.notes }),
      ...(changes.followExternal !== undefined && { follow_external: changes.followExternal }),
      ...(state && { state }),
      ...(state === 'active' && {
        failures: 0,
        failing_since: null,
        last_error: null,
        next_poll_at: now,
      }),
      updated_at: now,
    })
    .where('id', '=', id)
    .execute()
}

export interface Lease {
  token: string
  ms: number
}

/**
 * Takes up to `count` due sources under a lease, or the one of `only` whether it is due or not.
 * Leases are in the database's time, because the clocks of two processes differ.
 */
export async function claimSources(
  db: Db,
  lease: Lease,
  which: { now: Date; count: number } | { only: number },
): Promise<Source[]> {
  const wanted =
    'only' in which
      ? sql`id = ${which.only}::int`
      : sql`state = 'active' and next_poll_at <= ${which.now}::timestamptz`
  // Taken once, before the update: as its condition, PostgreSQL may read it again and lock more
  // rows than it updates, which others would skip in the meantime.
  const { rows } = await sql<{ id: number }>`
    with due as materialized (
      select id from source
      where ${wanted} and (lease_token is null or lease_until < clock_timestamp())
      order by next_poll_at, id
      limit ${'only' in which ? 1 : which.count}
      for update skip locked
    )
    update source set
      lease_token = ${lease.token},
      lease_until = clock_timestamp() + ${lease.ms} * interval '1 millisecond'
    from due where source.id = due.id
    returning source.id`.execute(db)
  if (rows.length === 0) return []
  const claimed = await selectSources(db)
    .where(
      'source.id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('source.next_poll_at')
    .execute()
  return claimed.map(toSource)
}

/** What a poll leaves behind. Only what is given changes. */
export interface PollRecord {
  at: Date
  nextPollAt: Date
  state?: SourceState
  url?: string
  feedTitle?: string | null
  siteUrl?: string | null
  etag?: string | null
  lastModified?: string | null
  bodyHash?: string
  intervalS?: number
  isSuccess: boolean
  failures: number
  failingSince: Date | null
  lastError: string | null
}

/** Ends the lease. Does nothing when another process has taken the source over. */
export async function recordPoll(
  db: Db,
  id: number,
  leaseToken: string,
  poll: PollRecord,
): Promise<boolean> {
  const result = await db
    .updateTable('source')
    .set({
      last_polled_at: poll.at,
      next_poll_at: poll.nextPollAt,
      ...(poll.state && { state: poll.state }),
      ...(poll.url !== undefined && { url: poll.url }),
      ...(poll.feedTitle !== undefined && { feed_title: poll.feedTitle }),
      ...(poll.siteUrl !== undefined && { site_url: poll.siteUrl }),
      ...(poll.etag !== undefined && { etag: poll.etag }),
      ...(poll.lastModified !== undefined && { last_modified: poll.lastModified }),
      ...(poll.bodyHash !== undefined && { body_hash: poll.bodyHash }),
      ...(poll.intervalS !== undefined && { interval_s: poll.intervalS }),
      ...(poll.isSuccess && { last_success_at: poll.at }),
      failures: poll.failures,
      failing_since: poll.failingSince,
      last_error: poll.lastError,
      lease_token: null,
      lease_until: null,
      updated_at: poll.at,
    })
    .where('id', '=', id)
    .where('lease_token', '=', leaseToken)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Gives a source back as it was: the poll was cut off by a shutdown. */
export async function releaseSource(db: Db, id: number, leaseToken: string): Promise<void> {
  await db
    .updateTable('source')
    .set({ lease_token: null, lease_until: null })
    .where('id', '=', id)
    .where('lease_token', '=', leaseToken)
    .execute()
}

/** On the embedded database there is one process: a lease found at its start is of a dead one. */
export async function releaseAllSources(db: Db): Promise<void> {
  await db
    .updateTable('source')
    .set({ lease_token: null, lease_until: null })
    .where('lease_token', 'is not', null)
    .execute()
}

function toSource(row: SourceRow): Source {
  return {
    id: row.id,
    url: row.url,
    title: row.title,
    feedTitle: row.feed_title,
    siteUrl: row.site_url,
    section: row.section,
    tags: row.tags,
    notes: row.notes,
    followExternal: row.follow_external,
    backfill: row.backfill,
    state: row.state,
    etag: row.etag,
    lastModified: row.last_modified,
    bodyHash: row.body_hash,
    intervalS: row.interval_s,
    itemsSince: row.items_since,
    nextPollAt: row.next_poll_at,
    lastPolledAt: row.last_polled_at,
    lastSuccessAt: row.last_success_at,
    failures: row.failures,
    failingSince: row.failing_since,
    lastError: row.last_error,
    createdAt: row.created_at,
  }
}
