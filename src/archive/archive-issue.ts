import type { Issue } from '../domain/issue.ts'
import { AppError } from '../errors.ts'
import type { RenderedMail } from '../render/rendered-issue.ts'
import { giveShortIds } from '../store/clicks.ts'
import { findEntries, findIssue } from '../store/issues.ts'
import { scheduleChecks } from '../store/link-checks.ts'
import { insertRender } from '../store/renders.ts'
import type { Database, Db } from '../store/schema.ts'
import { readEditorial } from '../store/settings.ts'

/** From then on the links are looked at once a month. */
const FIRST_CHECK_MS = 30 * 86_400_000

/**
 * Fixes the entries, renders once and makes the page public, all in one commit: there is no moment
 * at which one of them is true and another is not. Again: does nothing.
 * Throws AppError ISSUE_WRONG_STATE when the issue was stopped meanwhile.
 */
export function createArchiveIssue({
  db,
  now,
  renderMail,
}: {
  db: Database
  now: () => Date
  renderMail: (db: Db, issue: Issue) => Promise<RenderedMail>
}) {
  return function archiveIssue(id: number): Promise<void> {
    return db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('issue')
        .select(['state', 'published_at'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
      if (row?.published_at) return
      if (row?.state !== 'sending')
        throw new AppError('ISSUE_WRONG_STATE', `Issue ${id} is not to be published now.`)
      const linkIds = await freezeEntries(trx, id)
      if ((await readEditorial(trx)).countClicks) await giveShortIds(trx, id)
      await trx.updateTable('issue').set({ published_at: now() }).where('id', '=', id).execute()
      const issue = await findIssue(trx, id)
      if (!issue) throw new AppError('NOT_FOUND', `There is no issue ${id}.`)
      await insertRender(trx, id, await renderMail(trx, issue))
      await scheduleChecks(trx, linkIds, new Date(now().getTime() + FIRST_CHECK_MS))
      if (linkIds.length > 0)
        await trx
          .updateTable('link')
          .set({ status: 'published' })
          .where('id', 'in', linkIds)
          .execute()
    })
  }
}

/** From now on the entries are copies: later edits of a link do not rewrite history. */
async function freezeEntries(db: Db, issueId: number): Promise<number[]> {
  const entries = await findEntries(db, issueId)
  for (const entry of entries)
    await db
      .updateTable('entry')
      .set({
        title: entry.title,
        url: entry.url,
        authors: JSON.stringify(entry.authors),
        note: entry.note,
        site_name: entry.site_name,
        kind: entry.kind,
        tags: JSON.stringify(entry.tags),
      })
      .where('id', '=', entry.id)
      .execute()
  return entries.flatMap((entry) => entry.link_id ?? [])
}
