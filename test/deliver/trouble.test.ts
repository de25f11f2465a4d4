/** Runs over a real connection in which something goes wrong; the server's log is the judge. */
import { setTimeout as wait } from 'node:timers/promises'
import type { KyselyPlugin } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { startSink } from '../../chaos/smtp-sink.ts'
import { createSmtpMailer } from '../../src/node/smtp-mailer.ts'
import { countDeliveries } from '../../src/store/deliveries.ts'
import type { Database } from '../../src/store/schema.ts'
import { DATABASE_KINDS, useDatabase } from '../support/database.ts'
import { addresses, deliverWith, sampleIssue, statesByAddress } from './sample-issue.ts'

const CONNECTIONS = 10
const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

async function mailServer() {
  const sink = await startSink()
  const mailer = createSmtpMailer({ smtpUrl: sink.url, connections: CONNECTIONS })
  cleanUp.push(
    () => sink.close(),
    () => mailer.close(),
  )
  return { sink, mailer }
}

/** The same database, which can go away and come back. */
function withOutage(db: Database) {
  const outage = { isOn: false, db }
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (outage.isOn) throw new Error('the database is gone')
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const whole = db.withPlugin(plugin)
  // Statements that come compiled pass by plugins.
  outage.db = new Proxy(whole, {
    get(target, key) {
      if (key === 'executeQuery' && outage.isOn)
        return () => Promise.reject(new Error('the database is gone'))
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return outage
}

describe.each(DATABASE_KINDS)('a run in which something goes wrong, on %s', (kind) => {
  const database = useDatabase(kind)

  it('999 of 1,000 get it once when one address is gone (BARS 30)', async () => {
    const { sink, mailer } = await mailServer()
    const good = addresses(999)
    const all = [...good.slice(0, 500), 'gone@x.example', ...good.slice(500)]
    const issueId = await sampleIssue(database.db, all)
    const { state, counts } = await deliverWith({
      db: database.db,
      mailer,
      connections: CONNECTIONS,
    })(issueId)
    expect(state).toBe('sent')
    expect(counts).toMatchObject({ sent: 999, failed: 1, unknown: 0, deferred: 0 })
    expect(sink.mails.map(({ to }) => to).sort()).toEqual([...good].sort())
  })

  it.each([
    ['is not to be written in ASCII', 'zoë@x.example', 'failed'],
    ['is full for now', 'soft@x.example', 'deferred'],
    ['is full for good', 'full@x.example', 'failed'],
  ])('all others get it once when an address %s (BARS 6, BARS 27)', async (_what, bad, state) => {
    const { sink, mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, [bad, ...addresses(40)])
    await deliverWith({ db: database.db, mailer })(issueId)
    expect(sink.mails.map(({ to }) => to).sort()).toEqual(addresses(40).sort())
    expect((await statesByAddress(database.db, issueId))[bad]).toBe(state)
    const readers = await database.db.selectFrom('subscriber').select('status').distinct().execute()
    expect(readers).toEqual([{ status: 'active' }])
  })

  it('never repeats what was accepted while the database was gone (BARS 31)', async () => {
    const { sink, mailer } = await mailServer()
    const outage = withOutage(database.db)
    const issueId = await sampleIssue(database.db, addresses(100))
    const run = { connections: CONNECTIONS, leaseMs: 600 }
    const enough = Promise.withResolvers<void>()
    sink.onMail = () => {
      if (sink.mails.length < 20) return
      outage.isOn = true
      enough.resolve()
    }
    const cutOff = deliverWith({ ...run, db: outage.db, mailer })(issueId)
    await enough.promise
    const second = createSmtpMailer({ smtpUrl: sink.url, connections: CONNECTIONS })
    cleanUp.push(() => second.close())
    const goOn = deliverWith({ ...run, db: database.db, mailer: second })
    let result = await goOn(issueId)
    while (result.state === 'waiting') {
      await wait(100)
      result = await goOn(issueId)
    }
    expect(result).toMatchObject({ state: 'sent', counts: { failed: 0, deferred: 0, pending: 0 } })
    const { sent, unknown } = result.counts
    expect(sent + unknown).toBe(100)
    expect(unknown).toBeGreaterThan(0)
    expect(unknown).toBeLessThanOrEqual(CONNECTIONS)
    // Nobody twice, nobody missing who is called sent.
    const got = sink.mails.map(({ to }) => to)
    expect(new Set(got).size).toBe(got.length)
    const states = await statesByAddress(database.db, issueId)
    expect(addresses(100).filter((to) => states[to] === 'sent' && !got.includes(to))).toEqual([])

    // The database comes back to the one that was cut off: what it has to say comes too late.
    outage.isOn = false
    await cutOff
    expect((await countDeliveries(database.db, issueId)).counts).toEqual(result.counts)
    expect(sink.mails).toHaveLength(got.length)
  })
})
