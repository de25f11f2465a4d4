/**
 * Everything that pages say in meta and link elements besides Open Graph: plain HTML, Highwire
 * `citation_*` (Google Scholar), Dublin Core, and what publishing systems add of their own.
 */
import { givenNameFirst } from '../clean-authors.ts'
import { linkHref, metaValues, type Page } from '../page.ts'
import { type Finding, type FindingField, findingsOf } from '../page-reading.ts'

type Row = readonly [source: string, field: FindingField, ...names: string[]]

/** A source a line: name in the table of choices, field, and the names it goes by. */
const ROWS: readonly Row[] = [
  [
    'citation_title',
    'title',
    'citation_title',
    'bepress_citation_title',
    'eprints.title',
    'prism.title',
    'wkhealth_title',
  ],
  [
    'citation_author',
    'author',
    'citation_author',
    'citation_authors',
    'bepress_citation_author',
    'eprints.creators_name',
  ],
  [
    'citation_date',
    'published',
    'citation_publication_date',
    'citation_online_date',
    'citation_date',
    'citation_cover_date',
    'bepress_citation_date',
    'bepress_citation_online_date',
    'eprints.date',
    'prism.publicationdate',
  ],
  ['citation_abstract', 'description', 'citation_abstract', 'eprints.abstract'],
  [
    'citation_journal',
    'siteName',
    'citation_journal_title',
    'citation_conference_title',
    'prism.publicationname',
  ],
  ['citation_language', 'language', 'citation_language'],
  ['dc.title', 'title', 'dc.title', 'dcterms.title', 'dc:title', 'dcterms:title'],
  [
    'dc.creator',
    'author',
    'dc.creator',
    'dcterms.creator',
    'dc:creator',
    'dcterms:creator',
    'dc.creator.personalname',
    'dc.contributor.author',
  ],
  [
    'dc.date',
    'published',
    'dc.date.issued',
    'dcterms.issued',
    'dc.date',
    'dcterms.date',
    'dc:date',
    'dc.date.created',
    'dcterms.created',
    'dc:created',
    'dcterms.available',
    'dc.issued',
  ],
  [
    'dc.description',
    'description',
    'dc.description',
    'dcterms.description',
    'dcterms.abstract',
    'dc.description.abstract',
    'dc:description',
  ],
  ['dc.language', 'language', 'dc.language', 'dcterms.language', 'dc.language.iso', 'dc:language'],
  ['dc.publisher', 'siteName', 'dc.publisher', 'dcterms.publisher'],
  [
    'article:author',
    'author',
    'article:author',
    'og:article:author',
    'og:author',
    'article:author:name',
    'book:author',
  ],
  [
    'author',
    'author',
    'author',
    'byl',
    'byline',
    'parsely-author',
    'sailthru.author',
    'rbauthors',
    'article.author',
    'cxenseparse:author',
    'author-name',
    'article-author',
    'page.author',
    'cre.author',
    'vr:author',
    'twitter:data1:author',
    'creator',
  ],
  ['authors', 'author', 'authors', 'article:authors'],
  ['twitter:creator', 'author', 'twitter:creator'],
  [
    'date',
    'published',
    'date',
    'pubdate',
    'publishdate',
    'publish_date',
    'publish-date',
    'published',
    'publication_date',
    'publication-date',
    'published_date',
    'published-date',
    'published_at',
    'datepublished',
    'date_published',
    'date.published',
    'originalpublicationdate',
    'parsely-pub-date',
    'sailthru.date',
    'article.published',
    'article_date_original',
    'article:date',
    'article:published',
    'cxenseparse:recs:publishtime',
    'cxenseparse:publishtime',
    'displaydate',
    'ptime',
    'pdate',
    'timestamp',
    'rnews:datepublished',
    'release_date',
    'releasedate',
    'date.created',
    'datecreated',
    'created',
    'og:pubdate',
    'og:published_time',
    'og:release_date',
    'video:release_date',
    'music:release_date',
    'book:release_date',
    'bt:pubdate',
    'article.created',
    'dateissued',
    'doc_date',
    'analyticsattributes.articledate',
    'dcsext.articlefirstpublished',
    'shareaholic:article_published_time',
    'prism.publicationdate',
    'issued',
    'ghost:published_at',
    'uploaddate',
  ],
  [
    'description',
    'description',
    'description',
    'sailthru.description',
    'abstract',
    'summary',
    'excerpt',
  ],
  [
    'application-name',
    'siteName',
    'application-name',
    'al:ios:app_name',
    'al:android:app_name',
    'cre.site',
    'source-name',
    'publisher',
  ],
  ['apple-mobile-web-app-title', 'siteName', 'apple-mobile-web-app-title'],
  [
    'meta title',
    'title',
    'title',
    'parsely-title',
    'sailthru.title',
    'headline',
    'article.headline',
    'twitter:text:title',
    'hdl',
  ],
  [
    'meta image',
    'image',
    'thumbnail',
    'image',
    'sailthru.image.full',
    'sailthru.image.thumb',
    'parsely-image-url',
    'parsely-image-url',
    'msapplication-tileimage:none',
    'og:image:none',
  ],
  ['meta language', 'language', 'language', 'content-language', 'og:language', 'article:language'],
]

/** Sources that write "Family, Given". */
const FAMILY_FIRST = new Set(['citation_author', 'dc.creator'])

export function readMetaTags(page: Page): Finding[] {
  const findings = ROWS.flatMap(([source, field, ...names]): Finding[] => {
    // Names of one source in the order of the table; two names for authors would name them twice.
    const found = names.map((name) => metaValues(page, name)).filter((values) => values.length > 0)
    const values = field === 'author' ? (found[0] ?? []) : found.flat()
    return findingsOf(source, {
      [field]: values.map((value) => (FAMILY_FIRST.has(source) ? namesOf(value) : value)),
    })
  })
  const { parts } = page
  const equiv = (name: string) => parts.metas.find((meta) => meta.httpEquiv === name)?.content
  const itemprop = (name: string) => parts.metas.find((meta) => meta.itemprop === name)?.content
  return [
    ...findings,
    ...findingsOf('html lang', { language: parts.language }),
    ...findingsOf('content-language', { language: single(equiv('content-language')) }),
    ...findingsOf('content-language header', {
      language: single(page.headers.get('content-language')),
    }),
    ...findingsOf('itemprop', {
      title: parts.marked.get('headline'),
      description: itemprop('description') ?? parts.marked.get('description'),
      image: itemprop('image') ?? parts.marked.get('image'),
      language: itemprop('inlanguage') ?? parts.marked.get('inlanguage'),
    }),
    ...findingsOf('itemprop name', { title: itemprop('name') ?? parts.marked.get('name') }),
    ...findingsOf('link canonical', {
      canonical: parts.links
        .filter(
          (link) => link.rels.includes('canonical') && link.hreflang === '' && link.media === '',
        )
        .map((link) => link.href),
    }),
    ...findingsOf('link image_src', { image: linkHref(page, 'image_src') }),
    ...findingsOf('link header', { canonical: canonicalOfHeader(page.headers.get('link')) }),
    ...findingsOf('title', { title: titleElement(page) }),
    ...findingsOf('h1', { title: parts.headings.find((heading) => heading.trim() !== '') }),
  ]
}

function namesOf(value: string): string {
  return value.includes(';')
    ? value
        .split(';')
        .map((name) => givenNameFirst(name.trim()))
        .join('; ')
    : givenNameFirst(value)
}

/** "en, fr" says which languages a site has, not which this page is in. */
function single(value: string | null | undefined): string | null {
  return value === null || value === undefined || value.includes(',') ? null : value
}

function titleElement({ parts }: Page): string {
  const end = parts.isTitleOpen ? parts.title.indexOf('<') : -1
  return end === -1 ? parts.title : parts.title.slice(0, end)
}

/** `Link: <address>; rel="canonical"`, the only way for files without markup (RFC 8288). */
export function canonicalOfHeader(header: string | null): string | null {
  for (const [, address = '', parameters = ''] of (header ?? '')
    .slice(0, 8_000)
    .matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?canonical(?:\s[^"]*)?"|canonical\b)/i.test(parameters))
      return address
  }
  return null
}
