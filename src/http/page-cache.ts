/**
 * Public pages and feeds, kept as bytes in each encoding until the site changes.
 *
 * A page is kept when its answer says `Cache-Control: public` and depends on its path alone.
 * Whether the site has changed is asked of the database at most once a second, and after each
 * request of this process that may have changed it; so other processes' changes show within a
 * second, and at once where the database tells of them (`onChange`). `ETag` and 304 follow RFC 9110
 * §13: each encoding has a tag of its own.
 */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Fetch = (request: Request, ...rest: unknown[]) => Response | Promise<Response>
type Encoding = 'identity' | 'gzip' | 'br'

interface Kept {
  bodies: Partial<Record<Encoding, string | Uint8Array<ArrayBuffer>>>
  headers: Partial<Record<Encoding, Record<string, string>>>
  bytes: number
}

export interface PageCacheOptions {
  /** Another text whenever the site has changed. */
  readVersion: () => Promise<string>
  /** Milliseconds for which an answer of `readVersion` holds. */
  checkMs?: number
  /** Milliseconds that only go forward; the machine's own when absent. */
  clock?: () => number
  /** Takes what is to be called when the site may have changed, so that nobody waits for `checkMs`. */
  onChange?: (listener: () => void) => void
  /** Bytes of all kept bodies; what was asked for longest ago goes first. */
  mostBytes?: number
}

const LARGEST_PAGE = 1024 * 1024
/** Below this a packed page is no smaller on the wire. */
const WORTH_PACKING = 860
const PACKED_TYPES = /^(?:text\/|application\/(?:.*\+)?(?:xml|json)|image\/svg)/
const packGzip = promisify(gzip)
const packBrotli = promisify(brotliCompress)

/** Puts the kept pages before `fetch`. */
export function cachePages(fetch: Fetch, options: PageCacheOptions): Fetch {
  const {
    readVersion,
    checkMs = 1_000,
    mostBytes = 64 * 1024 * 1024,
    clock = () => performance.now(),
  } = options
  let pages = new Map<string, Kept>()
  let keptBytes = 0
  let version = ''
  let checkedAt = Number.NEGATIVE_INFINITY
  let checking: Promise<void> | undefined
  let changes = 0

  /** The next request asks again, also where a question is under way that was asked before. */
  function doubt() {
    changes++
    checkedAt = Number.NEGATIVE_INFINITY
  }
  options.onChange?.(doubt)

  const isFresh = () => clock() - checkedAt < checkMs

  /** One question at a time, however many requests wait for its answer. */
  function check(): Promise<void> {
    checking ??= (async () => {
      const askedAt = clock()
      const knownChanges = changes
      const found = await readVersion()
      if (found !== version) {
        pages = new Map()
        keptBytes = 0
        version = found
      }
      if (changes === knownChanges) checkedAt = askedAt
    })().finally(() => {
      checking = undefined
    })
    return checking
  }

  function keep(path: string, kept: Kept) {
    pages.set(path, kept)
    keptBytes += kept.bytes
    for (const [oldest, { bytes }] of pages) {
      if (keptBytes <= mostBytes) break
      pages.delete(oldest)
      keptBytes -= bytes
    }
  }

  async function render(request: Request, path: string, rest: unknown[]): Promise<Response> {
    if (!isFresh()) await check()
    const found = pages.get(path)
    if (found) return answer(found, request)
    const madeFor = pages
    const response = await fetch(request, ...rest)
    if (request.method !== 'GET' || !mayKeep(response)) return response
    const body = new Uint8Array(await response.arrayBuffer())
    const kept = keptOf(response, body)
    // The site may have changed meanwhile; then this page is for whoever asked, and no other.
    if (madeFor === pages && body.byteLength <= LARGEST_PAGE) {
      keep(path, kept)
      pack(kept, body, (bytes) => {
        if (pages.get(path) === kept) keptBytes += bytes
      })
    }
    return answer(kept, request)
  }

  return (request, ...rest) => {
    const { method } = request
    if (method !== 'GET' && method !== 'HEAD') {
      const response = fetch(request, ...rest)
      if (response instanceof Response) doubt()
      else response.then(doubt, doubt)
      return response
    }
    const path = pathOf(request.url)
    if (path === undefined) return fetch(request, ...rest)
    const kept = pages.get(path)
    if (kept && isFresh()) {
      // Asked for last, goes last.
      if (keptBytes > mostBytes / 2) {
        pages.delete(path)
        pages.set(path, kept)
      }
      return answer(kept, request)
    }
    return isPrivate(path) ? fetch(request, ...rest) : render(request, path, rest)
  }
}

/** Undefined where a query may change the answer. */
export function pathOf(url: string): string | undefined {
  if (url.includes('?')) return undefined
  return url.slice(url.indexOf('/', url.indexOf('//') + 2))
}

/** Never kept, so that asking for the version would be for nothing. */
export function isPrivate(path: string): boolean {
  return /^\/(?:api|admin|save|login|hooks|images|pinboard|confirm|unsubscribe|preferences|return|healthz|readyz|metrics|r)\b/.test(
    path,
  )
}

export function mayKeep({ status, headers }: Response): boolean {
  return (
    status === 200 &&
    /\bpublic\b/.test(headers.get('cache-control') ?? '') &&
    !headers.has('set-cookie')
  )
}

function keptOf(response: Response, body: Uint8Array<ArrayBuffer>): Kept {
  const headers = Object.fromEntries(response.headers)
  const type = headers['content-type'] ?? ''
  headers.etag ??= tagOf(body)
  if (PACKED_TYPES.test(type)) headers.vary = 'accept-encoding'
  const isText = type.includes('charset=utf-8') || /json|xml/.test(type)
  return {
    bodies: { identity: isText ? new TextDecoder().decode(body) : body },
    headers: { identity: headers },
    bytes: body.byteLength,
  }
}

export function tagOf(body: Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}

/** Packs while others are already answered; until then they get the page as it is. */
function pack(kept: Kept, body: Uint8Array<ArrayBuffer>, add: (bytes: number) => void) {
  const headers = kept.headers.identity ?? {}
  if (headers.vary === undefined || body.byteLength < WORTH_PACKING) return
  const put = (encoding: Encoding, packed: Uint8Array<ArrayBuffer>) => {
    kept.headers[encoding] = {
      ...headers,
      'content-encoding': encoding,
      etag: `${(headers.etag ?? '').slice(0, -1)}-${encoding}"`,
    }
    kept.bodies[encoding] = packed
    kept.bytes += packed.byteLength
    add(packed.byteLength)
  }
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 }
  void Promise.all([
    packGzip(body, { level: 9 }).then((packed) => put('gzip', packed)),
    packBrotli(body, { params: quality }).then((packed) => put('br', packed)),
  ])
}

function answer(kept: Kept, request: Request): Response {
  const accepted = request.headers.get('accept-encoding')
  const encoding = accepted === null ? 'identity' : bestOf(kept, accepted)
  const headers = kept.headers[encoding] ?? {}
  const known = request.headers.get('if-none-match')
  if (known === null ? isNoNewer(request, headers) : isKnown(known, kept)) {
    const { 'content-type': _, 'content-encoding': __, ...rest } = headers
    return new Response(null, { status: 304, headers: rest })
  }
  return new Response(request.method === 'HEAD' ? null : kept.bodies[encoding], { headers })
}

/** Browsers send one of few lists; anything odd gets the page unpacked (RFC 9110 §12.5.3). */
function bestOf(kept: Kept, accepted: string): Encoding {
  const takes = (name: string) =>
    new RegExp(`(?:^|,)\\s*${name}\\s*(?:,|$|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))`, 'i').test(
      accepted,
    )
  for (const encoding of ['br', 'gzip'] as const)
    if (kept.bodies[encoding] && takes(encoding)) return encoding
  return 'identity'
}

/** RFC 9110 §13.1.3: counts only where no ETag was sent. */
function isNoNewer(request: Request, headers: Record<string, string>): boolean {
  const modified = Date.parse(headers['last-modified'] ?? '')
  return modified <= Date.parse(request.headers.get('if-modified-since') ?? '')
}

function isKnown(header: string, kept: Kept): boolean {
  return namesTag(
    header,
    Object.values(kept.headers).map(({ etag }) => etag),
  )
}

/** Does an If-None-Match header name one of the tags, or all? */
export function namesTag(header: string, tags: readonly (string | undefined)[]): boolean {
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tags.includes(tag))
}
