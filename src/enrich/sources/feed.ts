/** A feed that was saved itself: its own name, never one of its items'. */
import { Tokenizer } from 'htmlparser2'
import { type Finding, findingsOf } from '../page-reading.ts'
import { decodeEntities } from '../text.ts'

const FIELDS = new Map([
  ['title', 'title'],
  ['description', 'description'],
  ['subtitle', 'description'],
  ['language', 'language'],
  ['itunes:author', 'author'],
  ['managingeditor', 'author'],
  ['dc:creator', 'author'],
  ['name', 'author'],
])

const ITEMS = new Set(['item', 'entry'])
/** Parts of a feed's head with titles of their own. */
const INNER = new Set(['image', 'textinput', 'generator'])

export function readFeed(xml: string): Finding[] {
  const found = new Map<string, string>()
  let field: string | undefined
  let tag = ''
  let inner = ''
  let isDone = false
  const append = (text: string) => {
    if (field !== undefined) found.set(field, (found.get(field) ?? '') + text)
  }
  const ignore = () => {}
  const tokenizer = new Tokenizer(
    { xmlMode: true },
    {
      onopentagname(start, end) {
        tag = xml.slice(start, end).toLowerCase()
        if (ITEMS.has(tag)) isDone = true
        if (isDone || inner !== '') return
        if (INNER.has(tag)) inner = tag
        const name = FIELDS.get(tag)
        field = name !== undefined && !found.has(name) ? name : undefined
      },
      onclosetag(start, end) {
        if (xml.slice(start, end).toLowerCase() === inner) inner = ''
        field = undefined
      },
      onselfclosingtag() {
        if (tag === inner) inner = ''
        field = undefined
      },
      ontext: (start, end) => append(xml.slice(start, end)),
      ontextentity: (codepoint) => append(String.fromCodePoint(codepoint)),
      oncdata: (start, end, offset) => append(xml.slice(start, end - offset)),
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
    },
  )
  // A feed's head is short; what follows are items.
  tokenizer.write(xml.slice(0, 100_000))
  tokenizer.end()
  // Atom's `type="html"` and many RSS feeds hold markup that is escaped once more.
  const text = (name: string) => decodeEntities(found.get(name) ?? '')
  return findingsOf('document', {
    title: text('title'),
    description: text('description'),
    language: text('language'),
    author: text('author'),
    siteName: text('title'),
    kind: 'feed',
  })
}

export function readJson(text: string): Finding[] {
  const isFeed = /"version"\s*:\s*"https?:\\?\/\\?\/jsonfeed\.org/.test(text.slice(0, 2_000))
  if (!isFeed) return findingsOf('document', { kind: 'data' })
  const title = /"title"\s*:\s*("(?:[^"\\]|\\.){0,500}")/.exec(text.slice(0, 4_000))?.[1]
  return findingsOf('document', {
    kind: 'feed',
    title: title === undefined ? null : String(JSON.parse(title)),
  })
}
