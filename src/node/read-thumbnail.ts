import type { FetchedResource, GuardedFetch } from '../domain/fetching.ts'
import { retryAfterS } from '../domain/retry-after.ts'
import type { MakeThumbnail, ThumbnailReading } from '../domain/thumbnail.ts'
import { isAppError } from '../errors.ts'

const MAX_BYTES = 5 * 1024 * 1024
const TIMEOUT_MS = 10_000
const ACCEPT = 'image/webp,image/avif;q=0.9,image/jpeg,image/png,image/gif;q=0.8'

/**
 * Fetches the picture that a page names and makes it small. Whatever the other side does is an
 * outcome; only a fault of ours throws.
 */
export function createReadThumbnail({
  guardedFetch,
  makeThumbnail,
}: {
  guardedFetch: GuardedFetch
  makeThumbnail: MakeThumbnail
}) {
  return async function readThumbnail(url: string): Promise<ThumbnailReading> {
    let resource: FetchedResource
    try {
      resource = await guardedFetch({
        url,
        headers: { accept: ACCEPT },
        maxBytes: MAX_BYTES,
        timeoutMs: TIMEOUT_MS,
      })
    } catch (error) {
      if (!isAppError(error)) throw error
      return { problem: error.message, isTransient: error.code !== 'FETCH_REFUSED' }
    }
    const { status, headers, truncated, body } = resource
    const wait = retryAfterS(headers, new Date())
    if (status !== 200)
      return {
        problem: `The picture's server answered with status ${status}.`,
        isTransient: status === 429 || status >= 500,
        ...(wait !== undefined && { retryAfterS: wait }),
      }
    if (truncated) return { problem: 'The picture is larger than 5 MB.', isTransient: false }
    const made = await makeThumbnail(body)
    return 'problem' in made ? { problem: made.problem, isTransient: false } : made
  }
}
