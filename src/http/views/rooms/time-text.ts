import { dateFormat } from '../../../domain/date-format.ts'
import { knownLocale } from '../../../render/locale.ts'

/** English without a country reads as most of the world writes it: "3 July". */
function dateLocale(locale: string): string {
  const known = knownLocale(locale)
  return known === 'en' ? 'en-GB' : known
}

/** "10 Jul 2023, 14:00", on the owner's clock. */
export function timeText(at: Date, locale: string, timeZone: string): string {
  return dateFormat(dateLocale(locale), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(at)
}

/** "14:00", on the owner's clock. */
export function timeOfDay(at: Date, locale: string, timeZone: string): string {
  return dateFormat(dateLocale(locale), { timeStyle: 'short', timeZone }).format(at)
}

/** "3 July", or "3 July 2022". */
export function dayText(
  at: Date,
  locale: string,
  timeZone: string,
  options: { year: boolean },
): string {
  return dateFormat(dateLocale(locale), {
    day: 'numeric',
    month: 'long',
    ...(options.year && { year: 'numeric' as const }),
    timeZone,
  }).format(at)
}

/** "Mon, 31 July 2023, 09:00". */
export function weekdayText(at: Date, locale: string, timeZone: string): string {
  return dateFormat(dateLocale(locale), {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(at)
}
