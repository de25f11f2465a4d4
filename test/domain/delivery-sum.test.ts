import { describe, expect, it } from 'vitest'
import { sumInWords, sumOfDeliveries } from '../../src/domain/delivery-sum.ts'

const counts = {
  pending: 3,
  sending: 2,
  deferred: 1,
  sent: 90,
  failed: 4,
  unknown: 5,
  skipped: 7,
}

describe('the sum of a send', () => {
  it('has everybody in one place', () => {
    const sum = sumOfDeliveries({ total: 112, counts })
    expect(sum).toEqual({
      candidates: 112,
      sent: 90,
      suppressed: 7,
      failed: 4,
      unknown: 5,
      pending: 6,
      holds: true,
    })
    expect(sumInWords(sum)).toBe(
      '112 readers = 90 sent + 7 skipped + 4 failed + 5 unknown + 6 waiting',
    )
  })

  it.each([111, 113])('says so when %s readers are not all of them', (total) => {
    const sum = sumOfDeliveries({ total, counts })
    expect(sum.holds).toBe(false)
    expect(sumInWords(sum)).toContain('do not add up')
  })
})
