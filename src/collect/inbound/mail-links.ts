/**
 * The links of a mail's text, each with the words above it.
 *
 * Above means: since the link before. A line that goes on after its link is one sentence, and
 * belongs to the link as a whole. Words that are the link's own (`[title](address)` alone on a
 * line) are no note. When a single link stands on top, what is below it is its note.
 */
import { findUrl } from '../clean-url.ts'

export interface MailLink {
  url: string
  note: string
}

/** `isTitle`: its words stand alone on their line, as the title of something. */
type FoundLink = MailLink & { isTitle: boolean }

interface Token {
  start: number
  end: number
  url: string
  /** Of a Markdown link. */
  label: string | null
}

/** Characters; more is a whole letter. */
const LONGEST_NOTE = 10_000
const SHORTEST_BETWEEN = 5
/** So many are looked at; what may be saved is decided later. */
const MOST_LINKS = 1_000
const MOST_LINE_LINKS = 200

const tokenPattern = new RegExp(
  [
    // Markdown, the address with or without angle brackets.
    String.raw`\[(?<label>[^[\]\n]{0,400})\]\(\s*<?(?<marked>https?:(?:[^\s<>()]|\([^\s<>()]{0,200}\)){1,8000})>?\s*\)`,
    // In angle brackets an address may be broken over lines (RFC 3986, appendix C).
    '<(?:URL:)?(?<angled>https?:[^<>]{1,8000})>',
    String.raw`(?<bare>https?:\/\/[^\s<>"“”«»]{1,8000})`,
    String.raw`(?<![\w@./:-])(?<www>www\.[\w-]{1,60}\.[^\s<>"“”«»]{2,2000})`,
  ].join('|'),
  'giu',
)

const leavingWords = [
  'unsubscribe',
  'opt[ -]?out',
  '(?:manage|update|change) (?:your )?(?:e?mail )?(?:subscriptions?|preferences|notifications|settings)',
  'e?mail preferences',
  'abmelden',
  'abbestellen',
  'austragen',
  'désabonner',
  'désinscri\\p{L}*',
  'darse de baja',
  'cancelar (?:la |tu )?suscripción',
  'disiscri\\p{L}*',
  'cancella(?:re)? l.iscrizione',
  'uitschrijven',
  'afmelden',
  'avregistrera',
  'wypisz',
  'отписаться',
  '配信停止',
].join('|')
const leaving = new RegExp(`(?<!\\p{L})(?:${leavingWords})(?!\\p{L})`, 'iu')
/** A sentence about leaving, as lists write it below; "How to unsubscribe from everything" is an article. */
const leavingSentence =
  /^[\s|•*·>-]*(?:to|if|you|click|don|no longer|not|want|update|manage|change|unsubscribe|opt|um|wenn|klick|hier|abmelden|newsletter|pour|si|cliquez|se d|para|per|voor|klik)/iu
const leavingAddress =
  /[/?&=_.-](?:unsubscribe|unsub|opt-?out|abmelden|desabonner|email-?preferences)(?:[/?&=._]|$)/i

export function linksOf(lines: readonly string[], unsubscribeUrls: readonly string[]): MailLink[] {
  const links: FoundLink[] = []
  let above: string[] = []
  for (const paragraph of paragraphsOf(lines)) {
    const found = linksOfParagraph(paragraph, above, unsubscribeUrls)
    links.push(...found.links)
    above = found.left
    if (links.length >= MOST_LINKS) return links
  }
  return withWordsBelow(links, above).map(({ url, note }) => ({ url, note }))
}

/**
 * Words below the last link are lost, unless nothing stands above the first: then a single link
 * owns them, and a list of titles (a newsletter) has its words below each.
 */
function withWordsBelow(links: FoundLink[], left: readonly string[]): FoundLink[] {
  const [first] = links
  if (first?.note !== '' || !left.some(hasWords)) return links
  if (links.length === 1) return [{ ...first, note: noteOf(left) }]
  if (!links.every(({ isTitle }) => isTitle)) return links
  return links.map((link, at) => ({
    ...link,
    note: links[at + 1]?.note ?? noteOf(left.slice(0, 1)),
  }))
}

/** Lines between empty lines; an address in brackets that goes on in the next line is put together. */
function paragraphsOf(lines: readonly string[]): string[][] {
  const text = lines
    .join('\n')
    .replace(/<(?:URL:)?https?:[^<>\s]+(?:\n[^<>\s]+){1,20}>/gi, (address) =>
      address.replace(/\n/g, ''),
    )
  return text
    .split(/\n(?:[ \t]*\n)+/)
    .map((paragraph) => paragraph.split('\n').filter((line) => line.trim() !== ''))
    .filter((paragraph) => paragraph.length > 0)
}

/** `left`: what stands after the last link, or everything where there is none. */
function linksOfParagraph(
  paragraph: readonly string[],
  before: readonly string[],
  unsubscribeUrls: readonly string[],
): { links: FoundLink[]; left: string[] } {
  const links: FoundLink[] = []
  let above = [...before]
  let words: string[] = []
  for (const [index, line] of paragraph.entries()) {
    const tokens = tokensOf(line)
    if (tokens.length === 0) {
      words.push(line)
      continue
    }
    const isAboutLeaving = tellsHowToLeave(line, tokens)
    const kept = new Set(
      tokens.filter((token) => !isForLeaving(token, isAboutLeaving, unsubscribeUrls)),
    )
    if (kept.size === 0) continue
    const notes = notesOf(line, tokens, paragraph[index + 1] ?? '')
    for (const [at, token] of tokens.entries()) {
      const own = notes.ofLinks[at] ?? ''
      if (!kept.has(token)) continue
      if (own !== '') words.push(own)
      links.push({
        url: token.url,
        note: noteOf([...above, words.join('\n')]),
        isTitle: token.label !== null && own === '',
      })
      above = []
      words = []
    }
    if (notes.after !== '') words.push(notes.after)
  }
  return { links, left: words.length === 0 ? above : [...above, words.join('\n')] }
}

function tokensOf(line: string): Token[] {
  const tokens: Token[] = []
  for (const match of line.matchAll(tokenPattern)) {
    const { label, marked, angled, bare, www } = match.groups ?? {}
    const url = marked ?? angled?.trim() ?? findUrl(bare ?? www ?? '')
    if (!url) continue
    const isTrimmed = marked === undefined && angled === undefined
    const end = match.index + (isTrimmed ? url.length : match[0].length)
    const last = tokens.at(-1)
    // Outlook writes "https://a.example<https://a.example>".
    if (last?.url === url) last.end = end
    else tokens.push({ start: match.index, end, url, label: label ?? null })
    if (tokens.length >= MOST_LINE_LINKS) break
  }
  return tokens
}

/** What each link of a line gets of it, and what is left for the next. */
function notesOf(
  line: string,
  tokens: readonly Token[],
  nextLine: string,
): { ofLinks: string[]; after: string } {
  const first = tokens[0]
  const last = tokens.at(-1)
  if (!first || !last) return { ofLinks: [], after: line }
  const before = line.slice(0, first.start)
  const after = line.slice(last.end)
  if (!hasWords(before)) {
    // "[Title](address): what it is about" tells about the link that it begins with.
    if (tokens.length === 1)
      return { ofLinks: [hasWords(after) ? afterLink(after) : ''], after: '' }
  } else if (hasWords(after) || /^\s*\p{Ll}/u.test(nextLine)) {
    return { ofLinks: [withoutBullet(flat(line, tokens))], after: '' }
  }
  const ofLinks = tokens.map((token, at) => {
    const from = tokens[at - 1]?.end ?? 0
    const text = line.slice(from, token.start)
    // "and" between two addresses is no note.
    const isNote =
      at === 0 ? hasWords(text) : (text.match(/[\p{L}\p{N}]/gu) ?? []).length >= SHORTEST_BETWEEN
    return isNote ? withoutBullet(`${text}${token.label ?? ''}`) : ''
  })
  return { ofLinks, after: hasWords(after) ? after.trim() : '' }
}

const hasWords = (text: string) => /[\p{L}\p{N}]/u.test(text)

function afterLink(text: string): string {
  return text.replace(/^[\s:;,.)\]>|–—-]+/u, '').trim()
}

/** The sentence as it reads: links are their words, or their address. */
function flat(line: string, tokens: readonly Token[]): string {
  let text = ''
  let at = 0
  for (const token of tokens) {
    text += line.slice(at, token.start) + (token.label || token.url)
    at = token.end
  }
  return text + line.slice(at)
}

function withoutBullet(text: string): string {
  return text.replace(/^\s*(?:[-*+•·‣▪–—]|\d{1,3}[.)])\s+/u, '').trim()
}

function noteOf(paragraphs: readonly string[]): string {
  const note = paragraphs
    .map((paragraph) => paragraph.trim())
    .filter(hasWords)
    .join('\n\n')
  return note.length > LONGEST_NOTE ? `${note.slice(0, LONGEST_NOTE).toWellFormed()}…` : note
}

/** The way out of a mailing list is nobody's reading. */
function isForLeaving(
  { url, label }: Token,
  isAboutLeaving: boolean,
  unsubscribeUrls: readonly string[],
): boolean {
  if (unsubscribeUrls.includes(url) || leavingAddress.test(url)) return true
  return label === null ? isAboutLeaving : label.length < 80 && leaving.test(label)
}

function tellsHowToLeave(line: string, tokens: readonly Token[]): boolean {
  const length = tokens.reduce((sum, { start, end }) => sum + end - start, 0)
  if (line.length - length > 160) return false
  const words = flat(line, tokens)
  return leaving.test(words) && leavingSentence.test(words)
}
