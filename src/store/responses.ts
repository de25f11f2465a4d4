import { type Selectable, sql } from 'kysely'
import type { IssueResponse, Relation, ResponseState, ResponseTab } from '../domain/response.ts'
import type { Db, Schema } from './schema.ts'

export interface NewComment {
  issueId: number
  name: string
  email: string | null
  content: string
  state: ResponseState
}

/** Undefined when the same words stand under the issue already: somebody pressed twice. */
export async function insertComment(
  db: Db,
  comment: NewComment,
  now: Date,
): Promise<number | undefined> {
  const same = await db
    .selectFrom('response')
    .select('id')
    .where('issue_id', '=', comment.issueId)
    .where('kind', '=', 'comment')
    .where('name', '=', comment.name)
    .where('content', '=', comment.content)
    .executeTakeFirst()
  if (same) return undefined
  const row = await db
    .insertInto('response')
    .values({
      issue_id: comment.issueId,
      kind: 'comment',
      state: comment.state,
      name: comment.name,
      email: comment.email,
      content: comment.content,
      created_at: now,
      updated_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** What stands under an issue, oldest first. */
export async function findShownResponses(
  db: Db,
  issueId: number,
  limit: number,
): Promise<IssueResponse[]> {
  const rows = await db
    .selectFrom('response')
    .selectAll()
    .where('issue_id', '=', issueId)
    .where('state', '=', 'shown')
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toResponse)
}

export type ResponseOfIssue = IssueResponse & { issueTitle: string; issueSlug: string }

/** Newest first. */
export async function findResponses(
  db: Db,
  state: ResponseTab,
  limit: number,
): Promise<ResponseOfIssue[]> {
  const rows = await db
    .selectFrom('response')
    .innerJoin('issue', 'issue.id', 'response.issue_id')
    .selectAll('response')
    .select(['issue.title as issue_title', 'issue.slug as issue_slug'])
    .where('response.state', '=', state)
    .orderBy('response.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...toResponse(row),
    issueTitle: row.issue_title,
    issueSlug: row.issue_slug,
  }))
}

export async function countResponses(db: Db): Promise<Record<ResponseTab, number>> {
  const rows = await db
    .selectFrom('response')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .groupBy('state')
    .execute()
  const of = (state: ResponseTab) => rows.find((row) => row.state === state)?.count ?? 0
  return { held: of('held'), shown: of('shown'), spam: of('spam') }
}

/** Held since then: what a digest is about. */
export async function countHeldSince(db: Db, since: Date): Promise<number> {
  const row = await db
    .selectFrom('response')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('state', '=', 'held')
    .where('updated_at', '>', since)
    .executeTakeFirstOrThrow()
  return row.count
}

/** False when it is gone. What was never read cannot be shown. */
export async function moveResponse(
  db: Db,
  id: number,
  state: ResponseTab,
  now: Date,
): Promise<boolean> {
  const result = await db
    .updateTable('response')
    .set({ state, updated_at: now })
    .where('id', '=', id)
    .where('state', '!=', 'unread')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** False: it was not there. */
export async function deleteResponse(db: Db, id: number): Promise<boolean> {
  const result = await db.deleteFrom('response').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}

export async function deleteSpam(db: Db): Promise<number> {
  const result = await db.deleteFrom('response').where('state', '=', 'spam').executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** A mention to be read; one that is known is read again. */
export async function queueMention(
  db: Db,
  { issueId, source, target }: { issueId: number; source: string; target: string },
  now: Date,
): Promise<void> {
  await db
    .insertInto('response')
    .values({
      issue_id: issueId,
      kind: 'mention',
      state: 'unread',
      source_url: source,
      target_url: target,
      read_after: now,
      created_at: now,
      updated_at: now,
    })
    .onConflict((oc) =>
      oc
        .columns(['issue_id', 'source_url'])
        .doUpdateSet({ target_url: target, read_after: now, attempts: 0 }),
    )
    .execute()
}

export interface DueMention {
  id: number
  issueId: number
  source: string
  target: string
  state: ResponseState
  attempts: number
  content: string
}

/** Leases mentions that are to be read. */
export async function claimMentions(
  db: Db,
  { now, leaseMs, limit }: { now: Date; leaseMs: number; limit: number },
): Promise<DueMention[]> {
  const rows = await db
    .updateTable('response')
    .set({ lease_until: new Date(now.getTime() + leaseMs) })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('response')
        .select('id')
        .where('read_after', '<=', now)
        .where((or) => or.or([or('lease_until', 'is', null), or('lease_until', '<', now)]))
        .orderBy('read_after')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute()
  return rows.map((row) => ({
    id: row.id,
    issueId: row.issue_id,
    source: row.source_url ?? '',
    target: row.target_url ?? '',
    state: row.state,
    attempts: row.attempts,
    content: row.content,
  }))
}

export interface ReadMention {
  name: string
  authorUrl: string | null
  relation: Relation
  title: string | null
  content: string
}

/** What its page says now; held again when a shown one says something else. */
export async function storeMention(
  db: Db,
  id: number,
  mention: ReadMention,
  state: ResponseState,
  now: Date,
): Promise<void> {
  await db
    .updateTable('response')
    .set({
      state,
      name: mention.name,
      author_url: mention.authorUrl,
      relation: mention.relation,
      title: mention.title,
      content: mention.content,
      read_after: null,
      lease_until: null,
      read_error: null,
      updated_at: now,
    })
    .where('id', '=', id)
    .execute()
}

/** Tried again at `next`, or given up when that is null. */
export async function postponeMention(
  db: Db,
  id: number,
  { next, error }: { next: Date | null; error: string },
): Promise<void> {
  await db
    .updateTable('response')
    .set((eb) => ({
      read_after: next,
      lease_until: null,
      read_error: error,
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
}

function toResponse(row: Selectable<Schema['response']>): IssueResponse {
  return {
    id: row.id,
    issueId: row.issue_id,
    kind: row.kind,
    state: row.state,
    name: row.name,
    email: row.email,
    content: row.content,
    sourceUrl: row.source_url,
    authorUrl: row.author_url,
    relation: row.relation,
    title: row.title,
    readError: row.read_error,
    createdAt: row.created_at,
  }
}
