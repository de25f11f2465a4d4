import type { Publication } from './issue.ts'
import { addMonths, daysIn, instantOf, type Month, splitMonth } from './month.ts'

/** How and when issues come about; kept in the database, not in the environment. */
export interface Editorial extends Publication {
  /** `{month}` is the month's name, `{year}` its year. */
  titlePattern: string
  /** A month with fewer links makes no issue. */
  minimumLinks: number
  schedule: Schedule
}

export interface Schedule {
  /** off: nothing by itself. review: a draft waits for the owner. automatic: it is sent. */
  mode: 'off' | 'review' | 'automatic'
  /** Day of the following month, or its last day where it is shorter. 1 to 31. */
  day: number
  /** Local time `HH:MM`. */
  time: string
  /** A send that is later than this asks the owner first. Hours. */
  graceHours: number
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
  schedule: { mode: 'review', day: 1, time: '09:00', graceHours: 24 },
}

export const DEFAULT_SECTIONS = ['Articles & Learning', 'Neat Open Source Projects']

/** When the issue of `month` is due. */
export function dueAt(month: Month, schedule: Schedule, timeZone: string): Date {
  const following = addMonths(month, 1)
  const [year, index] = splitMonth(following)
  const [hour, minute] = schedule.time.split(':').map(Number)
  return instantOf(
    {
      year,
      month: index,
      day: Math.min(schedule.day, daysIn(following)),
      hour: hour ?? 0,
      minute: minute ?? 0,
    },
    timeZone,
  )
}
