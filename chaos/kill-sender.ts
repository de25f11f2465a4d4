import type { Ambiguous } from '../src/domain/subscriber.ts'
import { startChild, until } from './child.ts'
import { createChaosDatabase } from './database.ts'
import { addIssue, addresses, tally } from './sample-issue.ts'
import { type ChaosReport, createRandom, createVerdict, type Scenario } from './scenario.ts'
import type { SenderOptions } from './sender.ts'
import { startSink } from './smtp-sink.ts'

const CONNECTIONS = 5
const SIZES = { full: { readers: 10_000, kills: 20 }, short: { readers: 700, kills: 2 } }

/** A: kill -9 the sender at random moments. */
export const killSender: Scenario = {
  letter: 'A',
  about: 'kill -9 the sender again and again',
  kinds: ['pglite', 'postgres'],
  async run(options) {
    const hold = await killWith('hold', options)
    const retry = await killWith('retry', options)
    return {
      facts: { ...hold.facts, retryDoubles: retry.facts.doubles ?? 0 },
      broken: [...hold.broken, ...retry.broken],
    }
  },
}

async function killWith(
  ambiguous: Ambiguous,
  { kind, seed, size, say }: Parameters<Scenario['run']>[0],
): Promise<ChaosReport> {
  const { readers, kills } = SIZES[size]
  const random = createRandom(seed)
  const { expect, broken } = createVerdict()
  const sink = await startSink()
  const database = await createChaosDatabase(kind)
  try {
    await database.use((db) => addIssue(db, addresses(readers)))
    const options: SenderOptions = {
      where: database.where,
      smtpUrl: sink.url,
      connections: CONNECTIONS,
      leaseMs: 1_500,
      ambiguous,
    }
    for (let kill = 1; kill <= kills; kill += 1) {
      const child = startChild('sender.ts', options)
      await child.line((line) => line === 'begun')
      // Somewhere in its share: in the first moments, or well under way.
      const share = (readers - sink.mails.length) / (kills - kill + 2)
      const stopAt = sink.mails.length + Math.floor(random() * 2 * share)
      await until(() => sink.mails.length >= stopAt, `message ${stopAt}`)
      child.kill('SIGKILL')
      await child.ended
      say(`${ambiguous}: kill ${kill} of ${kills}, ${sink.mails.length} messages`)
    }
    await startChild('sender.ts', options).ended
    const seen = await database.use((db) => tally(db, sink))
    const most = kills * CONNECTIONS
    expect(seen.total === readers, `${seen.total} rows for ${readers} readers`)
    expect(seen.sent + seen.unknown === readers, 'the sum of the ledger is not the readers')
    expect(seen.missing.length === 0, `${seen.missing.length} marked sent got nothing`)
    expect(seen.changedIds === 0, `${seen.changedIds} copies with another Message-ID`)
    if (ambiguous === 'hold') {
      expect(seen.doubles === 0, `${seen.doubles} messages twice`)
      expect(seen.unknown <= most, `${seen.unknown} in doubt, more than ${most}`)
    } else {
      expect(seen.doubles <= most, `${seen.doubles} messages twice, more than ${most}`)
      expect(seen.unknown === 0, `${seen.unknown} in doubt though they are retried`)
      expect(new Set(sink.mails.map((mail) => mail.to)).size === readers, 'somebody got nothing')
    }
    const { total, sent, unknown, doubles } = seen
    return { facts: { readers: total, kills, sent, unknown, doubles }, broken }
  } finally {
    await sink.close()
    await database.close()
  }
}
