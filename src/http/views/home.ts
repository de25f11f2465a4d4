import { html, raw } from 'hono/html'
import { longDate } from '../../render/locale.ts'
import { type Contents, entryAnchor } from '../../render/render-page.ts'
import { hostOf, webUrl } from '../../render/safe-url.ts'
import type { MostRead } from '../../store/clicks.ts'
import { archiveWords } from './archive-words.ts'
import { clickWords } from './click-words.ts'
import { feedLinks, LINK_FEED_FILES } from './feed-links.ts'
import { cardMeta } from './issue.ts'
import { type IssueSummary, issueList, issuePath, publishedTime } from './issue-list.ts'
import { type Html, layout, type Site } from './layout.ts'
import { subscribeBox } from './subscribe.ts'
import { pageWords } from './words.ts'

export interface HomeProps {
  site: Site
  latest: {
    summary: IssueSummary
    /** Safe HTML, from renderMarkdown(issue.intro). */
    introHtml: string
    /** From contentsOf(document). */
    contents: Contents[]
  } | null
  /** Earlier issues, newest first; a handful. */
  recent: IssueSummary[]
  /** Those that the owner puts forward. */
  featured?: IssueSummary[]
  /** Links that were followed most; empty while clicks are not counted. */
  popular?: MostRead[]
}

export function homePage({ site, latest, recent, featured = [], popular = [] }: HomeProps): Html {
  const { publication } = site
  const words = pageWords(publication.locale)
  return layout({
    site,
    title: publication.name,
    path: '/',
    current: 'home',
    kind: 'home',
    description: publication.description,
    head: html`<meta property="og:type" content="website">
<meta property="og:title" content="${publication.name}">
<meta property="og:description" content="${publication.description}">
<meta property="og:url" content="${site.baseUrl}/">
${latest ? cardMeta(site.baseUrl, issuePath(latest.summary.slug), latest.summary.title) : ''}
${feedLinks(site.baseUrl, '/', LINK_FEED_FILES, `${archiveWords(publication.locale).linksFound} · ${publication.name}`)}`,
    main: html`<div class="page h-feed">
<h1 class="p-name">${publication.name}</h1>
${publication.description ? html`<p class="lead p-summary">${publication.description}</p>` : ''}
${latest ? latestIssue(site, latest) : html`<p class="empty">${words.noIssueYet}</p>`}
${subscribeBox(site)}
${issuesPart(site, 'featured', archiveWords(publication.locale).featured, featured)}
${popularPart(site, popular)}
${
  recent.length === 0
    ? ''
    : html`<section class="recent" aria-labelledby="recent">
<h2 id="recent">${words.recentIssues}</h2>
${issueList(site, recent, { year: true })}
<p class="onward"><a href="/archive">${words.allIssues}</a></p>
</section>`
}
</div>`,
  })
}

function issuesPart(site: Site, id: string, heading: string, issues: IssueSummary[]): Html {
  if (issues.length === 0) return html``
  return html`<section class="recent" aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
${issueList(site, issues, { year: true })}
</section>`
}

/** Each leads to its place in the issue, where the note is. */
function popularPart(site: Site, popular: MostRead[]): Html {
  if (popular.length === 0) return html``
  const words = clickWords(site.publication.locale)
  return html`<section class="recent" aria-labelledby="popular">
<h2 id="popular">${words.popular}</h2>
<p class="meta">${words.popularLead}</p>
<ul class="titles">
${popular.map(({ entryId, title, url, issue }) => {
  const address = webUrl(url)
  return html`<li><a href="${issuePath(issue.slug)}#${entryAnchor(entryId)}">${title}</a>${address === null ? '' : html` <span class="meta">${hostOf(address)}</span>`}</li>\n`
})}</ul>
</section>`
}

function latestIssue(site: Site, latest: NonNullable<HomeProps['latest']>): Html {
  const { publication } = site
  const { summary, introHtml, contents } = latest
  const words = pageWords(publication.locale)
  const path = issuePath(summary.slug)
  const date = summary.publishedAt
    ? longDate(summary.publishedAt, publication.locale, publication.timeZone)
    : ''
  return html`<article class="latest h-entry">
<p class="eyebrow">${words.latestIssue}</p>
<h2><a class="u-url p-name" href="${path}">${summary.title}</a></h2>
<p class="meta">${date ? html`${publishedTime(summary, date)} · ` : ''}${words.links(summary.entryCount)}</p>
<div class="p-summary">${raw(introHtml)}</div>
${contents.map(
  (section) => html`<h3>${section.name}</h3>
<ul class="titles">
${section.entries.map((entry) => html`<li><a href="${path}#${entry.anchor}">${entry.title}</a></li>\n`)}</ul>
`,
)}<p class="onward"><a href="${path}">${words.readIssue}</a></p>
</article>`
}
