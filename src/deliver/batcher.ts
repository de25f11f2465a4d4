/**
 * Many small requests as few statements: whatever arrives while one statement runs goes into the
 * next one together. Alone, an item goes at once. Results come in the order of the items.
 */
export function createBatcher<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
): { add(item: Item): Promise<Result> } {
  type Waiting = { item: Item; resolve(result: Result): void; reject(error: unknown): void }
  let waiting: Waiting[] = []
  let isRunning = false

  async function drain() {
    await Promise.resolve() // let the rest of this tick join in
    while (waiting.length > 0) {
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
      if (!isRunning) {
        isRunning = true
        void drain()
      }
      return result
    },
  }
}
