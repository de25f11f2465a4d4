import { describe, expect, it } from 'vitest'
import { nextTry } from '../../src/enrich/next-try.ts'

const NOW = new Date('2023-07-10T12:00:00Z')
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000)
const fresh = { attempts: 0, waitingSince: null, now: NOW }

describe('a page that could not be read', () => {
  it.each([
    [0, 1],
    [1, 10],
    [2, 60],
    [3, 360],
  ])('after %i failed tries is tried again in %i minutes', (attempts, wait) => {
    const next = nextTry({ outcome: 'error', error: 'No answer.' }, { ...fresh, attempts })
    expect(next).toMatchObject({
      status: 'failed',
      attempts: attempts + 1,
      enrichAfter: minutes(wait),
    })
  })

  it('says when the next try is', () => {
    const { error } = nextTry({ outcome: 'error', error: 'No answer.' }, fresh)
    expect(error).toBe('No answer. Next try: 2023-07-10 12:01 UTC.')
  })

  it('has failed after the fifth try, with the reason alone', () => {
    const next = nextTry({ outcome: 'error', error: 'No answer.' }, { ...fresh, attempts: 4 })
    expect(next).toMatchObject({ status: 'failed', error: 'No answer.', enrichAfter: null })
  })

  it('has failed at once when the next try would see the same', () => {
    for (const outcome of ['blocked', 'rejected'] as const)
      expect(nextTry({ outcome, error: 'A wall.' }, fresh)).toMatchObject({
        status: 'failed',
        error: 'A wall.',
      })
  })

  it('waits as long as the site asks, and uses up no try', () => {
    const reading = { outcome: 'retry' as const, error: 'Later.', retryAfterS: 7_200 }
    expect(nextTry(reading, { ...fresh, attempts: 4 })).toMatchObject({
      status: 'pending',
      attempts: 4,
      waitingSince: NOW,
      enrichAfter: minutes(120),
    })
  })

  it('is not asked for at once again, whatever the site says', () => {
    const reading = { outcome: 'retry' as const, error: 'Later.', retryAfterS: 0 }
    expect(nextTry(reading, fresh).enrichAfter).toEqual(minutes(0.5))
  })

  it('uses up a try when the site names no time', () => {
    const next = nextTry({ outcome: 'retry', error: 'Later.' }, fresh)
    expect(next).toMatchObject({ attempts: 1, waitingSince: null, enrichAfter: minutes(1) })
  })

  it('is given up when the site puts us off for more than four days', () => {
    const reading = { outcome: 'retry' as const, error: 'Later.', retryAfterS: 3_600 }
    const since = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000)
    expect(nextTry(reading, { ...fresh, waitingSince: since(94) }).status).toBe('pending')
    const next = nextTry(reading, { ...fresh, waitingSince: since(96) })
    expect(next.status).toBe('failed')
    expect(next.error).toMatch(/^Later\. .*refresh/)
    expect(nextTry({ ...reading, retryAfterS: 5 * 86_400 }, fresh).status).toBe('failed')
  })
})
