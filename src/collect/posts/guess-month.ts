import { isMonth, type Month } from '../../domain/month.ts'

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'sv', 'da', 'nb', 'pl']

let known: Map<string, number> | undefined

/** Month names in lower case → 1 to 12. Made when first asked for: all those formats take a while. */
function monthNames(): Map<string, number> {
  known ??= new Map(
    LANGUAGES.flatMap((language) =>
      (['long', 'short'] as const).flatMap((month) =>
        Array.from({ length: 12 }, (_, index) => {
          const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' })
          const name = format.format(new Date(Date.UTC(2023, index, 15)))
          return [name.toLowerCase().replace(/\.$/, ''), index + 1] as const
        }),
      ),
    ),
  )
  return known
}

/** Words that are more often something else; as names of months they stand with a year. */
const AMBIGUOUS = new Set([
  'may',
  'mar',
  'mai',
  'set',
  'ago',
  'dec',
  'jun',
  'out',
  'mars',
  'sep',
  'jan',
])

/**
 * The month that a roundup is of: the one its title names, with the year of the title or the
 * newest that is not after the date; else the month of the date. Null when nothing tells.
 */
export function guessMonth(title: string, date: string | null): Month | null {
  const day = date === null ? null : /^(\d{4})-(\d\d)/.exec(date)
  const year = /(?<!\d)((?:19|20)\d\d)(?!\d)/.exec(title)?.[1]
  const written = /(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?!\d)/.exec(title)
  if (written) return `${written[1]}-${written[2]}`
  const named = monthNamed(title, year !== undefined)
  if (named === undefined)
    return day && isMonth(`${day[1]}-${day[2]}`) ? `${day[1]}-${day[2]}` : null
  const index = String(named).padStart(2, '0')
  if (year !== undefined) return `${year}-${index}`
  if (!day) return null
  return `${Number(day[1]) - (named > Number(day[2]) ? 1 : 0)}-${index}`
}

function monthNamed(title: string, hasYear: boolean): number | undefined {
  const words = [...title.matchAll(/\p{L}+/gu)].map(([word]) => word)
  const found = (test: (word: string) => boolean) => {
    const word = words.findLast((each) => monthNames().has(each.toLowerCase()) && test(each))
    return word === undefined ? undefined : monthNames().get(word.toLowerCase())
  }
  return (
    found((word) => !AMBIGUOUS.has(word.toLowerCase())) ??
    found((word) => hasYear || /^\p{Lu}/u.test(word))
  )
}
