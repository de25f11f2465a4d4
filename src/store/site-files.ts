import type { SiteFileType } from '../domain/look.ts'
import type { Db } from './schema.ts'

/** Stylesheet and logo of the public pages, by what is in them. */
export interface SiteFile {
  hash: string
  type: SiteFileType
  bytes: Uint8Array
}

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

/** Those that were made before `before` and are not among `except`. */
export async function deleteOldSiteFiles(
  db: Db,
  { except, before }: { except: string[]; before: Date },
): Promise<void> {
  await db
    .deleteFrom('site_file')
    .where('created_at', '<', before)
    .where('hash', 'not in', except.length > 0 ? except : [''])
    .execute()
}
