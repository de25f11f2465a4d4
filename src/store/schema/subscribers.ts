/** Those who read, and the mails to single ones of them. */
import type { ColumnType, Generated } from 'kysely'
import type { JoinedVia, SubscriberStatus, SuppressionReason } from '../../domain/subscriber.ts'
import type { Default, JsonDefault, Nullable, NullableTime, Time } from './columns.ts'

export interface SubscriberTables {
  subscriber: {
    id: Generated<number>
    email: string
    email_key: string
    name: Default<string>
    status: Default<SubscriberStatus>
    status_reason: Nullable<string>
    tags: JsonDefault<string[]>
    confirmed_at: NullableTime
    unsubscribed_at: NullableTime
    paused_until: NullableTime
    text_only: Default<boolean>
    joined_via: Nullable<JoinedVia>
    /** What follows the @; the database fills it. */
    email_domain: ColumnType<string, never, never>
    created_at: Time
    updated_at: Time
  }
  subscriber_token: {
    hash: Uint8Array
    subscriber_id: number
    purpose: SubscriberTokenPurpose
    email: Nullable<string>
    created_at: Date
    expires_at: Date
    used_at: NullableTime
  }
  suppression: { email_hash: Uint8Array; reason: SuppressionReason; created_at: Date }
  service_mail: {
    id: string
    kind: ServiceMailKind
    email: string
    email_key: string
    subscriber_id: Nullable<number>
    attempts: Default<number>
    due_at: Date
    lease_until: NullableTime
    /** The mail server's last words. */
    last_reply: Nullable<string>
    /** Given up; stays for the owner to see. */
    failed_at: NullableTime
    created_at: Date
  }
}

/** What a mailed link lets its reader do. */
export type SubscriberTokenPurpose = 'confirm' | 'return' | 'address' | 'data'

/** Mails to readers that wait to be sent; `join` still has to find out whether one is sent at all. */
export type ServiceMailKind =
  | 'join'
  | 'confirm'
  | 'welcome'
  | 'goodbye'
  | 'address'
  | 'moved'
  | 'data'
