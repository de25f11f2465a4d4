export type Turns = ReturnType<typeof createTurns>

/** At most `limit` at once; whoever waits longest is next. */
export function createTurns(limit: number) {
  const waiting: (() => void)[] = []
  let inUse = 0

  return {
    /** Waits for a place; the answer gives it back, once. */
    async take(): Promise<() => void> {
      if (inUse >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
      else inUse += 1
      let isTaken = true
      return () => {
        if (!isTaken) return
        isTaken = false
        const next = waiting.shift()
        if (next) next()
        else inUse -= 1
      }
    },
  }
}
