import { sql } from 'kysely'
import type { SiteFile } from '../domain/look.ts'
import type { Db } from './schema.ts'

/** Stylesheet and logos of the public pages, by what is in them. */
export async function insertSiteFile(db: Db, file: SiteFile, now: Date): Promise<void> {
  await db
    .insertInto('site_file')
    .values({ ...file, created_at: now })
    .onConflict((oc) => oc.column('hash').doNothing())
    .execute()
}

export async function findSiteFile(db: Db, hash: string): Promise<SiteFile | undefined> {
  return db
    .selectFrom('site_file')
    .select(['hash', 'type', 'bytes'])
    .where('hash', '=', hash)
    .executeTakeFirst()
}

/**
 * Those that were made before `before`, are not among `except`, and are in no mail that was sent:
 * readers open those for years.
 */
export async function deleteOldSiteFiles(
  db: Db,
  { except, before }: { except: string[]; before: Date },
): Promise<void> {
  await db
    .deleteFrom('site_file')
    .where('created_at', '<', before)
    .where('hash', 'not in', except.length > 0 ? except : [''])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('issue_render')
            .select('issue_id')
            .where(sql<boolean>`strpos(issue_render.html, site_file.hash) > 0`),
        ),
      ),
    )
    .execute()
}
