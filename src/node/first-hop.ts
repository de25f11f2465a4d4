/**
 * The first request of a chain: ours by default, the caller's headers win.
 */
import type { FetchRequest } from '../domain/fetching.ts'
import { AppError } from '../errors.ts'
import { acceptedCodings } from './decode-body.ts'
import type { Hop } from './redirect-hop.ts'

/** The connection's own business. */
const RESERVED_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export function firstHop(request: FetchRequest, userAgent: string): Hop {
  if (!URL.canParse(request.url)) {
    throw new AppError('FETCH_REFUSED', 'This is not an address that can be fetched.')
  }
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
    'accept-language': 'en,*;q=0.5',
    'accept-encoding': acceptedCodings(),
  }
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const key = name.toLowerCase()
    if (!RESERVED_HEADERS.has(key)) headers[key] = value
  }
  return {
    url: new URL(request.url),
    method: request.method ?? 'GET',
    headers,
    body: request.body ?? null,
  }
}
