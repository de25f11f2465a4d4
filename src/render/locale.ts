/** What a BCP 47 locale decides: language and direction of a document, its dates and lists. */

import { dateFormat } from '../domain/date-format.ts'

/** Scripts written from right to left that have a locale in CLDR or a Unicode block in daily use. */
const RIGHT_TO_LEFT = new Set([
  'Adlm',
  'Arab',
  'Aran',
  'Hebr',
  'Mand',
  'Mend',
  'Nkoo',
  'Rohg',
  'Samr',
  'Syrc',
  'Thaa',
  'Yezi',
])

/** Canonical form of the tag; English when it is none, so that a typing error breaks no page. */
export function knownLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en'
  } catch (error) {
    if (error instanceof RangeError) return 'en'
    throw error
  }
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  const { script } = new Intl.Locale(knownLocale(locale)).maximize()
  return script !== undefined && RIGHT_TO_LEFT.has(script) ? 'rtl' : 'ltr'
}

/** "Ida Norn, Bo Lind and Ravi Rao"; in English without the comma before "and". */
export function joinNames(names: string[], locale: string): string {
  const known = knownLocale(locale)
  const list = known === 'en' || known === 'en-US' ? 'en-GB' : known
  return new Intl.ListFormat(list, { style: 'long', type: 'conjunction' }).format(names)
}

/** "1 August 2023", as a calendar in `timeZone` shows it. */
export function longDate(at: Date, locale: string, timeZone: string): string {
  return dateFormat(knownLocale(locale), { dateStyle: 'long', timeZone }).format(at)
}

/** Entry of a catalogue for the locale: "de-AT", else "de", else English. */
export function pickWords<T>(catalogue: { en: T } & Record<string, T>, locale: string): T {
  const known = knownLocale(locale)
  const language = new Intl.Locale(known).language
  return catalogue[known] ?? catalogue[language] ?? catalogue.en
}
