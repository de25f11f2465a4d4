/**
 * The feeds that a web page names in its head (`<link rel="alternate" type="…">`, as browsers and
 * feed readers look for them), in the page's order, comment feeds last.
 */
import { parseMarkup } from './parse-markup.ts'

export interface NamedFeed {
  url: string
  title: string | null
}

const feedTypes = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/feed+json',
  'application/rdf+xml',
  'application/xml',
  'text/xml',
])
/** Pages write it for JSON Feed and for other data (WordPress: its API). */
const looksLikeJsonFeed = /feed/i

/** Characters: a head is shorter, and pages name their feeds there. */
const longestHead = 500_000
const mostFeeds = 20

export function findFeeds(html: string, pageUrl: string): NamedFeed[] {
  const found = new Map<string, NamedFeed>()
  let base = pageUrl
  parseMarkup(html.slice(0, longestHead), {
    onopentag: (name, attributes) => {
      if (name === 'base' && attributes.href && URL.canParse(attributes.href, pageUrl))
        base = new URL(attributes.href, pageUrl).href
      if (name !== 'link' || found.size >= mostFeeds) return
      const feed = feedOf(attributes, base)
      if (feed && !found.has(feed.url)) found.set(feed.url, feed)
    },
  })
  const feeds = [...found.values()]
  return [...feeds.filter((feed) => !isOfComments(feed)), ...feeds.filter(isOfComments)]
}

function feedOf(a: Record<string, string>, base: string): NamedFeed | null {
  const rels = (a.rel ?? '').toLowerCase().split(/\s+/)
  if (!rels.includes('alternate') && !rels.includes('feed')) return null
  const type = (a.type ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const isFeed =
    feedTypes.has(type) ||
    rels.includes('feed') ||
    (type === 'application/json' && looksLikeJsonFeed.test(`${a.title ?? ''} ${a.href ?? ''}`))
  const href = (a.href ?? '').trim()
  if (!isFeed || href === '' || !URL.canParse(href, base)) return null
  const url = new URL(href, base)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  url.hash = ''
  const title = (a.title ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return { url: url.href, title: title === '' ? null : title.slice(0, 200).toWellFormed() }
}

function isOfComments({ url, title }: NamedFeed): boolean {
  return /\bcomments?\b|kommentar|commentaires/i.test(`${title ?? ''} ${new URL(url).pathname}`)
}
