import { assembleInside } from '../assemble/assemble-issue.ts'
import { dueAt, nextDue } from '../domain/editorial.ts'
import { addMonths, monthOf } from '../domain/month.ts'
import { isAppError } from '../errors.ts'
import { closeCancelled } from '../store/delivery-progress.ts'
import { findIssueByMonth, findIssueIds, moveIssue } from '../store/issues.ts'
import { requestInboxChecks, requestIssueChecks } from '../store/link-checks.ts'
import { deleteUnusedImages } from '../store/link-images.ts'
import type { Database, Db, MonthOutcome } from '../store/schema.ts'
import { deleteFailedServiceMails } from '../store/service-mails.ts'
import { readEditorial, writeSettingOnce } from '../store/settings.ts'

/** Early enough for a second look at what seems dead, before the draft is there. */
const CHECK_AHEAD_MS = 2 * 86_400_000
const DAY_MS = 86_400_000
/** Younger pictures stay, also when no link has them at the moment. */
const KEEP_IMAGES_MS = 30 * DAY_MS
/** Mails that nobody could deliver hold addresses; the owner has so long to look at them. */
const KEEP_FAILED_MS = 30 * DAY_MS

export interface TickDeps {
  db: Database
  now: () => Date
  publish: (id: number) => Promise<unknown>
  /** Why a scheduled issue must not begin by itself, else null. */
  refusal?: (id: number) => Promise<string | null>
  /** Looks into the mailbox of bounces when it is time, and does not wait for it. */
  readBounces?: () => void
  /** Begins to poll the sources that are due, and does not wait for them. */
  pollSources: () => void
  /** The issue holds links of the sample month, which nobody else should ever see. */
  holdsSample?: (issueId: number, db: Db) => Promise<boolean>
  /** Begins to send the mails to single readers that wait, and does not wait for them. */
  sendReaderMails?: () => void
  /** Begins the daily look at what must be right for mail to arrive, and does not wait for it. */
  lookAround?: () => void
  /** Remembers when it last tidied up, where each tick is made anew. */
  tidied?: { atMs: number }
}

/**
 * Finds in the database what is due and does it: assemble, start what was scheduled, send on,
 * poll sources. Whoever wakes it, how often and on how many processes does not
 * matter: each decision is one row or one conditional UPDATE.
 */
export function createTick(deps: TickDeps) {
  const tidied = deps.tidied ?? { atMs: 0 }
  return async function tick(): Promise<void> {
    await assembleDueMonths(deps)
    await startScheduled(deps)
    deps.pollSources()
    deps.readBounces?.()
    deps.sendReaderMails?.()
    deps.lookAround?.()
    for (const id of await findIssueIds(deps.db, ['sending'])) await deps.publish(id)
    const nowMs = deps.now().getTime()
    if (nowMs - tidied.atMs < DAY_MS) return
    tidied.atMs = nowMs
    // A message that was under way when its send was cancelled may have been put off since.
    await closeCancelled(deps.db)
    await deleteUnusedImages(deps.db, new Date(nowMs - KEEP_IMAGES_MS))
    await deleteFailedServiceMails(deps.db, new Date(nowMs - KEEP_FAILED_MS))
  }
}

/** Months since the first start whose day has come and about which nothing is decided. */
async function assembleDueMonths({ db, now, holdsSample }: TickDeps): Promise<void> {
  const editorial = await readEditorial(db)
  const { schedule, timeZone } = editorial
  const current = monthOf(now(), timeZone)
  const first = await writeSettingOnce(db, 'first_month', current)
  if (schedule.mode === 'off') return
  const next = nextDue(now(), schedule, timeZone)
  if (next && next.getTime() - now().getTime() <= CHECK_AHEAD_MS)
    await requestInboxChecks(db, now())
  for (let month = first; month <= current; month = addMonths(month, 1)) {
    const due = dueAt(month, schedule, timeZone)
    if (now() < due) continue
    await db.transaction().execute(async (trx) => {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('month_run')
        .values({ month, outcome: 'already_there' })
        .onConflict((oc) => oc.column('month').doNothing())
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows === 0n) return
      const { outcome, detail } = await assembleDue(trx, month, now())
      const draft = outcome === 'assembled' ? await findIssueByMonth(trx, month) : undefined
      if (draft) await requestIssueChecks(trx, draft.id, now())
      await trx
        .updateTable('month_run')
        .set({ outcome, detail })
        .where('month', '=', month)
        .execute()
      const isFresh = now().getTime() - due.getTime() <= schedule.graceHours * 3_600_000
      // Beyond the grace period the draft waits for the owner: nothing stale is mailed by itself.
      if (outcome !== 'assembled' || schedule.mode !== 'automatic' || !isFresh) return
      const issue = await findIssueByMonth(trx, month)
      if (!issue || (await holdsSample?.(issue.id, trx))) return
      await moveIssue(trx, issue.id, ['draft'], 'scheduled', { scheduledAt: now() })
    })
  }
}

async function assembleDue(
  db: Db,
  month: string,
  now: Date,
): Promise<{ outcome: MonthOutcome; detail: string | null }> {
  const known = await findIssueByMonth(db, month)
  if (known && known.state !== 'draft') return { outcome: 'already_there', detail: known.state }
  try {
    await assembleInside(db, month, now)
    return { outcome: 'assembled', detail: null }
  } catch (error) {
    if (!isAppError(error, 'ISSUE_TOO_FEW_LINKS')) throw error
    if (!known) await db.deleteFrom('issue').where('month', '=', month).execute()
    return { outcome: 'too_few_links', detail: error.message }
  }
}

/** A schedule that is late by more than the grace period (a restored backup) asks instead. */
async function startScheduled({ db, now, refusal }: TickDeps): Promise<void> {
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
    else {
      const reason = (await refusal?.(id)) ?? null
      if (reason === null) await moveIssue(db, id, ['scheduled'], 'sending')
      else await moveIssue(db, id, ['scheduled'], 'paused', { pausedReason: reason })
    }
  }
}
