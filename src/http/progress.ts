import type { Services } from '../services.ts'
import { countDeliveries } from '../store/deliveries.ts'

/**
 * Reads how far a send is. The rate is measured between two readings of the same reader,
 * so the first has none; the time left follows from it.
 */
export function readProgress(services: Services, issueId: number) {
  let earlier: { at: number; done: number } | undefined
  return async () => {
    const [issue, progress] = await Promise.all([
      services.getIssue(issueId),
      countDeliveries(services.db, issueId),
    ])
    const { counts, total, lastReply } = progress
    const left = counts.pending + counts.sending + counts.deferred
    const now = { at: Date.now(), done: total - left }
    const seconds = earlier ? (now.at - earlier.at) / 1000 : 0
    const rate = earlier && seconds > 0 ? (now.done - earlier.done) / seconds : null
    earlier = now
    return {
      state: issue.state,
      total,
      counts,
      rate_per_s: rate === null ? null : Math.round(rate * 10) / 10,
      eta_s: rate !== null && rate > 0 ? Math.ceil(left / rate) : null,
      last_reply: lastReply,
    }
  }
}
