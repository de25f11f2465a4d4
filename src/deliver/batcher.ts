/**
 * Many small writes as few statements: whatever arrives while one statement runs goes into the
 * next one together. Alone, an item goes at once.
 */
export function createBatcher<Item, Result>(
  run: (items: Item[]) => Promise<(item: Item) => Result>,
): { add(item: Item): Promise<Result>; idle(): Promise<void> } {
  type Waiting = { item: Item; resolve(result: Result): void; reject(error: unknown): void }
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined

  async function drain() {
    await Promise.resolve() // let the rest of this tick join in
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const resultOf = await run(batch.map(({ item }) => item))
        for (const { item, resolve } of batch) resolve(resultOf(item))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    running = undefined
  }

  return {
    add(item) {
      const result = new Promise<Result>((resolve, reject) => {
        waiting.push({ item, resolve, reject })
      })
      running ??= drain()
      return result
    },
    async idle() {
      await running
    },
  }
}
