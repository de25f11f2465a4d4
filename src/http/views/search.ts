import { html, raw } from 'hono/html'
import { monthName } from '../../domain/month.ts'
import { escapeHtml } from '../../render/clean-text.ts'
import { knownLocale } from '../../render/locale.ts'
import {
  HIT_END,
  HIT_START,
  type IssueLine,
  type SearchResult,
} from '../../store/public-archive.ts'
import { archiveWords } from './archive-words.ts'
import { entryList, type Paging, pagingLinks } from './entry-list.ts'
import { issuePath, publishedTime } from './issue-list.ts'
import { type Html, layout, type Site } from './layout.ts'
import { pageWords } from './words.ts'

export interface SearchPageProps {
  site: Site
  words: string
  /** Absent until something was looked for. */
  found?: SearchResult & { issues: IssueLine[]; paging: Paging; most: number }
}

export function searchForm(site: Site, words = '', options: { autofocus?: boolean } = {}): Html {
  const text = archiveWords(site.publication.locale)
  return html`<form class="search" method="get" action="/search" role="search">
<label for="q">${text.searchLabel}</label>
<p class="hint" id="q-hint">${text.searchHint}</p>
<div class="row">
<input id="q" name="q" type="search" value="${words}" maxlength="200" enterkeyhint="search" aria-describedby="q-hint"${options.autofocus ? raw(' autofocus') : ''}>
<button type="submit">${text.searchButton}</button>
</div>
</form>`
}

export function searchPage({ site, words, found }: SearchPageProps): Html {
  const { locale } = site.publication
  const text = archiveWords(locale)
  return layout({
    site,
    title: words === '' ? text.searchTitle : `${words} · ${text.searchTitle}`,
    path: '/search',
    current: 'search',
    head: html`<meta name="robots" content="noindex, follow">`,
    main: html`<div class="page">
<h1>${text.searchTitle}</h1>
${searchForm(site, words, { autofocus: found === undefined })}
${found === undefined ? '' : results(site, words, found)}
</div>`,
  })
}

function results(site: Site, words: string, found: NonNullable<SearchPageProps['found']>): Html {
  const text = archiveWords(site.publication.locale)
  const { hits, issues, total, paging } = found
  return html`<p class="lead" role="status">${summary(site, words, found)}</p>
${total === 0 && issues.length === 0 ? html`<p>${text.foundNothingHelp}</p>` : ''}
${
  issues.length === 0
    ? ''
    : html`<section class="hits"><h2>${text.issuesFound}</h2>
<ul class="titles">${issues.map(
        (issue) =>
          html`<li><a href="${issuePath(issue.slug)}">${issue.title}</a> <span class="meta">${publishedTime(issue, monthName(issue.month, knownLocale(site.publication.locale), { year: true }))}</span></li>\n`,
      )}</ul></section>`
}
${issues.length > 0 && hits.length > 0 ? html`<h2 class="hits">${text.linksFound}</h2>` : ''}
${entryList(
  site,
  hits.map((entry) => ({
    entry,
    title: marked(entry.markedTitle),
    note: html`<p>${marked(entry.markedNote)}</p>`,
  })),
)}
${pagingLinks(site, paging)}`
}

function summary(
  site: Site,
  words: string,
  { total, how, issues, most }: NonNullable<SearchPageProps['found']>,
): string {
  const text = archiveWords(site.publication.locale)
  if (total === 0)
    return issues.length > 0
      ? pageWords(site.publication.locale).links(0)
      : text.foundNothing(words)
  if (how === 'similar') return text.foundSimilar(words)
  return total >= most ? text.foundMost(most, words) : text.found(total, words)
}

/** Text with the marks of the search turned into `<mark>`. */
function marked(textWithMarks: string): Html {
  return html`${raw(
    escapeHtml(textWithMarks).replaceAll(HIT_START, '<mark>').replaceAll(HIT_END, '</mark>'),
  )}`
}
