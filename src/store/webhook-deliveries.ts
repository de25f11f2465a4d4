import { type Selectable, sql } from 'kysely'
import type { WebhookDelivery, WebhookDeliveryState } from '../domain/webhook.ts'
import type { Db, Schema } from './schema.ts'

/** A message that this process alone sends now. */
export interface LeasedMessage {
  id: number
  messageId: string
  webhookId: number
  type: string
  subjectId: number | null
  snapshot: Record<string, unknown>
  body: string | null
  happenedAt: Date
  /** This one included. */
  attempts: number
}

export interface Lease {
  token: string
  now: Date
  until: Date
}

/**
 * Takes what is due, oldest first, at most `each` of one webhook, so that a slow one holds up
 * nobody else. What other processes hold is passed over.
 */
export async function leaseMessages(
  db: Db,
  { token, now, until }: Lease,
  { each, limit }: { each: number; limit: number },
): Promise<LeasedMessage[]> {
  const { rows } = await sql<Selectable<Schema['webhook_delivery']>>`
    update webhook_delivery
    set lease_token = ${token}, lease_until = ${until}, attempts = attempts + 1,
      attempted_at = ${now}
    where id in (
      select due.id
      from webhook cross join lateral (
        select id from webhook_delivery
        where webhook_id = webhook.id and state = 'pending'
          and (due_at is null or due_at <= ${now}) and (lease_until is null or lease_until < ${now})
        order by id limit ${each} for update skip locked
      ) due
      where webhook.enabled
      limit ${limit}
    )
    returning *`.execute(db)
  return rows.map(toLeased).toSorted((a, b) => a.id - b.id)
}

/** One message, whether it is due or not; undefined while another process sends it. */
export async function leaseMessage(
  db: Db,
  id: number,
  { token, now, until }: Lease,
): Promise<LeasedMessage | undefined> {
  const row = await db
    .updateTable('webhook_delivery')
    .set((eb) => ({
      state: 'pending',
      lease_token: token,
      lease_until: until,
      // One that was done begins anew, with all its attempts.
      attempts: sql<number>`case ${eb.ref('state')} when 'pending' then attempts else 0 end + 1`,
      attempted_at: now,
    }))
    .where('id', '=', id)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', now)]))
    .returningAll()
    .executeTakeFirst()
  return row && toLeased(row)
}

export async function keepBody(db: Db, id: number, body: string): Promise<void> {
  await db.updateTable('webhook_delivery').set({ body }).where('id', '=', id).execute()
}

export interface MessageOutcome {
  state: WebhookDeliveryState
  dueAt: Date | null
  answerStatus: number | null
  answer: string
}

/** Changes nothing when another process has taken the message back meanwhile. */
export async function storeOutcome(
  db: Db,
  id: number,
  token: string,
  outcome: MessageOutcome,
): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({
      state: outcome.state,
      due_at: outcome.dueAt,
      answer_status: outcome.answerStatus,
      answer: outcome.answer,
      lease_token: null,
      lease_until: null,
    })
    .where('id', '=', id)
    .where('lease_token', '=', token)
    .execute()
}

/** The process stops: as if they had not been taken. */
export async function releaseMessages(db: Db, token: string): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({ lease_token: null, lease_until: null, attempts: sql<number>`attempts - 1` })
    .where('lease_token', '=', token)
    .execute()
}

export async function insertMessage(
  db: Db,
  message: { webhookId: number; type: string; snapshot: Record<string, unknown>; now: Date },
): Promise<number> {
  const { id } = await db
    .insertInto('webhook_delivery')
    .values({
      webhook_id: message.webhookId,
      type: message.type,
      snapshot: JSON.stringify(message.snapshot),
      happened_at: message.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export interface DeliveryQuery {
  webhookId: number
  state?: WebhookDeliveryState | undefined
  beforeId?: number | undefined
  limit: number
}

/** Newest first. */
export async function findWebhookDeliveries(
  db: Db,
  { webhookId, state, beforeId, limit }: DeliveryQuery,
): Promise<WebhookDelivery[]> {
  let query = db.selectFrom('webhook_delivery').selectAll().where('webhook_id', '=', webhookId)
  if (state) query = query.where('state', '=', state)
  if (beforeId !== undefined) query = query.where('id', '<', beforeId)
  const rows = await query.orderBy('id', 'desc').limit(limit).execute()
  return rows.map(toDelivery)
}

export async function findWebhookDelivery(
  db: Db,
  webhookId: number,
  id: number,
): Promise<WebhookDelivery | undefined> {
  const row = await db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toDelivery(row)
}

/** How many wait and how many were given up, of each webhook. */
export async function countWebhookDeliveries(
  db: Db,
): Promise<Map<number, Partial<Record<WebhookDeliveryState, number>>>> {
  const rows = await db
    .selectFrom('webhook_delivery')
    .select(['webhook_id', 'state', (eb) => eb.fn.countAll<string>().as('count')])
    .where('state', '<>', 'delivered')
    .groupBy(['webhook_id', 'state'])
    .execute()
  const counts = new Map<number, Partial<Record<WebhookDeliveryState, number>>>()
  for (const { webhook_id, state, count } of rows)
    counts.set(webhook_id, { ...counts.get(webhook_id), [state]: Number(count) })
  return counts
}

export async function deleteOldMessages(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('webhook_delivery').where('happened_at', '<', before).execute()
}

function toLeased(row: Selectable<Schema['webhook_delivery']>): LeasedMessage {
  return {
    id: row.id,
    messageId: row.message_id,
    webhookId: row.webhook_id,
    type: row.type,
    subjectId: row.subject_id,
    snapshot: row.snapshot,
    body: row.body,
    happenedAt: row.happened_at,
    attempts: row.attempts,
  }
}

function toDelivery(row: Selectable<Schema['webhook_delivery']>): WebhookDelivery {
  return {
    id: row.id,
    messageId: row.message_id,
    webhookId: row.webhook_id,
    type: row.type,
    happenedAt: row.happened_at,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at,
    attemptedAt: row.attempted_at,
    answerStatus: row.answer_status,
    answer: row.answer,
    body: row.body,
  }
}
