import { assembleInside } from '../assemble/assemble-issue.ts'
import { dueAt } from '../domain/editorial.ts'
import { addMonths, monthOf } from '../domain/month.ts'
import { isAppError } from '../errors.ts'
import { findIssueByMonth, findIssueIds, moveIssue } from '../store/issues.ts'
import { findPendingLinkIds } from '../store/links.ts'
import type { Database, Db, MonthOutcome } from '../store/schema.ts'
import { readEditorial, writeSettingOnce } from '../store/settings.ts'

export interface TickDeps {
  db: Database
  now: () => Date
  publish: (id: number) => Promise<unknown>
  enqueueEnrichment: (db: Db, linkId: number) => Promise<void>
}

/**
 * Finds in the database what is due and does it: assemble, start what was scheduled, send on,
 * read pages that nobody reads. Whoever wakes it, how often and on how many processes does not
 * matter: each decision is one row or one conditional UPDATE.
 */
export function createTick(deps: TickDeps) {
  return async function tick(): Promise<void> {
    await assembleDueMonths(deps)
    await startScheduled(deps)
    await requeuePending(deps)
    for (const id of await findIssueIds(deps.db, ['sending'])) await deps.publish(id)
  }
}

/** Months since the first start whose day has come and about which nothing is decided. */
async function assembleDueMonths({ db, now }: TickDeps): Promise<void> {
  const editorial = await readEditorial(db)
  const { schedule, timeZone } = editorial
  const current = monthOf(now(), timeZone)
  const first = await writeSettingOnce(db, 'first_month', current)
  if (schedule.mode === 'off') return
  for (let month = first; month < current; month = addMonths(month, 1)) {
    const due = dueAt(month, schedule, timeZone)
    if (now() < due) continue
    await db.transaction().execute(async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('month_run')
        .values({ month, outcome: 'already_there' })
        .onConflict((oc) => oc.column('month').doNothing())
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows === 0n) return
      const { outcome, detail } = await assembleDue(trx, month)
      await trx
        .updateTable('month_run')
        .set({ outcome, detail })
        .where('month', '=', month)
        .execute()
      const isFresh = now().getTime() - due.getTime() <= schedule.graceHours * 3_600_000
      // Beyond the grace period the draft waits for the owner: nothing stale is mailed by itself.
      if (outcome !== 'assembled' || schedule.mode !== 'automatic' || !isFresh) return
      const issue = await findIssueByMonth(trx, month)
      if (issue) await moveIssue(trx, issue.id, ['draft'], 'scheduled', { scheduledAt: now() })
    })
  }
}

async function assembleDue(
  db: Db,
  month: string,
): Promise<{ outcome: MonthOutcome; detail: string | null }> {
  const known = await findIssueByMonth(db, month)
  if (known && known.state !== 'draft') return { outcome: 'already_there', detail: known.state }
  try {
    await assembleInside(db, month)
    return { outcome: 'assembled', detail: null }
  } catch (error) {
    if (!isAppError(error, 'ISSUE_TOO_FEW_LINKS')) throw error
    if (!known) await db.deleteFrom('issue').where('month', '=', month).execute()
    return { outcome: 'too_few_links', detail: error.message }
  }
}

/** A schedule that is late by more than the grace period (a restored backup) asks instead. */
async function startScheduled({ db, now }: TickDeps): Promise<void> {
  const { schedule } = await readEditorial(db)
  for (const id of await findIssueIds(db, ['scheduled'], now())) {
    const { scheduled_at } = await db
      .selectFrom('issue')
      .select('scheduled_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const lateMs = now().getTime() - (scheduled_at?.getTime() ?? 0)
    if (lateMs > schedule.graceHours * 3_600_000)
      await moveIssue(db, id, ['scheduled'], 'paused', {
        pausedReason: `Was due ${scheduled_at?.toISOString()}, too long ago to send by itself. Resume to send it now.`,
      })
    else await moveIssue(db, id, ['scheduled'], 'sending')
  }
}

/** Jobs that got lost (a restored backup, a queue that was down) are made anew; known ones stay single. */
async function requeuePending({ db, enqueueEnrichment }: TickDeps): Promise<void> {
  for (const id of await findPendingLinkIds(db, 200)) await enqueueEnrichment(db, id)
}
