/**
 * Connections of the guarded door on Workers: the platform's own `fetch`, which looks names up
 * and connects itself. It reaches no private network, because there is none behind it, and with
 * `global_fetch_strictly_public` (wrangler.toml) no server behind the owner's own zone either; so
 * nothing is pinned here, as `node/pinned-connections.ts` has to.
 */
import { AppError } from '../errors.ts'
import { contentCodings, UndecodableError } from '../node/decode-body.ts'
import type { PinnedConnections } from '../node/pinned-connections.ts'
import { StoppedError, TimeLimitError } from '../node/time-limit.ts'

/** Cloudflare's own answer where there is no such host or nobody answers (its errors 1xxx). */
const NOT_REACHED = 530
/** What the platform unpacks by itself. */
const UNPACKED = new Set(['gzip', 'br'])

export function createPlatformConnections(): PinnedConnections {
  return {
    async request(_target, hop, signal) {
      // Which packings are taken is said by who unpacks them.
      const { 'accept-encoding': _, ...sent } = hop.headers
      const response = await fetch(hop.url.href, {
        method: hop.method,
        headers: sent,
        body: hop.body as NonNullable<RequestInit['body']> | null,
        redirect: 'manual',
        signal,
      })
      if (response.status === NOT_REACHED) {
        void response.body?.cancel().catch(() => undefined)
        throw new Error('The platform has not reached it.')
      }
      const headers = new Headers(response.headers)
      const codings = contentCodings(headers.get('content-encoding'))
      if (codings.length === 1 && UNPACKED.has(codings[0] ?? '')) headers.delete('content-encoding')
      return {
        status: response.status,
        headers,
        location: headers.get('location') ?? undefined,
        body: untilAborted(response.body, signal),
        discard: () => void response.body?.cancel().catch(() => undefined), // it is over anyway
      }
    },
    async close() {},
  }
}

/** The reason why it was stopped, rather than the platform's word for that. */
async function* untilAborted(body: ReadableStream<Uint8Array> | null, signal: AbortSignal) {
  if (!body) return
  try {
    yield* body
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  }
}

/** The platform tells little of why something failed. */
export function explainPlatformFailure(error: unknown, host: string, timeoutMs: number): AppError {
  if (error instanceof AppError) return error
  if (error instanceof TimeLimitError)
    return new AppError('FETCH_TIMEOUT', `${host} did not answer within ${timeoutMs / 1000} s.`, {
      cause: error,
    })
  const message =
    error instanceof StoppedError
      ? `Fetching from ${host} was stopped before it was done.`
      : error instanceof UndecodableError
        ? `${host} packed its answer in a way that cannot be unpacked.`
        : `${host} could not be fetched: there is no such host, or it does not answer.`
  return new AppError('FETCH_FAILED', message, { cause: error })
}
