/**
 * The one door through which addresses that come from outside are fetched.
 *
 * A stage takes a `GuardedFetch` as an argument; the Node implementation
 * (`src/node/guarded-fetch.ts`) refuses private addresses at connect time on every hop.
 */
export interface FetchRequest {
  url: string
  method?: 'GET' | 'HEAD' | 'POST'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Bytes of the decoded body after which reading stops; the rest is dropped and `truncated` set. Default 2 MB. */
  maxBytes?: number
  /** For everything: look-ups, connecting, all redirects, body. Default 10 000. */
  timeoutMs?: number
  /** Default 5. */
  maxRedirects?: number
  signal?: AbortSignal
}

export interface FetchedResource {
  /** The address that answered, after redirects. */
  url: string
  status: number
  headers: Headers
  /** Content coding undone, charset not. At most `maxBytes`. */
  body: Uint8Array
  truncated: boolean
  redirects: { status: number; from: string; to: string }[]
}

/**
 * Any HTTP status is an answer, not an error.
 *
 * Throws AppError: FETCH_REFUSED (scheme, port, credentials, private address),
 * FETCH_TIMEOUT, FETCH_TOO_LARGE (undecodable or bomb), FETCH_FAILED (DNS, TLS, connection, redirects).
 * Messages are sentences for the owner and never hold any of the body.
 */
export type GuardedFetch = (request: FetchRequest) => Promise<FetchedResource>
