import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { startSink } from '../../chaos/smtp-sink.ts'
import type { Mailer, MimeMessage, SendOutcome } from '../../src/deliver/mailer.ts'
import { createSmtpMailer } from '../../src/node/smtp-mailer.ts'
import { exchangeDeliveries, planDeliveries, recoverExpired } from '../../src/store/deliveries.ts'
import { updateSubscriber } from '../../src/store/subscribers.ts'
import { DATABASE_KINDS, useDatabase } from '../support/database.ts'
import { addresses, deliverWith, sampleIssue, statesByAddress } from './sample-issue.ts'

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

interface HeldMail {
  to: string
  /** `send` takes it once `mayEnd` says yes. */
  mayEnd: () => Promise<boolean>
}

const taken: SendOutcome = { state: 'sent', reply: '250 2.0.0 taken' }

/** One connection to a server that takes everything; `around` decides when a message ends. */
function heldMailer(around: (mail: HeldMail) => Promise<SendOutcome | null>): Mailer {
  const lane = {
    send: async () => taken,
    sendHeld: (message: MimeMessage, mayEnd: () => Promise<boolean>) =>
      around({ to: message.envelope.to, mayEnd }),
    release: () => undefined,
  }
  return {
    open: async () => ({ lane }),
    send: async () => taken,
    verify: async () => undefined,
    close: async () => undefined,
  }
}

describe.each(DATABASE_KINDS)('a message that waits behind another on %s', (kind) => {
  const database = useDatabase(kind)
  const stateOf = async (email: string) =>
    (
      await database.db
        .selectFrom('delivery')
        .select(['state', 'behind'])
        .where('email', '=', email)
        .executeTakeFirstOrThrow()
    ).state

  it('is `sending` before its transaction begins, and ends only when the other is written down', async () => {
    const issueId = await sampleIssue(database.db, addresses(12))
    const begun: string[] = []
    const ended: string[] = []
    const atBegin: string[] = []
    const atEnd: string[] = []
    const mailer = heldMailer(async ({ to, mayEnd }) => {
      atBegin.push(await stateOf(to))
      begun.push(to)
      if (!(await mayEnd())) return null
      const [before] = ended.slice(-1)
      if (before) atEnd.push(await stateOf(before))
      ended.push(to)
      return taken
    })
    const result = await deliverWith({ db: database.db, mailer, connections: 1 })(issueId)
    expect(result).toMatchObject({ state: 'sent', counts: { sent: 12 } })
    expect(begun).toEqual(addresses(12))
    expect(atBegin).toEqual(begun.map(() => 'sending'))
    expect(atEnd).toEqual(Array.from({ length: 11 }, () => 'sent'))
  })

  it('is not ended for a reader who has left meanwhile', async () => {
    const issueId = await sampleIssue(database.db, addresses(6))
    const ended: string[] = []
    const mailer = heldMailer(async ({ to, mayEnd }) => {
      const isAllowed = await mayEnd()
      // Reader 2 has been taken by now, to go directly behind.
      if (to === 'reader1@example.org') {
        await expect.poll(() => stateOf('reader2@example.org')).toBe('sending')
        await updateSubscriber(database.db, 2, { status: 'unsubscribed' }, new Date())
      }
      if (!isAllowed) return null
      ended.push(to)
      return taken
    })
    const deliver = deliverWith({ db: database.db, mailer, connections: 1 })
    const result = await deliver(issueId)
    expect(result).toMatchObject({ state: 'sent', counts: { sent: 5, skipped: 1 } })
    expect(ended.toSorted()).toEqual(addresses(6).toSpliced(1, 1))
  })

  it('goes to whoever comes next when readers have left before they were taken', async () => {
    const issueId = await sampleIssue(database.db, addresses(9))
    await planDeliveries(database.db, issueId, new Date())
    for (const id of [1, 2, 3, 5, 6, 8])
      await updateSubscriber(database.db, id, { status: 'unsubscribed' }, new Date())
    const ended: string[] = []
    const mailer = heldMailer(async ({ to, mayEnd }) => {
      if (!(await mayEnd())) return null
      ended.push(to)
      return taken
    })
    const result = await deliverWith({ db: database.db, mailer, connections: 1 })(issueId)
    expect(result).toMatchObject({ state: 'sent', counts: { sent: 3, skipped: 6 } })
    expect(ended).toEqual([4, 7, 9].map((id) => `reader${id}@example.org`))
  })

  it('is not ended once the issue has been paused, and goes out when it is resumed', async () => {
    const issueId = await sampleIssue(database.db, addresses(6))
    const ended: string[] = []
    let isPaused = false
    const mailer = heldMailer(async ({ to, mayEnd }) => {
      if (!(await mayEnd())) return null
      ended.push(to)
      if (!isPaused && ended.length === 2) {
        await database.db.updateTable('issue').set({ state: 'paused' }).execute()
        isPaused = true
      }
      return taken
    })
    const deliver = deliverWith({ db: database.db, mailer, connections: 1 })
    expect(await deliver(issueId)).toMatchObject({
      state: 'paused',
      counts: { sent: 2, sending: 0 },
    })
    expect(ended).toHaveLength(2)
    await database.db.updateTable('issue').set({ state: 'sending' }).execute()
    expect(await deliver(issueId)).toMatchObject({ state: 'sent', counts: { sent: 6 } })
    expect(ended.toSorted()).toEqual(addresses(6))
  })

  it('is not ended after another process has taken the rows over', async () => {
    const issueId = await sampleIssue(database.db, addresses(4))
    const ended: string[] = []
    let wasTakenOver = false
    const mailer = heldMailer(async ({ to, mayEnd }) => {
      if (!(await mayEnd())) return null
      ended.push(to)
      if (!wasTakenOver) {
        wasTakenOver = true
        await expect.poll(() => stateOf('reader2@example.org')).toBe('sending')
        await sql`update send_run set lease_until = clock_timestamp() - interval '1 second'`.execute(
          database.db,
        )
        await recoverExpired(database.db, { ambiguous: 'hold' })
      }
      return taken
    })
    const deliver = deliverWith({ db: database.db, mailer, connections: 1 })
    await deliver(issueId)
    await deliver(issueId)
    expect(ended.toSorted()).toEqual(addresses(4))
    expect(await statesByAddress(database.db, issueId)).toMatchObject({
      'reader1@example.org': 'unknown', // it was sent, and who took it over cannot know
      'reader2@example.org': 'sent',
    })
  })

  describe('and its sender dies', () => {
    const dead = { leaseToken: 'dead', leaseMs: 60_000, now: new Date('2100-01-01'), after: -1 }

    /** Reader 1 under way, reader 2 behind. */
    async function underWay(): Promise<number> {
      const issueId = await sampleIssue(database.db, addresses(3))
      await planDeliveries(database.db, issueId, new Date())
      const nothing = { outcomes: [], waiting: [], begun: [] }
      await exchangeDeliveries(database.db, { ...dead, ...nothing, issueId, places: [null] })
      await exchangeDeliveries(database.db, { ...dead, ...nothing, issueId, places: [1], after: 1 })
      return issueId
    }

    const outcomeOf = (subscriberId: number, state: 'sent' | 'deferred') => ({
      ...{ subscriberId, state, reply: '', attempts: 1 },
      nextAttemptAt: dead.now,
    })

    async function recover(issueId: number, ambiguous: 'hold' | 'retry' = 'hold') {
      await sql`update send_run set lease_until = clock_timestamp() - interval '1 second'`.execute(
        database.db,
      )
      await recoverExpired(database.db, { ambiguous })
      return database.db
        .selectFrom('delivery')
        .select(['subscriber_id', 'state', 'attempts', 'behind', 'lease_token'])
        .where('issue_id', '=', issueId)
        .where('subscriber_id', '<', 3)
        .orderBy('subscriber_id')
        .execute()
    }

    it('is as if it had never been taken, and only the other is in doubt', async () => {
      expect(await recover(await underWay())).toMatchObject([
        { state: 'unknown', attempts: 1 },
        { state: 'pending', attempts: 0, behind: null, lease_token: null },
      ])
    })

    it('is as if it had never been taken where the other is tried again', async () => {
      expect(await recover(await underWay(), 'retry')).toMatchObject([
        { state: 'deferred', attempts: 1 },
        { state: 'pending', attempts: 0 },
      ])
    })

    it('is in doubt itself once the other was written down', async () => {
      const issueId = await underWay()
      const outcomes = [outcomeOf(1, 'sent')]
      const step = { ...dead, issueId, outcomes, waiting: [2], begun: [], places: [] }
      await exchangeDeliveries(database.db, step)
      expect(await recover(issueId)).toMatchObject([
        { state: 'sent' },
        { state: 'unknown', attempts: 1, behind: null },
      ])
    })

    it('is in doubt itself although the other, put off, is under way again', async () => {
      const issueId = await underWay()
      const outcomes = [outcomeOf(1, 'deferred')]
      const step = { ...dead, issueId, outcomes, waiting: [2], begun: [2], places: [] }
      await exchangeDeliveries(database.db, step)
      const again = { outcomes: [], waiting: [], begun: [], places: [null], after: 3 }
      const { taken } = await exchangeDeliveries(database.db, { ...dead, issueId, ...again })
      expect(taken).toMatchObject([{ delivery: { subscriberId: 1 } }])
      expect(await recover(issueId)).toMatchObject([{ state: 'unknown' }, { state: 'unknown' }])
    })
  })
})

describe('the SMTP mailer', () => {
  it.each([true, false])(
    'leaves the server without a message that may not end (pipelining: %s)',
    async (pipelining) => {
      const sink = await startSink({ pipelining })
      const mailer = createSmtpMailer({ smtpUrl: sink.url, connections: 1 })
      cleanUp.push(
        () => sink.close(),
        () => mailer.close(),
      )
      const message = (to: string): MimeMessage => ({
        chunks: [Buffer.from(`Subject: x\r\n\r\n${'words '.repeat(5000)}\r\n`)],
        envelope: { from: 'links@example.org', to },
        messageId: `<${to}>`,
      })
      const opened = await mailer.open()
      if ('failure' in opened) throw new Error(opened.failure.reply)
      const { lane } = opened
      expect(await lane.sendHeld?.(message('a@x.example'), async () => true)).toMatchObject({
        state: 'sent',
      })
      expect(await lane.sendHeld?.(message('b@x.example'), async () => false)).toBeNull()
      expect(await lane.sendHeld?.(message('c@x.example'), async () => true)).toMatchObject({
        state: 'sent',
      })
      lane.release()
      expect(sink.mails.map(({ to }) => to)).toEqual(['a@x.example', 'c@x.example'])
    },
  )
})
