import { html, raw } from 'hono/html'
import { CARD_SIZE, cardPath } from '../../domain/card.ts'
import { countEntries, type Issue } from '../../domain/issue.ts'
import { monthName } from '../../domain/month.ts'
import { knownLocale, longDate } from '../../render/locale.ts'
import { markdownSummary } from '../../render/markdown.ts'
import type { Contents } from '../../render/render-page.ts'
import { clickWords } from './click-words.ts'
import { type IssueSummary, issuePath } from './issue-list.ts'
import { issueJsonLd } from './json-ld.ts'
import { type Html, layout, type Site } from './layout.ts'
import { subscribeBox } from './subscribe.ts'
import { pageWords } from './words.ts'

export interface IssuePageProps {
  site: Site
  issue: Issue
  /** Safe HTML, from renderIssueContent(document). */
  contentHtml: string
  /** From contentsOf(document). */
  contents: Contents[]
  previous: IssueSummary | null
  next: IssueSummary | null
  /** A draft shown to its owner: private, no Markdown link, no neighbours needed. */
  isPreview?: boolean
  /** Links lead over our own address: readers are told. */
  countsClicks?: boolean
  /** What is answered to it. */
  responses?: Html | undefined
  /** Where other sites tell of their mentions. */
  webmention?: string | undefined
}

export function issuePage(props: IssuePageProps): Html {
  const { site, issue, contentHtml, contents, isPreview = false } = props
  const path = issuePath(issue.slug)
  return layout({
    site,
    title: issue.title,
    path,
    kind: 'issue',
    description: markdownSummary(issue.intro, 160) || site.publication.description,
    head: isPreview
      ? html``
      : html`${issueHead(site, issue, path)}${
          props.webmention
            ? html`
<link rel="webmention" href="${props.webmention}">`
            : ''
        }`,
    isPrivate: isPreview,
    main: html`<div class="with-contents">
${contentsSide(props)}
<article class="h-entry">
<h1 class="p-name">${issue.title}</h1>
${issueMeta(props, path)}
${contentsFold(site, contents)}
<div class="e-content">
${raw(contentHtml)}
</div>
${props.responses ?? ''}
</article>
</div>
<div class="page after">
${props.countsClicks ? html`<p class="meta told">${clickWords(site.publication.locale).counted}</p>` : ''}
${subscribeBox(site)}
${neighbours(props)}
</div>`,
  })
}

function issueMeta({ site, issue, isPreview }: IssuePageProps, path: string): Html {
  const { author, locale, timeZone } = site.publication
  const words = pageWords(locale)
  const date = (at: Date) => longDate(at, locale, timeZone)
  const parts = [
    ...(author ? [html`<a class="p-author h-card" rel="author" href="/">${author}</a>`] : []),
    ...(issue.publishedAt
      ? [
          html`<a class="u-url u-uid" href="${site.baseUrl}${path}"><time class="dt-published" datetime="${issue.publishedAt.toISOString()}">${date(issue.publishedAt)}</time></a>`,
        ]
      : []),
    html`${words.links(countEntries(issue))}`,
    ...(issue.correctedAt
      ? [
          html`<time class="dt-updated" datetime="${issue.correctedAt.toISOString()}">${words.correctedOn(date(issue.correctedAt))}</time>`,
        ]
      : []),
    ...(isPreview ? [] : [html`<a class="md" href="${path}.md">${words.markdown}</a>`]),
  ]
  return html`<p class="meta">${parts.map((part, index) => html`${index > 0 ? '\u00a0· ' : ''}${part}`)}</p>`
}

/** Wide windows: the sections at the side. */
function contentsSide({ site, contents }: IssuePageProps): Html {
  if (contents.length < 2) return html``
  const words = pageWords(site.publication.locale)
  return html`<nav class="contents-side" aria-label="${words.contents}">
<ul>
${contents.map((section) => html`<li><a href="#${section.anchor}">${section.name}</a></li>\n`)}</ul>
</nav>`
}

/** Narrow windows: all titles, folded away. */
function contentsFold(site: Site, contents: Contents[]): Html {
  if (contents.length === 0) return html``
  return html`<details class="contents-fold">
<summary>${pageWords(site.publication.locale).contents}</summary>
<ul>
${contents.map(
  (section) => html`<li><a href="#${section.anchor}">${section.name}</a>
<ul>
${section.entries.map((entry) => html`<li><a href="#${entry.anchor}">${entry.title}</a></li>\n`)}</ul>
</li>
`,
)}</ul>
</details>`
}

function neighbours({ site, previous, next }: IssuePageProps): Html {
  const lang = knownLocale(site.publication.locale)
  const words = pageWords(lang)
  const item = (issue: IssueSummary | null, rel: 'prev' | 'next', label: string) =>
    issue
      ? html`<li class="${rel}"><a rel="${rel}" href="${issuePath(issue.slug)}"><span>${label}</span> ${monthName(issue.month, lang, { year: true })}</a></li>`
      : ''
  return html`<nav class="neighbours" aria-label="${words.issues}"><ul>
${item(previous, 'prev', words.previousIssue)}
${item(next, 'next', words.nextIssue)}
<li class="all"><a href="/archive">${words.allIssues}</a></li>
</ul></nav>`
}

function issueHead(site: Site, issue: Issue, path: string): Html {
  const { publication, baseUrl } = site
  const description = markdownSummary(issue.intro, 200) || publication.description
  return html`<link rel="alternate" type="text/markdown" href="${baseUrl}${path}.md">
<meta property="og:type" content="article">
<meta property="og:title" content="${issue.title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${baseUrl}${path}">
<meta property="og:site_name" content="${publication.name}">
<meta property="og:locale" content="${knownLocale(publication.locale).replace('-', '_')}">
${cardMeta(baseUrl, path, issue.title)}
${issue.publishedAt ? html`<meta property="article:published_time" content="${issue.publishedAt.toISOString()}">` : ''}
<script type="application/ld+json">${raw(issueJsonLd({ publication, baseUrl, issue, url: `${baseUrl}${path}` }))}</script>`
}

/** The picture that other sites show beside the address. */
export function cardMeta(baseUrl: string, path: string, title: string): Html {
  return html`<meta property="og:image" content="${baseUrl}${cardPath(path)}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="${CARD_SIZE.width}">
<meta property="og:image:height" content="${CARD_SIZE.height}">
<meta property="og:image:alt" content="${title}">
<meta name="twitter:card" content="summary_large_image">`
}
