/** A case of test/cases/ → what came out otherwise than expected; an empty list is a case that is right. */
import { readFileSync } from 'node:fs'
import { cleanUrl } from '../../src/collect/clean-url.ts'
import { createEnrichPage } from '../../src/enrich/fetch-page.ts'
import type { PageReading } from '../../src/enrich/page-reading.ts'
import { type CaseFetch, createCaseFetch, type MetadataCase } from './case-fetch.ts'

/** The clock of all cases. */
const NOW = new Date('2026-06-01T12:00:00Z')

export function readCases(name: string): MetadataCase[] {
  return readFileSync(new URL(`../cases/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MetadataCase)
}

/** Field of a case → value of a reading. */
const VALUES: Record<string, (reading: PageReading, one: MetadataCase) => unknown> = {
  outcome: ({ outcome }) => outcome,
  title: ({ metadata }) => metadata.title,
  author: ({ metadata }) => (metadata.authors.length === 0 ? null : metadata.authors),
  site_name: ({ metadata }) => metadata.siteName,
  description: ({ metadata }) => metadata.description,
  image: ({ metadata }) => metadata.imageUrl,
  language: ({ metadata }) => metadata.language,
  canonical_url: ({ metadata }) => metadata.canonicalUrl,
  kind: ({ metadata }) => metadata.kind,
  published: ({ metadata }) => metadata.publishedAt,
  retry_after_s: ({ retryAfterS }) => retryAfterS,
  link_url: (_reading, one) => cleanUrl(one.request.url).url,
}

export async function judgeCase(one: MetadataCase): Promise<string[]> {
  const server = createCaseFetch(one)
  const enrichPage = createEnrichPage({ guardedFetch: server.guardedFetch, now: () => NOW })
  const reading = await enrichPage(one.request.url)
  return [
    ...judgeValues(one, (field) => VALUES[field]?.(reading, one)),
    ...complaintsOfFetch(one.expect, reading, server),
  ]
}

/** The fields of a case alone, from whatever read the page. */
export function judgeValues(
  { expect: wanted }: MetadataCase,
  readField: (field: string) => unknown,
): string[] {
  const isForTheDoor = wanted.connections_not_to !== undefined && wanted.outcome === undefined
  const values = isForTheDoor ? wanted : { outcome: 'ok', ...wanted }
  return [
    ...complaintsOfValues(values, readField),
    ...complaintsOfTitle(wanted, String(readField('title') ?? '')),
  ]
}

/** Compares fields by the rules in the README of the cases. */
function complaintsOfValues(
  wanted: Record<string, unknown>,
  readField: (field: string) => unknown,
): string[] {
  const not = (wanted.not ?? {}) as Record<string, unknown[]>
  return Object.keys(VALUES).flatMap((field) => {
    if (!(field in wanted) && !(field in not)) return []
    const value = readField(field)
    const shown = `${field} is ${JSON.stringify(value)}`
    const wrong =
      field in wanted && !isEqual(field, value, wanted[field])
        ? [`${shown}, not ${JSON.stringify(wanted[field])}`]
        : []
    const forbidden = (not[field] ?? []).some((never) => isEqual(field, value, never))
    return forbidden ? [...wrong, `${shown}, which it must not be`] : wrong
  })
}

function isEqual(field: string, actual: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'object' && wanted !== null && 'one_of' in wanted) {
    return (wanted.one_of as unknown[]).some((one) => isEqual(field, actual, one))
  }
  if (wanted === null) return actual === null || actual === undefined
  if (field === 'author') return JSON.stringify(actual) === JSON.stringify([wanted].flat())
  if (field === 'language' && typeof actual === 'string') {
    return String(wanted).includes('-') ? actual === wanted : actual.split('-')[0] === wanted
  }
  if (field === 'published' && typeof actual === 'string' && typeof wanted === 'string') {
    return wanted.length === 10
      ? actual.startsWith(wanted)
      : Date.parse(actual) === Date.parse(wanted)
  }
  return actual === wanted
}

function complaintsOfTitle(wanted: Record<string, unknown>, title: string): string[] {
  const { title_max_chars: max, title_starts_with: start } = wanted
  const shown = `title is ${JSON.stringify(title)}`
  const complaints: string[] = []
  if (typeof max === 'number' && title.length > max) complaints.push(`${shown}: too long`)
  if (typeof start === 'string' && !title.startsWith(start))
    complaints.push(`${shown}: begins wrong`)
  if (wanted.title_well_formed && !title.isWellFormed())
    complaints.push(`${shown}: half a character`)
  if (wanted.title_not_garbage && /[\x00-\x1f\ufffd]/.test(title))
    complaints.push(`${shown}: garbage`)
  return complaints
}

/** Kinds of failure → how a sentence for the owner speaks of them. */
const ERRORS: Record<string, RegExp> = {
  redirect: /redirect|sends on/i,
  timeout: /too long|in time|within/i,
  dns: /name|no such|does not exist/i,
  tls: /secure connection/i,
  encoding: /unpack|coding/i,
  too_large: /large|much|more/i,
}

function complaintsOfFetch(
  wanted: Record<string, unknown>,
  reading: PageReading,
  server: CaseFetch,
): string[] {
  const { error, max_decoded_bytes: bytes, max_requests: most, requests } = wanted
  const { lookups_max: lookupsMax } = wanted
  const complaints: string[] = []
  if (typeof error === 'string' && !(ERRORS[error] ?? /^$/).test(reading.error ?? ''))
    complaints.push(`error is ${JSON.stringify(reading.error)}, without "${error}"`)
  if (typeof bytes === 'number' && server.decodedBytes() > bytes)
    complaints.push(`${server.decodedBytes()} bytes were read`)
  if (typeof lookupsMax === 'number' && server.lookups() > lookupsMax)
    complaints.push(`a name was looked up ${server.lookups()} times`)
  if (typeof most === 'number' && server.requests.length > most)
    complaints.push(`${server.requests.length} requests were made`)
  const asked = server.requests.filter((url) => !/oembed|\/robots\.txt$/.test(url))
  if (Array.isArray(requests) && JSON.stringify(asked) !== JSON.stringify(requests))
    complaints.push(`asked for ${asked.join(' ')}`)
  return complaints
}
