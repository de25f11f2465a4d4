import { dueAt, type Editorial, type Schedule } from './editorial.ts'
import { instantOf, type Month, wallClock } from './month.ts'

/**
 * What an issue's day brought.
 *
 * over     it was no draft any more: approved, sent or cancelled
 * sent     it goes out by itself
 * asked    it waits, because the schedule says so
 * late     its day was longer ago than the grace period
 * sample   it holds links of the sample month
 * few      it has fewer links than an issue needs
 * open     something speaks against sending it
 */
export const SETTLED_AS = ['over', 'sent', 'asked', 'late', 'sample', 'few', 'open'] as const
export type SettledAs = (typeof SETTLED_AS)[number]

/** It waits for the owner, and why. */
export type WaitReason = Exclude<SettledAs, 'over' | 'sent'>

export const isWaiting = (as: SettledAs | null): as is WaitReason =>
  as !== null && as !== 'over' && as !== 'sent'

/** What was decided about a month, and what is still to be. */
export interface MonthRun {
  month: Month
  outcome: 'assembled' | 'too_few_links' | 'already_there'
  /** In place of the day that the schedule gives. */
  postponedTo: Date | null
  /** Counts how often it was put off. */
  round: number
  roundBegunAt: Date
  remindedAt: Date | null
  settledAt: Date | null
  settledAs: SettledAs | null
  /** How many links a month had that made no issue. */
  links: number | null
  createdAt: Date
}

type Clock = Pick<Editorial, 'schedule' | 'timeZone'>

/** Only a draft that somebody looks at is made ahead. */
export const draftDays = ({ mode, draftDaysBefore }: Schedule): number =>
  mode === 'review' ? draftDaysBefore : 0

/** When the draft of `month` is made: some days before its day, at the same time of day. */
export function draftAt(month: Month, { schedule, timeZone }: Clock): Date {
  return addDays(dueAt(month, schedule, timeZone), -draftDays(schedule), { schedule, timeZone })
}

/** Until when the owner has time. */
export function deadlineOf(
  month: Month,
  run: Pick<MonthRun, 'postponedTo'> | undefined,
  { schedule, timeZone }: Clock,
): Date {
  return run?.postponedTo ?? dueAt(month, schedule, timeZone)
}

/** Whether an issue that nobody approved goes out when its day comes. */
export const goesByItself = ({ mode, atDeadline }: Schedule): boolean =>
  mode === 'automatic' || (mode === 'review' && atDeadline === 'send')

/** So many days later on the calendar of the zone, at the schedule's time of day. */
export function addDays(at: Date, days: number, { schedule, timeZone }: Clock): Date {
  if (days === 0) return at
  const { year, month, day } = wallClock(at, timeZone)
  const date = new Date(Date.UTC(year, month - 1, day + days))
  const [hour, minute] = schedule.time.split(':').map(Number)
  return instantOf(
    {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: hour ?? 0,
      minute: minute ?? 0,
    },
    timeZone,
  )
}

/** The day before the deadline, at the schedule's time of day. */
export const remindAt = (deadline: Date, clock: Clock): Date => addDays(deadline, -1, clock)

/** A draft that came so shortly before the reminder is reminder enough. */
const APART_MS = 12 * 3_600_000

export function isReminderDue(run: MonthRun, deadline: Date, now: Date, clock: Clock): boolean {
  if (clock.schedule.mode !== 'review' || run.remindedAt !== null) return false
  const at = remindAt(deadline, clock)
  return now >= at && now < deadline && run.roundBegunAt.getTime() <= at.getTime() - APART_MS
}
