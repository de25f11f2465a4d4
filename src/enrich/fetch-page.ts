/**
 * Fetches a saved address through the guarded door and reads what answers.
 *
 * In: an address. Out: always a reading; what cannot be fetched or read is an outcome with a
 * sentence for the owner, because the link itself stays saved.
 */
import type { FetchedResource, FetchRequest, GuardedFetch } from '../domain/fetching.ts'
import { isHostOf } from '../domain/web-address/tracking-parameters.ts'
import { readWebAddress } from '../domain/web-address/web-address.ts'
import { isAppError } from '../errors.ts'
import { createAskOthers } from './ask-others.ts'
import { EMPTY_METADATA, type PageReading } from './page-reading.ts'
import { failed, readFindings, readPage } from './read-page.ts'
import type { ReadPdf } from './sources/pdf.ts'

export interface EnrichPageDeps {
  guardedFetch: GuardedFetch
  /** Sent with every request when given; else the door's own. */
  userAgent?: string
  /** `host:port` pairs exempt from the rules for addresses (the setting FETCH_ALLOW). */
  allow?: readonly string[]
  now?: () => Date
  /** Reads a PDF elsewhere than in this thread. */
  readPdf?: ReadPdf
}

export type EnrichPage = (url: string) => Promise<PageReading>

const PAGE_BYTES = 2 * 1024 * 1024
const PDF_BYTES = 20 * 1024 * 1024
const TIMEOUT_MS = 8_000
/** A body that never ends used up the time above; its headers alone still tell the type. */
const HEAD_TIMEOUT_MS = 1_500
const MAX_REFRESHES = 3

const ACCEPT =
  'text/html,application/xhtml+xml;q=0.9,application/xml;q=0.8,application/pdf;q=0.8,*/*;q=0.5'

export function createEnrichPage({
  guardedFetch,
  userAgent,
  allow = [],
  now = () => new Date(),
  readPdf,
}: EnrichPageDeps): EnrichPage {
  const headers = {
    accept: ACCEPT,
    'accept-language': 'en;q=0.5, *;q=0.1',
    ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
  }
  const pdfReader = readPdf === undefined ? {} : { readPdf }
  const get = (url: string, more: Partial<FetchRequest> = {}) =>
    guardedFetch({ url, headers, maxBytes: PAGE_BYTES, timeoutMs: TIMEOUT_MS, ...more })

  const others = createAskOthers({ guardedFetch, get })

  async function fetchPage(address: string): Promise<FetchedResource> {
    const url = address.replace(/#.*$/s, '')
    try {
      const resource = await get(url)
      return isCutPdf(resource)
        ? await get(url, { maxBytes: PDF_BYTES, timeoutMs: 2 * TIMEOUT_MS })
        : resource
    } catch (error) {
      if (!isAppError(error, 'FETCH_TIMEOUT')) throw error
      const head = await typeByHead(url)
      if (head === null) throw error
      return head
    }
  }

  /** A radio station sends forever: its type is an answer too. */
  async function typeByHead(url: string): Promise<FetchedResource | null> {
    try {
      const head = await get(url, { method: 'HEAD', timeoutMs: HEAD_TIMEOUT_MS })
      const type = head.headers.get('content-type') ?? ''
      return head.status === 200 && /^(?:audio|video|image)\//.test(type) ? head : null
    } catch (error) {
      // The time-out of the page itself is what the owner should read.
      if (isAppError(error)) return null
      throw error
    }
  }

  async function follow(start: URL): Promise<PageReading> {
    let target = start
    for (let hop = 0; ; hop++) {
      const resource = await fetchPage(target.href)
      const step = await readPage(resource, start, {
        now: now(),
        more: others.askAbout,
        ...pdfReader,
      })
      if (!('refresh' in step) || step.reading.outcome !== 'ok')
        return withOthersBehindWall(step.reading, start)
      if (hop === MAX_REFRESHES)
        return failed('error', 'The page sends on in a circle of redirects.', start)
      target = step.refresh
    }
  }

  async function withOthersBehindWall(reading: PageReading, saved: URL): Promise<PageReading> {
    if (reading.outcome !== 'blocked' && reading.outcome !== 'retry') return reading
    const findings = await others.askBehindWall(saved)
    return findings.some(({ field }) => field === 'title') ? readFindings(findings, saved) : reading
  }

  return async function enrichPage(url) {
    const address = readWebAddress(url, allow)
    if ('problem' in address) {
      return {
        outcome: 'rejected',
        error: address.problem,
        metadata: { ...EMPTY_METADATA },
        provenance: {},
      }
    }
    const reading = await followSafely(asGiven(url, allow) ?? new URL(address.url))
    const copy = reading.outcome === 'ok' ? null : copyOfPage(url)
    const other = copy === null ? null : await followSafely(copy)
    return other?.outcome === 'ok' ? other : reading
  }

  async function followSafely(saved: URL): Promise<PageReading> {
    try {
      return await follow(saved)
    } catch (error) {
      if (!isAppError(error)) throw error
      return failed(error.code === 'FETCH_REFUSED' ? 'rejected' : 'error', error.message, saved)
    }
  }
}

/** The address of a cache that holds a copy of the page, which is asked where the page fails. */
function copyOfPage(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && isHostOf(url.hostname, 'cdn.ampproject.org') ? url : null
}

/** The address byte for byte, when it is one and carries no other. */
function asGiven(text: string, allow: readonly string[]): URL | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null
  const given = new URL(text)
  const read = readWebAddress(text, allow)
  return !('problem' in read) && new URL(read.url).host === given.host ? given : null
}

/** Complete PDFs are needed because the list of their objects stands at the end. */
function isCutPdf({ truncated, body }: FetchedResource): boolean {
  return truncated && body[0] === 0x25 && body[1] === 0x50 && body[2] === 0x44 && body[3] === 0x46
}
