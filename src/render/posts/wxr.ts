import { cleanText, escapeHtml } from '../clean-text.ts'
import { toIssueModel } from '../issue-model.ts'
import { knownLocale } from '../locale.ts'
import { markdownSummary } from '../markdown.ts'
import { renderIssueContent } from '../render-page.ts'
import type { IssueDocument } from '../rendered-issue.ts'

/**
 * WXR 1.2, the file that WordPress exports and imports (Tools, Import, WordPress): RSS 2.0 with
 * elements of its own. One item an issue, with the tags of its entries.
 */
export interface WxrPost {
  doc: IssueDocument
  /** When it was, or is to be, published. */
  at: Date
}

export function* writeWxr(channel: IssueDocument, posts: Iterable<WxrPost>): Generator<string> {
  yield wxrHead(channel)
  for (const post of posts) yield wxrItem(post)
  yield WXR_END
}

export const WXR_END = '</channel>\n</rss>\n'

/** `urls` and `publication` of any issue, or of none. */
export function wxrHead({
  publication,
  urls,
}: Pick<IssueDocument, 'publication' | 'urls'>): string {
  const home = urls.home.replace(/\/$/, '')
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
${element('title', publication.name)}
${element('link', home)}
${element('description', publication.description)}
${element('language', knownLocale(publication.locale))}
<wp:wxr_version>1.2</wp:wxr_version>
${element('wp:base_site_url', home)}
${element('wp:base_blog_url', home)}
<wp:author><wp:author_id>1</wp:author_id>${cdata('wp:author_login', AUTHOR)}${cdata('wp:author_email', '')}${cdata('wp:author_display_name', publication.author || publication.name)}</wp:author>
`
}

/** WordPress asks at the import which of its users this is. */
const AUTHOR = 'linkletter'

export function wxrItem({ doc, at }: WxrPost): string {
  const { issue, publication, urls } = doc
  const model = toIssueModel(doc)
  const tags = new Set(model.sections.flatMap(({ entries }) => entries).flatMap((e) => e.tags))
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: publication.timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at)
  return `${[
    '<item>',
    cdata('title', asHtml(model.title)),
    element('link', urls.issue),
    element('pubDate', at.toUTCString()),
    cdata('dc:creator', AUTHOR),
    `<guid isPermaLink="false">${escaped(urls.issue)}</guid>`,
    '<description></description>',
    cdata('content:encoded', withoutShortcodes(renderIssueContent(doc, { anchors: false }))),
    cdata('excerpt:encoded', withoutShortcodes(asHtml(markdownSummary(issue.intro, 300)))),
    `<wp:post_id>${issue.id}</wp:post_id>`,
    cdata('wp:post_date', local),
    cdata('wp:post_date_gmt', at.toISOString().slice(0, 19).replace('T', ' ')),
    cdata('wp:comment_status', 'open'),
    cdata('wp:ping_status', 'open'),
    cdata('wp:post_name', issue.slug),
    cdata('wp:status', 'publish'),
    '<wp:post_parent>0</wp:post_parent>',
    '<wp:menu_order>0</wp:menu_order>',
    cdata('wp:post_type', 'post'),
    cdata('wp:post_password', ''),
    '<wp:is_sticky>0</wp:is_sticky>',
    ...[...tags].map((name) => category('post_tag', name)),
    '</item>',
  ].join('\n')}\n`
}

/** WordPress takes titles and excerpts for HTML too, and shows them as they are. */
function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** WordPress runs what stands in square brackets; as entities they are only shown. */
function withoutShortcodes(html: string): string {
  return html.replaceAll('[', '&#91;').replaceAll(']', '&#93;')
}

function category(domain: string, name: string): string {
  const slug = encodeURIComponent(name.toLowerCase().toWellFormed().replace(/\s+/g, '-'))
  return `<category domain="${domain}" nicename="${escaped(slug)}">${cdataText(name)}</category>`
}

const escaped = (text: string) => escapeHtml(cleanText(text))
const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`
const cdata = (name: string, text: string) => `<${name}>${cdataText(text)}</${name}>`

/** "]]>" would end the section. */
function cdataText(text: string): string {
  return `<![CDATA[${cleanText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
