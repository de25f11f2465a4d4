import { sql } from 'kysely'
import type { Db } from './schema.ts'

/** Counts one more in the window of `key`, or begins a new one; says how far it is. */
export async function countInWindow(
  db: Db,
  key: string,
  now: Date,
  endsAt: Date,
): Promise<{ count: number; endsAt: Date }> {
  const isOver = sql<boolean>`rate_limit.ends_at <= ${now}`
  const row = await db
    .insertInto('rate_limit')
    .values({ key, count: 1, ends_at: endsAt })
    .onConflict((oc) =>
      oc.column('key').doUpdateSet({
        count: sql<number>`case when ${isOver} then 1 else rate_limit.count + 1 end`,
        ends_at: sql<Date>`case when ${isOver} then excluded.ends_at else rate_limit.ends_at end`,
      }),
    )
    .returning(['count', 'ends_at'])
    .executeTakeFirstOrThrow()
  return { count: row.count, endsAt: row.ends_at }
}

export async function forgetWindow(db: Db, key: string): Promise<void> {
  await db.deleteFrom('rate_limit').where('key', '=', key).execute()
}

/** A few at a time, and none that another process is counting in at this moment. */
export async function deleteEndedWindows(db: Db, now: Date): Promise<void> {
  await db
    .deleteFrom('rate_limit')
    .where('key', 'in', (qb) =>
      qb
        .selectFrom('rate_limit')
        .select('key')
        .where('ends_at', '<=', now)
        .limit(100)
        .forUpdate()
        .skipLocked(),
    )
    .execute()
}
