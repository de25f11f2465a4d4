export interface Gathering {
  /** How many items are worth waiting for, of those that can be expected soon. */
  wanted(waiting: number): number
  longestMs: number
}

/**
 * Many small requests as few statements: whatever arrives while one statement runs goes into the
 * next one together. Alone, an item goes at once, unless `gathering` waits a little for others.
 * Results come in the order of the items.
 */
export function createBatcher<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  gathering?: Gathering,
): { add(item: Item): Promise<Result> } {
  type Waiting = { item: Item; resolve(result: Result): void; reject(error: unknown): void }
  let waiting: Waiting[] = []
  let isRunning = false
  let onItem: (() => void) | undefined

  function gather({ wanted, longestMs }: Gathering): Promise<void> | undefined {
    if (waiting.length >= wanted(waiting.length)) return undefined
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        onItem = undefined
        resolve()
      }
      const timer = setTimeout(end, longestMs)
      onItem = () => {
        if (waiting.length >= wanted(waiting.length)) end()
      }
    })
  }

  async function drain() {
    await Promise.resolve() // let the rest of this tick join in
    while (waiting.length > 0) {
      if (gathering) await gather(gathering)
      const batch = waiting
      waiting = []
      try {
        const results = await run(batch.map(({ item }) => item))
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isRunning = false
  }

  return {
    add(item) {
      const result = new Promise<Result>((resolve, reject) => {
        waiting.push({ item, resolve, reject })
      })
      onItem?.()
      if (!isRunning) {
        isRunning = true
        void drain()
      }
      return result
    },
  }
}
