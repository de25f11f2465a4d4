import { sumOfDeliveries } from '../domain/delivery-sum.ts'
import type { Services } from '../services.ts'
import { countDeliveries, countEndsSince } from '../store/deliveries.ts'

/** Long enough to be steady, short enough to show that a server slows down. */
const WINDOW_S = 10

/**
 * Reads how far a send is. The rate is what came to its end in the last ten seconds, whichever
 * process sent it; the time left follows from it, and is null while nothing moves.
 */
export function readProgress(services: Services, issueId: number) {
  return async () => {
    const since = new Date(services.now().getTime() - WINDOW_S * 1000)
    const finished = await services.finishedSend(issueId)
    const issue = await services.getIssue(issueId)
    const isLongOver = finished && issue.sentAt && issue.sentAt < since
    const [progress, recent] = await Promise.all([
      finished?.progress ?? countDeliveries(services.db, issueId),
      isLongOver ? 0 : countEndsSince(services.db, issueId, since),
    ])
    const { counts, total, lastReply } = progress
    const left = counts.pending + counts.sending + counts.deferred
    const rate = recent / WINDOW_S
    return {
      state: issue.state,
      total,
      counts,
      rate_per_s: rate,
      eta_s: left === 0 ? 0 : rate > 0 ? Math.ceil(left / rate) : null,
      last_reply: lastReply,
      sum: sumOfDeliveries(progress),
    }
  }
}
