import { sql } from 'kysely'
import type { CheckState, NextCheck } from '../domain/link-check.ts'
import type { ClaimOptions } from './enrichment.ts'
import type { Db } from './schema.ts'

const LEASE_S = 300
const DAY_MS = 86_400_000

export interface CheckJob extends CheckState {
  id: number
  host: string
  url: string
  /** An issue that is out shows it. */
  isPublished: boolean
}

/** Has the links of an issue looked at, unless that was done within a day. */
export async function requestIssueChecks(db: Db, issueId: number, now: Date): Promise<void> {
  await requestChecks(
    db,
    sql`select link_id from entry
      where issue_id = ${issueId} and removed_at is null and link_id is not null`,
    { now, unlessSince: new Date(now.getTime() - DAY_MS) },
  )
}

/** Has what waits for the next issue looked at, unless that was done within a week. */
export async function requestInboxChecks(db: Db, now: Date): Promise<void> {
  await requestChecks(db, sql`select id as link_id from link where status = 'inbox'`, {
    now,
    unlessSince: new Date(now.getTime() - 7 * DAY_MS),
  })
}

async function requestChecks(
  db: Db,
  links: ReturnType<typeof sql>,
  { now, unlessSince }: { now: Date; unlessSince: Date },
): Promise<void> {
  await sql`
    insert into link_check (link_id, due_at) select wanted.link_id, ${now} from (${links}) as wanted
    where not exists (
      select 1 from link_check as known where known.link_id = wanted.link_id
        and (known.due_at <= ${now} or known.checked_at >= ${unlessSince}))
    order by wanted.link_id
    on conflict (link_id) do update set due_at = excluded.due_at`.execute(db)
}

/** From now on these links are looked at once a month, first at this time. */
export async function scheduleChecks(db: Db, linkIds: number[], at: Date): Promise<void> {
  if (linkIds.length === 0) return
  await db
    .insertInto('link_check')
    .values([...new Set(linkIds)].map((id) => ({ link_id: id, due_at: at })))
    .onConflict((oc) =>
      oc.column('link_id').doUpdateSet({ due_at: at }).where('link_check.due_at', 'is', null),
    )
    .execute()
}

/** Leases links that are to be looked at. */
export async function claimChecks(db: Db, options: ClaimOptions): Promise<CheckJob[]> {
  const { now, limit, perHost, busyHosts } = options
  const leaseUntil = new Date(now.getTime() + LEASE_S * 1000)
  const { rows } = await sql<CheckJob>`
    with due as (
      select link_check.link_id, link_check.due_at, link.host
      from link_check join link on link.id = link_check.link_id
      where link_check.due_at <= ${now}
        and (link_check.lease_until is null or link_check.lease_until <= ${now})
        and link.host <> all(${busyHosts}::text[])
      order by link_check.due_at, link_check.link_id limit ${limit * 4}
      for update of link_check skip locked
    ), ranked as (
      select link_id, due_at, row_number() over (partition by host order by due_at, link_id) as place
      from due
    )
    update link_check set lease_until = ${leaseUntil} from link
    where link.id = link_check.link_id and link_check.link_id in (
      select link_id from ranked where place <= ${perHost} order by due_at, link_id limit ${limit})
    returning link.id, link.host, link.url, link_check.failing_since as "failingSince",
      link_check.reason, link_check.dead_since as "deadSince", exists (
        select 1 from entry join issue on issue.id = entry.issue_id
        where entry.link_id = link.id and entry.removed_at is null
          and issue.published_at is not null) as "isPublished"`.execute(db)
  return rows
}

export async function releaseChecks(db: Db, ids: number[]): Promise<void> {
  if (ids.length > 0)
    await db
      .updateTable('link_check')
      .set({ lease_until: null })
      .where('link_id', 'in', ids)
      .execute()
}

export async function storeCheck(
  db: Db,
  linkId: number,
  next: NextCheck,
  { now, isAlive }: { now: Date; isAlive: boolean },
): Promise<void> {
  await db
    .updateTable('link_check')
    .set({
      due_at: next.dueAt,
      lease_until: null,
      checked_at: now,
      failing_since: next.failingSince,
      reason: next.reason,
      dead_since: next.deadSince,
      ...(isAlive && { alive_at: now }),
    })
    .where('link_id', '=', linkId)
    .execute()
}

/** Whether any link but this one was there to be fetched since: our own network works. */
export async function wasAnyOtherAlive(db: Db, linkId: number, since: Date): Promise<boolean> {
  const row = await db
    .selectFrom('link_check')
    .select('link_id')
    .where('alive_at', '>=', since)
    .where('link_id', '!=', linkId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
