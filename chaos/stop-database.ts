import { startChild, until } from './child.ts'
import { createChaosDatabase } from './database.ts'
import { addIssue, addresses, tally } from './sample-issue.ts'
import { createRandom, createVerdict, type Scenario } from './scenario.ts'
import { startSink } from './smtp-sink.ts'

const CONNECTIONS = 5
const SIZES = {
  full: { readers: 10_000, outages: 10, ms: 15_000 },
  short: { readers: 1_200, outages: 1, ms: 3_000 },
}

/** D: PostgreSQL stops in the middle of a send. */
export const stopDatabase: Scenario = {
  letter: 'D',
  about: 'stop PostgreSQL in the middle of a send',
  kinds: ['postgres'],
  async run({ kind, seed, size, say }) {
    const { readers, outages, ms } = SIZES[size]
    const random = createRandom(seed)
    const { expect, broken } = createVerdict()
    const sink = await startSink()
    const database = await createChaosDatabase(kind)
    try {
      await database.use((db) => addIssue(db, addresses(readers)))
      const child = startChild('sender.ts', {
        where: database.where,
        smtpUrl: sink.url,
        connections: CONNECTIONS,
        leaseMs: 20_000,
        ambiguous: 'hold',
      })
      for (let outage = 1; outage <= outages; outage += 1) {
        const share = (readers - sink.mails.length) / (outages - outage + 2)
        const stopAt = sink.mails.length + Math.floor((0.5 + random()) * share)
        await until(() => sink.mails.length >= stopAt, `message ${stopAt}`)
        await database.outage(ms)
        say(`outage ${outage} of ${outages}, ${sink.mails.length} messages`)
      }
      await child.ended
      const seen = await database.use((db) => tally(db, sink))
      const most = outages * CONNECTIONS
      expect(seen.total === readers, `${seen.total} rows for ${readers} readers`)
      expect(seen.sent + seen.unknown === readers, 'the sum of the ledger is not the readers')
      expect(seen.doubles === 0, `${seen.doubles} messages twice`)
      expect(seen.unknown <= most, `${seen.unknown} in doubt, more than ${most}`)
      expect(seen.missing.length === 0, `${seen.missing.length} marked sent got nothing`)
      return { facts: { readers, outages, sent: seen.sent, unknown: seen.unknown }, broken }
    } finally {
      await sink.close()
      await database.close()
    }
  },
}
