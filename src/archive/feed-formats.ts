import type { Publication } from '../domain/issue.ts'
import { cleanText, escapeHtml } from '../render/clean-text.ts'
import { knownLocale } from '../render/locale.ts'

/**
 * RSS 2.0 with content:encoded, Atom (RFC 4287), JSON Feed 1.1 of the same items, whatever these
 * are: issues in full, or single links.
 */
export interface FeedItem {
  /** Permanent: a changed title, address or order is no new item to a reader. */
  id: string
  title: string
  /** Absolute address of the page of ours where it stands. */
  url: string
  /** What it links to, for an item that is a link. */
  externalUrl?: string | undefined
  /** Safe HTML with absolute addresses. */
  contentHtml: string
  summary: string
  /** Names; for links, whoever wrote what is linked. */
  authors: string[]
  categories: string[]
  publishedAt: Date
  updatedAt: Date
}

export interface FeedChannel {
  publication: Publication
  title: string
  description: string
  /**
   * Absolute addresses: of the page that this is the feed of, of the feed in each format, and of
   * the hub that is told of what is new (WebSub).
   */
  urls: { page: string; rss: string; atom: string; json: string; hub?: string | undefined }
  /** Newest first. */
  items: FeedItem[]
}

export type FeedFormat = 'rss' | 'atom' | 'json'

export const FEED_TYPES: Record<FeedFormat, string> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
}

export function writeFeed(format: FeedFormat, channel: FeedChannel): string {
  return { rss: rssOf, atom: atomOf, json: jsonOf }[format](channel)
}

function rssOf({ publication, title, description, urls, items }: FeedChannel): string {
  const updated = newestOf(items)
  return xml(
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    '<channel>',
    element('title', title),
    element('link', urls.page),
    element('description', description || title),
    element('language', knownLocale(publication.locale).toLowerCase()),
    updated && element('lastBuildDate', updated.toUTCString()),
    `<atom:link href="${escapeXml(urls.rss)}" rel="self" type="application/rss+xml"/>`,
    urls.hub && `<atom:link href="${escapeXml(urls.hub)}" rel="hub"/>`,
    ...items.map(rssItem),
    '</channel>',
    '</rss>',
  )
}

function rssItem(item: FeedItem): string {
  return lines(
    '<item>',
    element('title', item.title),
    element('link', item.externalUrl ?? item.url),
    `<guid isPermaLink="false">${escapeXml(item.id)}</guid>`,
    element('pubDate', item.publishedAt.toUTCString()),
    ...item.authors.map((name) => element('dc:creator', name)),
    ...item.categories.map((name) => element('category', name)),
    element('description', item.summary),
    element('content:encoded', item.contentHtml),
    '</item>',
  )
}

function atomOf({ publication, title, description, urls, items }: FeedChannel): string {
  // An empty feed still needs a date; one that never changes keeps its ETag.
  const updated = newestOf(items) ?? new Date(0)
  return xml(
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(knownLocale(publication.locale))}">`,
    element('id', urls.page),
    element('title', title),
    description && element('subtitle', description),
    element('updated', updated.toISOString()),
    `<author>${element('name', publication.author || publication.name)}</author>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(urls.atom)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(urls.page)}"/>`,
    urls.hub && `<link rel="hub" href="${escapeXml(urls.hub)}"/>`,
    ...items.map((item) => atomEntry(item, publication)),
    '</feed>',
  )
}

function atomEntry(item: FeedItem, publication: Publication): string {
  const isOwn = item.authors.every((name) => name === publication.author)
  return lines(
    '<entry>',
    element('id', item.id),
    element('title', item.title),
    ...(item.externalUrl === undefined
      ? [`<link rel="alternate" type="text/html" href="${escapeXml(item.url)}"/>`]
      : [
          `<link rel="alternate" href="${escapeXml(item.externalUrl)}"/>`,
          `<link rel="related" type="text/html" href="${escapeXml(item.url)}"/>`,
        ]),
    ...(isOwn ? [] : item.authors.map((name) => `<author>${element('name', name)}</author>`)),
    element('published', item.publishedAt.toISOString()),
    element('updated', item.updatedAt.toISOString()),
    element('summary', item.summary),
    ...item.categories.map((name) => `<category term="${escapeXml(name)}"/>`),
    `<content type="html">${escapeXml(item.contentHtml)}</content>`,
    '</entry>',
  )
}

function jsonOf({ publication, title, description, urls, items }: FeedChannel): string {
  const own = cleanText(publication.author || publication.name)
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: cleanText(title),
    ...(description ? { description: cleanText(description) } : {}),
    home_page_url: urls.page,
    feed_url: urls.json,
    ...(urls.hub && { hubs: [{ type: 'WebSub', url: urls.hub }] }),
    language: knownLocale(publication.locale),
    authors: [{ name: own }],
    items: items.map((item) => {
      const authors = item.authors.map(cleanText)
      return {
        id: item.id,
        url: item.url,
        ...(item.externalUrl === undefined ? {} : { external_url: item.externalUrl }),
        title: cleanText(item.title),
        content_html: cleanText(item.contentHtml),
        summary: cleanText(item.summary),
        date_published: item.publishedAt.toISOString(),
        date_modified: item.updatedAt.toISOString(),
        ...(authors.some((name) => name !== own)
          ? { authors: authors.map((name) => ({ name })) }
          : {}),
        tags: item.categories.map(cleanText),
      }
    }),
  })
}

/** When the items last changed; undefined without any. */
export function newestOf(items: Pick<FeedItem, 'updatedAt'>[]): Date | undefined {
  const times = items.map(({ updatedAt }) => updatedAt.getTime())
  return times.length === 0 ? undefined : new Date(Math.max(...times))
}

export function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}

export function escapeXml(text: string): string {
  return escapeHtml(cleanText(text))
}

export function xml(...parts: (string | undefined)[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${lines(...parts)}\n`
}

export function lines(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n')
}
