import { describe, expect, it } from 'vitest'
import { createFinishedSends } from '../../src/desks/finished-sends.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

describe.each(DATABASE_KINDS)('the numbers of a send that is over, on %s', (kind) => {
  const app = useTestApp(kind)

  it('are counted once, anew when a delivery is settled or time has passed, and never while it goes on', async () => {
    for (const name of ['ada', 'bea', 'cora']) await app.subscribe(`${name}@reader.example`)
    await app.save('https://norn.example/a')
    const { id } = await app.assemble('2023-07')
    const finishedSend = createFinishedSends({ db: app.db, now: () => app.now })
    const sent = async () => (await finishedSend(id))?.progress.counts.sent
    expect(await finishedSend(id)).toBeNull()
    await app.send(id)
    expect(await sent()).toBe(3)
    const settle = (email: string, state: 'failed' | 'pending') =>
      app.db.updateTable('delivery').set({ state }).where('email', '=', email).execute()
    await settle('ada@reader.example', 'failed')
    expect(await sent()).toBe(2)
    // Nothing of ours does this: it shows that the kept numbers are used, and for how long.
    await settle('bea@reader.example', 'pending')
    expect(await sent()).toBe(2)
    app.now = new Date(app.now.getTime() + 11 * 60_000)
    expect(await sent()).toBe(1)
    await app.db.updateTable('issue').set({ state: 'sending' }).execute()
    expect(await finishedSend(id)).toBeNull()
  })
})
