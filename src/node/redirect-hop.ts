/**
 * From an answer to the next request of a chain, by the rules browsers follow (Fetch standard,
 * "HTTP-redirect fetch").
 */
import type { FetchRequest } from '../domain/fetching.ts'
import { AppError } from '../errors.ts'

const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** What may be told to another site than the one the caller addressed. */
const HARMLESS_HEADERS = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-type',
  'range',
  'user-agent',
])

export interface Hop {
  url: URL
  method: NonNullable<FetchRequest['method']>
  /** Names in lower case. */
  headers: Record<string, string>
  body: string | Uint8Array | null
}

/**
 * Where the answer sends the reader, or null when it is to be taken as it is.
 *
 * `location` holds one character per byte. Bytes beyond ASCII are kept as they came, percent-encoded:
 * servers send UTF-8 as well as Latin-1, and only they know which.
 */
export function redirectTarget(
  from: URL,
  host: string,
  status: number,
  location: string | undefined,
): URL | null {
  if (!REDIRECTS.has(status) || location === undefined || location.trim() === '') return null
  const encoded = location.replace(
    /[\x80-\xff]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  if (!URL.canParse(encoded, from.href)) {
    throw new AppError('FETCH_FAILED', `${host} redirects to something that is not an address.`)
  }
  const to = new URL(encoded, from)
  if (to.hash === '') to.hash = from.hash
  return to
}

export function nextHop(hop: Hop, status: number, to: URL): Hop {
  const becomesGet =
    (status === 303 && hop.method !== 'HEAD') ||
    ((status === 301 || status === 302) && hop.method === 'POST')
  const isSameOrigin = to.origin === hop.url.origin
  const headers = Object.fromEntries(
    Object.entries(hop.headers).filter(
      ([name]) =>
        (isSameOrigin || HARMLESS_HEADERS.has(name)) &&
        !(becomesGet && name.startsWith('content-')),
    ),
  )
  return {
    url: to,
    method: becomesGet ? 'GET' : hop.method,
    headers,
    body: becomesGet ? null : hop.body,
  }
}
