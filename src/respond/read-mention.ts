/**
 * What a page that mentions an issue says: whether it links there at all, who wrote it, and what it
 * does with the issue (microformats2: h-entry, h-card, in-reply-to, like-of, repost-of,
 * bookmark-of). Everything is taken as plain text.
 */
import {
  eachElement,
  findElement,
  hasClass,
  lineOf,
  type MarkupElement,
  parseTree,
  textOf,
} from '../collect/posts/markup-tree.ts'
import type { Relation } from '../domain/response.ts'
import type { ReadMention } from '../store/responses.ts'

const MOST_TEXT = 600
const MOST_NAME = 100

/** Attributes by which a page may link (Webmention §3.2.2). */
const LINKS: Record<string, string> = {
  a: 'href',
  area: 'href',
  link: 'href',
  img: 'src',
  video: 'src',
  audio: 'src',
  source: 'src',
  blockquote: 'cite',
  q: 'cite',
}
const RELATION_CLASSES: [RegExp, Relation][] = [
  [/^u-in-reply-to$/, 'reply'],
  [/^u-repost-of$/, 'repost'],
  [/^u-like-of$/, 'like'],
  [/^u-bookmark-of$/, 'bookmark'],
]

/** Undefined when the page does not link to the target. */
export function readMention(
  html: string,
  { source, target }: { source: string; target: string },
): ReadMention | undefined {
  const root = parseTree(html)
  const base = findElement(root, ({ name }) => name === 'base')?.attribs.href
  const start = URL.parse(base ?? '', source)?.href ?? source
  const wanted = comparable(target)
  const isLink = (element: MarkupElement) => {
    const value = element.attribs[LINKS[element.name] ?? '']
    const url = value === undefined ? null : URL.parse(value.trim(), start)
    return url !== null && comparable(url.href) === wanted
  }
  const link = findElement(root, isLink)
  if (!link) return undefined
  const entry = entryAround(root, link) ?? root
  const author = authorOf(entry, start) ?? authorOf(root, start)
  const name = entry === root ? undefined : property(entry, /^p-name$/)
  const content = property(entry, /^(?:e-content|p-content|p-summary)$/) ?? ''
  const title = name ?? titleOf(root)
  return {
    name: (author?.name || new URL(source).host.replace(/^www\./, '')).slice(0, MOST_NAME),
    authorUrl: author?.url ?? null,
    relation: relationOf(entry, isLink),
    // A note's name is its own text over again.
    title: title && !content.startsWith(title.slice(0, 60)) ? title.slice(0, 200) : null,
    content: shorten(content),
  }
}

/** Without fragment and the slash at the end. */
function comparable(address: string): string {
  const url = URL.parse(address)
  if (!url) return address
  url.hash = ''
  return url.href.replace(/\/$/, '')
}

/** The innermost h-entry that holds the link; else the only one of the page. */
function entryAround(root: MarkupElement, link: MarkupElement): MarkupElement | undefined {
  const entries = [...eachElement(root.children)].filter((each) => hasClass(each, /^h-entry$/))
  const holding = entries.filter((entry) => [...eachElement(entry.children)].includes(link))
  return holding.at(-1) ?? (entries.length === 1 ? entries[0] : undefined)
}

function authorOf(within: MarkupElement, base: string) {
  const card =
    findElement(within, (each) => hasClass(each, /^p-author$/)) ??
    findElement(within, (each) => hasClass(each, /^h-card$/))
  if (!card) return undefined
  const named = findElement(card, (each) => hasClass(each, /^p-name$/))
  const link = [card, ...eachElement(card.children)].find(
    ({ name, attribs }) => name === 'a' && attribs.href,
  )
  const url = link ? URL.parse(link.attribs.href ?? '', base) : null
  return {
    name: lineOf(textOf((named ?? card).children)),
    url: url && /^https?:$/.test(url.protocol) ? url.href : null,
  }
}

function property(within: MarkupElement, name: RegExp): string | undefined {
  const found = findElement(within, (each) => hasClass(each, name))
  return found && (lineOf(textOf(found.children)) || undefined)
}

function titleOf(root: MarkupElement): string | undefined {
  const title = findElement(root, ({ name }) => name === 'title')
  return title && (lineOf(textOf(title.children)) || undefined)
}

function relationOf(entry: MarkupElement, isLink: (each: MarkupElement) => boolean): Relation {
  const links = [...eachElement(entry.children)]
  for (const [name, relation] of RELATION_CLASSES)
    for (const element of links) {
      if (!hasClass(element, name)) continue
      if (isLink(element) || [...eachElement(element.children)].some(isLink)) return relation
    }
  return 'mention'
}

function shorten(text: string): string {
  if (text.length <= MOST_TEXT) return text
  const cut = text.slice(0, MOST_TEXT - 1)
  return `${cut.slice(0, Math.max(MOST_TEXT / 2, cut.lastIndexOf(' '))).toWellFormed()}…`
}
