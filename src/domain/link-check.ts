/**
 * When a link counts as dead.
 *
 * One bad answer proves little: servers are moved, restarted and overloaded. "Gone" (410) is
 * believed at once, "not found" (404) when it is said again ten minutes later. Everything else (no
 * such host, no answer, 5xx, a certificate that has run out, a page that sends on to the home page)
 * has to go on for a day. Whoever turns us away (401, 403, 429, a wall) is there.
 */
export type CheckVerdict =
  | { state: 'alive' }
  /** Somebody answered, and not with the page nor with its absence. */
  | { state: 'unknown' }
  | { state: 'missing' | 'gone'; reason: string }
  /** `isNetwork`: nobody said anything, and it may be our own network that is away. */
  | { state: 'failing'; reason: string; isNetwork: boolean }

export interface CheckState {
  /** Since when every check has failed. */
  failingSince: Date | null
  /** What the latest of them saw, in a sentence for the owner. */
  reason: string | null
  deadSince: Date | null
}

export interface DeadLink {
  since: Date
  reason: string
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Between two looks at the link of an issue that is out. */
const MONTH_MS = 30 * DAY_MS

const CONFIRM_AFTER_MS = { gone: 0, missing: 10 * MINUTE_MS, failing: DAY_MS } as const

export interface NextCheck extends CheckState {
  dueAt: Date | null
}

/** `isPublished`: an issue that is out shows the link, so it is looked at again and again. */
export function nextCheck(
  verdict: CheckVerdict,
  before: CheckState,
  { now, isPublished }: { now: Date; isPublished: boolean },
): NextCheck {
  const later = isPublished ? new Date(now.getTime() + MONTH_MS) : null
  if (verdict.state === 'unknown') return { ...before, dueAt: later }
  if (verdict.state === 'alive')
    return { failingSince: null, reason: null, deadSince: null, dueAt: later }
  const failingSince = before.failingSince ?? now
  const confirmAfterMs = CONFIRM_AFTER_MS[verdict.state]
  const isDead =
    before.deadSince !== null || now.getTime() - failingSince.getTime() >= confirmAfterMs
  return {
    failingSince,
    reason: verdict.reason,
    deadSince: isDead ? (before.deadSince ?? failingSince) : null,
    dueAt: isDead ? later : new Date(now.getTime() + confirmAfterMs),
  }
}

/** The Internet Archive's copy nearest to a day. Nobody is asked whether there is one. */
export function archivedCopyUrl(url: string, day: Date): string {
  return `https://web.archive.org/web/${day.toISOString().slice(0, 10).replaceAll('-', '')}/${url}`
}
