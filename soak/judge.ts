import { sql } from 'kysely'
import type { SinkMail } from '../chaos/smtp-sink.ts'
import { sumInWords, sumOfDeliveries } from '../src/domain/delivery-sum.ts'
import type { Month } from '../src/domain/month.ts'
import { countDeliveries } from '../src/store/deliveries.ts'
import type { Database } from '../src/store/schema.ts'

export interface MonthReport {
  month: Month
  state: string
  entries: number
  readers: number
  mails: number
  /** It waited for its owner, who then sent it. */
  wasAsked: boolean
  /** Since the beginning. */
  ticks: number
  /** What JavaScript holds; after a collection with `--expose-gc`. */
  heapMb: number
  /** What the process holds, the embedded database included. */
  memoryMb: number
}

type Expect = (holds: boolean, otherwise: string) => void

/** Of the first months memory still grows to its size. */
const SETTLED_AFTER_MONTHS = 6
const COMPARED_MONTHS = 4
const MOST_GROWTH = 1.15

/** One issue about the month, sent, its ledger right, one mail to each whom it names as sent. */
export async function judgeMonth(options: {
  db: Database
  month: Month
  mails: SinkMail[]
  ticks: number
  wasAsked: boolean
  expect: Expect
}): Promise<MonthReport> {
  const { db, month, mails, ticks, wasAsked, expect } = options
  const issues = await db
    .selectFrom('issue')
    .select(['id', 'state'])
    .where('month', '=', month)
    .execute()
  const issue = issues[0]
  expect(issues.length === 1, `${month}: ${issues.length} issues`)
  expect(issue?.state === 'sent', `${month}: ${issue?.state ?? 'no issue'} instead of sent`)
  const progress = await countDeliveries(db, issue?.id ?? 0)
  const sum = sumOfDeliveries(progress)
  expect(sum.holds, `${month}: ${sumInWords(sum)}`)
  const copies = new Set(mails.map(({ messageId }) => messageId)).size
  expect(copies === mails.length, `${month}: ${mails.length - copies} mails twice`)
  expect(copies === progress.counts.sent, `${month}: ${copies} mails, ${progress.counts.sent} sent`)
  const entries = await db
    .selectFrom('entry')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('issue_id', '=', issue?.id ?? 0)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  expect(entries.count > 0, `${month}: an issue without entries`)
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return {
    month,
    state: issue?.state ?? 'missing',
    entries: entries.count,
    readers: progress.total,
    mails: mails.length,
    wasAsked,
    ticks,
    heapMb: inMb(heapUsed),
    memoryMb: inMb(rss),
  }
}

/** No link in two issues, and none forgotten. */
export async function judgeLinks(db: Database, expect: Expect): Promise<void> {
  const { rows: twice } = await sql<{ link_id: number }>`
    select link_id from entry where removed_at is null and link_id is not null
    group by link_id having count(*) > 1`.execute(db)
  expect(twice.length === 0, `${twice.length} links in more than one issue`)
  const { rows: lost } = await sql<{ id: number }>`
    select l.id from link l where l.status = 'published'
      and not exists (select from entry e where e.link_id = l.id and e.removed_at is null)`.execute(
    db,
  )
  expect(lost.length === 0, `${lost.length} published links in no issue`)
  const { rows: forgotten } = await sql<{ id: number }>`
    select id from link where status = 'inbox'
      and saved_at < (select max(published_at) from issue) - interval '32 days'`.execute(db)
  expect(forgotten.length === 0, `${forgotten.length} links left over`)
}

/** The last months against those after the beginning; shorter runs say nothing about memory. */
export function judgeMemory(reports: MonthReport[], expect: Expect): void {
  if (reports.length < SETTLED_AFTER_MONTHS + 2 * COMPARED_MONTHS) return
  const early = reports.slice(SETTLED_AFTER_MONTHS, SETTLED_AFTER_MONTHS + COMPARED_MONTHS)
  const late = reports.slice(-COMPARED_MONTHS)
  for (const key of ['heapMb', 'memoryMb'] as const) {
    const [before, after] = [early, late].map((some) => median(some.map((one) => one[key])))
    const growth = (after ?? 0) / (before ?? 1)
    expect(growth <= MOST_GROWTH, `${key} grew from ${before} to ${after}`)
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

const inMb = (bytes: number) => Math.round(bytes / 1_000_000)
