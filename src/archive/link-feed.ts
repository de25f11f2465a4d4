import type { Publication } from '../domain/issue.ts'
import { bylineOf } from '../render/byline.ts'
import { cleanLine, escapeHtml } from '../render/clean-text.ts'
import { toEntryModel } from '../render/issue-model.ts'
import { markdownSummary, renderMarkdown } from '../render/markdown.ts'
import { entryAnchor } from '../render/render-page.ts'
import { mailWords } from '../render/words.ts'
import type { PublishedLink } from '../store/published-links.ts'
import type { FeedChannel, FeedItem } from './feed-formats.ts'

export interface LinkFeedInput {
  publication: Publication
  title: string
  urls: FeedChannel['urls']
  /** BASE_URL, without a slash at the end. */
  baseUrl: string
  links: PublishedLink[]
}

/**
 * Links one by one, each with its note, from when its issue was published: what one subscribes to
 * instead of issues. The permanent id is a tag URI (RFC 4151) of host, month and entry.
 */
export function linkChannel(input: LinkFeedInput): FeedChannel {
  const { publication, title, urls } = input
  return {
    publication,
    title,
    description: publication.description,
    urls,
    items: input.links.map((link) => linkItem(link, input)),
  }
}

function linkItem(link: PublishedLink, { publication, baseUrl }: LinkFeedInput): FeedItem {
  const { locale } = publication
  const { untitled } = mailWords(locale)
  // The site and the kind are of no matter to a feed; titles and addresses are made safe there.
  const model = toEntryModel({ ...link, linkId: null, kind: null }, 1, {
    untitled,
    publishedAt: null,
  })
  const page = `${baseUrl}/issues/${encodeURIComponent(link.issue.slug.toWellFormed())}#${entryAnchor(link.id)}`
  const byline = bylineOf(model, locale)
  const note = renderMarkdown(model.note)
  const source = `<a href="${escapeHtml(page)}">${escapeHtml(cleanLine(link.issue.title, 500))}</a>`
  return {
    id: `tag:${new URL(baseUrl).hostname},${link.issue.month}-01:link-${link.id}`,
    title: model.title,
    url: page,
    externalUrl: model.url ?? undefined,
    contentHtml: [note, `<p>${byline === '' ? '' : `${escapeHtml(byline)} · `}${source}</p>`]
      .filter((part) => part !== '')
      .join('\n'),
    summary: markdownSummary(link.note, 300) || byline || model.title,
    authors: model.authors,
    categories: model.tags,
    publishedAt: link.publishedAt,
    updatedAt: link.correctedAt ?? link.publishedAt,
  }
}
