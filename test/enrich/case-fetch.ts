/**
 * A case of test/cases/metadata.jsonl as a server in memory, behind the type of the guarded door.
 *
 * Limits of time and connections belong to the door itself and are tested there; here a body that
 * never ends is cut at `maxBytes`, or times out when that would take longer than was allowed.
 */
import type { FetchedResource, FetchRequest, GuardedFetch } from '../../src/domain/fetching.ts'
import { isPublicAddress, problemOfHost } from '../../src/domain/web-address/public-host.ts'
import { AppError } from '../../src/errors.ts'
import { contentCodings, decodeBody } from '../../src/node/decode-body.ts'

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
  /** Most look-ups of one name. */
  lookups: () => number
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

/** As the door does it. */
async function decoded(body: Uint8Array, coding: string | null, maxBytes: number) {
  async function* source() {
    yield body
  }
  try {
    return await decodeBody({ source: source(), codings: contentCodings(coding), maxBytes })
  } catch (error) {
    throw new AppError('FETCH_FAILED', 'The answer is packed in a way that cannot be unpacked.', {
      cause: error,
    })
  }
}

function locationOf(answer: CaseResponse | CaseRedirect): string | null {
  if ('location_bytes_base64' in answer && answer.location_bytes_base64 !== undefined)
    return Buffer.from(answer.location_bytes_base64, 'base64').toString('utf8')
  if ('location' in answer && answer.location !== undefined) return answer.location
  const isRedirect = [301, 302, 303, 307, 308].includes(answer.status)
  const headers = 'headers' in answer ? answer.headers : undefined
  return isRedirect ? (new Headers(headers).get('location') ?? null) : null
}

/** One answer for whoever does not ask for a page, or one for each type. */
function byAccept(
  answers: MetadataCase['responses_by_accept'],
  accept: string,
): CaseResponse | undefined {
  if (answers === undefined || accept.includes('text/html')) return undefined
  if (typeof answers.status === 'number') return answers as CaseResponse
  const byType = answers as Record<string, CaseResponse>
  const type = Object.keys(byType).find((name) => accept.includes(name))
  return type === undefined ? Object.values(byType)[0] : byType[type]
}

export function createCaseFetch(one: MetadataCase): CaseFetch {
  const requests: string[] = []
  const lookups = new Map<string, number>()
  let largest = 0
  const mainUrl = one.response.url ?? one.request.url

  function answer(
    request: FetchRequest,
    url: string,
    cookies: Set<string>,
  ): CaseResponse | CaseRedirect {
    const { protocol } = new URL(url)
    const redirect = one.redirects?.find(
      (hop) => sameAddress(hop.url, url) && new URL(hop.url).protocol === protocol,
    )
    const needed = one.response.needs_cookie
    const hasCookie =
      needed === undefined || [...cookies].some((cookie) => cookie.startsWith(needed))
    if (redirect !== undefined && !(sameAddress(mainUrl, url) && hasCookie && cookies.size > 0))
      return redirect
    if (sameAddress(mainUrl, url)) {
      if (request.method === 'HEAD' && one.head_response !== undefined) return one.head_response
      const other = byAccept(one.responses_by_accept, request.headers?.accept ?? '*/*')
      if (other !== undefined) return other
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

  /** Each look-up takes the next answer; the last one stays. */
  function resolve(hostname: string): string[] {
    const answers = one.dns?.[hostname] ?? []
    const count = lookups.get(hostname) ?? 0
    lookups.set(hostname, count + 1)
    return answers[Math.min(count, answers.length - 1)] ?? []
  }

  async function guardedFetch(request: FetchRequest): Promise<FetchedResource> {
    const { maxBytes = 2_097_152, timeoutMs = 10_000, maxRedirects = 5 } = request
    const redirects: FetchedResource['redirects'] = []
    const cookies = new Set<string>()
    let url = new URL(request.url).href
    for (;;) {
      refuseInside(url, resolve(new URL(url).hostname))
      if (request.method !== 'HEAD') requests.push(url)
      const found = answer(request, url, cookies)
      if ('set_cookie' in found && found.set_cookie) cookies.add(found.set_cookie)
      const location = locationOf(found)
      if (location === null) {
        return finished(found as CaseResponse, request, { url, redirects, maxBytes, timeoutMs })
      }
      if (redirects.length >= maxRedirects) {
        throw new AppError('FETCH_FAILED', 'The address sends on in too many redirects.')
      }
      const to = new URL(location, url).href
      redirects.push({ status: found.status, from: url, to })
      url = to
    }
  }

  async function finished(
    found: CaseResponse,
    request: FetchRequest,
    {
      url,
      redirects,
      maxBytes,
      timeoutMs,
    }: Pick<FetchedResource, 'url' | 'redirects'> & { maxBytes: number; timeoutMs: number },
  ): Promise<FetchedResource> {
    const headers = new Headers(found.headers)
    let body = request.method === 'HEAD' ? new Uint8Array() : bodyOf(found)
    if (found.stream !== undefined && request.method !== 'HEAD') {
      const { then_text = '', then_base64, every_ms } = found.stream
      const piece =
        then_base64 === undefined ? Buffer.from(then_text) : Buffer.from(then_base64, 'base64')
      const pieces = Math.ceil((maxBytes - body.length) / piece.length)
      if (pieces * every_ms > timeoutMs)
        throw new AppError('FETCH_TIMEOUT', 'The page took too long.')
      body = Buffer.concat([body, ...Array<Uint8Array>(pieces).fill(piece)])
    }
    const unpacked = await decoded(body, headers.get('content-encoding'), maxBytes)
    body = unpacked.body
    const { truncated } = unpacked
    largest = Math.max(largest, body.length)
    return { url, status: found.status, headers, body, truncated, redirects }
  }

  return {
    guardedFetch,
    requests,
    decodedBytes: () => largest,
    lookups: () => Math.max(0, ...lookups.values()),
  }
}

function refuseInside(url: string, resolved: string[]): void {
  const { hostname, protocol } = new URL(url)
  const isInside =
    problemOfHost(hostname) !== null || resolved.some((address) => !isPublicAddress(address))
  if (isInside || !/^https?:$/.test(protocol)) {
    throw new AppError('FETCH_REFUSED', 'The address leads into a private network.')
  }
}
