import { sql } from 'kysely'
import type { Month } from '../domain/month.ts'
import type { Db } from './schema.ts'

const MONTHS = 24

/** Who is on the list today, by the month in which they came; the last two years. */
export async function countJoinedByMonth(
  db: Db,
  timeZone: string,
): Promise<{ month: Month; count: number }[]> {
  const month = sql<string>`to_char(created_at at time zone ${timeZone}, 'YYYY-MM')`
  const rows = await db
    .selectFrom('subscriber')
    .where('status', '=', 'active')
    .where('created_at', '>', sql<Date>`now() - ${MONTHS}::int * interval '1 month'`)
    .select([month.as('month'), sql<number>`count(*)::int`.as('count')])
    .groupBy(sql`1`)
    .orderBy(sql`1`)
    .execute()
  return rows
}
