import type { z } from 'zod'
import { pickWords } from '../render/locale.ts'

interface InputWords {
  missing: string
  is: Record<'string' | 'number' | 'int' | 'boolean' | 'array' | 'object', string>
  oneOf: (values: string[]) => string
  atMost: (most: string) => string
  atLeast: (least: string) => string
  tooLong: (most: string) => string
  empty: string
  tooMany: (most: string) => string
  tooFew: (least: string) => string
  unknown: (names: string[]) => string
  date: string
  email: string
  url: string
  other: string
}

const en: InputWords = {
  missing: 'This is missing.',
  is: {
    string: 'Write a text here.',
    number: 'Write a number.',
    int: 'Write a whole number.',
    boolean: 'Write true or false.',
    array: 'Write a list here.',
    object: 'Write an object here, with its fields in braces.',
  },
  oneOf: (values) => `Choose one of: ${values.join(', ')}.`,
  atMost: (most) => `Write ${most} or less.`,
  atLeast: (least) => `Write ${least} or more.`,
  tooLong: (most) => `Shorten this to ${most} characters.`,
  empty: 'Write something here.',
  tooMany: (most) => `Give at most ${most} of these.`,
  tooFew: (least) => `Give at least ${least} of these.`,
  unknown: (names) => `There is no ${names.join(', ')} here; leave it out.`,
  date: 'Write the time like 2026-07-01T09:00:00Z.',
  email: 'Write an address like name@example.com.',
  url: 'Write an address that starts with https://.',
  other: 'This cannot be read; look at the documentation for its form.',
}

const de: InputWords = {
  missing: 'Das fehlt.',
  is: {
    string: 'Hier gehört ein Text hin.',
    number: 'Schreiben Sie eine Zahl.',
    int: 'Schreiben Sie eine ganze Zahl.',
    boolean: 'Schreiben Sie true oder false.',
    array: 'Hier gehört eine Liste hin.',
    object: 'Hier gehört ein Objekt hin, seine Felder in geschweiften Klammern.',
  },
  oneOf: (values) => `Wählen Sie eines davon: ${values.join(', ')}.`,
  atMost: (most) => `Schreiben Sie höchstens ${most}.`,
  atLeast: (least) => `Schreiben Sie mindestens ${least}.`,
  tooLong: (most) => `Kürzen Sie dies auf ${most} Zeichen.`,
  empty: 'Schreiben Sie hier etwas.',
  tooMany: (most) => `Geben Sie höchstens ${most} davon an.`,
  tooFew: (least) => `Geben Sie mindestens ${least} davon an.`,
  unknown: (names) => `Hier gibt es kein ${names.join(', ')}; lassen Sie es weg.`,
  date: 'Schreiben Sie die Zeit wie 2026-07-01T09:00:00Z.',
  email: 'Schreiben Sie eine Adresse wie name@example.com.',
  url: 'Schreiben Sie eine Adresse, die mit https:// beginnt.',
  other: 'Das ist nicht zu lesen; die Dokumentation zeigt seine Form.',
}

/**
 * Says what is wrong with an input in a sentence that tells what to do: for the `error` of zod's
 * `safeParse`, whose own words are for programmers. A schema's own sentences come first.
 */
export function inputSentences(locale = 'en'): z.core.$ZodErrorMap {
  const words = pickWords({ en, de }, locale)
  return (issue) => {
    switch (issue.code) {
      case 'invalid_type':
        if (issue.input === undefined) return words.missing
        return words.is[issue.expected as keyof InputWords['is']] ?? words.other
      case 'invalid_value':
        return words.oneOf(issue.values.map(String))
      case 'too_big':
        if (issue.origin === 'string') return words.tooLong(String(issue.maximum))
        return (isList(issue.origin) ? words.tooMany : words.atMost)(String(issue.maximum))
      case 'too_small':
        if (issue.origin === 'string') return words.empty
        return (isList(issue.origin) ? words.tooFew : words.atLeast)(String(issue.minimum))
      case 'unrecognized_keys':
        return words.unknown(issue.keys)
      case 'invalid_format':
        if (issue.format === 'datetime' || issue.format === 'date') return words.date
        return words[issue.format as 'email' | 'url'] ?? words.other
      default:
        return words.other
    }
  }
}

const isList = (origin: string) => origin === 'array' || origin === 'set'
