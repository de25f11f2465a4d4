import type { Editorial } from '../domain/editorial.ts'
import type { Issue } from '../domain/issue.ts'
import { type Month, monthRange } from '../domain/month.ts'
import {
  addDays,
  deadlineOf,
  draftAt,
  draftDays,
  goesByItself,
  isWaiting,
  type MonthRun,
  type WaitReason,
} from '../domain/rhythm.ts'
import { AppError } from '../errors.ts'
import type { Preflight } from '../preflight/preflight.ts'
import { findIssue, findIssueByMonth } from '../store/issues.ts'
import { countLinksFor, findMonthRun, findMonthRuns, postponeMonth } from '../store/month-runs.ts'
import type { Database } from '../store/schema.ts'
import { readSetting } from '../store/settings.ts'

/** In which an issue that was approved after its day can be stopped. */
const UNDO_S = 60
/** A day further away than this is a slip of the pen. */
const MOST_DAYS = 366
const DAY_MS = 86_400_000
/** A month that made no issue is news for so long. */
const NEWS_DAYS = 14

/** How things stand with a draft and its day. */
export interface DraftDay {
  /** Null when nothing comes about by itself. */
  deadline: Date | null
  isPast: boolean
  isPostponed: boolean
  postponedTo: Date | null
  /** What happens when the day comes and nobody has approved it. */
  goesByItself: boolean
  /** It waits, because its day did not send it. */
  reason: WaitReason | null
}

/** A month that the schedule still has to come to. */
export interface ComingMonth {
  month: Month
  due: Date
  /** Null when the draft is made on the day itself. */
  draft: Date | null
  /** So far, where that is fewer than an issue needs. */
  tooFew: number | null
}

export interface RhythmDeps {
  db: Database
  now: () => Date
  readEditorial: () => Promise<Editorial>
  look: (id: number) => Promise<Preflight>
  sendControl: {
    schedule: (id: number, at: Date, tag?: string | null, force?: boolean) => Promise<Issue>
    send: (id: number, delayS?: number, tag?: string | null, force?: boolean) => Promise<Issue>
  }
}

export type RhythmDesk = ReturnType<typeof createRhythmDesk>

/** What the owner does between the draft and its day: approve it, or put it off. */
export function createRhythmDesk({ db, now, readEditorial, look, sendControl }: RhythmDeps) {
  async function dayOf(issue: Pick<Issue, 'month'>): Promise<DraftDay> {
    const editorial = await readEditorial()
    const [run, first] = await Promise.all([
      findMonthRun(db, issue.month),
      readSetting<Month>(db, 'first_month'),
    ])
    const { schedule } = editorial
    // The schedule knows nothing of months before the first start.
    const isKnown = run !== undefined || (first !== undefined && issue.month >= first)
    const isOff = schedule.mode === 'off' || !isKnown
    const deadline = isOff ? null : deadlineOf(issue.month, run, editorial)
    return {
      deadline,
      isPast: deadline !== null && now() >= deadline,
      isPostponed: run?.postponedTo != null,
      postponedTo: run?.postponedTo ?? null,
      goesByItself: goesByItself(schedule),
      reason: run && isWaiting(run.settledAs) ? run.settledAs : null,
    }
  }

  return {
    dayOf,

    /**
     * Schedules the issue for its day, or sends it in a minute when that is past. `hash` is of what
     * was looked at. Answers what stands against it: "changed", or problems that are still open.
     * Throws what `sendControl` throws.
     */
    async approve(
      id: number,
      { hash, force }: { hash: string; force: boolean },
    ): Promise<'approved' | 'changed' | 'open'> {
      const looked = await look(id)
      if (!looked.isGreen) return 'open'
      if (looked.hash !== hash) return 'changed'
      const { deadline, isPast } = await dayOf(looked.issue)
      if (deadline && !isPast) await sendControl.schedule(id, deadline, undefined, force)
      else await sendControl.send(id, UNDO_S, undefined, force)
      return 'approved'
    },

    /** A day or a week after its day, or after today where that is later. */
    async laterDays(issue: Issue): Promise<Record<'day' | 'week', Date>> {
      const editorial = await readEditorial()
      const { deadline, isPast } = await dayOf(issue)
      const from = deadline && !isPast ? deadline : now()
      return { day: addDays(from, 1, editorial), week: addDays(from, 7, editorial) }
    },

    /**
     * Gives the draft another day. Throws AppError NOT_FOUND, ISSUE_WRONG_STATE when it is no draft
     * or nothing comes about by itself, INVALID_INPUT when that day is past or too far away.
     */
    async postpone(id: number, to: Date): Promise<void> {
      const { schedule } = await readEditorial()
      if (schedule.mode === 'off')
        throw new AppError('ISSUE_WRONG_STATE', 'The schedule is off: the issue has no day.')
      const aheadMs = to.getTime() - now().getTime()
      if (aheadMs <= 0 || aheadMs > MOST_DAYS * DAY_MS) {
        const message = `Choose a time that is still to come, within ${MOST_DAYS} days.`
        throw new AppError('INVALID_INPUT', message, { fields: [{ field: 'at', message }] })
      }
      await db.transaction().execute(async (trx) => {
        const issue = await findIssue(trx, id)
        if (!issue) throw new AppError('NOT_FOUND', `There is no issue ${id}.`)
        if (issue.state !== 'draft')
          throw new AppError('ISSUE_WRONG_STATE', `The issue is ${issue.state}, no draft any more.`)
        await postponeMonth(trx, issue.month, to, now())
      })
    },

    /** Which of the coming months have their draft when, and whether they have links enough. */
    async describe(coming: { month: Month; due: Date }[]): Promise<ComingMonth[]> {
      const editorial = await readEditorial()
      const runs = await findMonthRuns(db)
      const isAhead = draftDays(editorial.schedule) > 0
      return Promise.all(
        coming.map(async ({ month, due }, index) => {
          const { until } = monthRange(month, editorial.timeZone)
          // Only what comes next has had time to fill.
          const links = index === 0 ? await countLinksFor(db, month, until) : null
          const draftDay = draftAt(month, editorial)
          const isShort = links !== null && links < editorial.minimumLinks && !runs.has(month)
          return {
            month,
            due: runs.get(month)?.postponedTo ?? due,
            // Of a draft that is there already, the list above knows.
            draft: draftDay > now() && !runs.has(month) && isAhead ? draftDay : null,
            tooFew: isShort ? links : null,
          }
        }),
      )
    },

    /** The last month that made no issue for want of links, while that is news. */
    async lastSkipped(): Promise<Pick<MonthRun, 'month' | 'links'> | null> {
      const runs = [...(await findMonthRuns(db)).values()]
      const last = runs.filter(({ outcome }) => outcome === 'too_few_links').at(-1)
      if (!last || now().getTime() - last.createdAt.getTime() > NEWS_DAYS * DAY_MS) return null
      return (await findIssueByMonth(db, last.month)) ? null : last
    },
  }
}
