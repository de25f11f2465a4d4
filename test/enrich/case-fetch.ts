/**
 * A case of test/cases/metadata.jsonl as a server in memory, behind the type of the guarded door.
 *
 * Limits of time and connections belong to the door itself and are tested there; here a body that
 * never ends is cut at `maxBytes`, or times out when that would take longer than was allowed.
 */
import {
  brotliDecompressSync,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib'
import type { FetchedResource, FetchRequest, GuardedFetch } from '../../src/domain/fetching.ts'
import { isPublicAddress, problemOfHost } from '../../src/domain/web-address/public-host.ts'
import { AppError } from '../../src/errors.ts'

interface CaseResponse {
  url?: string
  status: number
  headers?: Record<string, string>
  body?: string
  body_base64?: string
  body_parts?: { text: string; times?: number }[]
  needs_cookie?: string
  stream?: { then_text?: string; then_base64?: string; every_ms: number }
}

interface CaseRedirect {
  url: string
  status: number
  location?: string
  location_bytes_base64?: string
  set_cookie?: string
}

export interface MetadataCase {
  id: string
  why: string
  request: { url: string }
  response: CaseResponse
  redirects?: CaseRedirect[]
  head_response?: CaseResponse
  responses_by_accept?: Record<string, CaseResponse> | CaseResponse
  other_responses?: Record<string, CaseResponse>
  dns?: Record<string, string[][]>
  expect: Record<string, unknown>
}

export interface CaseFetch {
  guardedFetch: GuardedFetch
  /** Addresses that were asked for, HEAD aside, in order. */
  requests: string[]
  decodedBytes: () => number
}

function sameAddress(a: string, b: string): boolean {
  const key = (address: string) => {
    const url = new URL(address)
    const query = [...url.searchParams].map(([name, value]) => `${name}=${value}`).sort()
    return `${url.host}${url.pathname}?${query.join('&')}`
  }
  return key(a) === key(b)
}

function bodyOf(response: CaseResponse): Uint8Array {
  if (response.body_base64 !== undefined) return Buffer.from(response.body_base64, 'base64')
  const parts = response.body_parts ?? [{ text: response.body ?? '' }]
  return Buffer.from(parts.map(({ text, times = 1 }) => text.repeat(times)).join(''))
}

const DECODERS: Record<string, (body: Uint8Array) => Uint8Array> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: (body) => ((body[0] ?? 0) % 16 === 8 ? inflateSync(body) : inflateRawSync(body)),
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

/** Codings in the order they were applied, undone from the last; a body that is not coded is taken as it is. */
function decoded(body: Uint8Array, coding: string): Uint8Array {
  const names = coding.split(/\s*,\s*/).filter((name) => name !== '' && name !== 'identity')
  if (names.length > 5) throw new AppError('FETCH_TOO_LARGE', 'The answer is packed too often.')
  return names.reverse().reduce((bytes, name) => {
    const decoder = DECODERS[name.toLowerCase()]
    if (decoder === undefined) throw new AppError('FETCH_FAILED', `The coding ${name} is unknown.`)
    try {
      return decoder(bytes)
    } catch (error) {
      if (Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart().startsWith('<'))
        return bytes
      throw new AppError('FETCH_FAILED', 'The answer could not be unpacked.', { cause: error })
    }
  }, body)
}

function locationOf(redirect: CaseRedirect): string {
  const bytes = redirect.location_bytes_base64
  return bytes === undefined
    ? (redirect.location ?? '')
    : Buffer.from(bytes, 'base64').toString('utf8')
}

export function createCaseFetch(one: MetadataCase): CaseFetch {
  const requests: string[] = []
  let largest = 0
  const mainUrl = one.response.url ?? one.request.url

  function answer(
    request: FetchRequest,
    url: string,
    cookies: Set<string>,
  ): CaseResponse | CaseRedirect {
    const redirect = one.redirects?.find((hop) => sameAddress(hop.url, url))
    const needed = one.response.needs_cookie
    const hasCookie =
      needed === undefined || [...cookies].some((cookie) => cookie.startsWith(needed))
    if (redirect !== undefined && !(sameAddress(mainUrl, url) && hasCookie && cookies.size > 0))
      return redirect
    if (sameAddress(mainUrl, url)) {
      if (request.method === 'HEAD' && one.head_response !== undefined) return one.head_response
      if (!hasCookie && one.redirects?.[0] !== undefined) return one.redirects[0]
      return one.response
    }
    const other = Object.entries(one.other_responses ?? {}).find(([address]) =>
      sameAddress(address, url),
    )
    return (
      other?.[1] ?? { status: 404, headers: { 'content-type': 'text/html' }, body: 'Not found' }
    )
  }

  async function guardedFetch(request: FetchRequest): Promise<FetchedResource> {
    const { maxBytes = 2_097_152, timeoutMs = 10_000, maxRedirects = 5 } = request
    const redirects: FetchedResource['redirects'] = []
    const cookies = new Set<string>()
    let url = new URL(request.url).href
    for (;;) {
      refuseInside(url, one.dns)
      if (request.method !== 'HEAD') requests.push(url)
      const found = answer(request, url, cookies)
      if ('set_cookie' in found && found.set_cookie) cookies.add(found.set_cookie)
      if (!('location' in found || 'location_bytes_base64' in found)) {
        return finished(found, request, { url, redirects, maxBytes, timeoutMs })
      }
      if (redirects.length >= maxRedirects) {
        throw new AppError('FETCH_FAILED', 'The address sends on in too many redirects.')
      }
      const to = new URL(locationOf(found), url).href
      redirects.push({ status: found.status, from: url, to })
      url = to
    }
  }

  function finished(
    found: CaseResponse,
    request: FetchRequest,
    {
      url,
      redirects,
      maxBytes,
      timeoutMs,
    }: Pick<FetchedResource, 'url' | 'redirects'> & { maxBytes: number; timeoutMs: number },
  ): FetchedResource {
    const headers = new Headers(found.headers)
    let body =
      request.method === 'HEAD'
        ? new Uint8Array()
        : decoded(bodyOf(found), headers.get('content-encoding') ?? '')
    if (found.stream !== undefined && request.method !== 'HEAD') {
      const { then_text = '', then_base64, every_ms } = found.stream
      const piece =
        then_base64 === undefined ? Buffer.from(then_text) : Buffer.from(then_base64, 'base64')
      const pieces = Math.ceil((maxBytes - body.length) / piece.length)
      if (pieces * every_ms > timeoutMs)
        throw new AppError('FETCH_TIMEOUT', 'The page took too long.')
      body = Buffer.concat([body, ...Array<Uint8Array>(pieces).fill(piece)])
    }
    const truncated = body.length > maxBytes
    if (truncated) body = body.subarray(0, maxBytes)
    largest = Math.max(largest, body.length)
    return { url, status: found.status, headers, body, truncated, redirects }
  }

  return { guardedFetch, requests, decodedBytes: () => largest }
}

function refuseInside(url: string, dns: MetadataCase['dns'] = {}): void {
  const { hostname, protocol } = new URL(url)
  const resolved = (dns[hostname] ?? []).flat()
  const isInside =
    problemOfHost(hostname) !== null || resolved.some((address) => !isPublicAddress(address))
  if (isInside || !/^https?:$/.test(protocol)) {
    throw new AppError('FETCH_REFUSED', 'The address leads into a private network.')
  }
}
