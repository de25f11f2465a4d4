import { startChild } from './child.ts'
import { createChaosDatabase } from './database.ts'
import { addIssue, tally } from './sample-issue.ts'
import { createRandom, createVerdict, type Scenario } from './scenario.ts'
import { startSink } from './smtp-sink.ts'

const READERS = { full: 5_000, short: 400 }
const SHARE = 0.01
const STAGES = ['cut-mail', 'cut-rcpt', 'cut-354', 'cut-body', 'cut-dot', 'half-reply'] as const

/** B: a server that cuts 1% each at banner, MAIL, RCPT, 354, mid-body, after the dot, half a reply. */
export const cutConnections: Scenario = {
  letter: 'B',
  about: 'a server that cuts connections at every stage',
  kinds: ['pglite', 'postgres'],
  async run({ kind, seed, size, say }) {
    const random = createRandom(seed)
    const { expect, broken } = createVerdict()
    const sink = await startSink({ cutsBanner: () => random() < SHARE })
    const database = await createChaosDatabase(kind)
    try {
      const emails = Array.from({ length: READERS[size] }, (_, n) => {
        const stage = STAGES[Math.floor(random() / SHARE)]
        return stage ? `${stage}-once+${n}@x.example` : `reader${n}@x.example`
      })
      const isDoubtful = (email: string) => /^(?:cut-dot|half-reply)/.test(email)
      await database.use((db) => addIssue(db, emails))
      say(`${emails.length} readers`)
      await startChild('sender.ts', {
        where: database.where,
        smtpUrl: sink.url,
        connections: 10,
        leaseMs: 5_000,
        ambiguous: 'hold',
      }).ended
      const { states, seen } = await database.use(async (db) => ({
        states: await db.selectFrom('delivery').select(['email', 'state']).execute(),
        seen: await tally(db, sink),
      }))
      for (const { email, state } of states) {
        const wanted = isDoubtful(email) ? 'unknown' : 'sent'
        expect(state === wanted, `${email} is ${state}, not ${wanted}`)
      }
      expect(states.length === emails.length, `${states.length} rows`)
      expect(seen.doubles === 0, `${seen.doubles} messages twice`)
      expect(seen.missing.length === 0, `${seen.missing.length} marked sent got nothing`)
      const cut = emails.filter((email) => !email.startsWith('reader')).length
      return {
        facts: { readers: emails.length, cut, sent: seen.sent, unknown: seen.unknown },
        broken,
      }
    } finally {
      await sink.close()
      await database.close()
    }
  },
}
