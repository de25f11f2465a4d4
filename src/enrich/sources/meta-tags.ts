/**
 * Everything that pages say in meta and link elements besides Open Graph: plain HTML, Highwire
 * `citation_*` (Google Scholar), Dublin Core, and what publishing systems add of their own.
 */
import { givenNameFirst } from '../clean-authors.ts'
import { linkHref, metaValues, type Page } from '../page.ts'
import { type Finding, findingsOf } from '../page-reading.ts'
import { META_NAMES } from './meta-names.ts'

/** Sources that write "Family, Given". */
const FAMILY_FIRST = new Set(['citation_author', 'dc.creator'])

export function readMetaTags(page: Page): Finding[] {
  const findings = META_NAMES.flatMap(([source, field, ...names]): Finding[] => {
    // Names of one source in the order of the table; two names for authors would name them twice.
    const found = names.map((name) => metaValues(page, name)).filter((values) => values.length > 0)
    const values = field === 'author' ? (found[0] ?? []) : found.flat()
    return findingsOf(source, {
      [field]: values.map((value) => (FAMILY_FIRST.has(source) ? namesOf(value) : value)),
    })
  })
  const { parts } = page
  const labelled = labelledAuthors(page)
  const equiv = (name: string) => parts.metas.find((meta) => meta.httpEquiv === name)?.content
  const itemprop = (name: string) => parts.metas.find((meta) => meta.itemprop === name)?.content
  return [
    ...findings,
    ...findingsOf('twitter:data', { author: labelled }),
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
    ...findingsOf('h2', { title: parts.subheading }),
    ...findingsOf('twitter:url', { canonical: metaValues(page, 'twitter:url') }),
    ...findingsOf('h1', { title: parts.headings.find((heading) => heading.trim() !== '') }),
  ]
}

/** Labels of Twitter's cards: "Written by" above, the name below. */
function labelledAuthors(page: Page): string[] {
  return ['1', '2'].flatMap((number) => {
    const label = metaValues(page, `twitter:label${number}`)[0] ?? ''
    const isAuthor =
      /^\s*(?:(?:written|posted)\s+by|authors?|by|verfasst von|geschrieben von|von|autor|écrit par|auteur|escrito por|scritto da|geschreven door|skriven av|napisane przez|written by:?|作者|投稿者|執筆者)\s*:?\s*$/i.test(
        label,
      )
    return isAuthor ? metaValues(page, `twitter:data${number}`) : []
  })
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
