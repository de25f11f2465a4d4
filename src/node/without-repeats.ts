const EVERY_MS = 60_000

/**
 * For errors that come again each second, as while the database is away: each is reported at
 * once, and the same one (by name, code and message) not again for a minute. `untold`: how often
 * it came since its last report.
 */
export function withoutRepeats(
  report: (error: unknown, untold: number) => void,
  { everyMs = EVERY_MS, clockMs = () => performance.now() } = {},
): (error: unknown) => void {
  const told = new Map<string, { atMs: number; untold: number }>()
  return (error) => {
    const key = keyOf(error)
    const before = told.get(key)
    if (before && clockMs() - before.atMs < everyMs) {
      before.untold += 1
      return
    }
    for (const [other, { atMs }] of told) if (clockMs() - atMs >= everyMs) told.delete(other)
    told.set(key, { atMs: clockMs(), untold: 0 })
    report(error, before?.untold ?? 0)
  }
}

function keyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return [error.name, 'code' in error ? error.code : '', error.message].join(' ')
}
