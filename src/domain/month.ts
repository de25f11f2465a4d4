/**
 * Months as `YYYY-MM`, in the publication's time zone.
 *
 * A month is the half-open interval `[from, until)` between two local midnights,
 * so links saved at 23:59 on the 31st belong to the month the owner reads on the clock.
 */
import { dateFormat } from './date-format.ts'

export type Month = string

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/

/** From 1900 to 2999: before and after, the month beside it may have no such name. */
export function isMonth(value: string): value is Month {
  return MONTH.test(value) && value >= '1900' && value < '3000'
}

/** Calendar fields that a wall clock in `timeZone` shows at `at`. Throws RangeError on an unknown zone. */
export function wallClock(at: Date, timeZone: string) {
  const parts = dateFormat('en-CA-u-ca-iso8601-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at)
  const field = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value)
  return {
    year: field('year'),
    month: field('month'),
    day: field('day'),
    hour: field('hour'),
    minute: field('minute'),
    second: field('second'),
  }
}

/** The month that contains `at` in `timeZone`. */
export function monthOf(at: Date, timeZone: string): Month {
  const { year, month } = wallClock(at, timeZone)
  return toMonth(year, month)
}

export function addMonths(month: Month, count: number): Month {
  const [year, index] = splitMonth(month)
  const total = year * 12 + (index - 1) + count
  return toMonth(Math.floor(total / 12), (total % 12) + 1)
}

/** Number of days of the month: 28 to 31. */
export function daysIn(month: Month): number {
  const [year, index] = splitMonth(month)
  return new Date(Date.UTC(year, index, 0)).getUTCDate()
}

/**
 * The instant at which a wall clock in `timeZone` shows the given local time.
 *
 * In the spring gap (a time no clock shows) the first instant after the gap;
 * in the autumn fold (a time shown twice) the earlier of the two. RFC 5545 §3.3.5 reads alike.
 */
export function instantOf(
  local: { year: number; month: number; day: number; hour?: number; minute?: number },
  timeZone: string,
): Date {
  const { year, month, day, hour = 0, minute = 0 } = local
  const asUtc = Date.UTC(year, month - 1, day, hour, minute)
  const offsetAt = (ms: number) => {
    const shown = wallClock(new Date(ms), timeZone)
    return (
      Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second) -
      Math.floor(ms / 1000) * 1000
    )
  }
  // Offsets a day either side bracket any transition; zones never change twice within two days.
  const before = offsetAt(asUtc - 86_400_000)
  const after = offsetAt(asUtc + 86_400_000)
  const candidates = [asUtc - Math.max(before, after), asUtc - Math.min(before, after)]
  const exact = candidates.filter((ms) => ms + offsetAt(ms) === asUtc)
  if (exact[0] !== undefined) return new Date(exact[0])
  // Spring gap: find the transition, the first instant that has the later offset.
  let low = Math.min(...candidates) - 1
  let high = Math.max(...candidates) + 1
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle) === after) high = middle
    else low = middle
  }
  return new Date(high)
}

/** First instant of the month and of the next one. */
export function monthRange(month: Month, timeZone: string): { from: Date; until: Date } {
  const start = (m: Month) => {
    const [year, index] = splitMonth(m)
    return instantOf({ year, month: index, day: 1 }, timeZone)
  }
  return { from: start(month), until: start(addMonths(month, 1)) }
}

/** "July 2023" or, without the year, "July", in the given locale. */
export function monthName(month: Month, locale: string, options: { year: boolean }): string {
  const [year, index] = splitMonth(month)
  return dateFormat(locale, {
    month: 'long',
    ...(options.year ? { year: 'numeric' as const } : {}),
    timeZone: 'UTC',
  }).format(new Date(Date.UTC(year, index - 1, 15)))
}

export function splitMonth(month: Month): [year: number, month: number] {
  const match = MONTH.exec(month)
  if (!match) throw new RangeError(`Not a month: "${month}". Write it as YYYY-MM.`)
  return [Number(match[1]), Number(match[2])]
}

function toMonth(year: number, month: number): Month {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
}
