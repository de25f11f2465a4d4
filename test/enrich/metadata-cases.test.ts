import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cleanUrl } from '../../src/collect/clean-url.ts'
import { createEnrichPage } from '../../src/enrich/fetch-page.ts'
import type { PageReading } from '../../src/enrich/page-reading.ts'
import { createCaseFetch, type MetadataCase } from './case-fetch.ts'

const cases = readFileSync(new URL('../cases/metadata.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as MetadataCase)

/** Field of a case → value of a reading. */
const VALUES: Record<string, (reading: PageReading, one: MetadataCase) => unknown> = {
  title: ({ metadata }) => metadata.title,
  author: ({ metadata }) => (metadata.authors.length === 0 ? null : metadata.authors),
  site_name: ({ metadata }) => metadata.siteName,
  description: ({ metadata }) => metadata.description,
  image: ({ metadata }) => metadata.imageUrl,
  language: ({ metadata }) => metadata.language,
  canonical_url: ({ metadata }) => metadata.canonicalUrl,
  kind: ({ metadata }) => metadata.kind,
  published: ({ metadata }) => metadata.publishedAt,
  outcome: ({ outcome }) => outcome,
  retry_after_s: ({ retryAfterS }) => retryAfterS,
  link_url: (_reading, one) => cleanUrl(one.request.url).url,
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

describe('reported pages', () => {
  it.each(cases)('$id: $why', async (one) => {
    const server = createCaseFetch(one)
    const now = () => new Date('2024-06-01T12:00:00Z')
    const reading = await createEnrichPage({ guardedFetch: server.guardedFetch, now })(
      one.request.url,
    )
    const { not = {}, ...wanted } = one.expect as { not?: Record<string, unknown[]> } & Record<
      string,
      unknown
    >
    const outcome = wanted.outcome ?? 'ok'
    const isForTheDoor = wanted.connections_not_to !== undefined && wanted.outcome === undefined
    if (!isForTheDoor)
      expect({ ...reading, isEqual: isEqual('outcome', reading.outcome, outcome) }).toMatchObject({
        isEqual: true,
      })

    for (const [field, read] of Object.entries(VALUES)) {
      const value = read(reading, one)
      if (field in wanted && !isEqual(field, value, wanted[field]))
        expect(value, field).toEqual(wanted[field])
      for (const never of not[field] ?? [])
        expect(isEqual(field, value, never), `${field} is not ${never}`).toBe(false)
    }
    const title = reading.metadata.title ?? ''
    if (typeof wanted.error === 'string')
      expect(reading.error?.toLowerCase()).toContain(wanted.error)
    if (typeof wanted.title_max_chars === 'number')
      expect(title.length).toBeLessThanOrEqual(wanted.title_max_chars)
    if (typeof wanted.title_starts_with === 'string')
      expect(title.startsWith(wanted.title_starts_with)).toBe(true)
    if (wanted.title_well_formed) expect(title.isWellFormed()).toBe(true)
    if (wanted.title_not_garbage) expect(title).not.toMatch(/[\x00-\x1f\ufffd]/)
    if (typeof wanted.max_decoded_bytes === 'number')
      expect(server.decodedBytes()).toBeLessThanOrEqual(wanted.max_decoded_bytes)
    if (typeof wanted.max_requests === 'number')
      expect(server.requests.length).toBeLessThanOrEqual(wanted.max_requests)
    if (Array.isArray(wanted.requests)) {
      expect(server.requests.filter((url) => !url.includes('oembed'))).toEqual(wanted.requests)
    }
  })
})
