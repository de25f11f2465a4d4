import { type RawBuilder, sql } from 'kysely'
import {
  SUBSCRIBER_STATUSES,
  type Subscriber,
  type SubscriberStatus,
} from '../domain/subscriber.ts'
import type { Db } from './schema.ts'
import { toSubscriber } from './subscribers.ts'

export interface SubscriberQuery {
  status?: SubscriberStatus | undefined
  tag?: string | undefined
  /** Part of an address or a name; `@domain` finds the addresses of a domain. */
  q?: string | undefined
  afterId?: number | undefined
  /** The latest first, below this one. */
  beforeId?: number | undefined
  /** Which way the list runs; the oldest first when absent. */
  order?: 'oldest' | 'newest' | undefined
  limit: number
}

/** So many rows are read in a few milliseconds, without an index that fits. */
const QUICKLY_READ = 50_000

/** By when they came, so that a page is the same whatever is added meanwhile. */
export async function findSubscribers(db: Db, query: SubscriberQuery): Promise<Subscriber[]> {
  const { select } = await prepareSearch(db, query)
  return (await select.execute()).map(toSubscriber)
}

/** The query behind `findSubscribers`, for whoever wants to see its plan. */
export async function prepareSearch(db: Db, query: SubscriberQuery) {
  const { status, tag, afterId, beforeId, order = 'oldest' } = query
  const q = query.q?.trim().toLowerCase() ?? ''
  const condition = q === '' ? undefined : await matching(db, q)
  let select = db
    .selectFrom('subscriber')
    .selectAll()
    .orderBy('id', order === 'newest' ? 'desc' : 'asc')
    .limit(query.limit)
  if (status !== undefined) select = select.where('status', '=', status)
  if (tag !== undefined)
    select = select.where(sql<boolean>`tags @> ${JSON.stringify([tag])}::jsonb`)
  if (afterId !== undefined) select = select.where('id', '>', afterId)
  if (beforeId !== undefined) select = select.where('id', '<', beforeId)
  if (condition) select = select.where(condition)
  return { select }
}

async function matching(db: Db, q: string): Promise<RawBuilder<boolean>> {
  const start = `${escapeLike(q)}%`
  if (q.startsWith('@')) return sql`email_domain collate "C" like ${start.slice(1)}`
  if (q.length > 2 && (await canSearchAnywhere(db)))
    return sql`(email_key || ' ' || lower(name)) like ${`%${start}`}`
  return sql`(email_key collate "C" like ${start} or email_domain collate "C" like ${start}
    or lower(name) collate "C" like ${start})`
}

/** With trigrams, or where the list is short enough to be read as a whole. */
async function canSearchAnywhere(db: Db): Promise<boolean> {
  const { rows } = await sql<{ can: boolean }>`
    select to_regclass('subscriber_trigrams') is not null or not exists (
      select from subscriber order by id offset ${QUICKLY_READ} limit 1
    ) as can`.execute(db)
  return rows[0]?.can ?? false
}

/** How many there are of each state, counted no further than `most`: quick for any length of list. */
export async function countSubscribersUpTo(
  db: Db,
  most: number,
): Promise<Record<SubscriberStatus, number>> {
  const counts = SUBSCRIBER_STATUSES.map(
    (status) => sql`(select count(*)::int from (
        select from subscriber where status = ${status} limit ${most}
      ) as found) as ${sql.ref(status)}`,
  )
  const { rows } = await sql<Record<SubscriberStatus, number>>`
    select ${sql.join(counts)}`.execute(db)
  const [row] = rows
  if (!row) throw new Error('A select without a table answers one row.')
  return row
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
