/**
 * Who wrote a page, out of the words beside its title in a roundup.
 *
 * "by Ida Norn and Bo Lind", "von Ida Norn", "– Ida Norn", "(Ida Norn)", or a line with the names
 * alone. Only "by" and its like are certain; for the others the words must look like names, and a
 * single word counts only where its neighbours show that the post writes authors that way.
 */

/** `stop`: after a dash, with a full stop before the note. */
export type BylineKind = 'by' | 'dash' | 'bracket' | 'line' | 'stop'

export interface Byline {
  authors: string[]
  kind: BylineKind
  /** Characters of the text that belong to it, with what parts it from the note. */
  length: number
  /** Needs others of its kind in the same post. */
  isWeak: boolean
}

const BY =
  /^[\s,;:.–—|·-]*(?<open>[([])?\s*(?:(?:an?\s+)?(?:written|posted|words|article|talk|video|paper|lectures?|post|essay|geschrieben|ein\s+\p{L}+)\s+)?(?:by|von|par|por|av|door)(?::|\s)\s*|^[\s,;:.–—|·-]*(?<open2>[([])?\s*(?:authors?|autor(?:in|en|innen)?)\s*:\s*/iu
const DASH = /^\s*(?:[–—|·~]|-{1,3}|,)\s+/
const BRACKET = /^\s*[([]\s*/
const CLOSING: Record<string, string> = { '(': ')', '[': ']' }

const PARTICLE =
  '(?:de|van|von|der|den|del|della|di|da|dos|das|du|la|le|el|al|bin|ibn|ben|ter|ten|zu|zur|y|af|av|of|the)'
const NAME_WORD =
  "(?:@\\w[\\w-]*|(?:\\p{Lu}\\.-?)+|(?:Dr|Prof|Jr|Sr|St|Mr|Mrs|Ms)\\.|(?:[dDlLO]['’])?[\\p{Lu}\\p{Lo}][\\p{L}\\p{M}\\p{N}'’‑-]*)"
const NAME = new RegExp(
  `^(?:${PARTICLE}[ \u00a0])*${NAME_WORD}(?:[ \u00a0](?:${PARTICLE}[ \u00a0])*${NAME_WORD}){0,6}(?![\\p{L}\\p{N}+#/_@])`,
  'u',
)
const CONNECTOR = /^(?:,?\s+(?:and|und|et|og|och|with|mit)\s+|\s*(?:&|\+|\/)\s*|\s*;\s+)/i
/** What stands in brackets after a title and is nobody. */
const NOBODY =
  /^(?:pdf|video|audio|podcast|slides?|folien|paper|github|gitlab|youtube|vimeo|code|repo|book|buch|part|teil|hacker news|hn|lobsters|reddit|source|archive|mirror|open access|englisch|english|german|deutsch|thread|talk|long read|via|updated?|draft|paywall|free|new|old)\b/i
/** "by far", "by the way": no names follow. */
const IDIOM =
  /^(?:far|now|the way|using|hand|default|accident|itself|yourself|example|design|definition|someone|means|no means|then|day|night|email|mail)\b/i

/** What the text right after a title says of its authors; undefined when it says nothing. */
export function readByline(text: string): Byline | undefined {
  return readBy(text) ?? readBracket(text) ?? readDash(text)
}

function readBy(text: string): Byline | undefined {
  const start = BY.exec(text)
  if (!start) return undefined
  const opening = start.groups?.open ?? start.groups?.open2
  const rest = text.slice(start[0].length)
  if (IDIOM.test(rest)) return undefined
  const end = opening ? rest.indexOf(CLOSING[opening] ?? ')') : -1
  if (end >= 0) {
    const names = readNames(rest.slice(0, end))
    const authors =
      names && rest.slice(names.length, end).trim() === ''
        ? names.authors
        : [rest.slice(0, end).trim()]
    return finished(text, start[0].length + end + 1, { authors, kind: 'by', isWeak: false })
  }
  const names = readNames(rest)
  if (names && /^\s*(?:$|[.:;,)\]–—|·\n(-])/.test(rest.slice(names.length)))
    return finished(text, start[0].length + names.length, {
      authors: names.authors,
      kind: 'by',
      isWeak: false,
    })
  // A name that does not look like one ("by antirez", "by the Rust team"): up to the next mark.
  const [other = ''] = /^[^.:;,–—|·\n()]+/.exec(rest) ?? []
  const after = rest.slice(other.length)
  if (other.trim() === '' || other.trim().split(/\s+/).length > 4) return undefined
  if (!/^\s*(?:$|[.:;,)\]–—|·\n(])/.test(after)) return undefined
  return finished(text, start[0].length + other.length, {
    authors: [other.trim()],
    kind: 'by',
    isWeak: false,
  })
}

function readBracket(text: string): Byline | undefined {
  const start = BRACKET.exec(text)
  if (!start) return undefined
  const rest = text.slice(start[0].length)
  const end = rest.search(/[)\]]/)
  const inside = end < 0 ? '' : rest.slice(0, end).trim()
  if (inside === '' || NOBODY.test(inside) || /^\p{Lu}{2,}$/u.test(inside)) return undefined
  const names = readNames(inside)
  if (!names || names.length < inside.length) return undefined
  return finished(text, start[0].length + end + 1, {
    authors: names.authors,
    kind: 'bracket',
    isWeak: isWeak(names.authors),
  })
}

function readDash(text: string): Byline | undefined {
  const start = DASH.exec(text)
  if (!start) return undefined
  const rest = text.slice(start[0].length)
  if (NOBODY.test(rest)) return undefined
  const names = readNames(rest)
  const after = names ? rest.slice(names.length) : ''
  if (names && /^\.\s+\S/.test(after) && !isWeak(names.authors))
    return finished(text, start[0].length + names.length, {
      authors: names.authors,
      kind: 'stop',
      isWeak: true,
    })
  if (!names || !/^\s*(?:$|\n|[–—|·:]|-{1,3}\s)/.test(after)) return undefined
  return finished(text, start[0].length + names.length, {
    authors: names.authors,
    kind: 'dash',
    isWeak: isWeak(names.authors),
  })
}

/** A paragraph that holds names and nothing else, but for the site: "Ida Norn · norn.example". */
export function readBylineLine(text: string): Byline | undefined {
  const [first = ''] = text.split(/\s*[·|]\s*/)
  const by = readBy(first)
  if (by && by.length >= first.trimEnd().length) return { ...by, length: text.length }
  const plain = first.replace(/^\s*[–—-]\s*/, '')
  const names = readNames(plain)
  if (!names || plain.slice(names.length).trim() !== '' || NOBODY.test(plain)) return undefined
  if (text.length > first.length + 120) return undefined
  return {
    authors: names.authors,
    kind: /^\s*[–—-]/.test(first) ? 'dash' : 'line',
    length: text.length,
    isWeak: isWeak(names.authors),
  }
}

/** "Ptrace Notes by Ida Norn" as one text: where the names begin, should they look like names. */
export function splitTitle(title: string): { title: string; authors: string[] } | undefined {
  const at = /^(.{2,}?)[\s,–—-]+(?:by|von)\s+(.+)$/iu.exec(title)
  if (!at?.[1] || !at[2]) return undefined
  const names = readNames(at[2])
  if (!names || names.length < at[2].length || isWeak(names.authors)) return undefined
  return { title: at[1], authors: names.authors }
}

const isWeak = (authors: string[]) => authors.some((name) => !/\s/.test(name))

/** Takes along what parts the names from the note. */
function finished(text: string, length: number, byline: Omit<Byline, 'length'>): Byline {
  const [mark = ''] = /^\s*(?:[.:;,–—|·]+|-{1,3}(?=\s))?\s*/.exec(text.slice(length)) ?? []
  return { ...byline, length: length + mark.length }
}

/** The names that a text begins with. */
function readNames(text: string): { authors: string[]; length: number } | undefined {
  const authors: string[] = []
  let at = 0
  for (let from = 0; authors.length < 30; ) {
    const length = nameLength(text.slice(from))
    if (length === 0) break
    const name = text.slice(from, from + length).replace(/\s+/g, ' ')
    if (/^(?:Jr|Sr)\.?$/.test(name) && authors.length > 0) authors.push(`${authors.pop()}, ${name}`)
    else authors.push(name)
    at = from + length
    const rest = text.slice(at)
    const joint = CONNECTOR.exec(rest)?.[0]
    if (joint !== undefined) {
      from = at + joint.length
      continue
    }
    const comma = /^,\s+/.exec(rest)?.[0]
    if (comma === undefined) break
    // After a comma there may as well be the note.
    const next = nameLength(rest.slice(comma.length))
    const after = rest.slice(comma.length + next)
    if (next === 0 || !/^(?:$|,\s|\s+(?:and|und|&)\s|\s*[.:;)–—|·\n])/.test(after)) break
    from = at + comma.length
  }
  return authors.length > 0 ? { authors, length: at } : undefined
}

/** Characters of one name: words that begin like names, with particles between them. */
function nameLength(text: string): number {
  return NAME.exec(text)?.[0].length ?? 0
}
