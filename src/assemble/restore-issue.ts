import type { Issue } from '../domain/issue.ts'
import {
  contentOf,
  contentVersionOf,
  type EntryContent,
  entriesOf,
  isSameContent,
  type RestoreLoss,
  type Revision,
  type RevisionAuthor,
} from '../domain/issue-content.ts'
import { AppError } from '../errors.ts'
import { findRevision, findRevisions, recordRevision } from '../store/issue-revisions.ts'
import { findMergedInto } from '../store/link-keys.ts'
import type { Database, Db } from '../store/schema.ts'
import { issueSection } from './assemble-issue.ts'
import { arrange, getIssue, LINKS_AUTHOR, lockEditable } from './edit-issue.ts'

export interface RestoreResult {
  issue: Issue
  /** The newest state now; the one before the restore when both read the same. */
  revision: Revision
  hasChanged: boolean
}

/**
 * Brings back the words, sections and entries of a revision, which makes a new revision. The
 * address stays as it is: others may link to it, or have taken the old one. An issue that is
 * public gets a correction, as by any other edit.
 * `version`: how the issue was when the owner chose; CONFLICT when it has changed since.
 * Throws AppError NOT_FOUND, ISSUE_WRONG_STATE, CONFLICT.
 */
export function createRestoreIssue({ db, now }: { db: Database; now: () => Date }) {
  return function restoreIssue(
    id: number,
    revisionId: number,
    author: RevisionAuthor,
    version?: string,
  ): Promise<RestoreResult> {
    return db.transaction().execute(async (trx) => {
      const issue = await lockEditable(trx, id)
      const revision = await findRevision(trx, id, revisionId)
      if (!revision)
        throw new AppError('NOT_FOUND', 'This state of the issue is not kept any more.')
      if (version !== undefined && version !== contentVersionOf(issue))
        throw new AppError(
          'CONFLICT',
          'The issue was changed meanwhile, so nothing was restored. Look at it again first.',
        )
      await recordRevision(trx, issue, { author: LINKS_AUTHOR, now: now() })
      const losses = await writeBack(trx, issue, revision, now())
      const restored = await getIssue(trx, id)
      const hasChanged = !isSameContent(contentOf(issue), contentOf(restored))
      if (hasChanged) {
        const corrected = issue.publishedAt ? { corrected_at: now() } : {}
        await trx
          .updateTable('issue')
          .set({ updated_at: now(), ...corrected })
          .where('id', '=', id)
          .execute()
        await recordRevision(trx, restored, {
          author,
          now: now(),
          restored: { from: revision.madeAt, losses },
        })
      }
      const [newest = revision] = await findRevisions(trx, id, { limit: 1 })
      return { issue: await getIssue(trx, id), revision: newest, hasChanged }
    })
  }
}

async function writeBack(
  db: Db,
  issue: Issue,
  { content }: Revision,
  now: Date,
): Promise<RestoreLoss[]> {
  const { title, intro, outro, sections } = content
  await db.updateTable('issue').set({ title, intro, outro }).where('id', '=', issue.id).execute()
  const losses: RestoreLoss[] = []
  const rows = new Map<number, number>()
  const own = await rowsOf(db, issue.id, entriesOf(content))
  for (const entry of entriesOf(content)) {
    const id = await bringBack(db, issue, entry, {
      own,
      taken: new Set(rows.values()),
      lose: (reason) => losses.push({ title: entry.title, reason }),
    })
    if (id !== undefined) rows.set(entry.id, id)
  }
  const wanted = sections.map(({ name, entries }) => ({
    name,
    entries: entries.flatMap((entry) => {
      const id = rows.get(entry.id)
      return id === undefined ? [] : [{ id }]
    }),
  }))
  await arrange(db, issue, wanted, now, (url) => url)
  return losses
}

/** Those of the entries whose rows are still there, shown or taken out. */
async function rowsOf(db: Db, issueId: number, entries: EntryContent[]): Promise<Set<number>> {
  if (entries.length === 0) return new Set()
  const ids = entries.map(({ id }) => id)
  const rows = await db
    .selectFrom('entry')
    .select('id')
    .where('issue_id', '=', issueId)
    .where('id', 'in', ids)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

interface BringBackContext {
  own: Set<number>
  /** Rows that an entry of the revision has already become. */
  taken: Set<number>
  lose: (reason: RestoreLoss['reason']) => void
}

/**
 * The row of an entry, shown again and with its words of then; a new one if it is gone.
 * Undefined when it stays away, or is one with another entry because their links were merged.
 */
async function bringBack(
  db: Db,
  issue: Issue,
  entry: EntryContent,
  { own, taken, lose }: BringBackContext,
): Promise<number | undefined> {
  const link = entry.linkId === null ? undefined : await lockLink(db, entry.linkId)
  const rowId = own.has(entry.id) ? entry.id : link && (await rowOfLink(db, issue.id, link.id))
  if (rowId !== undefined && (taken.has(rowId) || (rowId !== entry.id && own.has(rowId))))
    return undefined
  const isShown = rowId !== undefined && entriesOf(issue).some(({ id }) => id === rowId)
  if (entry.linkId !== null && !link && !isShown) lose('no_link')
  if (link && !isShown && (await isInAnotherIssue(db, issue.id, link.id))) {
    lose('elsewhere')
    return undefined
  }
  // A link that was put aside or kept for later would go again when the month is assembled again.
  if (link?.status === 'skipped')
    await db.updateTable('link').set({ status: 'inbox' }).where('id', '=', link.id).execute()
  if (link?.month != null && link.month > issue.month)
    await db.updateTable('link').set({ month: issue.month }).where('id', '=', link.id).execute()
  const words = { ...wordsOf(entry, issue.publishedAt ? undefined : link), removed_at: null }
  if (rowId !== undefined) {
    await db.updateTable('entry').set(words).where('id', '=', rowId).execute()
    return rowId
  }
  const { id } = await db
    .insertInto('entry')
    .values({
      issue_id: issue.id,
      section_id: await issueSection(db, issue.id, null),
      position: 0,
      link_id: link?.id ?? null,
      // So that assembling again leaves it where it is put now.
      placed_section: link?.section ?? null,
      ...words,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

type LinkRow = NonNullable<Awaited<ReturnType<typeof lockLink>>>

/** The link, or the one that took it in; it cannot be deleted before the restore is done. */
async function lockLink(db: Db, id: number) {
  const find = (linkId: number) =>
    db
      .selectFrom('link')
      .leftJoin('section', 'section.id', 'link.section_id')
      .select([
        'link.id',
        'link.title',
        'link.url',
        'link.authors',
        'link.note',
        'link.status',
        'link.month',
        'section.name as section',
      ])
      .where('link.id', '=', linkId)
      .forKeyShare('link')
      .executeTakeFirst()
  const link = await find(id)
  if (link) return link
  const survivor = await findMergedInto(db, id)
  return survivor === undefined ? undefined : find(survivor)
}

async function rowOfLink(db: Db, issueId: number, linkId: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('entry')
    .select('id')
    .where('issue_id', '=', issueId)
    .where('link_id', '=', linkId)
    .executeTakeFirst()
  return row?.id
}

async function isInAnotherIssue(db: Db, issueId: number, linkId: number): Promise<boolean> {
  const row = await db
    .selectFrom('entry')
    .innerJoin('issue', 'issue.id', 'entry.issue_id')
    .select('entry.id')
    .where('entry.link_id', '=', linkId)
    .where('entry.issue_id', '!=', issueId)
    .where('entry.removed_at', 'is', null)
    .where((eb) =>
      eb.or([eb('issue.state', '!=', 'cancelled'), eb('issue.published_at', 'is not', null)]),
    )
    .executeTakeFirst()
  return row !== undefined
}

/** What the link of a draft says as well is left to it, so that the entry goes on following it. */
function wordsOf(entry: EntryContent, link: LinkRow | undefined) {
  const isLinks = (own: unknown, of: unknown) => link && JSON.stringify(own) === JSON.stringify(of)
  return {
    title: isLinks(entry.title, link?.title ?? link?.url) ? null : entry.title,
    url: isLinks(entry.url, link?.url) ? null : entry.url,
    authors: isLinks(entry.authors, link?.authors) ? null : JSON.stringify(entry.authors),
    note: isLinks(entry.note, link?.note) ? null : entry.note,
  }
}
