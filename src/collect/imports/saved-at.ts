/**
 * When a link was saved, out of whatever a file writes.
 *
 * In: digits since 1970 in seconds, milli-, micro- or nanoseconds; since 1601 in
 * microseconds (Chrome) or 100 ns (Windows); ISO 8601; RFC 2822; "3 February 2024"; "03.02.2024".
 * Without a zone UTC is meant. Out: the instant in whole seconds, as every format but
 * our own keeps it, or null when it cannot be right: nothing was bookmarked before
 * 1990 or will be after tomorrow. 0, -1 and 9999999999 are stand-ins, not dates.
 */
const earliestMs = Date.UTC(1990, 0, 1)
const dayMs = 86_400_000
/** 1601-01-01 to 1970-01-01. */
const windowsEpochMs = 11_644_473_600_000

const units: readonly ((value: number) => number)[] = [
  (seconds) => seconds * 1000,
  (milliseconds) => milliseconds,
  (microseconds) => microseconds / 1000,
  (nanoseconds) => nanoseconds / 1e6,
  (microseconds) => microseconds / 1000 - windowsEpochMs,
  (hundredNanoseconds) => hundredNanoseconds / 1e4 - windowsEpochMs,
]

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T\s]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i
const namedMonthPattern = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i
const zonePattern = /(?:\bUTC|\bGMT|\bZ|\b[ECMP][SD]T|[+-]\d{2}:?\d{2})(?:\s*\([^)]*\))?$/

export function parseSavedAt(raw: unknown, now: Date): Date | null {
  if (typeof raw === 'number') return believable(fromNumber(raw, now), now)
  if (typeof raw !== 'string') return null
  const text = raw.trim()
  if (/^\d+(?:\.\d+)?$/.test(text)) return believable(fromNumber(Number(text), now), now)
  return believable(fromIso(text) ?? fromNumberedDay(text) ?? fromWords(text), now)
}

/** The unit is the one that makes the number a believable date. */
function fromNumber(value: number, now: Date): number | null {
  for (const toMs of units) {
    const ms = toMs(value)
    if (isBelievable(ms, now)) return ms
  }
  return null
}

function fromIso(text: string): number | null {
  const match = isoPattern.exec(text)
  if (!match) return null
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = match
  // "20:00" and "2000" are both zones; Date.parse takes only the first.
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(.\d\d):?/, '$1:') : 'Z'
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
}

/** 06.05.2021 has the day first; 20/10/2018 can only be read in one way, 03/04/2024 in two. */
function fromNumberedDay(text: string): number | null {
  const match = /^(\d{1,2})([./])(\d{1,2})[./](\d{4})(?:,?\s+(\d{2}:\d{2}(?::\d{2})?))?$/.exec(text)
  if (!match) return null
  const [, first = '', sign, second = '', year, time = '00:00'] = match
  const isDayFirst = sign === '.' || Number(first) > 12
  if (!isDayFirst && Number(second) <= 12 && first !== second) return null
  const [day, month] = isDayFirst ? [first, second] : [second, first]
  return Date.parse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}Z`)
}

/** Only with a month in words: 03/04/2024 means two days, depending on who wrote it. */
function fromWords(text: string): number | null {
  if (text.length > 60 || !namedMonthPattern.test(text) || !/\b\d{4}\b/.test(text)) return null
  const plain = text.replace(/\bat\b/i, ' ').replace(/(\d)(?:st|nd|rd|th)\b/gi, '$1')
  return Date.parse(zonePattern.test(plain) ? plain : `${plain} UTC`)
}

function isBelievable(ms: number, now: Date): boolean {
  return ms >= earliestMs && ms <= now.getTime() + dayMs
}

function believable(ms: number | null, now: Date): Date | null {
  if (ms === null || !isBelievable(ms, now)) return null
  return new Date(Math.floor(ms / 1000) * 1000)
}
