/**
 * Names of people out of whatever stands where an author should.
 *
 * "By Petra Sandoval and Ivo Lantern" → two names. Addresses, handles, mail addresses and
 * accounts like "admin" are no names and are dropped: a missing author is better than a wrong one.
 */
import { isDateLine, withoutSurroundings } from './byline-text.ts'
import { cleanText, decodeEntities, hasEntity, squash, stripInlineTags } from './text.ts'

const MAX_AUTHORS = 100
const MAX_NAME = 120

const NOBODY = new Set(
  'admin administrator administrador adminuser author authors autor editor editors editorial editorialteam editorialstaff staff staffwriter staffreporter newsstaff guest guestauthor contributor contributors webmaster root user unknown unknownauthor anonymous anon null undefined none na nan false true objectobject test wordpress system moderator default contributorstowikimediaprojects wikipediacontributors nullnull undefinedundefined array yourname authorname firstnamelastname firstlast website siteadmin webadmin superadmin superuser adminadmin me thewriter redaktion redaction redazione redaccion'.split(
    ' ',
  ),
)

/** What stands after a name and is no second name. */
const SUFFIXES =
  /^(?:jr|sr|ii|iii|iv|ph\.?d|md|m\.d|mba|msc|m\.sc|bsc|ma|m\.a|esq|rn|dds|llm|frs|obe|mbe|cbe|dr|prof)\.?$/i
const ROLES =
  /\b(?:writer|reporter|editor|correspondent|contributor|columnist|journalist|staff|photographer|producer|founder|ceo|cto|director|manager|professor|analyst|critic|news|press|times|magazine|team|university|institute|special to|redakteur(?:in)?)\b/i

export interface AuthorContext {
  language: string | null
  siteNames: readonly string[]
  /** Address of a profile → name, from elsewhere on the page. */
  nameOfAddress?: (address: string) => string | undefined
}

export function cleanAuthors(raw: readonly string[], context: AuthorContext): string[] {
  const names: string[] = []
  const seen = new Set<string>()
  for (const value of raw.slice(0, MAX_AUTHORS)) {
    const text = cleanText(stripInlineTags(once(value))).slice(0, 2_000)
    if (isDateLine(text, context.language)) continue
    for (const part of splitNames(text, context)) {
      const name = toName(part, context)
      if (name === null || names.length >= MAX_AUTHORS) continue
      const key = squash(name)
      if (key === '' || seen.has(key)) continue
      seen.add(key)
      names.push(name)
    }
  }
  return names
}

/** An author is never about markup, so an entity is always one escape too many. */
function once(value: string): string {
  return hasEntity(value) ? decodeEntities(value) : value
}

function splitNames(value: string, context: AuthorContext): string[] {
  if (isAddress(value) || isSiteName(value, context)) return [value]
  const text = withoutSurroundings(value, context.language)
  if (isSiteName(text, context)) return [text]
  return text
    .split(/\s*[;；、，]\s*|\s*\/\s+|\s+\|\s+/)
    .flatMap(splitAtCommas)
    .flatMap(splitAtAnd)
}

/** Holds the comma of "King, Jr." while the others are cut at. */
const GENERATION = '\u0001'

function splitAtCommas(text: string): string[] {
  const parts = text
    .replace(/,\s*(?=(?:jr|sr|ii|iii|iv)\b)/gi, GENERATION)
    .split(/\s*,\s*/)
    .filter((part) => part !== '')
    .map((part) => part.replaceAll(GENERATION, ', '))
  const [first, second] = parts
  if (first === undefined || second === undefined) return parts
  if (parts.every((part) => part.includes(' ') || /^(?:and|&)\s/i.test(part))) {
    return parts
      .filter((part, at) => at === 0 || !isRole(part))
      .map((part) => part.replace(/^(?:and|&)\s+/i, ''))
  }
  // "Okoro, Lena": family name first, as in catalogues.
  if (
    parts.length === 2 &&
    !SUFFIXES.test(second) &&
    !isRole(second) &&
    isFamilyNameFirst(first, second)
  ) {
    return [`${second} ${first}`]
  }
  const people = parts.filter((part, at) => at === 0 || (!SUFFIXES.test(part) && !isRole(part)))
  return people.map((part) => part.replace(/^(?:and|&)\s+/i, ''))
}

/** The first word is alone, or has a particle; what follows looks like given names or initials. */
function isFamilyNameFirst(first: string, second: string): boolean {
  const isFamily =
    !first.includes(' ') ||
    /^(?:van|von|de|der|den|di|da|la|le|el|al|bin|ibn|mac|o')\b/i.test(first)
  return isFamily && /^\p{L}[\p{L}'’.-]*(?:\s+\p{L}[\p{L}'’.-]*){0,3}$/u.test(second)
}

function isRole(text: string): boolean {
  return ROLES.test(text)
}

const AND = /\s+(?:and|und|et|y|e|en|og|och|и|&)\s+|\s*(?:＆)\s*/i

/** "Marks & Spencer" is one; two names have two words each. */
function splitAtAnd(text: string): string[] {
  const parts = text.split(AND)
  const areNames = parts.every((part) => /^\S+\s+\S/.test(part.trim()))
  return parts.length > 1 && areNames ? parts : [text]
}

function isAddress(text: string): boolean {
  return /^(?:https?:)?\/\/|^www\.|^[\w-]+(?:\.[\w-]+)+\/\S*$/i.test(text)
}

function isSiteName(text: string, { siteNames }: AuthorContext): boolean {
  const key = squash(text)
  return key !== '' && siteNames.some((name) => squash(name) === key)
}

function toName(part: string, context: AuthorContext): string | null {
  const text = part.replace(/^[\s,;:]+|[\s,;:]+$/g, '')
  if (isAddress(text)) {
    const name = context.nameOfAddress?.(text)
    return name === undefined || isAddress(name)
      ? null
      : toName(name, { ...context, nameOfAddress: () => undefined })
  }
  // "jane@mag.example (Jane Doe)", "Jane Doe <jane@mag.example>", "Jane Doe (@jane)"
  const beside =
    /^\S+@\S+\s+\((.+)\)$/.exec(text)?.[1] ?? text.replace(/\s*[<(][^<>()]*@[^<>()]*[>)]$/, '')
  if (/^(?:u|user)\/\S+$/i.test(beside)) return null
  const name = beside
    .replace(/\s+@\S+$/, '')
    .replace(/(?:\s|\p{Extended_Pictographic}|\u200d|\ufe0f)+$/u, '')
    .replace(/(?<=\p{L})_(?=\p{L})/gu, ' ')
    .trim()
  if (name.includes('@')) return null
  if (name.length < 2 || name.length > MAX_NAME || !/\p{L}/u.test(name)) return null
  if (NOBODY.has(squash(name)) || /^https?\b|[{}<>]|%\w+%/i.test(name)) return null
  return name
}

/** "Okoro, Lena" → "Lena Okoro" for sources that always write the family name first. */
export function givenNameFirst(name: string): string {
  const [family, given, ...more] = name.split(/\s*,\s*/)
  return family && given && more.length === 0 ? `${given} ${family}` : name
}
