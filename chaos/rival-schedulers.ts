import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { dueAt } from '../src/domain/editorial.ts'
import { addMonths } from '../src/domain/month.ts'
import type { Database } from '../src/store/schema.ts'
import { readEditorial, writeSetting } from '../src/store/settings.ts'
import { type ChaosChild, pause, startChild } from './child.ts'
import { createChaosDatabase } from './database.ts'
import { addresses } from './sample-issue.ts'
import { createRandom, createVerdict, type Scenario } from './scenario.ts'
import type { SchedulerOptions } from './scheduler.ts'
import { startSink } from './smtp-sink.ts'

const MONTHS = { full: 100, short: 4 }
const READERS = 5
const FIRST = '2023-01'
/** How far the four clocks are off. */
const SKEWS_MS = [-90_000, -30_000, 30_000, 90_000]

/** G: four schedulers with wrong clocks across a month's end, one of them killed each time. */
export const rivalSchedulers: Scenario = {
  letter: 'G',
  about: 'four schedulers at the end of a month, one killed each time',
  kinds: ['postgres'],
  async run({ kind, seed, size, say }) {
    const random = createRandom(seed)
    const { expect, broken } = createVerdict()
    const months = Array.from({ length: MONTHS[size] }, (_, n) => addMonths(FIRST, n))
    const sink = await startSink()
    const database = await createChaosDatabase(kind)
    const dataDir = await mkdtemp(join(tmpdir(), 'linkletter-chaos-data-'))
    const schedulers: ChaosChild[] = []
    let nowMs = Date.parse(`${FIRST}-15T12:00:00Z`)
    const start = async (index: number) => {
      const options: SchedulerOptions = {
        where: database.where,
        smtpUrl: sink.url,
        dataDir,
        skewMs: SKEWS_MS[index] ?? 0,
        startMs: nowMs,
      }
      const child = startChild('scheduler.ts', options)
      schedulers[index] = child
      await child.line((line) => line === 'done')
    }
    const jump = (ms: number) => {
      nowMs = ms
      for (const child of schedulers) child.tell(String(ms))
    }
    try {
      const editorial = await database.use((db) => prepare(db, months))
      await Promise.all(SKEWS_MS.map((_, index) => start(index)))
      for (const [round, month] of months.entries()) {
        const due = dueAt(month, editorial.schedule, editorial.timeZone).getTime()
        jump(due - 60_000) // for the clocks that are ahead it is time
        await pause(random() * 60)
        const victim = Math.floor(random() * SKEWS_MS.length)
        schedulers[victim]?.kill('SIGKILL')
        await schedulers[victim]?.ended
        jump(due + 120_000)
        await start(victim)
        if (round % 10 === 9) say(`month ${round + 1} of ${months.length}`)
      }
      const states = await settled(database.use, months.length)
      for (const child of schedulers) child.kill('SIGKILL')
      await Promise.all(schedulers.map((child) => child.ended))

      const missing = months.filter((month) => states.get(month) !== 'sent')
      expect(missing.length === 0, `not sent: ${missing.join(', ')}`)
      expect(states.size === months.length, `${states.size} issues in ${months.length} months`)
      const rows = await database.use((db) =>
        db.selectFrom('delivery').select(['issue_id', 'email', 'state']).execute(),
      )
      expect(rows.length === months.length * READERS, `${rows.length} deliveries`)
      const copies = new Set(sink.mails.map(({ messageId }) => messageId))
      expect(copies.size === sink.mails.length, `${sink.mails.length - copies.size} mails twice`)
      const unknown = rows.filter(({ state }) => state === 'unknown').length
      const sent = rows.filter(({ state }) => state === 'sent').length
      expect(sent + unknown === rows.length, 'the sum of the ledger is not the readers')
      expect(copies.size >= sent, 'marked sent and not there')
      return { facts: { months: months.length, kills: months.length, sent, unknown }, broken }
    } finally {
      for (const child of schedulers) child.kill('SIGKILL')
      await sink.close()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    }
  },
}

/** Links of every month, readers, and the automatic schedule. */
async function prepare(db: Database, months: string[]) {
  await writeSetting(db, 'editorial', {
    timeZone: 'Europe/Berlin',
    schedule: { mode: 'automatic', day: 1, time: '09:00', graceHours: 24 },
  })
  for (const month of months) {
    const url = `https://norn.example/${month}`
    await db
      .insertInto('link')
      .values({
        url,
        dedupe_key: url,
        title: `Of ${month}`,
        month,
        enrichment_status: 'done',
        saved_at: new Date(`${month}-10T12:00:00Z`),
        updated_at: new Date(`${month}-10T12:00:00Z`),
      })
      .execute()
  }
  for (const email of addresses(READERS))
    await db
      .insertInto('subscriber')
      .values({ email, email_key: email, status: 'active' })
      .execute()
  return readEditorial(db)
}

/** Waits until every issue there is has been sent: leases of the killed run out first. */
async function settled(
  use: <T>(act: (db: Database) => Promise<T>) => Promise<T>,
  wanted: number,
): Promise<Map<string, string>> {
  for (let tries = 0; ; tries += 1) {
    const { rows } = await use((db) =>
      sql<{ month: string; state: string }>`select month, state from issue`.execute(db),
    )
    const sent = rows.filter(({ state }) => state === 'sent').length
    if (sent >= wanted || tries >= 60) return new Map(rows.map((row) => [row.month, row.state]))
    await pause(1_000)
  }
}
