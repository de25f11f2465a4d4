import { sql } from 'kysely'
import type { Thumbnail, ThumbnailType } from '../domain/thumbnail.ts'
import type { ClaimOptions } from './enrichment.ts'
import type { Db } from './schema.ts'

const LEASE_S = 300

export interface ImageJob {
  id: number
  host: string
  url: string
}

/** Asks for thumbnails of these pictures; those that are there already stay. */
export async function requestThumbnails(
  db: Db,
  links: { id: number; imageUrl: string | null }[],
  now: Date,
): Promise<void> {
  const rows = links.filter((link) => link.imageUrl !== null)
  if (rows.length === 0) return
  await sql`
    insert into link_image (link_id, source_url, due_at)
    select id, "imageUrl", ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as new(id integer, "imageUrl" text)
    order by id
    on conflict (link_id) do update
    set source_url = excluded.source_url, status = 'pending', error = null, attempts = 0,
      due_at = excluded.due_at, lease_until = null
    where link_image.source_url <> excluded.source_url or link_image.status = 'failed'`.execute(db)
}

/** Leases pictures that are due. Those that another link has already are taken over from there. */
export async function claimImages(db: Db, options: ClaimOptions): Promise<ImageJob[]> {
  const { now, limit, perHost, busyHosts } = options
  await shareKnownImages(db)
  const leaseUntil = new Date(now.getTime() + LEASE_S * 1000)
  const { rows } = await sql<ImageJob>`
    with due as (
      select link_id, host, source_url, due_at from link_image
      where status = 'pending' and due_at <= ${now}
        and (lease_until is null or lease_until <= ${now})
        and host <> all(${busyHosts}::text[])
        and not exists (
          select 1 from link_image as same
          where same.source_url = link_image.source_url and same.lease_until > ${now})
      order by due_at, link_id limit ${limit * 4}
      for update skip locked
    ), ranked as (
      select link_id, due_at, row_number() over (partition by host order by due_at, link_id) as place
      from (select distinct on (source_url) * from due order by source_url, link_id) as pictures
    )
    update link_image set lease_until = ${leaseUntil}
    where link_id in (
      select link_id from ranked where place <= ${perHost} order by due_at, link_id limit ${limit})
    returning link_id as id, host, source_url as url`.execute(db)
  return rows
}

/** Sites put one picture on many pages; it is fetched once. */
async function shareKnownImages(db: Db): Promise<void> {
  await sql`
    update link_image set status = 'done', hash = known.hash, error = null, lease_until = null
    from link_image as known
    where link_image.status = 'pending' and known.status = 'done'
      and known.source_url = link_image.source_url and known.link_id <> link_image.link_id`.execute(
    db,
  )
}

export async function releaseImages(db: Db, ids: number[]): Promise<void> {
  if (ids.length > 0)
    await db
      .updateTable('link_image')
      .set({ lease_until: null })
      .where('link_id', 'in', ids)
      .execute()
}

/** For the picture at this address only: the link may have another one by now. */
export interface StoredImage {
  linkId: number
  sourceUrl: string
  outcome:
    | { thumbnail: Thumbnail }
    | { problem: string; retryAt: null }
    | { problem: string; retryAt: Date }
}

export async function storeImage(
  db: Db,
  { linkId, sourceUrl, outcome }: StoredImage,
  now: Date,
): Promise<void> {
  if ('thumbnail' in outcome) await insertImage(db, outcome.thumbnail, now)
  await db
    .updateTable('link_image')
    .set({
      lease_until: null,
      ...('thumbnail' in outcome
        ? { status: 'done' as const, hash: outcome.thumbnail.hash, error: null }
        : outcome.retryAt === null
          ? { status: 'failed' as const, hash: null, error: outcome.problem }
          : { due_at: outcome.retryAt, error: outcome.problem }),
    })
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('link_id', '=', linkId)
    .where('source_url', '=', sourceUrl)
    .execute()
}

async function insertImage(db: Db, thumbnail: Thumbnail, now: Date): Promise<void> {
  const { hash, type, width, height, bytes } = thumbnail
  await db
    .insertInto('image')
    .values({ hash, type, width, height, bytes, created_at: now })
    .onConflict((oc) => oc.column('hash').doNothing())
    .execute()
}

export async function findImageAttempts(db: Db, linkId: number): Promise<number> {
  const row = await db
    .selectFrom('link_image')
    .select('attempts')
    .where('link_id', '=', linkId)
    .executeTakeFirst()
  return row?.attempts ?? 0
}

export async function findImage(
  db: Db,
  hash: string,
): Promise<{ type: ThumbnailType; bytes: Uint8Array } | undefined> {
  return db
    .selectFrom('image')
    .select(['type', 'bytes'])
    .where('hash', '=', hash)
    .executeTakeFirst()
}

/** Pictures that no link has any more; those of the last days may still be on a page somebody reads. */
export async function deleteUnusedImages(db: Db, before: Date): Promise<void> {
  await sql`delete from image where created_at < ${before}
    and not exists (select 1 from link_image where link_image.hash = image.hash)`.execute(db)
}
