import { describe, expect, it } from 'vitest'
import { backoffS, isGivenUp, nextPollS, pollIntervalS } from '../../src/domain/poll-schedule.ts'

const DAY_MS = 24 * 3_600_000

describe('the schedule of polls', () => {
  it.each([
    [[null, null], 3_600],
    [[0, null], 3_600],
    [[-5, Number.NaN], 3_600],
    [[1, null], 900],
    [[1_800, 7_200], 7_200],
    [[31_536_000, null], 86_400],
    [[Number.POSITIVE_INFINITY, 1_200], 1_200],
  ])('takes from the wishes %j an interval of %d seconds', (hints, expected) => {
    expect(pollIntervalS(hints)).toBe(expected)
  })

  it('adds up to a tenth, and never passes a day', () => {
    expect([nextPollS(3_600, () => 0), nextPollS(3_600, () => 0.999)]).toEqual([3_600, 3_960])
    expect(nextPollS(86_400, () => 0.999)).toBe(86_400)
  })

  it('doubles after each failure, between 15 minutes and a day', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 1_000].map((failures) => backoffS(failures, () => 0.5))
    expect(waits).toEqual([900, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600, 86_400, 86_400])
    expect(backoffS(1, () => 0)).toBe(900)
    expect(backoffS(4, () => 0)).toBe(5_760)
    expect(backoffS(4, () => 0.999)).toBe(8_637)
  })

  it('gives up after many failures and many days, never after one of both', () => {
    const now = new Date('2023-07-31T00:00:00Z')
    const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS)
    expect(isGivenUp(10, daysAgo(14), now)).toBe(true)
    expect(isGivenUp(9, daysAgo(300), now)).toBe(false)
    expect(isGivenUp(300, daysAgo(13), now)).toBe(false)
  })
})
