/** Issues under way to their readers, and what came back. */
import type { Generated, GeneratedAlways } from 'kysely'
import type { FeedbackKind, FeedbackSource } from '../../domain/feedback.ts'
import type { DeliveryState } from '../../domain/subscriber.ts'
import type { Default, Nullable, NullableTime, Time } from './columns.ts'

export interface DeliveryTables {
  delivery: {
    issue_id: number
    subscriber_id: number
    email: string
    state: Default<DeliveryState>
    attempts: Default<number>
    next_attempt_at: Time
    /** The `send_run` that has it under way. */
    lease_token: Nullable<string>
    /** The reader whose message goes before it on the same connection. */
    behind: Nullable<number>
    last_reply: Nullable<string>
    sent_at: NullableTime
    updated_at: Time
    /** `state` while that is deferred, failed, unknown or skipped: made by the database. */
    rest: GeneratedAlways<DeliveryState | null>
  }
  send_run: {
    token: string
    issue_id: number
    /** Null once the run has ended. */
    lease_until: NullableTime
    last_reply: Nullable<string>
    said_at: NullableTime
  }
  send_turn: { id: number; next_at: Date }
  bounce_event: {
    id: Generated<number>
    event_hash: string
    source: FeedbackSource
    kind: FeedbackKind
    subscriber_id: number
    issue_id: Nullable<number>
    reason: string
    received_at: Date
  }
}
