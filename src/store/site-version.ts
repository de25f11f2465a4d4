import { sql } from 'kysely'
import type { Db } from './schema.ts'

const MOST_ROWS = 200

/**
 * Text that is another one whenever something that the public site shows has changed. Made of all
 * rows, not of the newest: a transaction that began early may end late.
 */
export async function readSiteVersion(db: Db): Promise<string> {
  const { version, rows } = await peekSiteVersion(db)
  if (rows > MOST_ROWS)
    await db
      .deleteFrom('site_change')
      .where('made_at', '<', sql<Date>`now() - interval '1 hour'`)
      .execute()
  return version
}

/** The same without tidying up, for a replica, which takes no writes. */
export async function peekSiteVersion(db: Db): Promise<{ version: string; rows: number }> {
  return db
    .selectFrom('site_change')
    .select([
      sql<string>`coalesce(md5(string_agg(xact::text, ',' order by xact)), '')`.as('version'),
      sql<number>`count(*)::int`.as('rows'),
    ])
    .executeTakeFirstOrThrow()
}

/** Says that the site shows something else now, where no trigger sees it. */
export async function noteSiteChange(db: Db): Promise<void> {
  await sql`insert into site_change default values on conflict do nothing`.execute(db)
}
