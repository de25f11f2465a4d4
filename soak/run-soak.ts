import { setTimeout as wait } from 'node:timers/promises'
import type { DatabaseKind } from '../chaos/database.ts'
import { createRandom, createVerdict } from '../chaos/scenario.ts'
import { startSink } from '../chaos/smtp-sink.ts'
import { addMonths, instantOf, type Month, splitMonth } from '../src/domain/month.ts'
import { openInstallation } from './installation.ts'
import { judgeLinks, judgeMemory, judgeMonth, type MonthReport } from './judge.ts'
import { startPageServer } from './page-server.ts'
import { createReaders } from './readers.ts'

export interface SoakOptions {
  database: DatabaseKind
  months: number
  /** Simulated time between two ticks. */
  stepMinutes: number
  /** The same seed makes the same months. */
  seed: number
  say(report: MonthReport): void
}

const FIRST: Month = '2022-01'
const TIME_ZONE = 'Europe/Berlin'
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const READERS_AT_FIRST = 200
/** The issue about a month must be out on this day of the next one, retries included. */
const JUDGED_ON_DAY = 8

/**
 * Months of an installation's life under a simulated clock: links come in over the API and from a
 * feed, readers come and go, and each month's issue is assembled and sent by the schedule, which
 * asks the owner where a note is missing. `broken` says what should not be.
 */
export async function runSoak({ database, months, stepMinutes, seed, say }: SoakOptions) {
  const random = createRandom(seed)
  const { expect, broken } = createVerdict()
  const sink = await startSink()
  const pages = await startPageServer()
  const [year, index] = splitMonth(FIRST)
  let nowMs = instantOf({ year, month: index, day: 1, hour: 12, minute: 0 }, TIME_ZONE).getTime()
  const installation = await openInstallation({
    database,
    sink,
    pages: pages.host,
    now: () => new Date(nowMs),
  })
  const { api, server } = installation
  const { db } = server.runtime.services
  const readers = createReaders(sink, installation)
  const reports: MonthReport[] = []
  /** Months whose issue waited for its owner. */
  const asked = new Set<Month>()
  let ticks = 0

  /** Lets everything that is due at this simulated moment come to rest. */
  async function tick(): Promise<void> {
    await server.wake()
    ticks += 1
    while (await isSending()) await wait(5)
  }

  async function isSending(): Promise<boolean> {
    const busy = await db
      .selectFrom('issue as i')
      .leftJoin('delivery as d', (join) =>
        join.onRef('d.issue_id', '=', 'i.id').on('d.state', 'in', ['pending', 'sending']),
      )
      .select('i.id')
      .where('i.state', '=', 'sending')
      .where((eb) => eb.or([eb('i.planned_at', 'is', null), eb('d.state', 'is not', null)]))
      .limit(1)
      .execute()
    return busy.length > 0
  }

  async function liveADay(): Promise<void> {
    await api('POST', '/links', { url: pages.newArticle(), note: 'Worth *an hour*.' })
    if (random() < 0.4) pages.addToFeed(new Date(nowMs))
    await readers.join(2)
    await readers.leave(random())
    for (const end = nowMs + DAY_MS; nowMs < end; nowMs += stepMinutes * MINUTE_MS) await tick()
    await server.runtime.readPages()
    await annotateAll()
    await sendWhatWaits()
  }

  /** What came from the feed gets its note as well. */
  async function annotateAll(): Promise<void> {
    const { items } = await api<{ items: { id: number; note: string }[] }>(
      'GET',
      '/links?status=inbox&limit=100',
    )
    for (const { id } of items.filter(({ note }) => note === ''))
      await api('PATCH', `/links/${id}`, { note: 'Found in a feed, read to the end.' })
  }

  /**
   * A link that a feed brought just before the issue was due has no note yet: automatic sending
   * asks then, and its owner answers.
   */
  async function sendWhatWaits(): Promise<void> {
    const drafts = await api<{ items: { id: number; month: Month }[] }>(
      'GET',
      '/issues?state=draft',
    )
    for (const { id, month } of drafts.items) {
      const { review } = await api<{ review: { waits_because: string | null } | null }>(
        'GET',
        `/issues/${id}`,
      )
      if (!review?.waits_because) continue
      asked.add(month)
      await api('POST', `/issues/${id}/send`, { delay_s: 0 })
      await tick() // nobody joins or leaves meanwhile: who is under way cannot be called back
    }
  }

  try {
    await api('PATCH', '/settings', {
      name: 'Small Hours',
      author: 'Ida Norn',
      time_zone: TIME_ZONE,
      schedule: { mode: 'automatic', day: 1, time: '09:00' },
    })
    await api('POST', '/sources', { url: pages.feed })
    await readers.join(READERS_AT_FIRST)
    for (let month = FIRST; reports.length < months; month = addMonths(month, 1)) {
      const [nextYear, nextIndex] = splitMonth(addMonths(month, 1))
      const judgedAt = instantOf(
        { year: nextYear, month: nextIndex, day: JUDGED_ON_DAY, hour: 12, minute: 0 },
        TIME_ZONE,
      ).getTime()
      while (nowMs < judgedAt) await liveADay()
      const wasAsked = asked.has(month)
      const mails = readers.takeMails()
      const report = await judgeMonth({ db, month, mails, ticks, wasAsked, expect })
      reports.push(report)
      say(report)
    }
    expect(readers.unwanted.length === 0, `mails after leaving: ${readers.unwanted.join(', ')}`)
    await judgeLinks(db, expect)
    judgeMemory(reports, expect)
    return { reports, broken }
  } finally {
    await installation.close()
    await sink.close()
    await pages.close()
  }
}
