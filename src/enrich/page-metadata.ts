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
import { isHomePage, ownAddress, plausibleCanonical } from './canonical.ts'
import { type Choose, type Chosen, createChoose } from './choose.ts'
import { chooseAuthors, nameLookup } from './choose-authors.ts'
import { chooseTitle } from './choose-title.ts'
import { cleanDescription, cleanImage, cleanSiteName, isFarAhead, toKind } from './clean-values.ts'
import { parseDate } from './dates.ts'
import { cleanLanguage } from './language.ts'
import type { Page } from './page.ts'
import { EMPTY_METADATA, type Finding } from './page-reading.ts'
import { knownNames, namesOfHost } from './site-names.ts'
import { cleanText, decodeEntities } from './text.ts'

export interface MetadataInput {
  page: Page
  saved: URL
  findings: readonly Finding[]
  /** Without it, no date is too far ahead. */
  now?: Date
  /** Address of a profile → name. */
  people?: ReadonlyMap<string, string>
}

export interface ChosenMetadata {
  metadata: PageMetadata
  provenance: Provenance
}

export function chooseMetadata(input: MetadataInput): ChosenMetadata {
  const { page, findings } = input
  const choose = createChoose(findings)
  const { firstEach } = choose
  const language = firstEach('language', cleanLanguage)
  const names = chooseNames(choose, input, language?.value ?? null)
  const published = firstEach('published', (value) => {
    const date = parseDate(value, { language: language?.value ?? null })
    return date === null || isFarAhead(date, input.now) ? null : date
  })
  const isArticle = names.authors !== null || published !== null
  return assemble({
    ...names,
    site_name: firstEach('siteName', cleanSiteName),
    description: firstEach('description', cleanDescription),
    image_url: firstEach('image', (value) => cleanImage(value, page)),
    published_at: published,
    language,
    canonical_url: chooseCanonical(choose, input),
    kind: firstEach('kind', toKind) ?? (isArticle ? { value: 'article', source: 'guess' } : null),
  })
}

/** Title and authors know of each other, and of the names that the site goes by. */
function chooseNames(
  { first }: Choose,
  { page, findings, people }: MetadataInput,
  language: string | null,
) {
  const given = findings
    .filter(({ field }) => field === 'siteName')
    .map(({ value }) => cleanText(decodeEntities(value)))
  const hostNames = [...namesOfHost(page.url.hostname), ...namesInPath(page.url.pathname)]
  const known = knownNames(page.url.hostname)
  const authors = chooseAuthors(first, {
    language,
    siteNames: [...given, ...hostNames],
    ...nameLookup(page, people),
  })
  const title = chooseTitle(first, findings, {
    siteNames: [...given, ...known],
    hostNames,
    bareNames: known,
    authors: authors?.value ?? [],
    isHomePage: isHomePage(page.url),
  })
  return { title, authors }
}

function chooseCanonical(
  { first }: Choose,
  { page, saved, findings }: MetadataInput,
): Chosen<string> | null {
  const claims = findings.filter(({ field }) => field === 'canonical')
  const claimed = first('canonical', (values, source) => {
    if (source === 'site') return values[0] ?? null
    const others = claims.filter((one) => one.source !== source).map(({ value }) => value)
    const plausible = values.map((value) => plausibleCanonical(value, page, saved, others))
    // Two different canonicals in one page: search engines believe neither.
    const isTorn = new Set(plausible).size > 1 && source === 'link canonical'
    return isTorn ? null : (plausible[0] ?? null)
  })
  const own = ownAddress(page, saved)
  if (claimed !== null || own === null) return claimed
  return { value: stripPlainFragment(own.url, saved), source: 'address' }
}

function assemble(chosen: Record<MetadataField, Chosen<unknown> | null>): ChosenMetadata {
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
