/**
 * At most so many requests per host at once; the others wait in order, each host on its own.
 */
import { orAborted } from './time-limit.ts'

export interface HostSlots {
  /** Waits for a place; the answer gives it back. Rejects with the signal's reason. */
  take(host: string, signal: AbortSignal): Promise<() => void>
}

interface Queue {
  busy: number
  waiting: Set<() => void>
}

export function createHostSlots(maxPerHost: number): HostSlots {
  const queues = new Map<string, Queue>()

  function release(host: string, queue: Queue) {
    const [next] = queue.waiting
    if (next) {
      queue.waiting.delete(next)
      next() // takes over the place, so `busy` stays
    } else {
      queue.busy -= 1
      if (queue.busy === 0) queues.delete(host)
    }
  }

  return {
    async take(host, signal) {
      signal.throwIfAborted()
      const queue = queues.get(host) ?? { busy: 0, waiting: new Set() }
      queues.set(host, queue)
      if (queue.busy < maxPerHost) {
        queue.busy += 1
      } else {
        let isMyTurn = () => {}
        const turn = new Promise<void>((resolve) => {
          isMyTurn = resolve
        })
        queue.waiting.add(isMyTurn)
        try {
          await orAborted(turn, signal)
        } catch (error) {
          // Aborted in the very moment of its turn: the place goes to the next one.
          if (!queue.waiting.delete(isMyTurn)) release(host, queue)
          throw error
        }
      }
      return () => release(host, queue)
    },
  }
}
