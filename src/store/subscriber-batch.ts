import { sql } from 'kysely'
import type { SubscriberStatus, SuppressionReason } from '../domain/subscriber.ts'
import type { Db } from './schema.ts'

export interface KnownSubscriber {
  id: number
  name: string
  status: SubscriberStatus
  tags: string[]
}

export interface AddedSubscriber {
  email: string
  key: string
  name: string
  status: SubscriberStatus
  reason: string | null
  tags: string[]
  createdAt: Date
}

export interface ChangedSubscriber {
  id: number
  name: string
  status: SubscriberStatus
  reason: string | null
  tags: string[]
}

/** Those who are there, by their keys. `lock`: and nobody changes them until the transaction ends. */
export async function findSubscribersByKeys(
  db: Db,
  keys: string[],
  options: { lock: boolean },
): Promise<Map<string, KnownSubscriber>> {
  const { rows } = await sql<KnownSubscriber & { email_key: string }>`
    select id, email_key, name, status, tags from subscriber
    where email_key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
    order by id
    ${options.lock ? sql`for update` : sql``}`.execute(db)
  return new Map(rows.map(({ email_key, ...known }) => [email_key, known]))
}

/** Erased addresses among these hashes, by their hash in hex. */
export async function findSuppressions(
  db: Db,
  hashes: string[],
): Promise<Map<string, SuppressionReason>> {
  const { rows } = await sql<{ hash: string; reason: SuppressionReason }>`
    select encode(email_hash, 'hex') as hash, reason from suppression
    where email_hash in (
      select decode(value, 'hex') from jsonb_array_elements_text(${JSON.stringify(hashes)}::jsonb)
    )`.execute(db)
  return new Map(rows.map(({ hash, reason }) => [hash, reason]))
}

/** The keys that were added; others were taken at that moment. */
export async function insertSubscribers(
  db: Db,
  added: AddedSubscriber[],
  now: Date,
): Promise<Set<string>> {
  if (added.length === 0) return new Set()
  const values = added.map(({ createdAt, ...row }) => ({ ...row, at: createdAt.toISOString() }))
  const { rows } = await sql<{ email_key: string }>`
    insert into subscriber (email, email_key, name, status, status_reason, tags, joined_via,
      confirmed_at, unsubscribed_at, created_at, updated_at)
    select a.email, a.key, a.name, a.status, a.reason, a.tags, 'import',
      case when a.status = 'active' then a.at end,
      case when a.status = 'unsubscribed' then ${now}::timestamptz end,
      a.at, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as a (email text, key text, name text, status text, reason text, tags jsonb, at timestamptz)
    on conflict (email_key) do nothing
    returning email_key`.execute(db)
  return new Set(rows.map((row) => row.email_key))
}

export async function changeSubscribers(
  db: Db,
  changed: ChangedSubscriber[],
  now: Date,
): Promise<void> {
  if (changed.length === 0) return
  await sql`
    update subscriber s set
      name = c.name,
      tags = c.tags,
      status = c.status,
      status_reason = case when c.status = s.status then s.status_reason else c.reason end,
      confirmed_at = case when c.status = 'active'
        then coalesce(s.confirmed_at, ${now}::timestamptz) else s.confirmed_at end,
      unsubscribed_at = case when c.status = 'unsubscribed' and s.status <> 'unsubscribed'
        then ${now}::timestamptz else s.unsubscribed_at end,
      updated_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
      as c (id int, name text, status text, reason text, tags jsonb)
    where s.id = c.id`.execute(db)
}
