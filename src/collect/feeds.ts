/**
 * What a polled source lists: RSS, Atom, RDF or JSON Feed → its items in one shape.
 *
 * Items without a usable address are counted and left out. Titles and authors are plain text,
 * entities decoded; addresses are absolute. Throws INVALID_INPUT for what is no feed.
 */
import { parseFeed as parseAnyFeed } from 'feedsmith'
import { AppError } from '../errors.ts'
import { refuseHostileXml } from './feed-guard.ts'
import { htmlToText } from './html-to-text.ts'
import { checkAddress } from './imports/address.ts'
import { uniqueTags } from './imports/imported-link.ts'
import { parseSavedAt } from './imports/saved-at.ts'

export interface FeedItem {
  url: string
  /** Where a link blog's item points to, when that is another page than its own. */
  externalUrl: string | null
  title: string | null
  authors: string[]
  publishedAt: Date | null
  /** Plain text. In bookmark feeds (linkding, Pinboard, Raindrop) these are the owner's words. */
  summary: string
  tags: string[]
  /** What the feed tells its items apart by; the address where it gives nothing. */
  guid: string
}

export interface Feed {
  title: string | null
  siteUrl: string | null
  items: FeedItem[]
  /** Items left out for want of a usable address. */
  skipped: number
  /** How often the feed itself says that it changes: RSS `ttl`, or the syndication module. */
  ttlS: number | null
}

export interface ReadFeedOptions {
  /** Address the feed came from; relative links start there. */
  feedUrl: string
  /** Dates after this are not believed. */
  now: Date
  /** Characters of a summary; the rest is cut. Default 2 000. */
  longestSummary?: number
}

/** Newest feeds list tens; whoever lists more sends an archive. */
const mostItems = 500
const usualSummary = 2000

type AnyFeed = ReturnType<typeof parseAnyFeed>
type FeedOf<Format extends AnyFeed['format']> = Extract<AnyFeed, { format: Format }>['feed']

/** An item before cleaning: every value as the feed writes it. */
interface RawItem {
  urls: (string | undefined)[]
  externalUrl?: string | undefined
  title?: string | undefined
  authors: (string | undefined)[]
  date?: unknown
  summary?: string | undefined
  tags: (string | undefined)[]
  guid?: string | undefined
}

export function readFeed(text: string, options: ReadFeedOptions): Feed {
  const source = text.replace(/^\uFEFF/, '').trimStart()
  if (source === '') throw new AppError('INVALID_INPUT', 'The feed is empty.')
  if (source.startsWith('<')) refuseHostileXml(source)
  const parsed = parseOrRefuse(source)
  const { title, siteUrl, items } = unify(parsed)
  const cleaned = items.map((item) => cleanItem(item, options))
  return {
    title: plain(title),
    siteUrl: absolute(siteUrl, options.feedUrl),
    items: cleaned.filter((item) => item !== null),
    skipped: cleaned.filter((item) => item === null).length,
    ttlS: ttlOf(parsed),
  }
}

const periodS: Record<string, number> = {
  hourly: 3_600,
  daily: 86_400,
  weekly: 604_800,
  monthly: 2_592_000,
  yearly: 31_536_000,
}

/** RSS `ttl` is in minutes; `sy:updatePeriod` is divided by its frequency. */
function ttlOf(parsed: AnyFeed): number | null {
  if (parsed.format === 'json') return null
  const minutes = parsed.format === 'rss' ? parsed.feed.ttl : undefined
  if (minutes !== undefined && minutes > 0) return minutes * 60
  const { updatePeriod, updateFrequency = 1 } = parsed.feed.sy ?? {}
  const period = periodS[updatePeriod?.trim().toLowerCase() ?? '']
  return period !== undefined && updateFrequency > 0 ? period / updateFrequency : null
}

function parseOrRefuse(source: string): AnyFeed {
  try {
    return parseAnyFeed(source, { maxItems: mostItems })
  } catch (error) {
    throw new AppError(
      'INVALID_INPUT',
      'This is no RSS, Atom or JSON feed that can be read. Give the address of the feed itself.',
      { cause: error },
    )
  }
}

function unify(parsed: AnyFeed): {
  title: string | undefined
  siteUrl: string | undefined
  items: RawItem[]
} {
  switch (parsed.format) {
    case 'rss':
      return { title: parsed.feed.title, siteUrl: parsed.feed.link, items: rssItems(parsed.feed) }
    case 'rdf':
      return { title: parsed.feed.title, siteUrl: parsed.feed.link, items: rdfItems(parsed.feed) }
    case 'json':
      return {
        title: parsed.feed.title,
        siteUrl: parsed.feed.home_page_url,
        items: jsonItems(parsed.feed),
      }
    case 'atom':
      return {
        title: parsed.feed.title?.value,
        siteUrl: hrefOf(parsed.feed.links, 'alternate'),
        items: atomItems(parsed.feed),
      }
  }
}

function rssItems(feed: FeedOf<'rss'>): RawItem[] {
  return (feed.items ?? []).map((item) => ({
    // A guid is an address unless it says that it is none.
    urls: [item.link, item.guid?.isPermaLink === false ? undefined : item.guid?.value],
    title: item.title ?? item.dc?.titles?.[0],
    authors: item.dc?.creators ?? (item.authors ?? []).map((author) => author.name),
    date: item.pubDate ?? item.dc?.dates?.[0],
    summary: item.description ?? item.content?.encoded,
    tags: [
      ...(item.categories ?? []).map((category) => category.name),
      ...(item.dc?.subjects ?? []),
    ],
    guid: item.guid?.value,
  }))
}

function rdfItems(feed: FeedOf<'rdf'>): RawItem[] {
  return (feed.items ?? []).map((item) => ({
    urls: [item.link],
    title: item.title,
    authors: item.dc?.creators ?? [],
    date: item.dc?.dates?.[0],
    summary: item.description,
    // Pinboard writes all tags into one subject, with blanks between them.
    tags: (item.dc?.subjects ?? []).flatMap((subject) => subject.split(/\s+/)),
    guid: item.rdf?.about,
  }))
}

function atomItems(feed: FeedOf<'atom'>): RawItem[] {
  return (feed.entries ?? []).map((entry) => ({
    urls: [hrefOf(entry.links, 'alternate'), entry.id],
    externalUrl: hrefOf(entry.links, 'related'),
    title: entry.title?.value,
    authors: (entry.authors ?? feed.authors ?? []).map((author) => author.name),
    date: entry.published ?? entry.updated,
    summary: entry.summary?.value ?? entry.content?.value,
    tags: (entry.categories ?? []).map((category) => category.label ?? category.term),
    guid: entry.id,
  }))
}

function jsonItems(feed: FeedOf<'json'>): RawItem[] {
  return (feed.items ?? []).map((item) => ({
    urls: [item.url, item.external_url, item.id],
    externalUrl: item.external_url,
    title: item.title,
    authors: (item.authors ?? feed.authors ?? []).map((author) => author.name),
    date: item.date_published,
    summary: item.summary ?? item.content_html ?? escaped(item.content_text),
    tags: item.tags ?? [],
    guid: item.id,
  }))
}

/** Text that is no HTML, written so that reading it as HTML gives it back. */
function escaped(text: string | undefined): string | undefined {
  return text?.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** Atom's links without a `rel` are alternates. */
function hrefOf(
  links: readonly { href?: string; rel?: string; type?: string }[] | undefined,
  rel: 'alternate' | 'related',
): string | undefined {
  const fitting = (links ?? []).filter((link) => (link.rel ?? 'alternate') === rel)
  const page = fitting.find((link) => /html/.test(link.type ?? 'text/html'))
  return (page ?? fitting[0])?.href
}

function cleanItem(
  item: RawItem,
  { feedUrl, now, longestSummary = usualSummary }: ReadFeedOptions,
): FeedItem | null {
  const url = item.urls.map((each) => absolute(each, feedUrl)).find((each) => each !== null)
  if (!url) return null
  const externalUrl = absolute(item.externalUrl, feedUrl)
  const authors = item.authors.map(plain).filter((name) => name !== null)
  const tags = item.tags.map(plain).filter((tag) => tag !== null)
  const summary = htmlToText(item.summary ?? '')
  return {
    url,
    externalUrl: externalUrl === url ? null : externalUrl,
    title: plain(item.title),
    authors: [...new Set(authors.filter((name) => !/^\S+@\S+$|^https?:/.test(name)))],
    publishedAt: parseSavedAt(item.date, now),
    summary: summary.length > longestSummary ? `${summary.slice(0, longestSummary)}…` : summary,
    tags: uniqueTags(tags),
    guid: item.guid ?? url,
  }
}

/** One line of text; feeds escape their titles once or twice. */
function plain(raw: string | undefined): string | null {
  const text = htmlToText(raw ?? '', 'title').replace(/\s+/g, ' ')
  return text === '' ? null : text.slice(0, 1000).toWellFormed()
}

/** Only what looks like an address: an id such as "urn:…" or "1234" is none. */
function absolute(raw: string | undefined, base: string): string | null {
  const text = raw?.trim() ?? ''
  if (!/^(?:https?:|[/?])/i.test(text) || !URL.canParse(text, base)) return null
  // An absolute address stays as it is written: normal form is `cleanUrl`'s business.
  const address = checkAddress(/^https?:/i.test(text) ? text : new URL(text, base).href)
  return address.ok ? address.url : null
}
