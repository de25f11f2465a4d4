/**
 * All findings of all sources → one value a field, by the table of choices.
 *
 * A value that does not survive cleaning ("admin", "undefined", an implausible address) counts as
 * not said, and the next source is asked.
 */
import {
  type LinkKind,
  METADATA_FIELDS,
  type MetadataField,
  type PageMetadata,
  type Provenance,
} from '../domain/link.ts'
import { problemOfHost } from '../domain/web-address/public-host.ts'
import { isHomePage, ownAddress, plausibleCanonical } from './canonical.ts'
import { CHOICES } from './choices.ts'
import { cleanAuthors } from './clean-authors.ts'
import { cleanTitle, isEmptyTitle, undoDoubleEscape } from './clean-title.ts'
import { parseDate } from './dates.ts'
import { cleanLanguage } from './language.ts'
import { type Page, resolveUrl } from './page.ts'
import { EMPTY_METADATA, type Finding, type FindingField } from './page-reading.ts'
import { namesOfHost } from './site-names.ts'
import { cleanText, decodeEntities, hasEntity, shorten, squash, stripInlineTags } from './text.ts'

const MAX_DESCRIPTION = 600
const MAX_SITE_NAME = 120

interface Chosen<T> {
  value: T
  source: string
}

export interface MetadataInput {
  page: Page
  saved: URL
  findings: readonly Finding[]
  /** Address of a profile → name. */
  people?: ReadonlyMap<string, string>
}

export interface ChosenMetadata {
  metadata: PageMetadata
  provenance: Provenance
  siteNames: string[]
}

export function chooseMetadata({ page, saved, findings, people }: MetadataInput): ChosenMetadata {
  const valuesOf = (field: FindingField, source: string) =>
    findings.filter((one) => one.field === field && one.source === source).map(({ value }) => value)

  function first<T>(
    field: FindingField,
    accept: (values: string[], source: string) => T | null,
  ): Chosen<T> | null {
    for (const source of CHOICES[field]) {
      const values = valuesOf(field, source)
      const value = values.length === 0 ? null : accept(values, source)
      if (value !== null) return { value, source }
    }
    return null
  }
  const firstEach = <T>(field: FindingField, accept: (value: string) => T | null) =>
    first(field, (values) => {
      for (const value of values) {
        const accepted = accept(value)
        if (accepted !== null) return accepted
      }
      return null
    })

  const language = firstEach('language', cleanLanguage)
  const siteName = firstEach('siteName', cleanSiteName)
  const given = findings
    .filter(({ field }) => field === 'siteName')
    .map(({ value }) => cleanText(decodeEntities(value)))
  const hostNames = [...namesOfHost(page.url.hostname), ...namesInPath(page.url.pathname)]
  const siteNames = [...given, ...hostNames]
  const author = chooseAuthors(first, {
    language: language?.value ?? null,
    siteNames,
    ...nameLookup(page, people),
  })
  const title = chooseTitle(first, findings, {
    siteNames: given,
    hostNames,
    authors: author?.value ?? [],
    isHomePage: isHomePage(page.url),
  })
  const description = firstEach('description', (value) => cleanDescription(value))
  const image = firstEach('image', (value) => cleanImage(value, page))
  const published = firstEach('published', (value) =>
    parseDate(value, { language: language?.value ?? null }),
  )
  const claims = findings.filter(({ field }) => field === 'canonical')
  const canonical = first('canonical', (values, source) => {
    if (source === 'site') return values[0] ?? null
    const others = claims.filter((one) => one.source !== source).map(({ value }) => value)
    const plausible = values.map((value) => plausibleCanonical(value, page, saved, others))
    // Two different canonicals in one page: search engines believe neither.
    return new Set(plausible).size > 1 && source === 'link canonical'
      ? null
      : (plausible[0] ?? null)
  })
  const own = ownAddress(page, saved)
  const kind = firstEach('kind', toKind)
  const isArticle = author !== null || published !== null
  const chosen: Record<MetadataField, Chosen<unknown> | null> = {
    title,
    authors: author,
    site_name: siteName,
    description,
    image_url: image,
    published_at: published,
    language,
    canonical_url:
      canonical ??
      (own === null ? null : { value: stripPlainFragment(own.url, saved), source: 'address' }),
    kind: kind ?? (isArticle ? { value: 'article', source: 'guess' } : null),
  }
  return { ...assemble(chosen), siteNames }
}

function assemble(
  chosen: Record<MetadataField, Chosen<unknown> | null>,
): Omit<ChosenMetadata, 'siteNames'> {
  const value = <T>(field: MetadataField) => (chosen[field]?.value ?? null) as T | null
  const provenance: Provenance = {}
  for (const field of METADATA_FIELDS) {
    const source = chosen[field]?.source
    if (source !== undefined) provenance[field] = source
  }
  const metadata: PageMetadata = {
    title: value<string>('title'),
    authors: value<string[]>('authors') ?? [],
    siteName: value<string>('site_name'),
    description: value<string>('description'),
    imageUrl: value<string>('image_url'),
    publishedAt: value<string>('published_at'),
    language: value<string>('language'),
    canonicalUrl: value<string>('canonical_url'),
    kind: value<LinkKind>('kind'),
  }
  return { metadata: { ...EMPTY_METADATA, ...metadata }, provenance }
}

/** Parts of a site with names of their own: "A pot : r/ceramics". */
function namesInPath(path: string): string[] {
  const community = /^\/((?:r|c|u)\/[^/]+)/.exec(path)?.[1]
  return community === undefined ? [] : [community]
}

function stripPlainFragment(url: string, saved: URL): string {
  return saved.hash !== '' && url.endsWith(saved.hash) && !/^#[!/?]/.test(saved.hash)
    ? url.slice(0, -saved.hash.length)
    : url
}

type First = <T>(
  field: FindingField,
  accept: (values: string[], source: string) => T | null,
) => Chosen<T> | null

/** An organisation signs only where no person does. */
function chooseAuthors(
  first: First,
  context: Parameters<typeof cleanAuthors>[1],
): Chosen<string[]> | null {
  const names = new Set(context.siteNames.map(squash))
  let organisation: Chosen<string[]> | null = null
  const person = first('author', (values, source) => {
    const authors = cleanAuthors(values, context)
    if (authors.length === 0) return null
    if (!authors.every((author) => names.has(squash(author)))) return authors
    organisation ??= { value: authors, source }
    return null
  })
  return person ?? organisation
}

function nameLookup(page: Page, people: ReadonlyMap<string, string> | undefined) {
  return {
    nameOfAddress(address: string) {
      const href = resolveUrl(address, page.baseUrl)?.href
      const linked = page.parts.bylines.find(
        ({ href: to }) => to !== '' && resolveUrl(to, page.baseUrl)?.href === href,
      )
      return people?.get(address) ?? people?.get(href ?? '') ?? linked?.text
    },
  }
}

function chooseTitle(
  first: First,
  findings: readonly Finding[],
  context: Parameters<typeof cleanTitle>[1],
): Chosen<string> | null {
  const all = findings.filter(({ field }) => field === 'title')
  const sites = new Set([...context.siteNames, ...context.hostNames].map(squash))
  let fallback: Chosen<string> | null = null
  const best = first('title', (values, source) => {
    for (const raw of values) {
      const others = all.filter((one) => one.source !== source).map(({ value }) => value)
      const meant = source === 'title' ? raw : undoDoubleEscape(raw, others)
      const title = cleanTitle(wholeOf(meant, others), context)
      if (title === null) continue
      // Some sites give every page their own name: only where nothing else is known.
      if (context.isHomePage || OWN_NAME_IS_TITLE.has(source) || !sites.has(squash(title)))
        return title
      fallback ??= { value: title, source }
    }
    return null
  })
  return best ?? fallback
}

/** A feed is called what its site is called. */
const OWN_NAME_IS_TITLE = new Set(['site', 'document'])

/** "A long title that goes…" is completed from another source that begins the same. */
function wholeOf(title: string, others: readonly string[]): string {
  const cut = /^(.{20,}?)\s*(?:…|\.\.\.)$/s.exec(cleanText(title))?.[1]
  if (cut === undefined) return title
  return (
    others.find((other) => cleanText(other).startsWith(cut) && !/(?:…|\.\.\.)\s*$/.test(other)) ??
    title
  )
}

function cleanSiteName(raw: string): string | null {
  const name = shorten(cleanText(hasEntity(raw) ? decodeEntities(raw) : raw), MAX_SITE_NAME)
  return name === '' || isEmptyTitle(name) || /^(?:https?:)?\/\/|^@/i.test(name) ? null : name
}

function cleanDescription(raw: string): string | null {
  const text = cleanText(stripInlineTags(hasEntity(raw) ? decodeEntities(raw) : raw))
  return text === '' || isEmptyTitle(text) ? null : shorten(text, MAX_DESCRIPTION)
}

const NO_IMAGE =
  /(?:^|\/)(?:blank|spacer|pixel|transparent|1x1|clear)\.(?:gif|png|jpe?g)$|^(?:undefined|null|none|false|true)$|\{\{|%7B%7B/i

function cleanImage(raw: string, page: Page): string | null {
  const text = raw.trim()
  const url = NO_IMAGE.test(text) ? null : resolveUrl(text, page.baseUrl)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '') return null
  if (problemOfHost(url.hostname) !== null || url.href.length > 4_096) return null
  // An empty value joined to the site's address.
  return url.pathname === '/' && url.search === '' ? null : url.href
}

const KINDS: readonly (readonly [RegExp, LinkKind])[] = [
  [/^(?:video|movie|tv_show|episode|tvshow)\b/i, 'video'],
  [/^(?:audio|music|podcast|song|album|radio)\b/i, 'audio'],
  [/^(?:article|blog|news|newsarticle|blogpost|post)\b/i, 'article'],
  [/^(?:repo|pdf|image|feed|document|book|product|profile|place|app|game|text|data)\b/i, ''],
]

function toKind(raw: string): LinkKind | null {
  const type = raw.trim().toLowerCase().replace(/^og:/, '')
  const found = KINDS.find(([pattern]) => pattern.test(type))
  if (found === undefined) return null
  return found[1] === '' ? (/^\w+/.exec(type)?.[0] ?? null) : found[1]
}
