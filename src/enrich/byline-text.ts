/**
 * What stands around names in a byline: "By" in many languages, a date, a reading time, who took
 * the pictures, for whom it was written. Cut off here, before the names are told apart.
 */
import { parseDate } from './dates.ts'
import { monthOf } from './month-names.ts'

/** Languages in which a first word that is a name elsewhere means "by". */
const BY_IN: Record<string, RegExp> = {
  de: /^von\s+/i,
  nl: /^door\s+/i,
  fr: /^par\s+/i,
  es: /^por\s+/i,
  pt: /^por\s+/i,
  it: /^di\s+/i,
  sv: /^av\s+/i,
  no: /^av\s+/i,
  nb: /^av\s+/i,
  da: /^af\s+/i,
  pl: /^(?:autor|przez)\s+/i,
  ru: /^(?:автор|от)\s+/i,
}
const BY =
  /^(?:(?:written|posted|published|reported|words|story|text|photos?|article|review|edited|created|submitted|guest post|interview|essay|opinion|analysis|recipe)\s+by|(?:écrit|publié|rédigé|texte)\s+(?:par|de)|(?:escrito|publicado)\s+por|(?:scritto|pubblicato)\s+da|a cura di|(?:geschrieben|verfasst|veröffentlicht|text)\s+von|(?:geschreven|gepubliceerd)\s+door|by|authors?|autore?|autor(?:in|en)?|auteur|verfasser|автор|作者|著者|文|撰文)(?=[\s:：/|])\s*[:：/|]?\s*/i

function withoutBy(text: string, language: string | null): string {
  const own = BY_IN[(language ?? '').slice(0, 2).toLowerCase()]
  let rest = text
  for (let round = 0; round < 2; round++) {
    rest = rest.replace(BY, '')
    if (own !== undefined) rest = rest.replace(own, '')
  }
  return rest
}

/** "Jane Doe. Photographs by John Roe": who wrote it is the author. */
const OTHER_WORK =
  /[\s,;|.]+(?:photo(?:graph)?s?|photography|illustrations?|illustrated|images?|pictures?|videos?|fotos?|bilder|translated|translation)\s*(?:by|von|par|:)\s.*$/i
const AFTERTHOUGHT =
  /\s+(?:on|am|le|el)\s+\d.*$|\s+[|•·–—-]\s+.*$|\s+\/\/\s+.*$|\s*[(（](?:author|writer|editor|guest|he|she|they|reuters|ap|afp|dpa|编辑|記者|记者)[^)）]*[)）]$|\s+(?:for|from|für)\s+\p{L}.*$|,?\s+(?:and|&)\s+\d+\s+(?:others?|more)$/iu

const BEFORE_DATE = /^(?:posted|published|updated|last|on|am|vom|the|le|el|date)$/i
const WEEKDAY =
  '(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch'
const IS_WEEKDAY = new RegExp(`^(?:${WEEKDAY})$`, 'i')

/** "Published on Thu, 25 February 2021": nothing before the numbers that could be a name. */
export function isDateLine(text: string, language: string | null): boolean {
  if (parseDate(text, { language }) === null) return false
  const words = (/^[^\d]*/.exec(text)?.[0] ?? '').split(/[\s,.:]+/).filter(Boolean)
  return words.every(
    (word) =>
      BEFORE_DATE.test(word) || IS_WEEKDAY.test(word) || monthOf(word, language) !== undefined,
  )
}

const DAY_IN_TEXT = new RegExp(
  '[\\s,|•·–—-]+(?:(?:on|am|le|el|updated|published)\\s+)?' +
    `(?:(?:${WEEKDAY})\\.?,?\\s+)?` +
    '(?:(\\p{L}{3,12})\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?' +
    '|\\d{1,2}\\.?\\s+(?:de\\s+)?(\\p{L}{3,12})\\.?(?:\\s+de)?,?)\\s+\\d{4}\\b.*$',
  'iu',
)

/** "Ines Okafor, 25 February 2021" */
function withoutDate(text: string, language: string | null): string {
  const found = DAY_IN_TEXT.exec(text)
  const month = found?.[1] ?? found?.[2]
  return found && month !== undefined && monthOf(month, language) !== undefined
    ? text.slice(0, found.index)
    : text.replace(
        /[\s,|•·–—-]+\d{4}-\d{2}-\d{2}.*$|[\s,|•·–—-]+\d{1,2}[./]\d{1,2}[./]\d{4}.*$/,
        '',
      )
}

/** Marks that separate, at either end. */
function trimMarks(text: string): string {
  return text.replace(/^[\s,;:|•·–—-]+|[\s,;:|•·–—-]+$/g, '')
}

const HANDLE_OR_TIME = /\s+@\w+.*$|[\s,|•·–—-]+\d{1,2}:\d{2}.*$/

export function withoutSurroundings(value: string, language: string | null): string {
  const text = withoutDate(withoutBy(trimMarks(value), language), language)
    .replace(HANDLE_OR_TIME, '')
    .replace(OTHER_WORK, '')
    .replace(AFTERTHOUGHT, '')
  return trimMarks(text)
}
