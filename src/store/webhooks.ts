import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Webhook, WebhookEvent } from '../domain/webhook.ts'
import type { Db, Schema } from './schema.ts'

export interface NewWebhook {
  url: string
  name: string
  events: WebhookEvent[]
  /** Encrypted. */
  secret: Uint8Array
  createdAt: Date
}

export interface WebhookChanges {
  url?: string | undefined
  name?: string | undefined
  events?: WebhookEvent[] | undefined
  isEnabled?: boolean | undefined
}

export async function insertWebhook(db: Db, webhook: NewWebhook): Promise<Webhook> {
  const { createdAt, events, ...values } = webhook
  const row = await db
    .insertInto('webhook')
    .values({
      ...values,
      events: JSON.stringify(events),
      created_at: createdAt,
      updated_at: createdAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toWebhook(row)
}

export async function findWebhook(db: Db, id: number): Promise<Webhook | undefined> {
  const row = await db.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toWebhook(row)
}

/** Address and encrypted secrets of one that may be told something. */
export async function findWebhookTarget(db: Db, id: number, now: Date) {
  const row = await db
    .selectFrom('webhook')
    .select(['url', 'secret', 'old_secret', 'old_secret_until'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const isOldGood = row.old_secret_until !== null && row.old_secret_until > now
  const secrets = [row.secret, ...(row.old_secret && isOldGood ? [row.old_secret] : [])]
  return { url: row.url, secrets }
}

export interface SecretRotation {
  /** Encrypted. */
  secret: Uint8Array
  /** Until when the one that was signs too; null: not any more. */
  oldUntil: Date | null
  now: Date
}

export async function rotateWebhookSecret(
  db: Db,
  id: number,
  { secret, oldUntil, now }: SecretRotation,
): Promise<Webhook | undefined> {
  const row = await db
    .updateTable('webhook')
    .set((eb) => ({
      secret,
      old_secret: oldUntil ? eb.ref('secret') : null,
      old_secret_until: oldUntil,
      updated_at: now,
    }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && toWebhook(row)
}

export interface WebhookQuery {
  afterId?: number | undefined
  limit: number
}

export async function findWebhooks(db: Db, { afterId, limit }: WebhookQuery): Promise<Webhook[]> {
  const rows = await db
    .selectFrom('webhook')
    .selectAll()
    .where('id', '>', afterId ?? 0)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toWebhook)
}

export async function hasWebhooks(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('webhook')
    .select('id')
    .where('enabled', '=', true)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Those that were switched off because nobody took what they were sent. */
export async function findStoppedWebhooks(db: Db): Promise<Webhook[]> {
  const rows = await db
    .selectFrom('webhook')
    .selectAll()
    .where('enabled', '=', false)
    .where('failing_since', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map(toWebhook)
}

/** Switching one on forgets how it failed; switching one off is the owner's word. */
export async function updateWebhook(
  db: Db,
  id: number,
  changes: WebhookChanges,
  now: Date,
): Promise<Webhook | undefined> {
  const { url, name, events, isEnabled } = changes
  const row = await db
    .updateTable('webhook')
    .set({
      updated_at: now,
      ...(url !== undefined && { url }),
      ...(name !== undefined && { name }),
      ...(events !== undefined && { events: JSON.stringify(events) }),
      ...(isEnabled === true && { enabled: true, disabled_reason: null, failing_since: null }),
      ...(isEnabled === false && {
        enabled: false,
        disabled_reason: 'Switched off by hand.',
        failing_since: null,
      }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && toWebhook(row)
}

export async function deleteWebhook(db: Db, id: number): Promise<boolean> {
  const result = await db.deleteFrom('webhook').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}

export async function noteWebhookSuccess(db: Db, id: number, now: Date): Promise<void> {
  await db
    .updateTable('webhook')
    .set({ last_success_at: now, failing_since: null })
    .where('id', '=', id)
    .execute()
}

/** Remembers since when it fails, and switches it off when that is too long ago. */
export async function noteWebhookFailure(
  db: Db,
  id: number,
  { now, since, reason }: { now: Date; since: Date; reason: string },
): Promise<void> {
  await db
    .updateTable('webhook')
    .set({ failing_since: sql<Date>`coalesce(failing_since, ${now}::timestamptz)` })
    .where('id', '=', id)
    .execute()
  await stopWebhook(db, id, { now, reason, failingBefore: since })
}

export async function stopWebhook(
  db: Db,
  id: number,
  { now, reason, failingBefore }: { now: Date; reason: string; failingBefore?: Date },
): Promise<void> {
  let stop = db
    .updateTable('webhook')
    .set({
      enabled: false,
      disabled_reason: reason,
      failing_since: sql<Date>`coalesce(failing_since, ${now}::timestamptz)`,
      updated_at: now,
    })
    .where('id', '=', id)
    .where('enabled', '=', true)
  if (failingBefore) stop = stop.where('failing_since', '<', failingBefore)
  await stop.execute()
}

function toWebhook(row: Selectable<Schema['webhook']>): Webhook {
  return {
    id: row.id,
    url: row.url,
    name: row.name,
    events: row.events,
    isEnabled: row.enabled,
    disabledReason: row.disabled_reason,
    failingSince: row.failing_since,
    lastSuccessAt: row.last_success_at,
    oldSecretUntil: row.old_secret_until,
    createdAt: row.created_at,
  }
}
