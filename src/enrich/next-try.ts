/**
 * What becomes of a page that could not be read.
 *
 * A fetch that failed is tried five times in all, the last about seven hours after the first; it
 * counts as failed meanwhile. A site that names a time (Retry-After) is asked again no sooner: the
 * link stays `pending`, and this uses up no try, unless it goes on for more than four days. Walls
 * and refusals are final: the next try would see the same.
 */
import type { PageReading } from './page-reading.ts'

const DELAYS_S = [60, 600, 3_600, 21_600]
const MAX_PATIENCE_MS = 4 * 86_400_000
/** "Retry-After: 0" is no leave to ask again at once. */
const MIN_WAIT_S = 30

export interface TryState {
  /** Tries used up before this one. */
  attempts: number
  /** Since when the site has put us off. */
  waitingSince: Date | null
  now: Date
  isLastTry?: boolean | undefined
}

export interface NextTry {
  status: 'pending' | 'failed'
  /** For the owner. */
  error: string
  attempts: number
  waitingSince: Date | null
  /** When it is tried again; null: not by itself. */
  enrichAfter: Date | null
}

type FailedReading = Pick<PageReading, 'outcome' | 'error' | 'retryAfterS'>

export function nextTry(reading: FailedReading, state: TryState): NextTry {
  const reason = reading.error ?? 'The page could not be read.'
  const { attempts, waitingSince, now } = state
  const giveUp = (error: string): NextTry => ({
    status: 'failed',
    error,
    attempts: attempts + 1,
    waitingSince: null,
    enrichAfter: null,
  })
  const isTransient = reading.outcome === 'retry' || reading.outcome === 'error'
  if (!isTransient || state.isLastTry) return giveUp(reason)
  const later = (at: Date, values: Pick<NextTry, 'status' | 'attempts' | 'waitingSince'>) => ({
    error: `${reason} Next try: ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    enrichAfter: at,
    ...values,
  })
  if (reading.outcome === 'retry' && reading.retryAfterS !== undefined) {
    const since = waitingSince ?? now
    const at = new Date(now.getTime() + Math.max(reading.retryAfterS, MIN_WAIT_S) * 1000)
    return at.getTime() - since.getTime() > MAX_PATIENCE_MS
      ? giveUp(`${reason} We do not wait that long; refresh the link to try again.`)
      : later(at, { status: 'pending', attempts, waitingSince: since })
  }
  const delayS = DELAYS_S[attempts]
  return delayS === undefined
    ? giveUp(reason)
    : later(new Date(now.getTime() + delayS * 1000), {
        status: 'failed',
        attempts: attempts + 1,
        waitingSince,
      })
}
