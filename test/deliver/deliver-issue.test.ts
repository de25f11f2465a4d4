import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, it } from 'vitest'
import { startSink } from '../../chaos/smtp-sink.ts'
import type { Mailer, MimeMessage, SendOutcome } from '../../src/deliver/mailer.ts'
import { createSmtpMailer } from '../../src/node/smtp-mailer.ts'
import {
  countDeliveries,
  listDeliveries,
  planDeliveries,
  resolveUnknown,
} from '../../src/store/deliveries.ts'
import { updateSubscriber } from '../../src/store/subscribers.ts'
import { DATABASE_KINDS, useDatabase } from '../support/database.ts'
import { dkimPair } from './dkim-pair.ts'
import { addresses, deliverWith, sampleIssue, statesByAddress, tokens } from './sample-issue.ts'

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

async function mailServer(options?: Parameters<typeof startSink>[0]) {
  const sink = await startSink(options)
  const mailer = createSmtpMailer({ smtpUrl: sink.url, connections: 5 })
  cleanUp.push(
    () => sink.close(),
    () => mailer.close(),
  )
  return { sink, mailer }
}

/** The same mailer, with a look at each message of a run. */
function watchLanes(
  mailer: Mailer,
  around: <Outcome extends SendOutcome | null>(
    to: string,
    send: () => Promise<Outcome>,
  ) => Promise<Outcome>,
): Mailer {
  return {
    ...mailer,
    async open() {
      const opened = await mailer.open()
      if ('failure' in opened) return opened
      const { lane } = opened
      const { sendHeld } = lane
      return {
        lane: {
          ...lane,
          send: (message) => around(message.envelope.to, () => lane.send(message)),
          ...(sendHeld && {
            sendHeld: (message: MimeMessage, mayEnd: () => Promise<boolean>) =>
              around(message.envelope.to, () => sendHeld(message, mayEnd)),
          }),
        },
      }
    },
  }
}

describe.each(DATABASE_KINDS)('delivering an issue on %s', (kind) => {
  const database = useDatabase(kind)
  const issueState = async () =>
    await database.db
      .selectFrom('issue')
      .select(['state', 'paused_reason', 'sent_at'])
      .executeTakeFirstOrThrow()

  it('sends to every active reader once and closes the issue', async () => {
    const { sink, mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, addresses(60))
    await updateSubscriber(database.db, 7, { status: 'unsubscribed' }, new Date())
    const result = await deliverWith({ db: database.db, mailer })(issueId)
    expect(result).toMatchObject({ state: 'sent', counts: { sent: 59, pending: 0 } })
    expect(new Set(sink.mails.map((mail) => mail.to)).size).toBe(59)
    expect(sink.mails).toHaveLength(59)
    expect(await issueState()).toMatchObject({ state: 'sent', sent_at: expect.any(Date) })
    const again = await deliverWith({ db: database.db, mailer })(issueId)
    expect(again.state).toBe('sent')
    expect(sink.mails).toHaveLength(59)
  })

  it('gives each mail the headers of a list and its own way out (BARS 7, BARS 8, BARS 10)', async () => {
    const { sink, mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, ['ann@example.org'])
    await deliverWith({ db: database.db, mailer })(issueId)
    const raw = sink.mails[0]?.raw ?? ''
    const unfolded = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
    const token = tokens.create({ issueId, subscriberId: 1 })
    const url = `https://links.example.org/unsubscribe/${token}`
    expect(unfolded).toContain(
      `List-Unsubscribe: <${url}>, <mailto:links@example.org?subject=unsubscribe%20${token}>`,
    )
    expect(unfolded).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(unfolded).toMatch(/^List-I[dD]: "Links & more" <links\.example\.org>$/m)
    expect(unfolded).toMatch(/^Feedback-I[dD]: issue-1:issue:linkletter:example\.org$/m)
    const key = tokens.messageKey({ issueId, subscriberId: 1 })
    expect(unfolded).toContain(`Message-ID: <issue-1.1.${key}@example.org>`)
    const parsed = await simpleParser(raw)
    expect(parsed.text).toContain(url)
    expect(parsed.html).toContain(url)
    expect(parsed.text).toContain('you subscribed to Links & more with ann@example.org')
  })

  it('signs each mail for its own reader, also those composed before their turn (BARS 9)', async () => {
    const { sink, mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, addresses(40))
    await updateSubscriber(database.db, 30, { status: 'unsubscribed' }, new Date())
    const { signer, verify } = dkimPair()
    await deliverWith({ db: database.db, mailer, dkim: signer })(issueId)
    expect(new Set(sink.mails.map((mail) => mail.to)).size).toBe(39)
    for (const { to, raw } of sink.mails) {
      expect(await verify(raw), to).toMatchObject([{ result: 'pass' }])
      expect((await simpleParser(raw)).to).toMatchObject({ value: [{ address: to }] })
    }
  })

  it('sends to one domain over no more connections than allowed, and to all others meanwhile', async () => {
    const { sink, mailer } = await mailServer()
    const emails = addresses(60).map((email, index) =>
      index % 3 === 0 ? email : email.replace(/@.*/, '@Big.example'),
    )
    const issueId = await sampleIssue(database.db, emails)
    const most = { big: 0, all: 0 }
    const underWay: string[] = []
    const watched = watchLanes(mailer, async (to, send) => {
      underWay.push(to)
      most.all = Math.max(most.all, underWay.length)
      most.big = Math.max(most.big, underWay.filter((one) => /big\.example$/i.test(one)).length)
      const outcome = await send()
      await wait(5)
      underWay.splice(underWay.indexOf(to), 1)
      return outcome
    })
    const deliver = deliverWith({ db: database.db, mailer: watched, connectionsPerDomain: 2 })
    expect(await deliver(issueId)).toMatchObject({ state: 'sent', counts: { sent: 60 } })
    expect(new Set(sink.mails.map((mail) => mail.to)).size).toBe(60)
    expect(most.big).toBe(2)
    expect(most.all).toBeGreaterThan(2)
  })

  it('puts a message back, without counting it, when its domain is busy for long', async () => {
    const { sink, mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, addresses(6))
    const slow = watchLanes(mailer, async (_to, send) => {
      await wait(300)
      return send()
    })
    const options = { connectionsPerDomain: 1, leaseMs: 1000 }
    let now = new Date()
    const deliver = deliverWith({ db: database.db, mailer: slow, ...options, now: () => now })
    const first = await deliver(issueId)
    expect(first).toMatchObject({ state: 'waiting' })
    expect(first.counts.deferred).toBeGreaterThan(0)
    const waiting = await listDeliveries(database.db, { issueId, state: 'deferred', limit: 10 })
    expect(waiting.map((row) => row.attempts)).toEqual(waiting.map(() => 0))
    for (let run = 0; run < 10 && sink.mails.length < 6; run += 1) {
      now = new Date(now.getTime() + 5000)
      await deliver(issueId)
    }
    expect(new Set(sink.mails.map((mail) => mail.to)).size).toBe(6)
    expect(sink.mails).toHaveLength(6)
  })

  it('says so when the rows of the ledger do not add up to what was planned', async () => {
    const { mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, addresses(5))
    const logged: unknown[] = []
    const log = (message: string, details: Record<string, unknown>) =>
      logged.push([message, details.sum])
    const deliver = deliverWith({ db: database.db, mailer, log })
    await planDeliveries(database.db, issueId, new Date())
    await database.db.deleteFrom('delivery').where('subscriber_id', '=', 2).execute()
    expect(await deliver(issueId)).toMatchObject({ state: 'sent', counts: { sent: 4 } })
    expect(logged).toEqual([
      ['the ledger does not add up', expect.stringMatching(/^5 readers = 4 sent .*do not add up/)],
    ])
  })

  it('takes over what a version before had under way, once its lease has ended', async () => {
    const { sink, mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, addresses(3))
    await planDeliveries(database.db, issueId, new Date())
    // As exchange_deliveries_2 leaves rows: the lease stands in the row itself.
    await sql`update delivery set state = 'sending', lease_token = 'before',
      lease_until = clock_timestamp() + case when subscriber_id = 1 then -1 else 60 end
        * interval '1 second'
      where subscriber_id < 3`.execute(database.db)
    const result = await deliverWith({ db: database.db, mailer })(issueId)
    expect(result).toMatchObject({ state: 'waiting', counts: { unknown: 1, sending: 1, sent: 1 } })
    expect(sink.mails).toHaveLength(1)
  })

  it('lets one bad recipient fail alone and suppresses only that one (BARS 28, BARS 30)', async () => {
    const { sink, mailer } = await mailServer()
    const bad = ['gone@x.example', 'full@x.example', 'a@x(c)evil.example']
    const issueId = await sampleIssue(database.db, [...addresses(200), ...bad])
    const result = await deliverWith({ db: database.db, mailer })(issueId)
    expect(result).toMatchObject({ state: 'sent', counts: { sent: 200, failed: 3 } })
    expect(sink.mails).toHaveLength(200)
    const bounced = await database.db
      .selectFrom('subscriber')
      .select(['email', 'status_reason'])
      .where('status', '=', 'bounced')
      .execute()
    expect(bounced).toEqual([{ email: 'gone@x.example', status_reason: '550 5.1.1 No such user' }])
    const events = await database.db
      .selectFrom('bounce_event')
      .select(['source', 'kind', 'issue_id', 'reason'])
      .execute()
    expect(events).toEqual([
      { source: 'smtp', kind: 'hard', issue_id: issueId, reason: '550 5.1.1 No such user' },
    ])
  })

  it('tries a busy mailbox again later, and gives up after days (BARS 27)', async () => {
    const { sink, mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, ['soft@x.example', 'fine@x.example'])
    let clock = new Date()
    const deliver = deliverWith({ db: database.db, mailer, now: () => clock })
    expect(await deliver(issueId)).toMatchObject({ state: 'waiting', counts: { deferred: 1 } })
    expect((await deliver(issueId)).counts.deferred).toBe(1)
    const started = clock.getTime()
    let runs = 0
    let state = ''
    for (; runs < 60 && state !== 'sent'; runs += 1) {
      clock = new Date(clock.getTime() + 7.3 * 3600_000)
      state = (await deliver(issueId)).state
    }
    const [row] = await listDeliveries(database.db, { issueId, state: 'failed', limit: 2 })
    expect(row).toMatchObject({ email: 'soft@x.example' })
    expect(row?.lastReply).toMatch(/^Given up after \d+ attempts: 450/)
    expect(clock.getTime() - started).toBeGreaterThan(4 * 24 * 3600_000)
    expect(sink.mails.map((mail) => mail.to)).toEqual(['fine@x.example'])
  })

  it('pauses with the words of a server that refuses us, and suppresses nobody (BARS 28)', async () => {
    const { sink, mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, ['policy-once@x.example', ...addresses(300)])
    const deliver = deliverWith({ db: database.db, mailer })
    const result = await deliver(issueId)
    expect(result.state).toBe('paused')
    expect(await issueState()).toMatchObject({
      state: 'paused',
      paused_reason: '554 5.7.1 Relaying denied by policy',
    })
    expect(sink.mails.length).toBeLessThan(100)
    expect(result.counts.sending).toBe(0)
    const rows = await listDeliveries(database.db, { issueId, state: 'deferred', limit: 9 })
    expect(rows.map((row) => row.attempts)).toEqual([0])
    await database.db.updateTable('issue').set({ state: 'sending' }).execute()
    expect(await deliver(issueId)).toMatchObject({ state: 'sent', counts: { sent: 301 } })
    expect(sink.mails).toHaveLength(301)
  })

  it('holds what was handed over without an answer until the owner decides (BARS 31)', async () => {
    const { sink, mailer } = await mailServer()
    const faults = ['cut-dot-once@x.example', 'half-reply-once@x.example']
    const issueId = await sampleIssue(database.db, [...faults, ...addresses(20)])
    const deliver = deliverWith({ db: database.db, mailer })
    expect(await deliver(issueId)).toMatchObject({
      state: 'sent',
      counts: { sent: 20, unknown: 2 },
    })
    expect(await resolveUnknown(database.db, issueId, 'retry', new Date())).toBe(2)
    await database.db.updateTable('issue').set({ state: 'sending' }).execute()
    expect(await deliver(issueId)).toMatchObject({ state: 'sent', counts: { sent: 22 } })
    for (const to of faults) {
      const copies = sink.mails.filter((mail) => mail.to === to)
      expect(copies.map((mail) => mail.messageId)).toEqual([
        copies[0]?.messageId,
        copies[0]?.messageId,
      ])
    }
  })

  it('delivers once through cuts at every stage before the dot (BARS B)', async () => {
    const { sink, mailer } = await mailServer()
    const cuts = ['cut-rcpt', 'cut-354', 'cut-body', 'busy'].flatMap((fault) =>
      Array.from({ length: 5 }, (_, n) => `${fault}-once+${n}@x.example`),
    )
    const issueId = await sampleIssue(database.db, [...cuts, ...addresses(100)])
    const deliver = deliverWith({ db: database.db, mailer })
    let result = await deliver(issueId)
    for (let n = 0; n < 20 && result.state === 'waiting'; n += 1) {
      await wait(300)
      result = await deliver(issueId)
    }
    expect(result).toMatchObject({ state: 'sent', counts: { sent: 120, unknown: 0 } })
    expect(sink.mails.map((mail) => mail.to).sort()).toEqual([...cuts, ...addresses(100)].sort())
  })

  it('does not wait for a reader over whose message the server falls each time (BARS 30)', async () => {
    const { sink, mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, ['cut-354@x.example', ...addresses(100)])
    const deliver = deliverWith({ db: database.db, mailer })
    let result = await deliver(issueId)
    for (let n = 0; n < 20 && result.counts.sent < 100; n += 1) result = await deliver(issueId)
    expect(result).toMatchObject({ state: 'waiting', counts: { sent: 100, deferred: 1 } })
    expect(sink.mails).toHaveLength(100)
    await wait(300)
    await deliver(issueId)
    const [row] = await listDeliveries(database.db, { issueId, state: 'deferred', limit: 9 })
    expect(row?.attempts).toBe(2)
    expect((row?.nextAttemptAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(30_000)
  })

  it('burns no attempt in a storm of 421 (BARS 29)', async () => {
    const { mailer } = await mailServer()
    const storm = Array.from({ length: 20 }, (_, n) => `busy+${n}@x.example`)
    const issueId = await sampleIssue(database.db, storm)
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 1500)
    await deliverWith({ db: database.db, mailer })(issueId, { signal: controller.signal })
    const rows = await listDeliveries(database.db, { issueId, limit: 100 })
    expect(rows.every((row) => row.attempts === 0)).toBe(true)
    expect((await countDeliveries(database.db, issueId)).counts.failed).toBe(0)
  })

  it('skips a reader who unsubscribes in the middle of the run (BARS 20)', async () => {
    const { sink, mailer } = await mailServer({ delayMs: 5 })
    const issueId = await sampleIssue(database.db, addresses(200))
    let done: Promise<unknown> | undefined
    sink.onMail = () => {
      done ??= updateSubscriber(database.db, 200, { status: 'unsubscribed' }, new Date())
    }
    const result = await deliverWith({ db: database.db, mailer })(issueId)
    await done
    expect(result).toMatchObject({ state: 'sent', counts: { sent: 199, skipped: 1 } })
    expect(sink.mails.some((mail) => mail.to === 'reader200@example.org')).toBe(false)
  })

  it('stops at once when the issue is cancelled in the middle of the run', async () => {
    const { sink, mailer } = await mailServer({ delayMs: 5 })
    const issueId = await sampleIssue(database.db, addresses(300))
    let cancelled: Promise<unknown> | undefined
    sink.onMail = () => {
      cancelled ??= database.db.updateTable('issue').set({ state: 'cancelled' }).execute()
    }
    const result = await deliverWith({ db: database.db, mailer })(issueId)
    await cancelled
    expect(result.state).toBe('cancelled')
    expect(result.counts.sent).toBe(sink.mails.length)
    expect(sink.mails.length).toBeLessThan(100)
    expect(result.counts.sending).toBe(0)
  })

  it('finishes what is under way and gives back the rest when it is told to stop', async () => {
    const { sink, mailer } = await mailServer({ delayMs: 5 })
    const issueId = await sampleIssue(database.db, addresses(200))
    const controller = new AbortController()
    sink.onMail = () => controller.abort()
    const deliver = deliverWith({ db: database.db, mailer })
    const result = await deliver(issueId, { signal: controller.signal })
    expect(result.state).toBe('stopped')
    expect(result.counts).toMatchObject({ sent: sink.mails.length, unknown: 0, sending: 0 })
    const leased = await database.db
      .selectFrom('delivery')
      .select('email')
      .where('lease_token', 'is not', null)
      .execute()
    expect(leased).toEqual([])
    expect((await deliver(issueId)).counts.sent).toBe(200)
    expect(sink.mails).toHaveLength(200)
  })

  it('sends each mail once when several run at the same time', async () => {
    const { sink, mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, addresses(300))
    const runs = Array.from({ length: 3 }, () => deliverWith({ db: database.db, mailer })(issueId))
    await Promise.all(runs)
    expect(await statesByAddress(database.db, issueId)).toEqual(
      Object.fromEntries(addresses(300).map((email) => [email, 'sent'])),
    )
    expect(sink.mails).toHaveLength(300)
    expect((await issueState()).state).toBe('sent')
  })

  it('keeps to the rate', async () => {
    const { mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, addresses(20))
    const startMs = performance.now()
    await deliverWith({ db: database.db, mailer, rate: 20 })(issueId)
    expect(performance.now() - startMs).toBeGreaterThan(900)
  })

  it('refuses an issue nobody asked to send', async () => {
    const { mailer } = await mailServer()
    const issueId = await sampleIssue(database.db, [])
    await database.db.updateTable('issue').set({ state: 'draft' }).execute()
    const run = deliverWith({ db: database.db, mailer })(issueId)
    await expect(run).rejects.toMatchObject({ code: 'ISSUE_WRONG_STATE' })
    await expect(deliverWith({ db: database.db, mailer })(999)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
