import type { Issue, Publication } from '../domain/issue.ts'
import { cleanText } from '../render/clean-text.ts'
import { markdownSummary } from '../render/markdown.ts'
import {
  element,
  type FeedChannel,
  type FeedFormat,
  type FeedItem,
  writeFeed,
  xml,
} from './feed-formats.ts'

/**
 * Feeds and sitemap from published issues, newest first.
 *
 * The 20 newest issues in full. The permanent id is a tag URI (RFC 4151) of the host, the month and
 * the issue's number, so that a changed slug or title is no new item to a reader.
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
  urls: { home: string; rss: string; atom: string; json: string; hub?: string | undefined }
  issues: FeedIssue[]
}

export const rssFeed = (input: FeedInput) => issueFeed('rss', input)
export const atomFeed = (input: FeedInput) => issueFeed('atom', input)
export const jsonFeed = (input: FeedInput) => issueFeed('json', input)

export function issueFeed(format: FeedFormat, input: FeedInput): string {
  return writeFeed(format, issueChannel(input))
}

function issueChannel({ publication, urls, issues }: FeedInput): FeedChannel {
  const { home, ...feeds } = urls
  return {
    publication,
    title: publication.name,
    description: publication.description,
    urls: { page: home, ...feeds },
    items: issues.slice(0, MAX_ITEMS).map((item) => issueItem(item, publication, home)),
  }
}

function issueItem(
  { issue, contentHtml, url }: FeedIssue,
  publication: Publication,
  home: string,
): FeedItem {
  return {
    id: permanentId(issue, home),
    title: issue.title,
    url,
    contentHtml,
    summary: summary(issue),
    authors: publication.author ? [publication.author] : [],
    categories: categories(issue),
    publishedAt: publishedAt(issue),
    updatedAt: updatedAt(issue),
  }
}

export interface SitemapInput {
  /** Absolute addresses of pages, with the day each was last changed where that is known. */
  pages: { url: string; changedAt?: Date | null | undefined }[]
}

/** sitemaps.org 0.9: all pages that search engines should know. */
export function sitemap({ pages }: SitemapInput): string {
  return xml(
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...pages.map(({ url, changedAt }) => {
      const lastmod = changedAt ? element('lastmod', changedAt.toISOString().slice(0, 10)) : ''
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
