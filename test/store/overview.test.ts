import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { DELIVERY_STATES } from '../../src/domain/subscriber.ts'
import { countDeliveries } from '../../src/store/deliveries.ts'
import { countDoubts, findResult } from '../../src/store/overview.ts'
import { countSubscribersUpTo } from '../../src/store/subscriber-search.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

describe.each(DATABASE_KINDS)('numbers at a glance on %s', (kind) => {
  const app = useTestApp(kind)
  const addReaders = (count: number) =>
    sql`
      insert into subscriber (email, email_key, name, status, created_at, updated_at)
      select address, address, '', 'active', now(), now() from (
        select 'r' || gen_random_uuid() || '@reader.example' as address
        from generate_series(1, ${count}::int)
      ) as made`.execute(app.db)

  it('say of an issue what counting each of its deliveries says', async () => {
    // One of the first state, two of the second: no number stands for another.
    const states = DELIVERY_STATES.flatMap((state, index) => Array(index + 1).fill(state))
    await addReaders(states.length)
    await app.save('https://norn.example/a', { month: '2023-06' })
    const { id } = await app.assemble('2023-06')
    await app.send(id)
    const rows = await app.db.selectFrom('delivery').select('subscriber_id').execute()
    for (const [index, { subscriber_id }] of rows.entries()) {
      await app.db
        .updateTable('delivery')
        .set({ state: states[index] })
        .where('subscriber_id', '=', subscriber_id)
        .execute()
    }
    const { sent, failed, unknown } = (await countDeliveries(app.db, id)).counts
    expect(new Set([0, sent, failed, unknown]).size).toBe(4)
    expect(await findResult(app.db, id)).toEqual({ sent, failed, unknown })
    expect([...(await countDoubts(app.db, [id, id + 1]))]).toEqual([[id, unknown]])
    expect(await findResult(app.db, id + 1)).toEqual({ sent: 0, failed: 0, unknown: 0 })
  })

  it('count readers of each state, and no further than asked', async () => {
    await addReaders(12)
    await sql`
      update subscriber set status = 'pending'
      where id in (select id from subscriber limit 2)`.execute(app.db)
    const none = { unsubscribed: 0, bounced: 0, complained: 0 }
    expect(await countSubscribersUpTo(app.db, 100)).toEqual({ ...none, pending: 2, active: 10 })
    expect(await countSubscribersUpTo(app.db, 5)).toEqual({ ...none, pending: 2, active: 5 })
  })

  it('count those who joined anew each time, except for a long list', async () => {
    const joined = async () => {
      const months = await app.services.joinedByMonth('UTC')
      return months.reduce((sum, { count }) => sum + count, 0)
    }
    await addReaders(2_000)
    expect(await joined()).toBe(2_000)
    await addReaders(1)
    expect(await joined()).toBe(2_001)
    await addReaders(1)
    expect(await joined()).toBe(2_001)
    app.now = new Date(app.now.getTime() + 10 * 60_000)
    expect(await joined()).toBe(2_002)
  })
})
