import { html } from 'hono/html'
import { splitMonth } from '../../domain/month.ts'
import { archiveWords } from './archive-words.ts'
import { feedLinks, LINK_FEED_FILES } from './feed-links.ts'
import { type IssueSummary, issueList } from './issue-list.ts'
import { type Html, layout, type Site } from './layout.ts'
import { pageWords } from './words.ts'

export interface ArchiveProps {
  site: Site
  /** Published issues, newest first. */
  issues: IssueSummary[]
  path?: string
  /** In place of "All issues" and their number. */
  title?: string
  lead?: string
}

/** Years, months, titles. */
export function archivePage(props: ArchiveProps): Html {
  const { site, issues, path = '/archive' } = props
  const words = pageWords(site.publication.locale)
  const title = props.title ?? words.archiveTitle
  const lead =
    props.lead ?? (issues.length === 0 ? words.noIssueYet : words.archiveIntro(issues.length))
  const years = Map.groupBy(issues, (issue) => splitMonth(issue.month)[0])
  return layout({
    site,
    title,
    path,
    current: 'issues',
    description: site.publication.description,
    head: feedLinks(
      site.baseUrl,
      '/',
      LINK_FEED_FILES,
      `${archiveWords(site.publication.locale).linksFound} · ${site.publication.name}`,
    ),
    main: html`<div class="page h-feed">
<h1 class="p-name">${title}</h1>
<p class="lead">${lead}</p>
${[...years].map(
  ([year, ofYear]) => html`<section aria-labelledby="y${year}">
<h2 id="y${year}">${path === '/archive' ? html`<a href="/archive/${year}">${year}</a>` : year}</h2>
${issueList(site, ofYear, { year: false })}
</section>
`,
)}</div>`,
  })
}
