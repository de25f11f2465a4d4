import { sql } from 'kysely'
import type { Db } from './schema.ts'

const MOST_STEPS = 60

export async function findPausedReason(db: Db, issueId: number): Promise<string | null> {
  const row = await db
    .selectFrom('issue')
    .select('paused_reason')
    .where('id', '=', issueId)
    .executeTakeFirst()
  return row?.paused_reason ?? null
}

/** Messages sent, in steps of equal length from the first to the last; at most sixty. */
export async function countSentOverTime(
  db: Db,
  issueId: number,
): Promise<{ at: Date; count: number }[]> {
  const { rows } = await sql<{ at: Date; count: number }>`
    with span as (
      select min(sent_at) as first, max(sent_at) as last from delivery
      where issue_id = ${issueId} and sent_at is not null
    ), steps as (
      select first, greatest(extract(epoch from last - first) / ${MOST_STEPS}::float, 1) as seconds from span
    ), counted as (
      select floor(extract(epoch from d.sent_at - s.first) / s.seconds)::int as step, count(*)::int as count
      from delivery d cross join steps s
      where d.issue_id = ${issueId} and d.sent_at is not null group by 1
    )
    select s.first + n.step * s.seconds * interval '1 second' as at, coalesce(c.count, 0)::int as count
    from steps s
    cross join generate_series(0, (select coalesce(max(step), -1) from counted)) as n(step)
    left join counted c on c.step = n.step
    order by n.step`.execute(db)
  return rows.map(({ at, count }) => ({ at: new Date(at), count }))
}

/**
 * Another text whenever deliveries of a send that is over have come to another end; null while it
 * is not over. Reads only what was not sent.
 */
export async function findEndMark(db: Db, issueId: number): Promise<string | null> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws(' ', issue.sent_at, issue.candidates, (
      select string_agg(rest || ':' || count, ',' order by rest) from (
        select rest, count(*) as count from delivery
        where issue_id = ${issueId} and rest is not null group by rest
      ) as resting
    )) as mark
    from issue where id = ${issueId} and state = 'sent'`.execute(db)
  return rows[0]?.mark ?? null
}
