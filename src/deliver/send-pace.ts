import { setTimeout as wait } from 'node:timers/promises'
import { createBatcher } from './batcher.ts'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 30_000

export type SendPace = ReturnType<typeof createSendPace>

/** How fast one run sends: the owner's limit, and pauses while the server or the way to it ails. */
export function createSendPace(options: {
  /** Messages a second over all processes; undefined: no limit. */
  rate?: number | undefined
  /** Milliseconds until the first of so many turns. */
  reserve: (count: number, rate: number) => Promise<number>
  signal?: AbortSignal | undefined
}) {
  const { rate, reserve, signal } = options
  let troubles = 0
  let calmAtMs = 0
  const turns =
    rate === undefined
      ? undefined
      : createBatcher(async (asked: undefined[]) => {
          const firstMs = performance.now() + (await reserve(asked.length, rate))
          return asked.map((_, index) => firstMs + (index * 1000) / rate)
        })

  return {
    isLimited: rate !== undefined,
    /** Waits for this message's turn under the rate limit. */
    async turn(): Promise<void> {
      if (turns) await sleep((await turns.add(undefined)) - performance.now(), signal)
    },
    /** Returns how long to leave the server alone; doubled with each trouble in a row. */
    trouble(): number {
      const nowMs = performance.now()
      // Several messages under way meet the same trouble: it counts once.
      if (nowMs >= calmAtMs) {
        calmAtMs = nowMs + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** troubles)
        troubles += 1
      }
      return Math.max(1, calmAtMs - nowMs)
    },
    success(): void {
      troubles = 0
    },
    /** A pause is on: nothing more is claimed until it is over. */
    isTroubled: (): boolean => performance.now() < calmAtMs,
    /** Waits out a pause. False when pauses have grown so long that the run ends instead. */
    async untilCalm(): Promise<boolean> {
      const leftMs = calmAtMs - performance.now()
      if (leftMs <= 0) return true
      if (leftMs > LONGEST_PAUSE_MS / 4) return false
      await sleep(leftMs, signal)
      return true
    },
  }
}

/** Ends early, without an error, when the signal is aborted. */
async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted || ms <= 0) return
  try {
    await wait(ms, undefined, signal ? { signal } : {})
  } catch (error) {
    if (!signal?.aborted) throw error
  }
}
