import { describe, expect, it } from 'vitest'
import { DEFAULT_EDITORIAL, dueAt } from '../../src/domain/editorial.ts'
import { draftAt, isReminderDue, type MonthRun } from '../../src/domain/rhythm.ts'

const clock = (timeZone: string, values: object) => ({
  timeZone,
  schedule: { ...DEFAULT_EDITORIAL.schedule, ...values },
})

describe('the day of a draft', () => {
  it.each([
    ['2023-07', 'UTC', { draftDaysBefore: 3 }, '2023-07-29T09:00:00.000Z'],
    ['2023-07', 'UTC', { draftDaysBefore: 0 }, '2023-08-01T09:00:00.000Z'],
    ['2023-07', 'UTC', { draftDaysBefore: 3, mode: 'automatic' }, '2023-08-01T09:00:00.000Z'],
    ['2023-01', 'UTC', { draftDaysBefore: 14, day: 31 }, '2023-02-14T09:00:00.000Z'],
    ['2023-09', 'UTC', { draftDaysBefore: 2, on: 'last_weekday' }, '2023-09-27T09:00:00.000Z'],
    // The clock went forward between draft and day; both are at nine.
    ['2023-02', 'Europe/Berlin', { draftDaysBefore: 7, day: 28 }, '2023-03-21T08:00:00.000Z'],
    // 02:30 was skipped on that Sunday.
    [
      '2023-02',
      'Europe/Berlin',
      { draftDaysBefore: 2, day: 28, time: '02:30' },
      '2023-03-26T01:00:00.000Z',
    ],
  ])('of %s in %s with %j is %s', (month, zone, values, expected) => {
    expect(draftAt(month, clock(zone, values)).toISOString()).toBe(expected)
  })

  it('is so many days before the issue on every calendar, at the same time (BARS 62)', () => {
    for (const zone of ['Pacific/Kiritimati', 'Australia/Lord_Howe', 'America/St_Johns'])
      for (let index = 0; index < 24; index++) {
        const month = `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
        const plan = clock(zone, { draftDaysBefore: 14, day: 10 })
        const shown = (date: Date) =>
          new Intl.DateTimeFormat('en-GB', {
            dateStyle: 'short',
            timeStyle: 'short',
            timeZone: zone,
          })
            .format(date)
            .split(/\D+/)
            .map(Number)
        const [day = 0, m = 0, y = 0, hour, minute] = shown(draftAt(month, plan))
        const [dueDay = 0, dueM = 0, dueY = 0] = shown(dueAt(month, plan.schedule, zone))
        expect([hour, minute]).toEqual([9, 0])
        expect((Date.UTC(dueY, dueM, dueDay) - Date.UTC(y, m, day)) / 86_400_000).toBeGreaterThan(
          10,
        )
      }
  })
})

describe('the reminder', () => {
  const deadline = new Date('2023-08-01T09:00:00Z')
  const run = (begun: string): MonthRun => ({
    month: '2023-07',
    outcome: 'assembled',
    postponedTo: null,
    round: 0,
    roundBegunAt: new Date(begun),
    remindedAt: null,
    settledAt: null,
    settledAs: null,
    links: 1,
    createdAt: new Date(begun),
  })

  it.each([
    ['2023-07-29T09:00:00Z', '2023-07-31T08:59:00Z', false],
    ['2023-07-29T09:00:00Z', '2023-07-31T09:00:00Z', true],
    ['2023-07-29T09:00:00Z', '2023-08-01T09:00:00Z', false],
    // The draft itself came a day before.
    ['2023-07-31T09:00:00Z', '2023-07-31T09:00:00Z', false],
  ])('with a draft of %s at %s: %s', (begun, now, expected) => {
    expect(isReminderDue(run(begun), deadline, new Date(now), clock('UTC', {}))).toBe(expected)
  })
})
