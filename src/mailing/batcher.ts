/**
 * Joins calls that come while one is under way into the next: a row a query would be slow,
 * and waiting for a full batch would hold a mail back.
 */
export function createBatcher<In, Out>(run: (items: In[]) => Promise<(item: In) => Out>) {
  let waiting: { item: In; resolve: (out: Out) => void; reject: (error: unknown) => void }[] = []
  let isRunning = false

  async function drain(): Promise<void> {
    isRunning = true
    // One turn of the loop lets everything that is ready now come along.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const answer = await run(batch.map(({ item }) => item))
        for (const { item, resolve } of batch) resolve(answer(item))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isRunning = false
  }

  return (item: In): Promise<Out> =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isRunning) void drain()
    })
}
