/** Retry-After in seconds: a number, or a date measured from the answer's own clock (RFC 9110, 10.2.3). */
const MAX_WAIT_S = 7 * 24 * 3_600

export function retryAfterS(headers: Headers, now: Date): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (value === undefined || value === '') return undefined
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value)), MAX_WAIT_S)
  const until = Date.parse(value)
  if (Number.isNaN(until)) return undefined
  const sent = Date.parse(headers.get('date') ?? '')
  const from = Number.isNaN(sent) ? now.getTime() : sent
  return Math.min(Math.max(0, Math.ceil((until - from) / 1_000)), MAX_WAIT_S)
}
