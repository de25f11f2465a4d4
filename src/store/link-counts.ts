import { sql } from 'kysely'
import type { Db } from './schema.ts'

/** Links that wait for the issue of a month: chosen for it, or saved in [from, until) without a choice. */
export async function countWaitingLinks(
  db: Db,
  month: { month: string; from: Date; until: Date },
): Promise<{ total: number; withoutNote: number }> {
  const row = await db
    .selectFrom('link')
    .select([
      sql<number>`count(*)::int`.as('total'),
      sql<number>`(count(*) filter (where note = ''))::int`.as('withoutNote'),
    ])
    .where('status', '=', 'inbox')
    .where((eb) =>
      eb.or([
        eb('month', '=', month.month),
        eb.and([
          eb('month', 'is', null),
          eb('saved_at', '>=', month.from),
          eb('saved_at', '<', month.until),
        ]),
      ]),
    )
    .executeTakeFirstOrThrow()
  return row
}
