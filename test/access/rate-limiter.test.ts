import { describe, expect, it } from 'vitest'
import { createRateLimiter, networkOf } from '../../src/access/rate-limiter.ts'
import { DATABASE_KINDS, useDatabase } from '../support/database.ts'

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:1::5', '2001:db8:0:1::/64'],
  ['2001:db8:0:1:ffff::5', '2001:db8:0:1::/64'],
  ['2001:0DB8:0000:0001::', '2001:db8:0:1::/64'],
  ['2001:db8::5', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('counts %j as %j', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

describe.each(DATABASE_KINDS)('the rate limiter on %s', (kind) => {
  const database = useDatabase(kind)
  let now = new Date('2023-07-10T12:00:00Z')
  const make = () => createRateLimiter({ db: database.db, now: () => now })
  const limit = { key: 'a', max: 3, windowS: 60 }
  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000)
  }

  it('lets so many through in a window, then tells how long to wait, then begins anew', async () => {
    const limiter = make()
    for (let i = 0; i < 3; i++) await limiter.take([limit])
    later(20)
    await expect(limiter.take([limit])).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfterS: 40,
    })
    later(40)
    await limiter.take([limit])
  })

  it('lets exactly so many through when all come at once', async () => {
    const tries = Array.from({ length: 20 }, () => make().take([limit]))
    const outcomes = await Promise.allSettled(tries)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  })

  it('counts nothing against the limits behind one that is used up', async () => {
    const limiter = make()
    const behind = { key: 'b', max: 2, windowS: 60 }
    for (let i = 0; i < 10; i++)
      await limiter.take([{ ...limit, max: 1 }, behind]).catch(() => undefined)
    await limiter.take([behind])
    await expect(limiter.take([behind])).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  })

  it('keeps no window that has ended', async () => {
    const limiter = make()
    for (let i = 0; i < 5; i++) await limiter.take([{ ...limit, key: `client ${i}` }])
    later(61)
    await limiter.take([limit])
    const rows = await database.db.selectFrom('rate_limit').select('key').execute()
    expect(rows).toEqual([{ key: 'a' }])
  })
})
