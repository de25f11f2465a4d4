/** Programs that are told what happened. */
import type { Generated } from 'kysely'
import type { WebhookDeliveryState, WebhookEvent } from '../../domain/webhook.ts'
import type { Default, Json, Nullable, NullableTime, Time } from './columns.ts'

export interface WebhookTables {
  webhook: {
    id: Generated<number>
    url: string
    name: Default<string>
    events: Json<WebhookEvent[]>
    /** Encrypted with a key that comes from SECRET. */
    secret: Uint8Array
    /** Signs too, until then. */
    old_secret: Nullable<Uint8Array>
    old_secret_until: NullableTime
    enabled: Default<boolean>
    disabled_reason: Nullable<string>
    failing_since: NullableTime
    last_success_at: NullableTime
    created_at: Date
    updated_at: Date
  }
  /** Written by triggers, in the transaction of the event. */
  webhook_delivery: {
    id: Generated<number>
    /** The `webhook-id`, the same at every attempt. */
    message_id: Default<string>
    webhook_id: number
    type: string
    subject_id: Nullable<number>
    /** What was true when it happened. */
    snapshot: Json<Record<string, unknown>>
    /** What is sent: made at the first attempt and kept. */
    body: Nullable<string>
    happened_at: Time
    state: Default<WebhookDeliveryState>
    attempts: Default<number>
    /** Null: at once. */
    due_at: NullableTime
    lease_token: Nullable<string>
    lease_until: NullableTime
    attempted_at: NullableTime
    answer_status: Nullable<number>
    answer: Nullable<string>
  }
  webhook_use: { hash: string; expires_at: Date }
}
