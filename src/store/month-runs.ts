import { type Selectable, sql } from 'kysely'
import type { Month } from '../domain/month.ts'
import type { MonthRun, SettledAs } from '../domain/rhythm.ts'
import type { Db, MonthOutcome, Schema } from './schema.ts'

/** What was decided about each month, by month. */
export async function findMonthRuns(db: Db): Promise<Map<Month, MonthRun>> {
  const rows = await db.selectFrom('month_run').selectAll().orderBy('month').execute()
  return new Map(rows.map((row) => [row.month, toMonthRun(row)]))
}

export async function findMonthRun(db: Db, month: Month): Promise<MonthRun | undefined> {
  const query = db.selectFrom('month_run').selectAll().where('month', '=', month)
  const row = await query.executeTakeFirst()
  return row && toMonthRun(row)
}

/** The month is this transaction's to decide; false when another has decided it. */
export async function insertMonthRun(db: Db, month: Month, now: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('month_run')
    .values({ month, outcome: 'already_there', created_at: now, round_begun_at: now })
    .onConflict((oc) => oc.column('month').doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function updateMonthRun(
  db: Db,
  month: Month,
  values: { outcome: MonthOutcome; detail: string | null; links: number | null },
): Promise<void> {
  await db.updateTable('month_run').set(values).where('month', '=', month).execute()
}

/** Nothing is decided about it yet after all. */
export async function deleteMonthRun(db: Db, month: Month): Promise<void> {
  await db.deleteFrom('month_run').where('month', '=', month).execute()
}

/** Closes a round; false when it is closed already or was put off meanwhile. */
export async function settleMonthRun(
  db: Db,
  { month, round }: Pick<MonthRun, 'month' | 'round'>,
  as: SettledAs,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('month_run')
    .set({ settled_at: now, settled_as: as })
    .where('month', '=', month)
    .where('round', '=', round)
    .where('settled_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** False when the round was reminded of already, is closed, or was put off meanwhile. */
export async function markReminded(
  db: Db,
  { month, round }: Pick<MonthRun, 'month' | 'round'>,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('month_run')
    .set({ reminded_at: now })
    .where('month', '=', month)
    .where('round', '=', round)
    .where('settled_at', 'is', null)
    .where('reminded_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Gives the issue of a month another day and begins a new round. */
export async function postponeMonth(db: Db, month: Month, to: Date, now: Date): Promise<void> {
  await db
    .insertInto('month_run')
    .values({
      month,
      outcome: 'assembled',
      created_at: now,
      round_begun_at: now,
      postponed_to: to,
      round: 1,
    })
    .onConflict((oc) =>
      oc.column('month').doUpdateSet({
        outcome: 'assembled',
        postponed_to: to,
        round: sql`month_run.round + 1`,
        round_begun_at: now,
        reminded_at: null,
        settled_at: null,
        settled_as: null,
      }),
    )
    .execute()
}

/** Links that the issue of a month would take up: kept for it or left over, saved before `until`. */
export async function countLinksFor(db: Db, month: Month, until: Date): Promise<number> {
  const { count } = await db
    .selectFrom('link')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('status', '=', 'inbox')
    .where((eb) =>
      eb.or([
        eb('month', '<=', month),
        eb.and([eb('month', 'is', null), eb('saved_at', '<', until)]),
      ]),
    )
    .executeTakeFirstOrThrow()
  return count
}

function toMonthRun(row: Selectable<Schema['month_run']>): MonthRun {
  return {
    month: row.month,
    outcome: row.outcome,
    postponedTo: row.postponed_to,
    round: row.round,
    roundBegunAt: row.round_begun_at,
    remindedAt: row.reminded_at,
    settledAt: row.settled_at,
    settledAs: row.settled_as,
    links: row.links,
    createdAt: row.created_at,
  }
}
