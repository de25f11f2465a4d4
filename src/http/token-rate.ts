/**
 * How many calls a token may make in a minute. Counted in this process, because a count in the
 * database would cost more than most calls; several processes let through as many times that.
 *
 * Headers: draft-ietf-httpapi-ratelimit-headers-10, and Retry-After (RFC 9110, §10.2.3).
 */
import type { MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'

const WINDOW_S = 60

interface Window {
  count: number
  endsAtMs: number
}

/** Goes behind the check of the token. `perMinute` 0: no limit. */
export function tokenRate({
  perMinute,
  clockMs = () => performance.now(),
}: {
  perMinute: number
  /** Milliseconds that only go forward. */
  clockMs?: () => number
}): MiddlewareHandler {
  const windows = new Map<number, Window>()

  function windowOf(tokenId: number): Window {
    const at = clockMs()
    const known = windows.get(tokenId)
    if (known && known.endsAtMs > at) return known
    const window = { count: 0, endsAtMs: at + WINDOW_S * 1_000 }
    windows.set(tokenId, window)
    return window
  }

  return async (c, next) => {
    const tokenId: number | undefined = c.get('tokenId')
    if (perMinute === 0 || tokenId === undefined) return next()
    const window = windowOf(tokenId)
    window.count += 1
    const left = Math.max(0, perMinute - window.count)
    const endsInS = Math.max(1, Math.ceil((window.endsAtMs - clockMs()) / 1_000))
    c.header('RateLimit-Policy', `"token";q=${perMinute};w=${WINDOW_S}`)
    c.header('RateLimit', `"token";r=${left};t=${endsInS}`)
    if (window.count > perMinute)
      throw new AppError(
        'TOO_MANY_REQUESTS',
        `This token has made ${perMinute} calls in a minute. Go on in ${endsInS} s.`,
        { retryAfterS: endsInS },
      )
    await next()
  }
}
