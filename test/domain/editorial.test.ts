import { describe, expect, it } from 'vitest'
import { DEFAULT_EDITORIAL, dueAt, nextDue } from '../../src/domain/editorial.ts'

const { schedule } = DEFAULT_EDITORIAL
const lastWeekday = { ...schedule, on: 'last_weekday' } as const

describe('when an issue is due', () => {
  it.each([
    ['2023-06', '2023-06-30T09:00:00.000Z'], // Friday
    ['2023-07', '2023-07-31T09:00:00.000Z'], // Monday
    ['2023-09', '2023-09-29T09:00:00.000Z'], // the 30th is a Saturday
    ['2023-12', '2023-12-29T09:00:00.000Z'], // the 31st is a Sunday
    ['2024-02', '2024-02-29T09:00:00.000Z'], // leap year
    ['2025-02', '2025-02-28T09:00:00.000Z'],
  ])('the last weekday of %s is %s', (month, expected) => {
    expect(dueAt(month, lastWeekday, 'UTC').toISOString()).toBe(expected)
  })

  it('is on a weekday by the clock of the zone, at its time, in every month of five years', () => {
    for (const zone of ['Pacific/Kiritimati', 'Europe/Berlin', 'Pacific/Pago_Pago'])
      for (let index = 0; index < 60; index++) {
        const month = `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
        const shown = new Intl.DateTimeFormat('en-GB', {
          weekday: 'short',
          month: '2-digit',
          year: 'numeric',
          hour: '2-digit',
          minute: '2-digit',
          timeZone: zone,
        }).format(dueAt(month, lastWeekday, zone))
        expect(shown).toMatch(/ (Mon|Tue|Wed|Thu|Fri), 09:00$/)
        expect(shown).toContain(month.split('-').reverse().join('/'))
      }
  })

  it.each([
    ['day', '2023-07-20T00:00:00Z', '2023-08-01T09:00:00.000Z'],
    ['day', '2023-08-01T09:00:00Z', '2023-09-01T09:00:00.000Z'],
    ['last_weekday', '2023-07-20T00:00:00Z', '2023-07-31T09:00:00.000Z'],
    ['last_weekday', '2023-07-31T09:00:00Z', '2023-08-31T09:00:00.000Z'],
  ] as const)('next, by %s after %s, at %s', (on, now, expected) => {
    expect(nextDue(new Date(now), { ...schedule, on }, 'UTC')?.toISOString()).toBe(expected)
  })
})
