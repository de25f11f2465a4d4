/**
 * One request for a feed, and what the answer means.
 *
 * In: an address, with what the last answer said (ETag, Last-Modified, hash of the body). Out:
 * always an answer; what cannot be fetched or read is one with a sentence for the owner. Sentences
 * name the host alone, because addresses of private feeds are secrets.
 */
import { createHash } from 'node:crypto'
import type { FetchedResource, GuardedFetch } from '../domain/fetching.ts'
import { retryAfterS } from '../domain/retry-after.ts'
import { AppError, type ErrorCode, isAppError } from '../errors.ts'
import type { Feed } from './feeds.ts'

export interface FetchFeedDeps {
  guardedFetch: GuardedFetch
  /** Bytes and Content-Type → text. */
  decodeBody: (body: Uint8Array, contentType: string | null) => string
  now: () => Date
}

export interface FeedRequest {
  url: string
  etag?: string | null
  lastModified?: string | null
  bodyHash?: string | null
  /** Whole summaries, because they are the owner's notes. */
  wholeSummaries?: boolean
  signal?: AbortSignal
}

export type FeedAnswer =
  | { kind: 'feed'; feed: Feed; url: string; bodyHash: string; headers: FeedHeaders }
  | { kind: 'unchanged'; url: string; headers: FeedHeaders }
  /** A web page answered: perhaps it names its feeds. */
  | { kind: 'page'; html: string; url: string; reason: string }
  | { kind: 'gone'; reason: string }
  | { kind: 'failed'; reason: string; code: ErrorCode; retryAfterS: number | null }

export interface FeedHeaders {
  etag: string | null
  lastModified: string | null
  maxAgeS: number | null
}

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1'
const MAX_BYTES = 2_000_000
/** Characters; as long as a note may be. */
const WHOLE_SUMMARY = 50_000

export function createFetchFeed({ guardedFetch, decodeBody, now }: FetchFeedDeps) {
  return async function fetchFeed(request: FeedRequest): Promise<FeedAnswer> {
    try {
      const resource = await guardedFetch({
        url: request.url,
        headers: { accept: ACCEPT, ...conditionsOf(request) },
        maxBytes: MAX_BYTES,
        ...(request.signal && { signal: request.signal }),
      })
      return await readAnswer(resource, request)
    } catch (error) {
      if (!isAppError(error)) throw error
      return { kind: 'failed', reason: error.message, code: error.code, retryAfterS: null }
    }
  }

  async function readAnswer(resource: FetchedResource, request: FeedRequest): Promise<FeedAnswer> {
    const { status, headers } = resource
    const url = permanentAddress(resource, request.url)
    if (status === 304) return { kind: 'unchanged', url, headers: headersOf(headers) }
    if (status === 410)
      return {
        kind: 'gone',
        reason: `${hostOf(resource.url)} says that the feed is gone for good.`,
      }
    if (status < 200 || status >= 300) return refusal(resource, now())
    const bodyHash = createHash('sha256').update(resource.body).digest('base64url')
    if (bodyHash === request.bodyHash)
      return { kind: 'unchanged', url, headers: headersOf(headers) }
    const decoded = decodeBody(resource.body, headers.get('content-type'))
    const text = resource.truncated ? upToLastItem(decoded) : decoded
    try {
      const { readFeed } = await import('./feeds.ts') // a parser for each format: when needed
      const feed = readFeed(text, {
        feedUrl: resource.url,
        now: now(),
        ...(request.wholeSummaries && { longestSummary: WHOLE_SUMMARY }),
      })
      return { kind: 'feed', feed, url, bodyHash, headers: headersOf(headers) }
    } catch (error) {
      if (!isAppError(error, 'INVALID_INPUT')) throw error
      return isPage(text)
        ? { kind: 'page', html: text, url: resource.url, reason: pageReason(resource.url) }
        : { kind: 'failed', reason: error.message, code: error.code, retryAfterS: null }
    }
  }
}

/** RFC 9110, 13.1: the validators as they came. */
function conditionsOf({ etag, lastModified }: FeedRequest): Record<string, string> {
  return {
    ...(etag && { 'if-none-match': etag }),
    ...(lastModified && { 'if-modified-since': lastModified }),
  }
}

function headersOf(headers: Headers): FeedHeaders {
  return {
    etag: printable(headers.get('etag')),
    lastModified: printable(headers.get('last-modified')),
    maxAgeS: maxAgeOf(headers.get('cache-control')),
  }
}

/** It is sent back, so it must fit into a header; a longer one is no validator but a burden. */
function printable(value: string | null): string | null {
  return value !== null && /^[\x20-\x7e]{1,500}$/.test(value) ? value : null
}

function maxAgeOf(cacheControl: string | null): number | null {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,10})/i.exec(cacheControl ?? '')?.[1]
  return seconds === undefined ? null : Number(seconds)
}

/** As far as the site says that it moved for good (301, 308); a detour of the day is not kept. */
function permanentAddress(resource: FetchedResource, asked: string): string {
  let url = asked
  for (const { status, to } of resource.redirects) {
    if (status !== 301 && status !== 308) break
    url = to
  }
  return url.replace(/#.*$/s, '')
}

function refusal(resource: FetchedResource, now: Date): FeedAnswer {
  const host = hostOf(resource.url)
  const { status } = resource
  const wait = retryAfterS(resource.headers, now)
  return {
    kind: 'failed',
    reason: `${host} ${wordsFor(status)} (status ${status}).`,
    code: 'PAGE_STATUS',
    retryAfterS: wait ?? null,
  }
}

function wordsFor(status: number): string {
  if (status === 401 || status === 403 || status === 407) return 'does not let us read the feed'
  if (status === 404) return 'has no feed at this address'
  if (status === 429 || status === 503) return 'asks us to come back later'
  if (status >= 500) return 'has a fault of its own'
  return status < 400 ? 'redirects to nowhere' : 'refuses the request'
}

function pageReason(url: string): string {
  return `${hostOf(url)} answered with a web page, no feed.`
}

function hostOf(url: string): string {
  return new URL(url).host
}

function isPage(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*(?:<!doctype\s+html|<html|<head|<body|<title|<meta)/i.test(
    text.slice(0, 10_000),
  )
}

/** Podcasts list everything they ever made: of what is too long, the whole items at its beginning. */
function upToLastItem(text: string): string {
  const ends = [
    ['</item>', '</channel></rss>'],
    ['</entry>', '</feed>'],
  ] as const
  for (const [end, rest] of ends) {
    const at = text.lastIndexOf(end)
    if (at >= 0) return text.slice(0, at + end.length) + rest
  }
  throw new AppError('INVALID_INPUT', 'The feed is longer than 2 MB, and was not read.')
}
