import type { Selectable } from 'kysely'
import type { Issue } from '../domain/issue.ts'
import {
  contentOf,
  type IssueContent,
  isSameContent,
  type RestoreLoss,
  type Revision,
  type RevisionAuthor,
  takesAway,
} from '../domain/issue-content.ts'
import type { Db, Schema } from './schema.ts'

/** The oldest go when there are more. */
export const MOST_REVISIONS = 200
const MERGE_AFTER_LAST_MS = 5 * 60_000
const MERGE_AFTER_FIRST_MS = 30 * 60_000

interface RecordOptions {
  author: RevisionAuthor
  now: Date
  /** Which revision came back, and what of it did not. */
  restored?: { from: Date; losses: RestoreLoss[] }
}

/**
 * Keeps how an issue reads now, unless the last revision says the same. Changes of one login or
 * token, shortly after each other, become one revision, except one that takes something away.
 * The caller holds the lock of the issue.
 */
export async function recordRevision(
  db: Db,
  issue: Issue,
  { author, now, restored }: RecordOptions,
): Promise<void> {
  const content = contentOf(issue)
  const [last, before] = await findRevisions(db, issue.id, { limit: 2 })
  if (last && isSameContent(last.content, content)) return
  if (last && !restored && belongsTo(last, author, now) && !takesAway(last.content, content)) {
    // Taken back within a moment: as if it had not been.
    if (before && isSameContent(before.content, content))
      await db.deleteFrom('issue_revision').where('id', '=', last.id).execute()
    else
      await db
        .updateTable('issue_revision')
        .set({ content: JSON.stringify(content), made_at: now })
        .where('id', '=', last.id)
        .execute()
    return
  }
  await db
    .insertInto('issue_revision')
    .values({
      issue_id: issue.id,
      content: JSON.stringify(content),
      source: author.source,
      name: author.name,
      session: author.session,
      restored_from: restored?.from ?? null,
      ...(restored && { losses: JSON.stringify(restored.losses) }),
      begun_at: now,
      made_at: now,
    })
    .execute()
  await db
    .deleteFrom('issue_revision')
    .where('issue_id', '=', issue.id)
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('issue_revision')
        .select('id')
        .where('issue_id', '=', issue.id)
        .orderBy('id', 'desc')
        .limit(MOST_REVISIONS),
    )
    .execute()
}

function belongsTo(last: Revision, author: RevisionAuthor, now: Date): boolean {
  return (
    last.restoredFrom === null &&
    last.source === author.source &&
    last.session === author.session &&
    now.getTime() - last.madeAt.getTime() < MERGE_AFTER_LAST_MS &&
    now.getTime() - last.begunAt.getTime() < MERGE_AFTER_FIRST_MS
  )
}

/** Newest first; `beforeId` goes on in the list. */
export async function findRevisions(
  db: Db,
  issueId: number,
  options: { limit: number; beforeId?: number | undefined },
): Promise<Revision[]> {
  let query = db
    .selectFrom('issue_revision')
    .selectAll()
    .where('issue_id', '=', issueId)
    .orderBy('id', 'desc')
    .limit(options.limit)
  if (options.beforeId !== undefined) query = query.where('id', '<', options.beforeId)
  return (await query.execute()).map(toRevision)
}

export async function findRevision(
  db: Db,
  issueId: number,
  id: number,
): Promise<Revision | undefined> {
  const row = await db
    .selectFrom('issue_revision')
    .selectAll()
    .where('issue_id', '=', issueId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toRevision(row)
}

function toRevision(row: Selectable<Schema['issue_revision']>): Revision {
  return {
    id: row.id,
    issueId: row.issue_id,
    content: row.content as IssueContent,
    source: row.source,
    name: row.name,
    session: row.session,
    restoredFrom: row.restored_from,
    losses: row.losses,
    begunAt: row.begun_at,
    madeAt: row.made_at,
  }
}
