import type { Progress } from '../domain/subscriber.ts'
import { countDeliveries } from '../store/deliveries.ts'
import type { Database } from '../store/schema.ts'
import { countSentOverTime, findEndMark } from '../store/send-history.ts'

const KEEP_MS = 10 * 60_000
const MOST_KEPT = 50

export interface FinishedSend {
  progress: Progress
  /** Messages in steps of time. */
  plot: { at: Date; count: number }[]
}

export type FinishedSends = ReturnType<typeof createFinishedSends>

/**
 * The numbers of a send that is over, counted once and kept as long as nothing of it is settled
 * anew: to count a hundred thousand deliveries takes longer than all the rest of a page.
 * Null for an issue that is not sent, whose numbers change.
 */
export function createFinishedSends({ db, now }: { db: Database; now: () => Date }) {
  const kept = new Map<number, { mark: string; at: number; send: Promise<FinishedSend> }>()

  async function count(issueId: number): Promise<FinishedSend> {
    const [progress, plot] = await Promise.all([
      countDeliveries(db, issueId),
      countSentOverTime(db, issueId),
    ])
    return { progress, plot }
  }

  return async function finishedSend(issueId: number): Promise<FinishedSend | null> {
    const mark = await findEndMark(db, issueId)
    const known = kept.get(issueId)
    kept.delete(issueId)
    if (mark === null) return null
    const at = now().getTime()
    const isGood = known?.mark === mark && Math.abs(at - known.at) < KEEP_MS
    const send = isGood ? known.send : count(issueId)
    kept.set(issueId, isGood ? known : { mark, at, send })
    send.catch(() => kept.delete(issueId))
    // What was looked at longest ago goes first.
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break
      kept.delete(oldest)
    }
    return send
  }
}
