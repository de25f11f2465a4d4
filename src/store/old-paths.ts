import type { Db } from './schema.ts'

/** The slug of the public issue that had this path elsewhere. */
export async function findSlugOfOldPath(db: Db, path: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('old_path')
    .innerJoin('issue', 'issue.id', 'old_path.issue_id')
    .select('issue.slug')
    .where('old_path.path', '=', path)
    .where('issue.published_at', 'is not', null)
    .executeTakeFirst()
  return row?.slug
}

/** False when another issue has the path. */
export async function insertOldPath(
  db: Db,
  { path, issueId, url, now }: { path: string; issueId: number; url: string; now: Date },
): Promise<boolean> {
  const row = await db
    .insertInto('old_path')
    .values({ path, issue_id: issueId, url, created_at: now })
    .onConflict((oc) => oc.column('path').doNothing())
    .returning('path')
    .executeTakeFirst()
  return row !== undefined
}

/** The path from which an issue is redirected. */
export async function findOldPathOf(db: Db, issueId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('old_path')
    .select('path')
    .where('issue_id', '=', issueId)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.path
}
