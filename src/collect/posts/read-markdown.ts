import MarkdownIt from 'markdown-it'
import { MOST_POST_LENGTH } from './post.ts'

/** HTML is let through: what is unsafe in it never gets into a note, which is Markdown again. */
const markdown = new MarkdownIt({ html: true, linkify: true, maxNesting: 40 })
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false })
// Judged later, with a reason.
markdown.validateLink = () => true

/** Characters without a space that markdown-it would need too long for. */
const MOST_UNBROKEN = 20_000

export interface MarkdownPost {
  html: string
  /** Front matter, keys in lower case. */
  about: Record<string, string>
  /** Puts templates back that were hidden from the parser. */
  restore: (text: string) => string
}

/** Markdown with the front matter of Jekyll, Hugo, Eleventy or Pandoc. */
export function readMarkdown(source: string): MarkdownPost {
  const { about, body } = takeFrontMatter(source.slice(0, MOST_POST_LENGTH).replace(/\r\n?/g, '\n'))
  const hidden: string[] = []
  const hide = (text: string) => `\ue000${hidden.push(text) - 1}\ue001`
  const restore = (text: string) =>
    text.replace(/\ue000(\d{1,6})\ue001/g, (_, index) => hidden[Number(index)] ?? '')
  const calm = body
    .replace(/[\ue000\ue001]/g, '')
    // {{< youtube x >}}, {% include y %}, {{ z }}: left in the text as they are.
    .replace(/\{\{[^{}\n]{1,500}\}\}|\{%[^{}\n]{1,500}%\}/g, hide)
    .replace(/\S{20000,}/g, (run) => (run.length > MOST_UNBROKEN ? ' … ' : run))
  return { html: markdown.render(withFootnotes(calm)), about, restore }
}

/** `text[^1]` and `[^1]: more` become "text (more)": an issue has no foot. */
function withFootnotes(text: string): string {
  const notes = new Map<string, string>()
  const body = text.replace(
    /^\[\^([^\]\s]{1,60})\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*|(?![ \t]*\n|\[\^)\S.*))*)\n?/gm,
    (_, name: string, note: string) => {
      notes.set(name, note.replace(/\s+/g, ' ').trim())
      return ''
    },
  )
  if (notes.size === 0) return text
  return body.replace(/[ \t]?\[\^([^\]\s]{1,60})\]/g, (mark, name: string) => {
    const note = notes.get(name)
    return note === undefined ? mark : note === '' ? '' : ` (${note.replace(/[.]$/, '')})`
  })
}

function takeFrontMatter(text: string): { about: Record<string, string>; body: string } {
  const yaml = /^\ufeff?---[ \t]*\n([\s\S]{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(text)
  if (yaml) return { about: readKeys(yaml[1] ?? '', ':'), body: text.slice(yaml[0].length) }
  const toml = /^\ufeff?\+\+\+[ \t]*\n([\s\S]{0,20000}?)\n\+\+\+[ \t]*(?:\n|$)/.exec(text)
  if (toml) return { about: readKeys(toml[1] ?? '', '='), body: text.slice(toml[0].length) }
  const json = /^\ufeff?(\{\n[\s\S]{0,20000}?\n\})\n/.exec(text)
  if (json) return { about: readJson(json[1] ?? ''), body: text.slice(json[0].length) }
  const pandoc = /^\ufeff?% (.*)\n(?:%(.*)\n)?(?:%(.*)\n)?/.exec(text)
  if (pandoc) {
    const about = { title: pandoc[1]?.trim() ?? '', date: pandoc[3]?.trim() ?? '' }
    return { about, body: text.slice(pandoc[0].length) }
  }
  return { about: {}, body: text }
}

/** One value a line, which is all that we look for. */
function readKeys(text: string, sign: ':' | '='): Record<string, string> {
  const keys: Record<string, string> = {}
  let last = ''
  for (const line of text.split('\n')) {
    const pair = sign === ':' ? /^([\w-]+):\s*(.*)$/.exec(line) : /^([\w-]+)\s*=\s*(.*)$/.exec(line)
    if (pair?.[1]) {
      last = pair[1].toLowerCase()
      keys[last] ??= unquote(pair[2] ?? '')
    } else if (/^\s+-\s/.test(line) && keys[last] === '')
      keys[last] = unquote(line.replace(/^\s+-\s/, ''))
  }
  return keys
}

function readJson(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, each]) =>
        typeof each === 'string' ? [[key.toLowerCase(), each]] : [],
      ),
    )
  } catch {
    // No front matter after all: a post may begin with a brace.
    return {}
  }
}

function unquote(value: string): string {
  const text = value.trim()
  const list = /^\[\s*(.*?)\s*\]$/.exec(text)?.[1]?.split(/\s*,\s*/)[0]
  const quoted = /^(["'])(.*?)\1(?:\s+#.*)?$/.exec(list ?? text)
  if (!quoted) return (list ?? text).replace(/\s+#\s.*$/, '')
  return quoted[1] === '"'
    ? (quoted[2] ?? '').replace(/\\(["\\])/g, '$1')
    : (quoted[2] ?? '').replace(/''/g, "'")
}
