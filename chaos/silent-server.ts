import { startChild } from './child.ts'
import { createChaosDatabase } from './database.ts'
import { addIssue, addresses, tally } from './sample-issue.ts'
import { createVerdict, type Scenario } from './scenario.ts'
import { startSink } from './smtp-sink.ts'

const READERS = { full: 3_000, short: 300 }
const SILENT = 10

/** F: a server that takes some messages and never answers; the others must not wait for them. */
export const silentServer: Scenario = {
  letter: 'F',
  about: 'a server that never answers',
  kinds: ['pglite', 'postgres'],
  async run({ kind, size }) {
    const { expect, broken } = createVerdict()
    const sink = await startSink()
    const database = await createChaosDatabase(kind)
    try {
      const silent = Array.from({ length: SILENT }, (_, n) => `silent+${n}@x.example`)
      const readers = READERS[size] + SILENT
      await database.use((db) =>
        addIssue(db, [...silent.slice(0, 4), ...addresses(READERS[size]), ...silent.slice(4)]),
      )
      await startChild('sender.ts', {
        where: database.where,
        smtpUrl: sink.url,
        connections: 5,
        leaseMs: 6_000,
        socketTimeoutMs: 2_000,
        ambiguous: 'hold',
      }).ended
      const seen = await database.use((db) => tally(db, sink))
      const order = sink.mails.map((mail) => mail.to.startsWith('silent'))
      expect(seen.unknown === SILENT, `${seen.unknown} in doubt, not ${SILENT}`)
      expect(seen.sent === READERS[size], `${seen.sent} sent, not ${READERS[size]}`)
      expect(seen.total === readers, `${seen.total} rows`)
      expect(seen.doubles === 0, `${seen.doubles} messages twice`)
      expect(order.indexOf(false) < 6, 'the others waited for the silent ones')
      return { facts: { readers, sent: seen.sent, unknown: seen.unknown }, broken }
    } finally {
      await sink.close()
      await database.close()
    }
  },
}
