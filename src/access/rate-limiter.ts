import { AppError } from '../errors.ts'
import { countInWindow, deleteEndedWindows, forgetWindow } from '../store/rate-limits.ts'
import type { Database } from '../store/schema.ts'

export interface Limit {
  key: string
  /** How many are let through in one window. */
  max: number
  windowS: number
}

export type RateLimiter = ReturnType<typeof createRateLimiter>

/** Fixed windows, counted in the database, so that all processes count together. */
export function createRateLimiter({ db, now }: { db: Database; now: () => Date }) {
  return {
    /**
     * Counts one try against each limit, in order; the first that is used up ends it.
     * Throws AppError TOO_MANY_REQUESTS with the seconds until its window ends.
     */
    async take(limits: Limit[]): Promise<void> {
      const at = now()
      await deleteEndedWindows(db, at)
      for (const { key, max, windowS } of limits) {
        const endsAt = new Date(at.getTime() + windowS * 1000)
        const window = await countInWindow(db, key, at, endsAt)
        if (window.count <= max) continue
        const waitS = Math.max(1, Math.ceil((window.endsAt.getTime() - at.getTime()) / 1000))
        throw new AppError('TOO_MANY_REQUESTS', `Too many tries. Try again in ${waitS} seconds.`, {
          retryAfterS: waitS,
        })
      }
    },
    /** Starts the window anew, after a success. */
    forget: (key: string) => forgetWindow(db, key),
  }
}

/** What counts as one client: an IPv4 address, or the /64 that a connection is given in IPv6. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.toLowerCase().split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
