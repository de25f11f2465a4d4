import { pause, startChild, until } from './child.ts'
import { createChaosDatabase } from './database.ts'
import { addIssue, addresses, tally } from './sample-issue.ts'
import { createVerdict, type Scenario } from './scenario.ts'
import { startSink } from './smtp-sink.ts'

const CONNECTIONS = 5
const LEASE_MS = 1_500
const READERS = { full: 4_000, short: 800 }

/** E: a sender stands still past its lease, another one goes on, the first one wakes up. */
export const stopWorker: Scenario = {
  letter: 'E',
  about: 'stop a sender past its lease, let another go on, wake it',
  kinds: ['postgres'],
  async run({ kind, size, say }) {
    const readers = READERS[size]
    const { expect, broken } = createVerdict()
    const sink = await startSink({ delayMs: 5 })
    const database = await createChaosDatabase(kind)
    try {
      await database.use((db) => addIssue(db, addresses(readers)))
      const options = {
        where: database.where,
        smtpUrl: sink.url,
        connections: CONNECTIONS,
        leaseMs: LEASE_MS,
        ambiguous: 'hold',
      }
      const sleeper = startChild('sender.ts', options)
      await until(() => sink.mails.length >= readers / 4, 'a quarter of the messages')
      sleeper.kill('SIGSTOP')
      const beforeOther = sink.mails.length
      const other = startChild('sender.ts', options)
      await until(() => sink.mails.length >= readers / 2, 'half of the messages')
      await pause(2 * LEASE_MS)
      say(`asleep at ${beforeOther}, woken at ${sink.mails.length} messages`)
      sleeper.kill('SIGCONT')
      const [slept] = await Promise.all([sleeper.ended, other.ended])
      const seen = await database.use((db) => tally(db, sink))
      const { leasesLost } = JSON.parse(slept.at(-1) ?? '{}') as { leasesLost: number }
      expect(seen.total === readers, `${seen.total} rows for ${readers} readers`)
      expect(seen.sent + seen.unknown === readers, 'the sum of the ledger is not the readers')
      expect(seen.doubles === 0, `${seen.doubles} messages twice`)
      expect(seen.unknown <= CONNECTIONS, `${seen.unknown} in doubt, more than ${CONNECTIONS}`)
      expect(seen.unknown > 0, 'the sleeper had nothing under way: nothing was tried')
      expect(leasesLost > 0, 'the stale writes of the sleeper were not refused')
      return {
        facts: { readers, sent: seen.sent, unknown: seen.unknown, refused: leasesLost },
        broken,
      }
    } finally {
      await sink.close()
      await database.close()
    }
  },
}
