import { sql } from 'kysely'
import { pause, startChild } from './child.ts'
import { createChaosDatabase } from './database.ts'
import { addIssue, addresses } from './sample-issue.ts'
import { createRandom, createVerdict, type Scenario } from './scenario.ts'
import { startSink } from './smtp-sink.ts'

const SIZES = { full: { readers: 100_000, kills: 50 }, short: { readers: 20_000, kills: 3 } }

/** C: kills while the deliveries are planned: all rows or none, and no mail before all are there. */
export const killPlanner: Scenario = {
  letter: 'C',
  about: 'kill -9 while deliveries are planned',
  kinds: ['pglite', 'postgres'],
  async run({ kind, seed, size, say }) {
    const { readers, kills } = SIZES[size]
    const random = createRandom(seed)
    const { expect, broken } = createVerdict()
    const sink = await startSink()
    const database = await createChaosDatabase(kind)
    const count = () =>
      database.use(async (db) => {
        const { rows } = await sql<{ n: number }>`select count(*)::int as n from delivery`.execute(
          db,
        )
        return rows[0]?.n ?? -1
      })
    try {
      await database.use((db) => addIssue(db, addresses(readers)))
      const options = {
        where: database.where,
        smtpUrl: sink.url,
        connections: 2,
        leaseMs: 5_000,
        ambiguous: 'hold',
      }
      let planMs = 4_000
      let whole = 0
      for (let kill = 1; kill <= kills; kill += 1) {
        const child = startChild('sender.ts', options)
        await child.line((line) => line === 'begun')
        const startedMs = performance.now()
        while (performance.now() - startedMs < random() * planMs && sink.mails.length === 0)
          await pause(5)
        child.kill('SIGKILL')
        await child.ended
        const rows = await count()
        expect(rows === 0 || rows === readers, `${rows} rows after kill ${kill}`)
        expect(sink.mails.length === 0 || rows === readers, 'mail before the plan was whole')
        say(`kill ${kill} of ${kills}: ${rows} rows`)
        if (rows === readers) {
          whole += 1
          // Planned before the kill: begin anew, and strike earlier.
          planMs = Math.max(50, planMs * 0.8)
          await database.use(async (db) => {
            await sql`truncate delivery`.execute(db)
            await db.updateTable('issue').set({ planned_at: null, state: 'sending' }).execute()
          })
          sink.mails.length = 0
        }
      }
      const last = startChild('sender.ts', options)
      while (sink.mails.length === 0) await pause(20)
      last.kill('SIGKILL')
      await last.ended
      expect((await count()) === readers, 'the plan did not become whole in the end')
      return { facts: { readers, kills, wholeBeforeTheKill: whole }, broken }
    } finally {
      await sink.close()
      await database.close()
    }
  },
}
