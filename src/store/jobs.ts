/**
 * What waits, runs and has failed in the queues, for the owner to see. The queues have no table of
 * their own: a row that is due is the job.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Db, OwnerMailKind } from './schema.ts'

export const JOB_KINDS = ['pages', 'pictures', 'checks', 'sources', 'mails', 'owner_mails'] as const
export type JobKind = (typeof JOB_KINDS)[number]

export interface JobCounts {
  /** To be done now. */
  due: number
  running: number
  /** To be done at a time that is still to come. */
  later: number
  /** Not tried again by itself. */
  failed: number
}

export interface FailedJob {
  kind: JobKind
  id: string
  /** What it is about: a title, a name, an address. */
  name: string
  reason: string
  at: Date | null
  /** Of a mail to an owner: what it tells, and whether it may have arrived. */
  ownerMail: { kind: OwnerMailKind; isUnknown: boolean } | null
}

interface Queue {
  table: RawBuilder<unknown>
  id: RawBuilder<unknown>
  /** Rows that are or will be jobs. */
  waits: RawBuilder<unknown>
  dueAt: RawBuilder<unknown>
  leaseUntil: RawBuilder<unknown>
  failed: RawBuilder<unknown>
  name: RawBuilder<unknown>
  reason: RawBuilder<unknown>
  at: RawBuilder<unknown>
  /** What puts the latest failure first. */
  order: RawBuilder<unknown>
  from: RawBuilder<unknown>
  ownerMail?: RawBuilder<unknown>
  /** Makes a failed row due again; `now` is a timestamp. */
  again: (now: Date) => RawBuilder<unknown>
}

const linkName = sql`coalesce(link.title, link.url)`

const QUEUES: Record<JobKind, Queue> = {
  pages: {
    table: sql`link`,
    id: sql`link.id`,
    waits: sql`link.enrich_after is not null`,
    dueAt: sql`link.enrich_after`,
    leaseUntil: sql`link.enrich_lease_until`,
    failed: sql`link.enrichment_status = 'failed' and link.enrich_after is null`,
    name: linkName,
    reason: sql`link.enrichment_error`,
    at: sql`null::timestamptz`,
    order: sql`link.id desc`,
    from: sql`link`,
    again: (now) => sql`enrichment_status = 'pending', enrichment_error = null,
      enrichment_attempts = 0, enrich_after = ${now}::timestamptz, enrich_waiting_since = null,
      enrich_lease_until = null`,
  },
  pictures: {
    table: sql`link_image`,
    id: sql`link_image.link_id`,
    waits: sql`link_image.status = 'pending'`,
    dueAt: sql`link_image.due_at`,
    leaseUntil: sql`link_image.lease_until`,
    failed: sql`link_image.status = 'failed'`,
    name: linkName,
    reason: sql`link_image.error`,
    at: sql`null::timestamptz`,
    order: sql`link_image.link_id desc`,
    from: sql`link_image join link on link.id = link_image.link_id`,
    again: (now) => sql`status = 'pending', error = null, attempts = 0,
      due_at = ${now}::timestamptz, lease_until = null`,
  },
  checks: {
    table: sql`link_check`,
    id: sql`link_check.link_id`,
    waits: sql`link_check.due_at is not null`,
    dueAt: sql`link_check.due_at`,
    leaseUntil: sql`link_check.lease_until`,
    // Asked for once more, it is a job and no longer a failure.
    failed: sql`link_check.dead_since is not null
      and (link_check.due_at is null or link_check.due_at > link_check.checked_at)`,
    name: linkName,
    reason: sql`link_check.reason`,
    at: sql`link_check.dead_since`,
    order: sql`link_check.dead_since desc, link_check.link_id desc`,
    from: sql`link_check join link on link.id = link_check.link_id`,
    again: (now) => sql`due_at = least(${now}::timestamptz, checked_at), lease_until = null`,
  },
  sources: {
    table: sql`source`,
    id: sql`source.id`,
    waits: sql`source.state = 'active'`,
    dueAt: sql`source.next_poll_at`,
    leaseUntil: sql`source.lease_until`,
    failed: sql`source.state = 'dead'`,
    name: sql`coalesce(source.title, source.feed_title, source.url)`,
    reason: sql`source.last_error`,
    at: sql`source.last_polled_at`,
    order: sql`source.last_polled_at desc nulls last, source.id desc`,
    from: sql`source`,
    again: (now) => sql`state = 'active', failures = 0, failing_since = null, last_error = null,
      next_poll_at = ${now}::timestamptz, updated_at = ${now}::timestamptz`,
  },
  mails: {
    table: sql`service_mail`,
    id: sql`service_mail.id`,
    waits: sql`service_mail.failed_at is null`,
    dueAt: sql`service_mail.due_at`,
    leaseUntil: sql`service_mail.lease_until`,
    failed: sql`service_mail.failed_at is not null`,
    name: sql`service_mail.email`,
    reason: sql`service_mail.last_reply`,
    at: sql`service_mail.failed_at`,
    order: sql`service_mail.failed_at desc, service_mail.id`,
    from: sql`service_mail`,
    // One attempt is kept: the mail was counted among those of its reader then.
    again: (now) => sql`failed_at = null, attempts = 1, due_at = ${now}::timestamptz,
      lease_until = null`,
  },
  owner_mails: {
    table: sql`owner_mail`,
    id: sql`owner_mail.id`,
    waits: sql`owner_mail.state in ('waiting', 'sending')`,
    dueAt: sql`owner_mail.due_at`,
    leaseUntil: sql`owner_mail.lease_until`,
    failed: sql`owner_mail.state in ('failed', 'unknown')`,
    name: sql`concat_ws(' · ', account.email, owner_mail.month)`,
    reason: sql`owner_mail.last_reply`,
    at: sql`owner_mail.due_at`,
    order: sql`owner_mail.due_at desc, owner_mail.id`,
    from: sql`owner_mail join account on account.id = owner_mail.account_id`,
    ownerMail: sql`jsonb_build_object(
      'kind', owner_mail.kind, 'isUnknown', owner_mail.state = 'unknown')`,
    // What it would tell is looked at anew: a mail that is overtaken by events is not sent.
    again: (now) => sql`state = 'waiting', attempts = 0, last_reply = null,
      due_at = ${now}::timestamptz, lease_until = null`,
  },
}

/** Each queue by its indexes; no table is read as a whole unless most of it waits. */
export async function countJobs(db: Db, now: Date): Promise<Record<JobKind, JobCounts>> {
  const counted = await Promise.all(
    JOB_KINDS.map(async (kind) => {
      const { table, waits, dueAt, leaseUntil, failed } = QUEUES[kind]
      const isLeased = sql`coalesce(${leaseUntil} > ${now}::timestamptz, false)`
      const { rows } = await sql<JobCounts>`
        select waiting.*, (select count(*)::int from ${table} where ${failed}) as failed from (
          select
            (count(*) filter (where ${dueAt} <= ${now}::timestamptz and not ${isLeased}))::int as due,
            (count(*) filter (where ${isLeased}))::int as running,
            (count(*) filter (where ${dueAt} > ${now}::timestamptz and not ${isLeased}))::int as later
          from ${table} where ${waits}
        ) as waiting`.execute(db)
      return [kind, rows[0] ?? { due: 0, running: 0, later: 0, failed: 0 }] as const
    }),
  )
  return Object.fromEntries(counted) as Record<JobKind, JobCounts>
}

/** The latest first. */
export async function findFailedJobs(db: Db, kind: JobKind, limit: number): Promise<FailedJob[]> {
  const { id, name, reason, at, order, from, failed, ownerMail } = QUEUES[kind]
  const { rows } = await sql<Omit<FailedJob, 'kind'>>`
    select ${id}::text as id, ${name} as name, coalesce(${reason}, '') as reason, ${at} as at,
      ${ownerMail ?? sql`null::jsonb`} as "ownerMail"
    from ${from} where ${failed}
    order by ${order} limit ${limit}`.execute(db)
  return rows.map((row) => ({ kind, ...row }))
}

/** Makes one failed job due now, or all of the kind; answers how many. */
export async function retryJobs(
  db: Db,
  kind: JobKind,
  which: { id: string } | 'all',
  now: Date,
): Promise<number> {
  const { table, id, failed, again } = QUEUES[kind]
  const chosen = which === 'all' ? sql`true` : sql`${id}::text = ${which.id}`
  const result = await sql`update ${table} set ${again(now)} where ${failed} and ${chosen}`.execute(
    db,
  )
  return Number(result.numAffectedRows ?? 0)
}
