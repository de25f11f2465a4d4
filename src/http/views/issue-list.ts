import { html } from 'hono/html'
import { countEntries, type Issue } from '../../domain/issue.ts'
import { monthName } from '../../domain/month.ts'
import { knownLocale } from '../../render/locale.ts'
import type { Html, Site } from './layout.ts'
import { pageWords } from './words.ts'

/** A published issue as lists show it. */
export interface IssueSummary {
  title: string
  slug: string
  month: string
  publishedAt: Date | null
  entryCount: number
}

export function summaryOf(issue: Issue): IssueSummary {
  const { title, slug, month, publishedAt } = issue
  return { title, slug, month, publishedAt, entryCount: countEntries(issue) }
}

export function issuePath(slug: string): string {
  return `/issues/${encodeURIComponent(slug.toWellFormed())}`
}

/** Issues as a microformats2 list; the caller gives the surrounding h-feed. */
export function issueList(site: Site, issues: IssueSummary[], options: { year: boolean }): Html {
  const lang = knownLocale(site.publication.locale)
  const words = pageWords(lang)
  return html`<ul class="issues">
${issues.map(
  (issue) => html`<li class="h-entry">
<a class="u-url p-name" href="${issuePath(issue.slug)}">${issue.title}</a>
<span class="meta month">${publishedTime(issue, monthName(issue.month, lang, options))}</span>
<span class="meta count">${words.links(issue.entryCount)}</span>
</li>
`,
)}</ul>`
}

/** `text` inside `<time>` when the instant of publishing is known. */
export function publishedTime(issue: Pick<IssueSummary, 'publishedAt'>, text: string): Html {
  return issue.publishedAt
    ? html`<time class="dt-published" datetime="${issue.publishedAt.toISOString()}">${text}</time>`
    : html`${text}`
}
