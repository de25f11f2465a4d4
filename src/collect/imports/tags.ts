import { uniqueTags } from './imported-link.ts'

/** A longer one is a sentence that went astray. */
const maxTagLength = 100
/** Characters; no link has as many tags. */
const longestList = 20_000

export type TagStyle =
  /** Blanks belong to a tag (Raindrop, Firefox, Pocket). */
  | 'comma'
  /** Blanks divide tags (Pinboard, Delicious, Shaarli). */
  | 'blank'
  /** As one of these, decided by what the file has shown so far. */
  | 'guess'

/** Splits the tags of one file; it remembers whether that file has tags with blanks in them. */
export function createTagSplitter() {
  let blanksInside = false
  return function splitTags(raw: unknown, style: TagStyle): string[] {
    if (Array.isArray(raw)) return cleanTags(raw.map(tagName))
    if (typeof raw !== 'string' || raw.trim() === '') return []
    const text = raw.trim().slice(0, longestList)
    const list = asList(text)
    if (list) return cleanTags(list)
    if (style !== 'blank') {
      const divider = dividerOf(text)
      if (divider) {
        const tags = cleanTags(text.split(divider))
        blanksInside ||= tags.some((tag) => /\s/.test(tag))
        return tags
      }
      if (style === 'comma' || blanksInside) return cleanTags([text])
    }
    const words = text.match(/"[^"]+"|[^\s,]+/g) ?? []
    return cleanTags(words.map((word) => word.replace(/^"(.+)"$/, '$1')))
  }
}

function dividerOf(text: string): RegExp | null {
  if (text.includes('|')) return /\|/
  if (/[,，、]/.test(text)) return /[,，、]/
  return /[;\n]/.test(text) ? /[;\n]/ : null
}

/** `["a","b"]`, or `['a', 'b']` as Python prints it. */
function asList(text: string): string[] | null {
  if (!text.startsWith('[') || !text.endsWith(']')) return null
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed.map(tagName) : null
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // A quote that is never closed reaches to the end, so that no part is looked at twice.
    const quoted = [...text.matchAll(/'((?:[^'\\]|\\.)*)(?:'|\\?$)|"((?:[^"\\]|\\.)*)(?:"|\\?$)/gs)]
    if (quoted.length > 0) return quoted.map((m) => (m[1] ?? m[2] ?? '').replace(/\\(.)/g, '$1'))
    return text.slice(1, -1).split(',')
  }
}

/** Tags come as strings or as objects with a name. */
function tagName(tag: unknown): string {
  if (typeof tag === 'string') return tag
  if (typeof tag === 'number') return String(tag)
  if (typeof tag !== 'object' || tag === null) return ''
  const named = tag as { name?: unknown; title?: unknown; tag?: unknown }
  const name = named.name ?? named.title ?? named.tag
  return typeof name === 'string' ? name : ''
}

function cleanTags(tags: readonly string[]): string[] {
  const cleaned = tags.map((tag) =>
    tag
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .replace(/^"(.+)"$/, '$1')
      .toWellFormed()
      .slice(0, maxTagLength),
  )
  return uniqueTags(cleaned.filter((tag) => tag !== ''))
}
