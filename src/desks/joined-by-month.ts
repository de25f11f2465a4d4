import type { Month } from '../domain/month.ts'
import { countJoinedByMonth } from '../store/joined-counts.ts'
import type { Database } from '../store/schema.ts'

/** Fewer are counted in a few milliseconds. */
const MANY = 2_000
const KEEP_MS = 10 * 60_000

export type JoinedByMonth = ReturnType<typeof createJoinedByMonth>

/**
 * Who is on the list today, by the month in which they came. A long list is read every ten minutes
 * at most: two rooms show it, and nobody sees one reader more in a bar of thousands.
 */
export function createJoinedByMonth({ db, now }: { db: Database; now: () => Date }) {
  let kept: { timeZone: string; at: number; months: { month: Month; count: number }[] } | undefined

  return async function joinedByMonth(timeZone: string) {
    const at = now().getTime()
    if (kept?.timeZone === timeZone && Math.abs(at - kept.at) < KEEP_MS) return kept.months
    const months = await countJoinedByMonth(db, timeZone)
    const isLong = months.reduce((sum, { count }) => sum + count, 0) > MANY
    kept = isLong ? { timeZone, at, months } : undefined
    return months
  }
}
