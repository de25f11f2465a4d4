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

export interface Attention {
  /** Links that wait and whose page could not be read. */
  unreadLinks: number
  /** Links that wait and whose page is gone. */
  deadLinks: number
  /** Mails to single readers that were tried before and wait. */
  waitingMails: number
}

/** What does not go on by itself. */
export async function countAttention(db: Db): Promise<Attention> {
  const [links, dead, mails] = await Promise.all([
    db
      .selectFrom('link')
      .where('status', '=', 'inbox')
      .where('enrichment_status', '=', 'failed')
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('link_check')
      .innerJoin('link', 'link.id', 'link_check.link_id')
      .where('link.status', '=', 'inbox')
      .where('link_check.dead_since', 'is not', null)
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('service_mail')
      .where('attempts', '>', 0)
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow(),
  ])
  return { unreadLinks: links.count, deadLinks: dead.count, waitingMails: mails.count }
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
