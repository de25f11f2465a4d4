import { describe, expect, it } from 'vitest'
import {
  archivedCopyUrl,
  type CheckState,
  type CheckVerdict,
  nextCheck,
} from '../../src/domain/link-check.ts'

const NOW = new Date('2023-08-10T12:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const DAY = 24 * 60
const well: CheckState = { failingSince: null, reason: null, deadSince: null }
const failing: CheckVerdict = { state: 'failing', reason: 'No answer.', isNetwork: true }
const missing: CheckVerdict = { state: 'missing', reason: 'No such page.' }
const options = { now: NOW, isPublished: false }

/** One look after the other; the state after the last. */
function looks(...seen: [CheckVerdict, minutes: number][]) {
  return seen.reduce<CheckState>(
    (state, [verdict, minutes]) => nextCheck(verdict, state, { ...options, now: later(minutes) }),
    well,
  )
}

describe('a link', () => {
  it('is not dead after one look, whatever it saw', () => {
    expect(looks([failing, 0]).deadSince).toBeNull()
    expect(looks([missing, 0]).deadSince).toBeNull()
  })

  it('is dead at once when the site says that it is gone for good', () => {
    expect(looks([{ state: 'gone', reason: 'Gone.' }, 0])).toMatchObject({
      deadSince: NOW,
      reason: 'Gone.',
    })
  })

  it('is dead when "not found" is said again ten minutes later', () => {
    expect(nextCheck(missing, well, options).dueAt).toEqual(later(10))
    expect(looks([missing, 0], [missing, 9]).deadSince).toBeNull()
    expect(looks([missing, 0], [missing, 10])).toMatchObject({ deadSince: NOW })
  })

  it('is dead when it fails for a day, since the first time', () => {
    expect(nextCheck(failing, well, options).dueAt).toEqual(later(DAY))
    expect(looks([failing, 0], [failing, DAY - 1]).deadSince).toBeNull()
    expect(looks([failing, 0], [failing, DAY])).toMatchObject({
      deadSince: NOW,
      reason: 'No answer.',
    })
  })

  it('begins anew after it was there once', () => {
    expect(looks([failing, 0], [{ state: 'alive' }, 60], [failing, DAY])).toMatchObject({
      failingSince: later(DAY),
      deadSince: null,
    })
  })

  it('is alive again when it is there again', () => {
    expect(looks([missing, 0], [missing, 10], [{ state: 'alive' }, DAY])).toMatchObject(well)
  })

  it('stays what it was when somebody turns us away', () => {
    const dead = looks([missing, 0], [missing, 10])
    expect(nextCheck({ state: 'unknown' }, dead, options)).toMatchObject({ deadSince: NOW })
    expect(nextCheck({ state: 'unknown' }, well, options)).toMatchObject(well)
  })

  it('is looked at again in a month when an issue that is out shows it, else when asked for', () => {
    const month = later(30 * DAY)
    for (const verdict of [{ state: 'alive' }, { state: 'unknown' }] as const) {
      expect(nextCheck(verdict, well, { ...options, isPublished: true }).dueAt).toEqual(month)
      expect(nextCheck(verdict, well, options).dueAt).toBeNull()
    }
  })
})

it('an archived copy is the one nearest to the day, with the whole address', () => {
  expect(archivedCopyUrl('https://a.example/x?y=1#z', new Date('2023-08-01T09:00:00Z'))).toBe(
    'https://web.archive.org/web/20230801/https://a.example/x?y=1#z',
  )
})
