export type Turns = ReturnType<typeof createTurns>

/** At most `limit` at once; whoever waits longest is next. */
export function createTurns(limit: number) {
  const waiting: (() => void)[] = []
  let inUse = 0
  return {
    async run<T>(act: () => Promise<T>): Promise<T> {
      if (inUse >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
      else inUse += 1
      try {
        return await act()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else inUse -= 1
      }
    },
  }
}
