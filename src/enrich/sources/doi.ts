/**
 * A paper's record at its DOI registry: doi.org answers with CSL-JSON when asked for it
 * (Crossref and DataCite, content negotiation). Publishers often show walls; the registry does not.
 */
import type { GuardedFetch } from '../../domain/fetching.ts'
import { readKnownSite } from '../../domain/web-address/known-sites.ts'
import { isAppError } from '../../errors.ts'
import { type Finding, findingsOf } from '../page-reading.ts'

const MAX_BYTES = 500_000
const TIMEOUT_MS = 5_000
const IN_PATH =
  /\/doi\/(?:abs|full|figure|epdf|pdf|pdfplus|pdfdirect|book)?\/?(10\.\d{4,9}\/[^?#]+)/i

/** From the address of the DOI itself, or of a publisher that has it in the path. */
export function doiOf(url: URL): string | null {
  if (readKnownSite(url)?.site === 'doi') return url.pathname.slice(1)
  return IN_PATH.exec(url.pathname)?.[1] ?? null
}

export async function fetchDoi(guardedFetch: GuardedFetch, doi: string): Promise<Finding[]> {
  try {
    const answer = await guardedFetch({
      url: `https://doi.org/${doi}`,
      headers: { accept: 'application/vnd.citationstyles.csl+json' },
      maxBytes: MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
    })
    const isRecord = /json/.test(answer.headers.get('content-type') ?? '')
    return answer.status === 200 && isRecord ? readCsl(new TextDecoder().decode(answer.body)) : []
  } catch (error) {
    // An extra: that it fails says nothing of the page.
    if (isAppError(error)) return []
    throw error
  }
}

type CslRecord = Record<string, unknown>

export function readCsl(json: string): Finding[] {
  const record = parse(json)
  if (record === null) return []
  const people = Array.isArray(record.author) ? record.author.slice(0, 200) : []
  return findingsOf('doi', {
    title: first(record.title),
    author: people.map(nameOf).filter((name) => name !== ''),
    published: dayOf(record.issued) ?? dayOf(record.published),
    siteName: first(record['container-title']),
    description: first(record.abstract),
    language: first(record.language),
    kind: 'article',
  })
}

function parse(json: string): CslRecord | null {
  try {
    const value: unknown = JSON.parse(json)
    return isRecord(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isRecord(value: unknown): value is CslRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function first(value: unknown): string | null {
  const one: unknown = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' ? one : null
}

function nameOf(person: unknown): string {
  if (!isRecord(person)) return ''
  const parts = [person.given, person.family].filter((part) => typeof part === 'string')
  return parts.length > 0 ? parts.join(' ') : (first(person.literal) ?? first(person.name) ?? '')
}

/** `{"date-parts":[[2021,11,2]]}`; a year alone is no day. */
function dayOf(value: unknown): string | null {
  const parts: unknown = isRecord(value) ? value['date-parts'] : null
  const day: unknown = Array.isArray(parts) ? parts[0] : null
  return Array.isArray(day) && day.length === 3 ? day.join('-') : null
}
