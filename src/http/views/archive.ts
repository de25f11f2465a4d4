import { html } from 'hono/html'
import { splitMonth } from '../../domain/month.ts'
import { type IssueSummary, issueList } from './issue-list.ts'
import { type Html, layout, type Site } from './layout.ts'
import { pageWords } from './words.ts'

export interface ArchiveProps {
  site: Site
  /** Published issues, newest first. */
  issues: IssueSummary[]
  path?: string
}

/** Years, months, titles. */
export function archivePage({ site, issues, path = '/archive' }: ArchiveProps): Html {
  const words = pageWords(site.publication.locale)
  const years = Map.groupBy(issues, (issue) => splitMonth(issue.month)[0])
  return layout({
    site,
    title: words.archiveTitle,
    path,
    current: 'issues',
    description: site.publication.description,
    main: html`<div class="page h-feed">
<h1 class="p-name">${words.archiveTitle}</h1>
<p class="lead">${issues.length === 0 ? words.noIssueYet : words.archiveIntro(issues.length)}</p>
${[...years].map(
  ([year, ofYear]) => html`<section aria-labelledby="y${year}">
<h2 id="y${year}">${year}</h2>
${issueList(site, ofYear, { year: false })}
</section>
`,
)}</div>`,
  })
}
