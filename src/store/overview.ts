import { sql } from 'kysely'
import type { IssueState } from '../domain/issue.ts'
import type { Month } from '../domain/month.ts'
import type { Db } from './schema.ts'

export interface IssueAtAGlance {
  id: number
  month: Month
  title: string
  state: IssueState
  pausedReason: string | null
  scheduledAt: Date | null
  sentAt: Date | null
}

/** The issues of the last months, newest first. */
export async function findRecentIssues(db: Db, limit: number): Promise<IssueAtAGlance[]> {
  return db
    .selectFrom('issue')
    .select([
      'id',
      'month',
      'title',
      'state',
      'paused_reason as pausedReason',
      'scheduled_at as scheduledAt',
      'sent_at as sentAt',
    ])
    .orderBy('month', 'desc')
    .limit(limit)
    .execute()
}

export interface ResultAtAGlance {
  sent: number
  failed: number
  unknown: number
}

/**
 * What became of an issue's deliveries; all of them are read. What still waits is left out.
 */
export async function findResult(db: Db, issueId: number): Promise<ResultAtAGlance> {
  const { rows } = await sql<ResultAtAGlance>`
    with rest as (
      select
        (count(*) filter (where state = 'failed'))::int as failed,
        (count(*) filter (where state = 'unknown'))::int as unknown,
        count(*)::int as count
      from delivery
      where issue_id = ${issueId}
        and state in ('sending', 'deferred', 'failed', 'unknown', 'skipped')
    )
    select rest.failed, rest.unknown,
      ((select count(*) from delivery where issue_id = ${issueId}) - rest.count
        - (select count(*) from delivery
          where issue_id = ${issueId} and state in ('pending', 'deferred') and state = 'pending')
      )::int as sent
    from rest`.execute(db)
  const [result] = rows
  if (!result) throw new Error('A sum over no row is a row.')
  return result
}

/** Deliveries in doubt, by issue; issues without any are left out. */
export async function countDoubts(db: Db, issueIds: number[]): Promise<Map<number, number>> {
  if (issueIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('delivery')
    .where('issue_id', 'in', issueIds)
    .where('rest', '=', 'unknown')
    .select(['issue_id', sql<number>`count(*)::int`.as('count')])
    .groupBy('issue_id')
    .execute()
  return new Map(rows.map(({ issue_id, count }) => [issue_id, count]))
}

export interface AttentionCounts {
  /** Links that wait and whose page could not be read, however often. */
  unreadLinks: number
  /** Links that wait and whose page is gone. */
  deadLinks: number
  /** Mails to single readers that were tried before and wait. */
  waitingMails: number
  /** Mails to single readers that were given up. */
  failedMails: number
  /** Mails that came back since the given time. */
  bounces: number
}

/** What does not go on by itself. */
export async function countAttention(
  db: Db,
  { bouncedSince }: { bouncedSince: Date },
): Promise<AttentionCounts> {
  const { rows } = await sql<AttentionCounts>`
    select
      (select count(*)::int from link
        where enrichment_status = 'failed' and enrich_after is null and status = 'inbox'
      ) as "unreadLinks",
      (select count(*)::int from link_check join link on link.id = link_check.link_id
        where link.status = 'inbox' and link_check.dead_since is not null) as "deadLinks",
      (select count(*)::int from service_mail
        where attempts > 0 and failed_at is null) as "waitingMails",
      (select count(*)::int from service_mail where failed_at is not null) as "failedMails",
      (select count(*)::int from bounce_event
        where received_at >= ${bouncedSince}::timestamptz) as "bounces"`.execute(db)
  const [counts] = rows
  if (!counts) throw new Error('A select without a table answers one row.')
  return counts
}

const MONTHS = 12

/** Links saved in each of the last twelve months that had any. */
export async function countLinksByMonth(
  db: Db,
  timeZone: string,
): Promise<{ month: Month; count: number }[]> {
  return db
    .selectFrom('link')
    .where('saved_at', '>', sql<Date>`now() - ${MONTHS}::int * interval '1 month'`)
    .select([
      sql<string>`to_char(saved_at at time zone ${timeZone}, 'YYYY-MM')`.as('month'),
      sql<number>`count(*)::int`.as('count'),
    ])
    .groupBy(sql`1`)
    .orderBy(sql`1`)
    .execute()
}
