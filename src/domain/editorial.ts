import type { Publication } from './issue.ts'
import { addMonths, daysIn, instantOf, type Month, monthOf, splitMonth } from './month.ts'

/** How and when issues come about; kept in the database, not in the environment. */
export interface Editorial extends Publication {
  /** `{month}` is the month's name, `{year}` its year. */
  titlePattern: string
  /** A month with fewer links makes no issue. */
  minimumLinks: number
  /** Count how often links of issues are followed, without who. */
  countClicks: boolean
  schedule: Schedule
}

export interface Schedule {
  /** off: nothing by itself. review: a draft waits for the owner. automatic: it is sent. */
  mode: 'off' | 'review' | 'automatic'
  /** day: `day` of the following month. last_weekday: the month's own last Monday to Friday. */
  on: 'day' | 'last_weekday'
  /** Day of the following month, or its last day where it is shorter. 1 to 31. */
  day: number
  /** Local time `HH:MM`. */
  time: string
  /** A send that is later than this asks the owner first. Hours. */
  graceHours: number
  /** In mode review the draft is there so many days before the day of the issue. 0 to 14. */
  draftDaysBefore: number
  /** In mode review, when its day comes and nobody has approved it. */
  atDeadline: 'wait' | 'send'
}

/** What the owner has changed, as it is stored; the defaults fill the rest. */
export type StoredEditorial = Partial<Omit<Editorial, 'schedule'>> & {
  schedule?: Partial<Schedule>
}

export const DEFAULT_EDITORIAL: Editorial = {
  name: 'Linkletter',
  description: '',
  author: '',
  locale: 'en',
  timeZone: 'UTC',
  publicSignup: true,
  titlePattern: "What I've been reading in {month}",
  minimumLinks: 1,
  countClicks: false,
  schedule: {
    mode: 'review',
    on: 'day',
    day: 1,
    time: '09:00',
    graceHours: 24,
    draftDaysBefore: 0,
    atDeadline: 'wait',
  },
}

export const DEFAULT_SECTIONS = ['Articles & Learning', 'Neat Open Source Projects']

/** When the issue of `month` is due. What is saved later in the month is left to the next one. */
export function dueAt(month: Month, schedule: Schedule, timeZone: string): Date {
  const dueIn = schedule.on === 'last_weekday' ? month : addMonths(month, 1)
  const [year, index] = splitMonth(dueIn)
  const [hour, minute] = schedule.time.split(':').map(Number)
  const day =
    schedule.on === 'last_weekday' ? lastWeekday(dueIn) : Math.min(schedule.day, daysIn(dueIn))
  return instantOf({ year, month: index, day, hour: hour ?? 0, minute: minute ?? 0 }, timeZone)
}

/** The next time at which an issue is due; undefined when nothing comes about by itself. */
export function nextDue(now: Date, schedule: Schedule, timeZone: string): Date | undefined {
  return comingIssues(now, { schedule, timeZone }, 1)[0]?.due
}

/** The next issues that come about by themselves, soonest first. */
export function comingIssues(
  now: Date,
  { schedule, timeZone }: Pick<Editorial, 'schedule' | 'timeZone'>,
  count: number,
): { month: Month; due: Date }[] {
  if (schedule.mode === 'off') return []
  const current = monthOf(now, timeZone)
  return Array.from({ length: count + 2 }, (_, index) => addMonths(current, index - 1))
    .map((month) => ({ month, due: dueAt(month, schedule, timeZone) }))
    .filter(({ due }) => due > now)
    .slice(0, count)
}

/** Day of the month. */
function lastWeekday(month: Month): number {
  const [year, index] = splitMonth(month)
  const last = daysIn(month)
  const weekday = new Date(Date.UTC(year, index - 1, last)).getUTCDay()
  return last - (weekday === 6 ? 1 : weekday === 0 ? 2 : 0)
}
