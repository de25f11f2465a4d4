import { type Result, toResult } from './compare.ts'
import { openArena, type SinkKind } from './send-arena.ts'
import { addIssue, setReaders } from './send-setup.ts'

/** What one send to so many readers took, in a fresh process. */
async function measure(sink: SinkKind, readers: number) {
  const arena = await openArena(sink)
  try {
    const sender = await arena.openSender()
    await setReaders(arena.db, readers)
    const id = await addIssue(arena.db)
    let peakMemory = 0
    const rate = await arena.timed(readers, async () => {
      peakMemory = (await sender.deliver(id)).peakMemory
    })
    return { peakMemory, rate }
  } finally {
    await arena.close()
  }
}

/** Peak memory of the sending process at 100,000 readers against 10,000: lower is better. */
export async function benchSendMemory(): Promise<Result> {
  const megabytes = async (readers: number) =>
    (await measure('bare', readers)).peakMemory / 1024 / 1024
  const small = await megabytes(10_000)
  return toResult('send-memory', 'MB', await megabytes(100_000), small)
}

/**
 * Microseconds a reader at 1,000,000 against 10,000, planning and ledger included, everything but
 * the network: lower is better. The small list is sent several times, for a longer look at it.
 */
export async function benchSendMillion(): Promise<Result> {
  const small: number[] = []
  for (let round = 0; round < 3; round++) small.push(1e6 / (await measure('none', 10_000)).rate)
  const large = 1e6 / (await measure('none', 1_000_000)).rate
  return toResult('send-million', 'µs a reader', large, Math.min(...small))
}
