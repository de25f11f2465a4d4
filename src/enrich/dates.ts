/**
 * When a page was published, from whatever a page writes.
 *
 * Out: an instant with its offset when the page gives one, else the bare day `YYYY-MM-DD`: a time
 * without zone is somebody's local time, and moving it would change the day. Midnight UTC is a
 * day that a program dressed up as an instant. Null for everything that is no certain day, such
 * as "yesterday", "05/04/2024" or a month alone.
 */
import { monthOf } from './month-names.ts'

export interface DateContext {
  /** BCP 47; decides names of months and, for US English, the order of numbers. */
  language: string | null
}

const ZONES: Record<string, string> = {
  z: 'Z',
  ut: 'Z',
  utc: 'Z',
  gmt: 'Z',
  est: '-05:00',
  edt: '-04:00',
  cst: '-06:00',
  cdt: '-05:00',
  mst: '-07:00',
  mdt: '-06:00',
  pst: '-08:00',
  pdt: '-07:00',
  cet: '+01:00',
  cest: '+02:00',
  bst: '+01:00',
  eet: '+02:00',
  eest: '+03:00',
  wet: 'Z',
  west: '+01:00',
  msk: '+03:00',
  jst: '+09:00',
  kst: '+09:00',
  aest: '+10:00',
  aedt: '+11:00',
  nzst: '+12:00',
  nzdt: '+13:00',
  ist: '+05:30',
}

export function parseDate(raw: string, context: DateContext = { language: null }): string | null {
  const text = raw
    .slice(0, 200)
    .normalize('NFKC')
    .replace(/[\u200e\u200f]/g, '')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/\s+/g, ' ')
    .trim()
  if (text === '') return null
  if (UNIX.test(text)) return fromUnix(text)
  const day = findDay(text, context)
  if (day === null || !isRealDay(day.year, day.month, day.day)) return null
  const date = `${pad(day.year, 4)}-${pad(day.month)}-${pad(day.day)}`
  if (isPlaceholder(date)) return null
  return withTime(date, day.rest)
}

interface Day {
  year: number
  month: number
  day: number
  /** What follows: the time, if any. */
  rest: string
}

function toDay(
  year: string | number,
  month: string | number,
  day: string | number,
  rest: string,
): Day {
  return { year: fullYear(year), month: Number(month), day: Number(day), rest }
}

function fullYear(year: string | number): number {
  const number = Number(year)
  if (String(year).length > 2) return number
  return number < 70 ? 2000 + number : 1900 + number
}

const WORD = "[\\p{L}'’]{3,15}"
const ORDINAL = '(?:st|nd|rd|th|er|ère|º|ª|°|\\.)?'
const OF = "(?:\\s*,?\\s*(?:de|del|of|di|do|d')?\\s*|\\s*[-/]\\s*)"

/** One way of writing a day a line; the first that fits counts. */
const FORMS: readonly (readonly [
  RegExp,
  (m: RegExpExecArray, context: DateContext) => Day | null,
])[] = [
  // 2024-05-30, 2024/5/30, 2024.05.30, with anything after a T or a blank
  [
    /(?:^|[^\d])(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)(.*)$/u,
    ([, y = '', m = '', d = '', rest = '']) => toDay(y, m, d, rest),
  ],
  // D:20240530081500+02'00', 20240530T081500Z, 20240530
  [
    /^(?:D:)?(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(.*))?$/u,
    ([, y = '', m = '', d = '', hh, mm, ss, zone = '']) =>
      toDay(
        y,
        m,
        d,
        hh ? `T${hh}:${mm}:${ss ?? '00'}${zone.replace(/'/g, ':').replace(/:$/, '')}` : '',
      ),
  ],
  // 2024年5月30日, 2024년 5월 30일
  [
    /(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号일]?(.*)$/u,
    ([, y = '', m = '', d = '', rest = '']) => toDay(y, m, d, rest),
  ],
  // 30 May 2024, Thu, 30. Mai 2024, 5 de febrero de 2024, 30-May-24
  [
    new RegExp(
      `(?:^|[^\\d])(\\d{1,2})${ORDINAL}${OF}(${WORD})\\.?${OF}(\\d{4}|\\d{2}(?=\\s+\\d{1,2}:|$))(?!\\d)(.*)$`,
      'u',
    ),
    ([, d = '', name = '', y = '', rest = ''], { language }) => named(y, name, d, rest, language),
  ],
  // May 30, 2024, Thursday May 30th 2024, 2024 May 30
  [
    new RegExp(`(?:^|\\s|,)(${WORD})\\.?\\s*(\\d{1,2})${ORDINAL},?\\s*(\\d{4})(?!\\d)(.*)$`, 'u'),
    ([, name = '', d = '', y = '', rest = ''], { language }) => named(y, name, d, rest, language),
  ],
  [
    new RegExp(`(\\d{4})[,.]?[\\s-]+(${WORD})\\.?[\\s-]+(\\d{1,2})(?!\\d)(.*)$`, 'u'),
    ([, y = '', name = '', d = '', rest = ''], { language }) => named(y, name, d, rest, language),
  ],
  // Thu May 30 08:15:00 UTC 2024 (date(1))
  [
    new RegExp(
      `^${WORD}\\s+(${WORD})\\s+(\\d{1,2})\\s+(\\d{1,2}:\\d{2}(?::\\d{2})?)\\s+([A-Z]{2,5}|[+-]\\d{4})?\\s*(\\d{4})`,
      'u',
    ),
    ([, name = '', d = '', time = '', zone = '', y = ''], { language }) =>
      named(y, name, d, ` ${time} ${zone}`, language),
  ],
  // 30.05.2024
  [
    /(?:^|[^\d])(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2}(?!\d))(.*)$/u,
    ([, d = '', m = '', y = '', rest = '']) => toDay(y, m, d, rest),
  ],
  // 05/30/2024 or 30/05/2024: only where one number cannot be a month, or the language tells
  [
    /(?:^|[^\d])(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?!\d)(.*)$/u,
    ([, a = '', b = '', y = '', rest = ''], { language }) => numbered(a, b, y, rest, language),
  ],
]

function findDay(text: string, context: DateContext): Day | null {
  for (const [form, read] of FORMS) {
    const found = form.exec(text)
    const day = found === null ? null : read(found, context)
    if (day !== null) return day
  }
  return null
}

function named(
  year: string,
  name: string,
  day: string,
  rest: string,
  language: string | null,
): Day | null {
  const month = monthOf(name, language)
  return month === undefined ? null : toDay(year, month, day, rest)
}

function numbered(
  a: string,
  b: string,
  year: string,
  rest: string,
  language: string | null,
): Day | null {
  if (Number(a) > 12) return toDay(year, b, a, rest)
  if (Number(b) > 12 || a === b) return toDay(year, a, b, rest)
  if (language === 'en-US') return toDay(year, a, b, rest)
  // Month first is a habit of the United States; plain "en" may be anybody's.
  return language === null || /^en$/i.test(language) ? null : toDay(year, b, a, rest)
}

const TIME =
  /^[T\s,\-–—|•·]*(?:at|um|à|kl\.?|в|o|,)?\s*(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(z|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d)|(?:gmt|utc)?\s*[+-]\d{1,2}(?::?\d{2})?|[a-z]{2,4}\b)?/iu

function withTime(date: string, rest: string): string {
  const found = TIME.exec(rest)
  if (found === null) return date
  const [, hours = '', minutes = '', seconds = '00', fraction, half, zoneText] = found
  const hour = toHour(Number(hours), half)
  const zone = toZone(zoneText)
  if (zone === null || hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return date
  const milliseconds = fraction === undefined ? '' : `.${fraction.slice(0, 3).padEnd(3, '0')}`
  const time = `${pad(hour)}:${minutes}:${Number(seconds) > 59 ? '59' : seconds}${milliseconds}`
  if (zone === 'Z' && /^00:00:00(?:\.000)?$/.test(time)) return date
  const instant = `${date}T${time}${zone}`
  return Number.isNaN(Date.parse(instant)) ? date : instant
}

function toHour(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0)
}

function toZone(text: string | undefined): string | null {
  if (text === undefined) return null
  const named = ZONES[text.toLowerCase()]
  if (named !== undefined) return named
  const found = /([+-])(\d{1,2}):?(\d{2})?$/.exec(text)
  if (found === null) return null
  const [, sign = '+', hours = '', minutes = '00'] = found
  if (Number(hours) > 14 || Number(minutes) > 59) return null
  const offset = `${sign}${pad(Number(hours))}:${minutes}`
  return /^[+-]00:00$/.test(offset) ? 'Z' : offset
}

/** Since 1970 in seconds, thousandths, millionths or billionths of one; ten digits are seconds. */
const UNIX = /^\d{10}(?:\d{3}|\d{6}|\d{9})?(?:\.\d+)?$/

function fromUnix(text: string): string | null {
  const digits = text.replace(/\..*$/, '')
  const date = new Date(Number(digits.slice(0, 13).padEnd(13, '0')))
  const iso = date.toISOString().replace(/\.000Z$/, 'Z')
  if (isPlaceholder(iso.slice(0, 10))) return null
  return iso.endsWith('T00:00:00Z') ? iso.slice(0, 10) : iso
}

function isRealDay(year: number, month: number, day: number): boolean {
  if (year < 1500 || year > 2200 || month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** What programs write when they know no date. */
function isPlaceholder(date: string): boolean {
  return date === '1970-01-01' || date === '1900-01-01' || date === '1969-12-31'
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0')
}
