/** Small rules for single values of an import, the same for every format. */

const maxTitleLength = 1000
/** Characters; no page has as many authors. */
const longestAuthors = 5_000
/** What saving tools write when they know no title. */
const standInTitle = /^[([]?(?:untitled|no title|null|undefined|none)[)\]]?$/i

export interface ImportedTitle {
  title: string
  titleIsPlaceholder: boolean
}

/** One line of text; the address where there is no title. */
export function titleOr(url: string, raw: unknown): ImportedTitle {
  const title = typeof raw === 'string' ? oneLine(raw).slice(0, maxTitleLength).toWellFormed() : ''
  if (title === '') return { title: url, titleIsPlaceholder: true }
  const saysNothing = standInTitle.test(title) || bare(title) === bare(url)
  return { title, titleIsPlaceholder: saysNothing }
}

/** An address as people compare it by eye. */
function bare(address: string): string {
  return address
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '')
}

export function oneLine(raw: string): string {
  return raw.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

/** Several lines, each without blanks at its end; control characters go. */
export function noteText(raw: unknown): string {
  if (typeof raw !== 'string') return ''
  return raw
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd()
    .replace(/^[ \t]+(?=\S[^\n]*$)/, '') // a single line needs no indentation
    .toWellFormed()
}

/** Pinboard marks what was selected on the page as `<blockquote>`; Markdown's sign for it is "> ". */
export function withQuotes(note: string): string {
  if (!/<blockquote>/i.test(note)) return note
  return note
    .split(/<blockquote>/i)
    .map((part, at) => {
      const [quote = '', ...rest] = part.split(/<\/blockquote>/i)
      return at === 0 ? part.trim() : joinParagraphs([quoted(quote), rest.join(' ').trim()])
    })
    .filter((part) => part !== '')
    .join('\n\n')
}

export function quoted(text: string): string {
  const trimmed = text.trim()
  return trimmed === '' ? '' : trimmed.replace(/^/gm, '> ')
}

/** Parts of a note, without the empty ones. */
export function joinParagraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}

/** Null: the file does not say. */
export function flag(raw: unknown): boolean | null {
  if (typeof raw === 'boolean') return raw
  if (typeof raw === 'number') return raw !== 0
  if (typeof raw !== 'string') return null
  const text = raw.trim().toLowerCase()
  if (['1', 'yes', 'y', 'true', 't', 'on', 'x'].includes(text)) return true
  if (['0', 'no', 'n', 'false', 'f', 'off'].includes(text)) return false
  return null
}

/** Names between semicolons, or between commas where each side is more than one word. */
export function splitAuthors(raw: unknown): string[] {
  if (Array.isArray(raw)) return cleanNames(raw)
  if (typeof raw !== 'string') return []
  const text = raw.trim().slice(0, longestAuthors)
  if (text.startsWith('[')) {
    const list = jsonList(text)
    if (list) return cleanNames(list)
  }
  if (text.includes(';')) return cleanNames(text.split(';'))
  const parts = text.split(/,|\s&\s|\sand\s/)
  const allFullNames = parts.every((part) => part.trim().includes(' '))
  return cleanNames(allFullNames ? parts : [text])
}

export function jsonList(text: string): unknown[] | null {
  if (!text.startsWith('[')) return null // the usual case; an error a row would cost seconds
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function cleanNames(names: readonly unknown[]): string[] {
  const texts = names.map((name) => (typeof name === 'string' ? oneLine(name).toWellFormed() : ''))
  return [...new Set(texts.filter((name) => name !== ''))]
}

/** `YYYY-MM`, else null. */
export function monthOrNull(raw: unknown): string | null {
  return typeof raw === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(raw.trim()) ? raw.trim() : null
}

/** A line of text, else null. */
export function textOrNull(raw: unknown): string | null {
  if (typeof raw !== 'string') return null
  const text = oneLine(raw).toWellFormed()
  return text === '' ? null : text
}
