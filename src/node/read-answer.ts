/**
 * From the last answer of a chain to what the caller gets.
 *
 * A body that breaks off is kept: what is there of a page is usually its head. The same when
 * time is up in the middle of a large page; a trickle is a time-out.
 */
import type { FetchedResource } from '../domain/fetching.ts'
import { AppError } from '../errors.ts'
import { contentCodings, decodeBody } from './decode-body.ts'
import type { HopAnswer } from './pinned-connections.ts'
import type { Hop } from './redirect-hop.ts'
import { StoppedError, TimeLimitError } from './time-limit.ts'

const DEFAULT_MAX_BYTES = 2_000_000
const MAX_CODINGS = 3

/** Enough to recognise a sound or film file; a live stream would never end. */
const MAX_MEDIA_BYTES = 65_536

/** A page that is still coming when time is up is kept from this size on: its head is there. */
const KEPT_WHEN_SLOW_BYTES = 16_384

export async function readAnswer(
  answer: HopAnswer,
  hop: Hop,
  host: string,
  maxBytes = DEFAULT_MAX_BYTES,
): Promise<Omit<FetchedResource, 'redirects'>> {
  const { status, headers } = answer
  const head = { url: hop.url.href, status, headers }
  if (hop.method === 'HEAD') {
    answer.discard()
    return { ...head, body: new Uint8Array(), truncated: false }
  }
  const codings = contentCodings(headers.get('content-encoding'))
  if (codings.length > MAX_CODINGS) {
    answer.discard()
    throw new AppError(
      'FETCH_TOO_LARGE',
      `${host} packed its answer ${codings.length} times over, which no page needs.`,
    )
  }
  const isMedia = /^\s*(?:audio|video)\//i.test(headers.get('content-type') ?? '')
  const limit = isMedia ? Math.min(maxBytes, MAX_MEDIA_BYTES) : maxBytes
  const decoded = await decodeBody({ source: answer.body, codings, maxBytes: limit })
  const { body, truncated, interruption } = decoded
  if (interruption !== null && !isWorthKeeping(body, interruption)) throw interruption
  if (truncated && body.length === 0 && limit > 0) {
    throw new AppError('FETCH_TOO_LARGE', `${host} sent much packed data with nothing inside.`)
  }
  return { ...head, body, truncated }
}

function isWorthKeeping(body: Uint8Array, interruption: unknown): boolean {
  if (interruption instanceof StoppedError) return false
  if (interruption instanceof TimeLimitError) return body.length >= KEPT_WHEN_SLOW_BYTES
  return body.length > 0
}
