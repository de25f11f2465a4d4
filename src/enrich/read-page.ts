/**
 * An answer from a server → what is known of the page, or why it could not be read.
 *
 * What is not the page (a wall, a login, an error) gives nothing but what the address tells.
 */
import type { FetchedResource } from '../domain/fetching.ts'
import { retryAfterS } from '../domain/retry-after.ts'
import { decodeBody } from './charset.ts'
import { type MediaType, mediaTypeOf } from './media-type.ts'
import { createPage, metaValues, type Page } from './page.ts'
import { chooseMetadata } from './page-metadata.ts'
import { type Finding, findingsOf, type PageOutcome, type PageReading } from './page-reading.ts'
import { refreshTarget } from './refresh.ts'
import { scanHtml } from './scan-html.ts'
import { namesOfHost } from './site-names.ts'
import { readAudioTags } from './sources/audio-tags.ts'
import { readBylines } from './sources/bylines.ts'
import { readFeed, readJson } from './sources/feed.ts'
import { readFileName } from './sources/file-name.ts'
import { peopleByAddress, readJsonLd } from './sources/json-ld.ts'
import { canonicalOfHeader, readMetaTags } from './sources/meta-tags.ts'
import { readOpenGraph } from './sources/open-graph.ts'
import { type ReadPdf, readPdf } from './sources/pdf.ts'
import { readPlainText } from './sources/plain-text.ts'
import { readAddress, readSite } from './sources/sites.ts'
import { readSvg } from './sources/svg.ts'
import { WALL_SENTENCES, type WallKind, wallOfAddress, wallOfHeaders, wallOfPage } from './walls.ts'

export interface ReadPageOptions {
  now: Date
  /** How PDFs are read; in this thread unless told otherwise. */
  readPdf?: ReadPdf
  /** Further sources that need a request of their own, asked after the page was read. */
  more?: (page: Page, reading: PageReading) => Promise<Finding[]>
}

/** A reading, or the address that the page sends on to. */
export type PageStep = { reading: PageReading } | { refresh: URL; reading: PageReading }

export async function readPage(
  resource: FetchedResource,
  saved: URL,
  options: ReadPageOptions,
): Promise<PageStep> {
  const url = new URL(resource.url)
  const refused = readStatus(resource, saved, options.now)
  if (refused !== null) return { reading: refused }
  const contentType = resource.headers.get('content-type')
  const type = mediaTypeOf(resource.body, contentType, url)
  if (type === 'html')
    return readHtml(resource, decodeBody(resource.body, contentType), saved, options)
  const page = createPage(url, resource.headers, scanHtml(''))
  const findings = [
    ...(await readDocument(type, resource, contentType, options.readPdf ?? readPdf)),
    ...readSite(page),
    ...readFileName(url, resource.headers),
    ...findingsOf('link header', { canonical: canonicalOfHeader(resource.headers.get('link')) }),
  ]
  return { reading: await finish(page, saved, findings, options) }
}

async function readDocument(
  type: MediaType,
  { body }: FetchedResource,
  contentType: string | null,
  readPdfBody: ReadPdf,
): Promise<Finding[]> {
  switch (type) {
    case 'pdf':
      return [...findingsOf('document', { kind: 'pdf' }), ...(await readPdfBody(body))]
    case 'audio':
      return [...findingsOf('document', { kind: 'audio' }), ...readAudioTags(body)]
    case 'feed':
      return readFeed(decodeBody(body, contentType))
    case 'json':
      return readJson(decodeBody(body, contentType))
    case 'text':
      return [
        ...findingsOf('document', { kind: 'text' }),
        ...readPlainText(decodeBody(body, contentType)),
      ]
    case 'image':
      return [
        ...findingsOf('document', { kind: 'image' }),
        ...(contentType?.includes('svg') ? readSvg(decodeBody(body, contentType)) : []),
      ]
    case 'file':
      return findingsOf('document', { kind: 'document' })
    default:
      return findingsOf('document', { kind: type })
  }
}

async function readHtml(
  resource: FetchedResource,
  html: string,
  saved: URL,
  options: ReadPageOptions,
): Promise<PageStep> {
  const page = createPage(new URL(resource.url), resource.headers, scanHtml(html))
  const siteNames = [
    ...metaValues(page, 'og:site_name', 'application-name'),
    ...namesOfHost(page.url.hostname),
    ...namesOfHost(saved.hostname),
  ]
  const wall = wallOfPage(html, page.parts, siteNames, page.url.pathname !== saved.pathname)
  if (wall !== null) return { reading: failed('blocked', WALL_SENTENCES[wall], saved) }
  const reading = await finish(page, saved, await htmlFindings(page), options)
  const refresh = refreshTarget(page)
  return refresh === null ? { reading } : { reading, refresh }
}

async function htmlFindings(page: Page): Promise<Finding[]> {
  return [
    ...(await readOpenGraph(page)),
    ...readJsonLd(page),
    ...readMetaTags(page),
    ...readBylines(page),
    ...readSite(page),
  ]
}

/** What a page says that describes another document; nothing when it is a wall or an error. */
export async function findingsInPage(resource: FetchedResource): Promise<Finding[]> {
  const url = new URL(resource.url)
  const contentType = resource.headers.get('content-type')
  if (resource.status !== 200 || mediaTypeOf(resource.body, contentType, url) !== 'html') return []
  const html = decodeBody(resource.body, contentType)
  const page = createPage(url, resource.headers, scanHtml(html))
  const wall = wallOfPage(html, page.parts, namesOfHost(url.hostname))
  // Kind and address are those of the document.
  return wall === null
    ? (await htmlFindings(page)).filter(({ field }) => field !== 'kind' && field !== 'canonical')
    : []
}

async function finish(
  page: Page,
  saved: URL,
  findings: Finding[],
  options: ReadPageOptions,
): Promise<PageReading> {
  const needsPeople = findings.some(
    ({ field, value }) => field === 'author' && /^(?:https?:)?\/\//.test(value),
  )
  const people = needsPeople ? peopleByAddress(page) : new Map<string, string>()
  const choose = (all: Finding[]) =>
    chooseMetadata({ page, saved, findings: all, people, now: options.now })
  const { metadata, provenance } = choose(findings)
  const reading: PageReading = { outcome: 'ok', error: null, metadata, provenance }
  const more = (await options.more?.(page, reading)) ?? []
  return more.length === 0 ? reading : { ...reading, ...pick(choose([...findings, ...more])) }
}

function pick({ metadata, provenance }: ReturnType<typeof chooseMetadata>) {
  return { metadata, provenance }
}

/** Answers that mean "later" (RFC 9110; 52x are Cloudflare's for a server that is away). */
const LATER = new Set([408, 425, 429, 502, 503, 504, 520, 521, 522, 523, 524, 529])

function readStatus(resource: FetchedResource, saved: URL, now: Date): PageReading | null {
  const { status, headers } = resource
  const wait = retryAfterS(headers, now)
  const wall = wallBeforeReading(resource, saved)
  if (status === 429 || (LATER.has(status) && (wall === null || wait !== undefined))) {
    const busyHost = new URL(resource.url).hostname
    const seconds = wait === undefined ? {} : { retryAfterS: wait, busyHost }
    return {
      ...failed('retry', `The site asks us to come back later (status ${status}).`, saved),
      ...seconds,
    }
  }
  if (wall !== null) return failed('blocked', WALL_SENTENCES[wall], saved)
  if (status >= 300 && status < 400) {
    return failed(
      'error',
      `The site sends on to another address, and that redirect leads nowhere (status ${status}).`,
      saved,
    )
  }
  if (status === 401 || status === 402 || status === 403 || status === 407 || status === 451) {
    return failed('blocked', `The site does not let us read the page (status ${status}).`, saved)
  }
  if (status === 404 || status === 410) {
    return failed(
      'blocked',
      `The site says that the page does not exist (status ${status}).`,
      saved,
    )
  }
  return status >= 400
    ? failed('blocked', `The site answered with an error (status ${status}).`, saved)
    : null
}

function wallBeforeReading(resource: FetchedResource, saved: URL): WallKind | null {
  const byHeaders = wallOfHeaders(resource.headers)
  if (byHeaders !== null) return byHeaders
  if (resource.status < 400) return wallOfAddress(saved, new URL(resource.url))
  const isMarkup = /html|^$/.test(resource.headers.get('content-type') ?? '')
  if (!isMarkup || resource.body.length === 0) return null
  const html = decodeBody(resource.body.subarray(0, 200_000), resource.headers.get('content-type'))
  const wall = wallOfPage(html, scanHtml(html), namesOfHost(saved.hostname))
  return wall === 'error' ? null : wall
}

/** What the address alone tells, for a page that could not be read. */
export function failed(
  outcome: Exclude<PageOutcome, 'ok'>,
  error: string,
  saved: URL,
): PageReading {
  const reading = chooseMetadata({ page: emptyPage(saved), saved, findings: readAddress(saved) })
  return { outcome, error, ...pick(reading) }
}

/** A reading from other sources than the page itself. */
export function readFindings(findings: readonly Finding[], saved: URL): PageReading {
  const page = emptyPage(saved)
  const reading = chooseMetadata({ page, saved, findings: [...findings, ...readSite(page)] })
  return { outcome: 'ok', error: null, ...pick(reading) }
}

function emptyPage(url: URL): Page {
  return createPage(url, new Headers(), scanHtml(''))
}
