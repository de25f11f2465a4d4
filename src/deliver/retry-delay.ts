const MINUTE_MS = 60_000
const LONGEST_MS = 6 * 60 * MINUTE_MS
const GIVE_UP_MS = 4 * 24 * 60 * MINUTE_MS

/**
 * How long to wait after the n-th temporary refusal (n from 1): 1 min, doubled each time up to
 * 6 h, ± 20% so that a crowd refused together does not come back together. Null once the waits
 * add up to 4 days (RFC 5321, 4.5.4.1: give up after 4 to 5 days).
 */
export function retryDelayMs(attempts: number, random: () => number = Math.random): number | null {
  let totalMs = 0
  for (let n = 1; n <= attempts; n += 1) totalMs += plainDelayMs(n)
  if (totalMs > GIVE_UP_MS) return null
  return Math.round(plainDelayMs(attempts) * (0.8 + 0.4 * random()))
}

function plainDelayMs(attempt: number): number {
  return Math.min(LONGEST_MS, MINUTE_MS * 2 ** (attempt - 1))
}
