/**
 * Public pages and feeds, kept in the data centre's cache (Cache API) until the site changes.
 *
 * The key holds the version of the site (`store/site-version.ts`), so a page of an earlier one is
 * never asked for again. As on Node, the version is asked of the database at most once a second,
 * and after each request of this isolate that may have changed it. The edge packs what it sends.
 */
import { type Fetch, isPrivate, mayKeep, namesTag, pathOf, tagOf } from '../http/page-cache.ts'
import type { EdgeCache } from './platform.ts'

/** Longer than a page is asked for; the edge drops what it has no room for. */
const KEEP_S = 7 * 86_400
const CHECK_MS = 1_000
/** The page's own, because the cache obeys `cache-control`. */
const OWN_CACHE_CONTROL = 'x-page-cache-control'

/** What an isolate remembers of the site between requests: plain values, nothing of a request. */
export interface SeenVersion {
  version: string
  atMs: number
}

export interface EdgePagesOptions {
  cache: EdgeCache
  seen: SeenVersion
  /** Only the origin of the keys. */
  baseUrl: string
  readVersion: () => Promise<string>
  waitUntil: (work: Promise<unknown>) => void
}

export function createEdgePages(options: EdgePagesOptions): (fetch: Fetch) => Fetch {
  const { cache, seen, baseUrl, readVersion, waitUntil } = options

  async function currentVersion(): Promise<string> {
    const askedMs = Date.now()
    if (askedMs - seen.atMs >= CHECK_MS) {
      seen.version = await readVersion()
      seen.atMs = askedMs
    }
    return seen.version
  }

  return (fetch) =>
    async (request, ...rest) => {
      const isReading = request.method === 'GET' || request.method === 'HEAD'
      if (!isReading) {
        try {
          return await fetch(request, ...rest)
        } finally {
          seen.atMs = Number.NEGATIVE_INFINITY
        }
      }
      const path = pathOf(request.url)
      if (path === undefined || isPrivate(path)) return fetch(request, ...rest)
      const key = new Request(`${new URL(baseUrl).origin}${path}?site=${await currentVersion()}`)
      const found = await cache.match(key)
      if (found) return answer(found, request)
      const response = await fetch(request, ...rest)
      if (request.method === 'HEAD' || !mayKeep(response)) return response
      const body = new Uint8Array(await response.arrayBuffer())
      const page = new Response(body, response)
      if (!page.headers.has('etag')) page.headers.set('etag', tagOf(body))
      waitUntil(cache.put(key, toKeep(page.clone())))
      return answer(page, request)
    }
}

function toKeep(page: Response): Response {
  page.headers.set(OWN_CACHE_CONTROL, page.headers.get('cache-control') ?? '')
  page.headers.set('cache-control', `public, max-age=${KEEP_S}`)
  return page
}

/** RFC 9110 §13: nothing new for who has this page already. */
function answer(page: Response, request: Request): Response {
  const headers = new Headers(page.headers)
  headers.set('cache-control', headers.get(OWN_CACHE_CONTROL) ?? headers.get('cache-control') ?? '')
  for (const name of [OWN_CACHE_CONTROL, 'age', 'cf-cache-status', 'expires']) headers.delete(name)
  const known = request.headers.get('if-none-match')
  if (known !== null && namesTag(known, [headers.get('etag') ?? undefined])) {
    headers.delete('content-type')
    headers.delete('content-length')
    return new Response(null, { status: 304, headers })
  }
  return new Response(request.method === 'HEAD' ? null : page.body, { headers })
}
