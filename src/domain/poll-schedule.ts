/**
 * When a source is polled next.
 *
 * After a success: as often as the feed asks for (Cache-Control max-age, RSS ttl, sy:), between
 * 15 minutes and a day, hourly where it says nothing. After a failure: 15 minutes, then twice as
 * long each time, up to a day. `random` gives 0 ≤ n < 1 and spreads sources that began together.
 */
export const MIN_INTERVAL_S = 15 * 60
export const MAX_INTERVAL_S = 24 * 3_600
export const DEFAULT_INTERVAL_S = 3_600

/** A feed that never works for so long is given up, but not before it was tried so often. */
const DEAD_AFTER_MS = 14 * 24 * 3_600_000
const DEAD_AFTER_FAILURES = 10

/** The longest of what the feed asks for counts; null, 0 and nonsense are no wish. */
export function pollIntervalS(hintsS: readonly (number | null)[]): number {
  const wishes = hintsS.filter((hint) => hint !== null && Number.isFinite(hint) && hint > 0)
  return wishes.length === 0 ? DEFAULT_INTERVAL_S : withinBounds(Math.max(...(wishes as number[])))
}

/** Up to a tenth later, so that sources do not stay in step. */
export function nextPollS(intervalS: number, random: () => number): number {
  return withinBounds(intervalS * (1 + 0.1 * random()))
}

/** After `failures` in a row, at least 1. */
export function backoffS(failures: number, random: () => number): number {
  const doubled = MIN_INTERVAL_S * 2 ** Math.min(Math.max(0, failures - 1), 20)
  return withinBounds(Math.min(doubled, MAX_INTERVAL_S) * (0.8 + 0.4 * random()))
}

/** Both: a machine that was off for a month has not tried for a month. */
export function isGivenUp(failures: number, failingSince: Date, now: Date): boolean {
  return failures >= DEAD_AFTER_FAILURES && now.getTime() - failingSince.getTime() >= DEAD_AFTER_MS
}

function withinBounds(seconds: number): number {
  return Math.round(Math.min(MAX_INTERVAL_S, Math.max(MIN_INTERVAL_S, seconds)))
}
