/**
 * A page's title without what belongs to its site.
 *
 * "Slow bread | Crumb & Co" → "Slow bread" only because "Crumb & Co" is known to be the site's
 * name: a bar, dash or colon alone proves nothing. Never shortened to nothing.
 */
import { cleanText, decodeEntities, hasEntity, shorten, squash, stripInlineTags } from './text.ts'

export const MAX_TITLE = 300

export interface TitleContext {
  /** Names the site gives itself: og:site_name, publisher. */
  siteNames: readonly string[]
  /** Names made from its host, which may be common words. */
  hostNames: readonly string[]
  authors: readonly string[]
  /** Names that stand alone while a script has not yet filled in the rest: "YouTube". */
  bareNames?: readonly string[]
  /** On a home page the site's name is the title. */
  isHomePage: boolean
}

const SEPARATOR = /\s*[|｜¦]\s*|\s+(?:[-‐‑–—−·•∙⋅»«›‹>/~:]|::|\/\/)\s+|:\s+|\s*[—–_]\s*|-/g

/** Titles that say nothing of the page. */
const EMPTY_TITLES =
  /^(?:untitled(?: document| page)?|no title|home|home ?page|index|startseite|accueil|document|title|page|loading(?:\.{3}|…)?|redirect(?:ing)?(?:\.{3}|…)?|please wait(?:\.{3}|…)?|new tab|undefined|null|none|nan|false|true|\[object object\]|[^\p{L}\p{N}\p{S}]*|https?:\/\/\S+|(?:index|default|page)\.(?:html?|php|aspx?))$/iu

/** "Clay Forum • View topic - Slow cooling": what a forum's program says of every page. */
const FORUM_PREFIX =
  /((?:^|[•|:»·]\s+))(?:View topic|Thema anzeigen|Voir le sujet|Ver tema)\s*[-–:]\s+/i

export function isEmptyTitle(title: string): boolean {
  return EMPTY_TITLES.test(title) || /\{\{.*\}\}|\{%.*%\}|<%.*%>/.test(title)
}

export function cleanTitle(raw: string, context: TitleContext): string | null {
  const title = cleanText(stripInlineTags(raw)).replace(FORUM_PREFIX, '$1')
  const short = context.isHomePage ? title : withoutSite(title, context)
  const isBare =
    !context.isHomePage && [title, short].some((one) => isBareSite(one, context.bareNames ?? []))
  return short === '' || isBare || isEmptyTitle(short) ? null : shorten(short, MAX_TITLE)
}

function isBareSite(title: string, names: readonly string[]): boolean {
  return names.some((name) => squash(name) === squash(title))
}

interface Names {
  given: Set<string>
  all: Set<string>
  people: Set<string>
}

function withoutSite(title: string, { siteNames, hostNames, authors }: TitleContext): string {
  const given = new Set(siteNames.flatMap(keysOf).filter((name) => name.length > 1))
  const all = new Set([...given, ...hostNames.flatMap(keysOf).filter((name) => name.length > 1)])
  const people = new Set(authors.map(nameKey).filter((name) => name.length > 2))
  let rest = title.slice(0, 1_000)
  for (let round = 0; round < 3; round++) {
    const next = cutOnce(rest, { given, all, people })
    if (next === rest) break
    rest = next
  }
  return rest.replace(/\s+[|｜·•–—-]+$|^[|｜·•–—-]+\s+/g, '').trim()
}

function nameKey(name: string): string {
  return squash(name.replace(/^(?:the|der|die|das|le|la|les|el|il)\s+/i, '').replace(/^www\./, ''))
}

/** "thekilnweekly.example" for The Kiln Weekly. */
function keysOf(name: string): string[] {
  const key = nameKey(name)
  return [key, key.replace(/^the(?=.{5})/, '')]
}

function cutOnce(title: string, names: Names): string {
  const marks = [...title.matchAll(SEPARATOR)]
  for (const [at, mark] of marks.entries()) {
    const head = title.slice(0, mark.index)
    const tail = title.slice(mark.index + mark[0].length)
    // A bare hyphen joins words, except where words have no blanks between them.
    if (mark[0] === '-' && /^[\x00-\x7f]*$/.test(tail)) continue
    const isColon = mark[0].startsWith(':')
    const sites = isColon ? names.given : names.all
    if (hasLetters(head) && isSiteTail(tail, sites, names.people)) return head
    const segment = title.slice(mark.index + mark[0].length, marks[at + 1]?.index ?? title.length)
    if (!isColon && head.length >= 8 && isSiteTail(segment, sites, new Set())) return head
    if (!isColon && hasLetters(head) && isSignature(segment, names.people)) return head
    if (hasLetters(tail) && isSiteHead(head, names)) return tail
  }
  return title
}

/** "Live: the kiln is opened" on live.example: one word in front may be the sentence's own. */
function isSiteHead(head: string, { given, all }: Names): boolean {
  const key = nameKey(head)
  return given.has(key) || (/\S[\s.]\S/.test(head) && all.has(key))
}

function isSiteTail(tail: string, sites: Set<string>, people: Set<string>): boolean {
  if (sites.has(nameKey(tail))) return true
  return people.has(nameKey(tail.replace(/^(?:by|von|par|por|door|di|av)\s+/i, '')))
}

/** "The kiln | by Jo Hale | Clay" */
function isSignature(segment: string, people: Set<string>): boolean {
  const name = /^(?:by|von|par|por|door)\s+(.+)$/i.exec(segment)?.[1]
  return name !== undefined && people.has(nameKey(name))
}

function hasLetters(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

/**
 * A title that was escaped twice shows entities after decoding once. Whether they are meant is
 * seen from the page's other titles; without any, numbers are taken for a mistake.
 */
export function undoDoubleEscape(title: string, others: readonly string[]): string {
  if (!hasEntity(title)) return title
  const decoded = decodeEntities(title)
  const key = cleanText(decoded)
  const literal = cleanText(title)
  if (others.some((other) => cleanText(other).includes(key))) return decoded
  if (others.some((other) => cleanText(other).includes(literal))) return title
  return /&#x?[0-9a-f]+;|&nbsp;/i.test(title) ? decoded : title
}
