import { html } from 'hono/html'
import { type Facet, facetPath } from '../../domain/facet.ts'
import type { NameCount, PublishedEntry } from '../../store/public-archive.ts'
import { archiveWords } from './archive-words.ts'
import { entryList, type Paging, pagingLinks } from './entry-list.ts'
import { FEED_FILES, feedLinks } from './feed-links.ts'
import { type Html, layout, type Site } from './layout.ts'
import { pageWords } from './words.ts'

export interface FacetPageProps {
  site: Site
  /** With the name as it is written. */
  facet: Facet
  entries: PublishedEntry[]
  total: number
  paging: Paging
}

/** Everything with one tag, of one section, author or site. */
export function facetPage({ site, facet, entries, total, paging }: FacetPageProps): Html {
  const { locale } = site.publication
  const title = archiveWords(locale).facetTitle[facet.kind](facet.name)
  const folder = `${facetPath(facet)}/`
  return layout({
    site,
    title,
    path: paging.to(paging.page),
    ...(facet.kind === 'tag' && { current: 'tags' as const }),
    head: feedLinks(site.baseUrl, folder, FEED_FILES, title),
    main: html`<div class="page">
<h1>${title}</h1>
<p class="lead">${pageWords(locale).links(total)}<span class="meta">\u00a0· <a href="${folder}${FEED_FILES.rss}" type="application/rss+xml">${pageWords(locale).feed}</a></span></p>
${entryList(
  site,
  entries.map((entry) => ({ entry })),
)}
${pagingLinks(site, paging)}
</div>`,
  })
}

/** Names A–Z with how many links each has. */
export function namesPage(
  site: Site,
  kind: 'tag' | 'section' | 'author',
  names: NameCount[],
): Html {
  const { locale } = site.publication
  const words = archiveWords(locale)
  const title = { tag: words.tagsTitle, section: words.sectionsTitle, author: words.authorsTitle }[
    kind
  ]
  return layout({
    site,
    title,
    path: `/${kind}s`,
    ...(kind === 'tag' && { current: 'tags' as const }),
    main: html`<div class="page">
<h1>${title}</h1>
<p class="lead">${names.length === 0 ? words.noTagYet : words.byName(names.length)}</p>
<ul class="names">
${names.map(
  ({ name, count }) =>
    html`<li><a href="${facetPath({ kind, name })}">${name}</a> <span class="meta">${count}</span></li>\n`,
)}</ul>
</div>`,
  })
}
