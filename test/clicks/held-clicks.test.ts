import { describe, expect, it } from 'vitest'
import { createClickCounter, holdClicks } from '../../src/clicks/click-counter.ts'
import { useTestApp } from '../support/app.ts'

describe('clicks of requests that each have a counter of their own', () => {
  const app = useTestApp('pglite')

  it('are held together: a program counts for nothing, a reader once a link', async () => {
    for (let n = 1; n <= 6; n += 1) await app.save(`https://norn.example/${n}`)
    const { sections } = await app.assemble('2023-07')
    const ids = sections.flatMap(({ entries }) => entries.map(({ id }) => id))
    expect(ids).toHaveLength(6)
    const held = holdClicks()
    const background: Promise<void>[] = []
    const request = (id: number, address: string) =>
      createClickCounter({
        db: app.db,
        now: () => new Date(),
        inBackground: (work) => background.push(work),
        held,
      }).note(id, { address, agent: 'Mozilla/5.0' })
    const [first = 0, second = 0] = ids
    for (const id of ids) request(id, '198.51.100.7')
    for (const id of [first, first, second]) request(id, '203.0.113.9')
    // A tick in the same isolate ends, and decides nothing before its time.
    await createClickCounter({
      db: app.db,
      now: () => new Date(),
      inBackground: () => undefined,
      held,
    }).close()
    expect(held.visitors.size).toBe(2)
    await Promise.all(background)
    expect([held.visitors.size, held.counted.size]).toEqual([0, 0])
    const rows = await app.db
      .selectFrom('entry_click')
      .select(['entry_id', 'clicks'])
      .orderBy('entry_id')
      .execute()
    expect(rows.map((row) => [row.entry_id, Number(row.clicks)])).toEqual([
      [first, 1],
      [second, 1],
    ])
  })
})
