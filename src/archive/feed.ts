import type { Issue, Publication } from '../domain/issue.ts'
import { cleanText, escapeHtml } from '../render/clean-text.ts'
import { knownLocale } from '../render/locale.ts'
import { markdownSummary } from '../render/markdown.ts'

/**
 * Feeds and sitemap from published issues, newest first.
 *
 * RSS 2.0 with content:encoded, Atom (RFC 4287), JSON Feed 1.1; the 20 newest issues in full. The
 * permanent id is a tag URI (RFC 4151) of the host, the month and the issue's number, so that a
 * changed slug or title is no new item to a reader.
 */
const MAX_ITEMS = 20

export interface FeedIssue {
  issue: Issue
  /** Safe HTML with absolute addresses: renderIssueContent(document, { anchors: false }). */
  contentHtml: string
  /** Absolute address of the issue page. */
  url: string
}

export interface FeedInput {
  publication: Publication
  /** Absolute addresses of the home page and of the three feeds. */
  urls: { home: string; rss: string; atom: string; json: string }
  issues: FeedIssue[]
}

export function rssFeed({ publication, urls, issues }: FeedInput): string {
  const items = issues.slice(0, MAX_ITEMS)
  const updated = newest(items)
  return xml(
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    '<channel>',
    element('title', publication.name),
    element('link', urls.home),
    element('description', publication.description || publication.name),
    element('language', knownLocale(publication.locale).toLowerCase()),
    updated && element('lastBuildDate', updated.toUTCString()),
    `<atom:link href="${escapeXml(urls.rss)}" rel="self" type="application/rss+xml"/>`,
    ...items.map((item) => rssItem(item, publication, urls.home)),
    '</channel>',
    '</rss>',
  )
}

function rssItem({ issue, contentHtml, url }: FeedIssue, publication: Publication, home: string) {
  return lines(
    '<item>',
    element('title', issue.title),
    element('link', url),
    `<guid isPermaLink="false">${escapeXml(permanentId(issue, home))}</guid>`,
    element('pubDate', publishedAt(issue).toUTCString()),
    publication.author && element('dc:creator', publication.author),
    ...categories(issue).map((name) => element('category', name)),
    element('description', summary(issue)),
    element('content:encoded', contentHtml),
    '</item>',
  )
}

export function atomFeed({ publication, urls, issues }: FeedInput): string {
  const items = issues.slice(0, MAX_ITEMS)
  // An empty feed still needs a date; one that never changes keeps its ETag.
  const updated = newest(items) ?? new Date(0)
  return xml(
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(knownLocale(publication.locale))}">`,
    element('id', urls.home),
    element('title', publication.name),
    publication.description && element('subtitle', publication.description),
    element('updated', updated.toISOString()),
    `<author>${element('name', publication.author || publication.name)}</author>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(urls.atom)}"/>`,
    `<link rel="alternate" type="text/html" href="${escapeXml(urls.home)}"/>`,
    ...items.map((item) => atomEntry(item, urls.home)),
    '</feed>',
  )
}

function atomEntry({ issue, contentHtml, url }: FeedIssue, home: string): string {
  return lines(
    '<entry>',
    element('id', permanentId(issue, home)),
    element('title', issue.title),
    `<link rel="alternate" type="text/html" href="${escapeXml(url)}"/>`,
    element('published', publishedAt(issue).toISOString()),
    element('updated', updatedAt(issue).toISOString()),
    element('summary', summary(issue)),
    ...categories(issue).map((name) => `<category term="${escapeXml(name)}"/>`),
    `<content type="html">${escapeXml(contentHtml)}</content>`,
    '</entry>',
  )
}

export function jsonFeed({ publication, urls, issues }: FeedInput): string {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: cleanText(publication.name),
    ...(publication.description ? { description: cleanText(publication.description) } : {}),
    home_page_url: urls.home,
    feed_url: urls.json,
    language: knownLocale(publication.locale),
    authors: [{ name: cleanText(publication.author || publication.name) }],
    items: issues.slice(0, MAX_ITEMS).map(({ issue, contentHtml, url }) => ({
      id: permanentId(issue, urls.home),
      url,
      title: cleanText(issue.title),
      content_html: cleanText(contentHtml),
      summary: summary(issue),
      date_published: publishedAt(issue).toISOString(),
      date_modified: updatedAt(issue).toISOString(),
      tags: categories(issue).map(cleanText),
    })),
  }
  return JSON.stringify(feed)
}

export interface SitemapInput {
  /** Absolute addresses of pages that are no issue. */
  pages: string[]
  issues: Pick<FeedIssue, 'issue' | 'url'>[]
}

/** Pages and all issues, with the day each issue was last changed. */
export function sitemap({ pages, issues }: SitemapInput): string {
  return xml(
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...pages.map((url) => `<url>${element('loc', url)}</url>`),
    ...issues.map(({ issue, url }) => {
      const lastmod = element('lastmod', updatedAt(issue).toISOString().slice(0, 10))
      return `<url>${element('loc', url)}${lastmod}</url>`
    }),
    '</urlset>',
  )
}

/** `tag:small.example,2023-07-01:issue-7`. */
export function permanentId(issue: Pick<Issue, 'id' | 'month'>, homeUrl: string): string {
  return `tag:${new URL(homeUrl).hostname},${issue.month}-01:issue-${issue.id}`
}

/** When the feeds last changed, for Last-Modified; undefined without issues. */
export function newest(issues: Pick<FeedIssue, 'issue'>[]): Date | undefined {
  const times = issues.map(({ issue }) => updatedAt(issue).getTime())
  return times.length === 0 ? undefined : new Date(Math.max(...times))
}

function publishedAt(issue: Issue): Date {
  return issue.publishedAt ?? issue.sentAt ?? issue.createdAt
}

function updatedAt(issue: Issue): Date {
  return issue.correctedAt ?? publishedAt(issue)
}

/** The intro's beginning, else the first titles. */
function summary(issue: Issue): string {
  const titles = issue.sections.flatMap((section) => section.entries.map((entry) => entry.title))
  const text = markdownSummary(issue.intro, 300) || titles.slice(0, 5).join(' · ') || issue.title
  return cleanText(text)
}

/** Names of the sections, each once. */
function categories(issue: Issue): string[] {
  const names = issue.sections.filter((section) => section.entries.length > 0)
  return [...new Set(names.flatMap((section) => (section.name ? [section.name] : [])))]
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}

function escapeXml(text: string): string {
  return escapeHtml(cleanText(text))
}

function xml(...parts: (string | undefined)[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${lines(...parts)}\n`
}

function lines(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n')
}
