/**
 * The way of a month's issue: its draft, the mails about it, and what its day brings.
 *
 * Whoever ticks, how often and on how many processes does not matter: the draft is one inserted row,
 * and so is each mail; its day is settled by one conditional UPDATE. What takes long (rendering,
 * name servers) happens between transactions, and the UPDATE says whether it still counts.
 */
import { assembleInside } from '../assemble/assemble-issue.ts'
import { dueAt, type Editorial, nextDue } from '../domain/editorial.ts'
import type { Issue } from '../domain/issue.ts'
import { addMonths, type Month, monthOf, monthRange } from '../domain/month.ts'
import {
  deadlineOf,
  draftAt,
  draftDays,
  goesByItself,
  isReminderDue,
  type MonthRun,
  type SettledAs,
} from '../domain/rhythm.ts'
import { isAppError } from '../errors.ts'
import { findIssueByMonth, moveIssue } from '../store/issues.ts'
import { requestInboxChecks, requestIssueChecks } from '../store/link-checks.ts'
import {
  countLinksFor,
  deleteMonthRun,
  findMonthRun,
  findMonthRuns,
  insertMonthRun,
  markReminded,
  settleMonthRun,
  updateMonthRun,
} from '../store/month-runs.ts'
import { enqueueOwnerMails } from '../store/owner-mails.ts'
import type { Database, Db, MonthOutcome } from '../store/schema.ts'
import { readEditorial, writeSettingOnce } from '../store/settings.ts'

/** Early enough for a second look at what seems dead, before the draft is there. */
const CHECK_AHEAD_MS = 2 * 86_400_000
const HOUR_MS = 3_600_000

export interface MonthDeps {
  db: Database
  now: () => Date
  /** The issue holds links of the sample month, which nobody else should ever see. */
  holdsSample?: ((issueId: number, db: Db) => Promise<boolean>) | undefined
  /** How many things keep the issue from being sent while nobody looks. */
  countHeldBack?: ((issueId: number) => Promise<number>) | undefined
}

/**
 * Does what is due about every month since the first start. On a copy that is held back, drafts
 * are made and nothing is decided: once it is let go, what is late by then asks.
 */
export async function runMonths(deps: MonthDeps, { isHeld = false } = {}): Promise<void> {
  const { db, now } = deps
  const editorial = await readEditorial(db)
  const { schedule, timeZone } = editorial
  const current = monthOf(now(), timeZone)
  const first = await writeSettingOnce(db, 'first_month', current)
  if (schedule.mode === 'off') return
  if (isSoon(editorial, now())) await requestInboxChecks(db, now())
  const runs = await findMonthRuns(db)
  // An issue that was put off may be older than the first start.
  const months = new Set([...runs.values()].filter((run) => !run.settledAt).map((run) => run.month))
  for (let month = first; month <= current; month = addMonths(month, 1)) months.add(month)
  for (const month of [...months].sort()) {
    const known = runs.get(month)
    const run = known ?? (await beginMonth(deps, month, editorial))
    if (!run || run.settledAt || isHeld) continue
    const deadline = deadlineOf(month, run, editorial)
    if (now() >= deadline) await settle(deps, run, { editorial, deadline, isNew: !known })
    else if (isReminderDue(run, deadline, now(), editorial)) await remind(deps, run)
  }
}

function isSoon({ schedule, timeZone }: Editorial, now: Date): boolean {
  const ahead = new Date(now.getTime() + draftDays(schedule) * 24 * HOUR_MS)
  const next = [nextDue(now, schedule, timeZone), nextDue(ahead, schedule, timeZone)]
  return next.some((due, index) => {
    const from = index === 0 ? now : ahead
    return due !== undefined && due.getTime() - from.getTime() <= CHECK_AHEAD_MS
  })
}

/** Makes the draft when its time has come; undefined when it has not, or somebody else does it. */
async function beginMonth(
  { db, now }: MonthDeps,
  month: Month,
  editorial: Editorial,
): Promise<MonthRun | undefined> {
  const { schedule, timeZone, minimumLinks } = editorial
  if (now() < draftAt(month, editorial)) return undefined
  const due = dueAt(month, schedule, timeZone)
  const isEarly = now() < due
  const { until } = monthRange(month, timeZone)
  // Until its day there is time for more links: nothing is written while they are too few.
  if (isEarly && !(await hasEnough(db, month, until, minimumLinks))) return undefined
  return db.transaction().execute(async (trx) => {
    if (!(await insertMonthRun(trx, month, now()))) return undefined
    const links = await countLinksFor(trx, month, until)
    const { outcome, detail } = await assembleDue(trx, month, now())
    if (isEarly && outcome === 'too_few_links') {
      await deleteMonthRun(trx, month)
      return undefined
    }
    await updateMonthRun(trx, month, { outcome, detail, links })
    const draft = outcome === 'already_there' ? undefined : await findIssueByMonth(trx, month)
    if (draft) await requestIssueChecks(trx, draft.id, now())
    const occasion = '0'
    if (outcome === 'too_few_links' && !draft) {
      await settleMonthRun(trx, { month, round: 0 }, 'over', now())
      // Months long past that made no issue are no news.
      const isLatest = now() < dueAt(addMonths(month, 1), schedule, timeZone)
      if (isLatest) await enqueueOwnerMails(trx, { kind: 'skipped', month, occasion }, now())
    } else if (isEarly && outcome === 'assembled')
      await enqueueOwnerMails(trx, { kind: 'draft', month, occasion }, now())
    return findMonthRun(trx, month)
  })
}

async function hasEnough(db: Db, month: Month, until: Date, minimum: number): Promise<boolean> {
  if ((await countLinksFor(db, month, until)) >= minimum) return true
  return (await findIssueByMonth(db, month)) !== undefined
}

async function assembleDue(
  db: Db,
  month: Month,
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

/** The day has come: the issue goes out or waits for its owner, who is told. */
async function settle(
  deps: MonthDeps,
  run: MonthRun,
  { editorial, deadline, isNew }: { editorial: Editorial; deadline: Date; isNew: boolean },
): Promise<void> {
  const { db, now } = deps
  const { month, round } = run
  // What was saved since the draft was made; edits by hand stay. A new draft has it.
  const refreshed = isNew ? run.outcome : await refresh(deps, month)
  const issue = await findIssueByMonth(db, month)
  const isDraft = issue?.state === 'draft'
  const as = isDraft
    ? await judge(deps, issue, { editorial, deadline, isFew: refreshed === 'too_few_links' })
    : 'over'
  await db.transaction().execute(async (trx) => {
    if (!(await settleMonthRun(trx, run, as, now())) || !isDraft || as === 'over') return
    if (as === 'sent') {
      await moveIssue(trx, issue.id, ['draft'], 'scheduled', { scheduledAt: now() })
      return
    }
    // Made on its very day, the draft is the news.
    const kind = as === 'asked' && isNew ? 'draft' : 'deadline'
    await enqueueOwnerMails(trx, { kind, month, occasion: String(round) }, now())
  })
}

async function refresh({ db, now }: MonthDeps, month: Month): Promise<MonthOutcome> {
  return db.transaction().execute(async (trx) => {
    const { outcome } = await assembleRefreshed(trx, month, now())
    const draft = outcome === 'assembled' ? await findIssueByMonth(trx, month) : undefined
    if (draft) await requestIssueChecks(trx, draft.id, now())
    return outcome
  })
}

/** A draft that was deleted meanwhile is not made again. */
async function assembleRefreshed(db: Db, month: Month, now: Date) {
  if (!(await findIssueByMonth(db, month)))
    return { outcome: 'already_there' as const, detail: null }
  return assembleDue(db, month, now)
}

async function judge(
  { db, now, holdsSample, countHeldBack }: MonthDeps,
  issue: Issue,
  { editorial, deadline, isFew }: { editorial: Editorial; deadline: Date; isFew: boolean },
): Promise<SettledAs> {
  const { schedule } = editorial
  if (isFew) return 'few'
  if (!goesByItself(schedule)) return 'asked'
  // A machine that was off, a restored backup: nothing stale is mailed by itself.
  if (now().getTime() - deadline.getTime() > schedule.graceHours * HOUR_MS) return 'late'
  if (await holdsSample?.(issue.id, db)) return 'sample'
  return ((await countHeldBack?.(issue.id)) ?? 0) > 0 ? 'open' : 'sent'
}

async function remind({ db, now }: MonthDeps, run: MonthRun): Promise<void> {
  const { month, round } = run
  if ((await findIssueByMonth(db, month))?.state !== 'draft') return
  await db.transaction().execute(async (trx) => {
    if (!(await markReminded(trx, run, now()))) return
    await enqueueOwnerMails(trx, { kind: 'reminder', month, occasion: String(round) }, now())
  })
}
