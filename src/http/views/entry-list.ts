import { html, raw } from 'hono/html'
import { type Facet, facetPath } from '../../domain/facet.ts'
import { monthName } from '../../domain/month.ts'
import { knownLocale } from '../../render/locale.ts'
import { renderMarkdown } from '../../render/markdown.ts'
import { entryAnchor } from '../../render/render-page.ts'
import { hostOf, webUrl } from '../../render/safe-url.ts'
import type { PublishedEntry } from '../../store/public-archive.ts'
import { archiveWords } from './archive-words.ts'
import { issuePath } from './issue-list.ts'
import type { Html, Site } from './layout.ts'

export interface ListedEntry {
  entry: PublishedEntry
  /** In place of the plain title and note, where words are marked. */
  title?: Html
  note?: Html
}

/** Entries of several issues, each with where it stands. */
export function entryList(site: Site, entries: ListedEntry[]): Html {
  return html`<div class="found">
${entries.map((each) => listed(site, each))}</div>`
}

function listed(site: Site, { entry, title, note }: ListedEntry): Html {
  const { locale } = site.publication
  const url = webUrl(entry.url)
  const words = archiveWords(locale)
  const name = title ?? html`${entry.title}`
  const month = monthName(entry.issue.month, knownLocale(locale), { year: true })
  const facts = [
    ...entry.authors.map((author) => facetLink({ kind: 'author', name: author })),
    ...(url === null ? [] : [facetLink({ kind: 'site', name: hostOf(url) })]),
    html`<a href="${issuePath(entry.issue.slug)}#${entryAnchor(entry.id)}">${words.inIssue(month)}</a>`,
  ]
  return html`<article class="entry h-cite">
<h2>${url === null ? html`<span class="p-name">${name}</span>` : html`<a class="u-url p-name" href="${url}" rel="noopener">${name}</a>`}</h2>
<p class="byline">${facts.map((fact, index) => html`${index > 0 ? '\u00a0· ' : ''}${fact}`)}</p>
<div class="note p-content">${note ?? raw(renderMarkdown(entry.note))}</div>
</article>
`
}

const facetLink = (facet: Facet) => html`<a href="${facetPath(facet)}">${facet.name}</a>`

export interface Paging {
  /** From 1. */
  page: number
  pages: number
  /** Address of another page. */
  to: (page: number) => string
}

export function pagingLinks(site: Site, { page, pages, to }: Paging): Html {
  if (pages < 2) return html``
  const words = archiveWords(site.publication.locale)
  return html`<nav class="neighbours" aria-label="${words.pages}"><ul>
${page > 1 ? html`<li class="prev"><a rel="prev" href="${to(page - 1)}">${words.newerPage}</a></li>` : ''}
<li class="meta">${words.page(page, pages)}</li>
${page < pages ? html`<li class="next"><a rel="next" href="${to(page + 1)}">${words.olderPage}</a></li>` : ''}
</ul></nav>`
}
