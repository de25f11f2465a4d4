import type { Progress } from './subscriber.ts'

/** Where everybody is who was to get an issue. */
export interface DeliverySum {
  candidates: number
  sent: number
  /** Left between planning and sending, or the send was cancelled. */
  suppressed: number
  failed: number
  unknown: number
  /** Waiting, under way, or to be tried again. */
  pending: number
  /** Nobody is missing and nobody counted twice. */
  holds: boolean
}

/** The rule of every send: candidates = sent + suppressed + failed + unknown + pending. */
export function sumOfDeliveries({
  total,
  counts,
}: Pick<Progress, 'total' | 'counts'>): DeliverySum {
  const { sent, skipped: suppressed, failed, unknown } = counts
  const pending = counts.pending + counts.sending + counts.deferred
  const holds = total === sent + suppressed + failed + unknown + pending
  return { candidates: total, sent, suppressed, failed, unknown, pending, holds }
}

/** The rule as one line. */
export function sumInWords(sum: DeliverySum): string {
  const { candidates, sent, suppressed, failed, unknown, pending, holds } = sum
  const line = `${candidates} readers = ${sent} sent + ${suppressed} skipped + ${failed} failed + ${unknown} unknown + ${pending} waiting`
  return holds ? line : `${line}: these numbers do not add up. Please report this.`
}
