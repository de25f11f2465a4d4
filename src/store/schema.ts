import type { ColumnType, Generated, Kysely, Transaction } from 'kysely'
import type { IssueState } from '../domain/issue.ts'
import type { EnrichmentStatus, LinkStatus, Provenance } from '../domain/link.ts'
import type { DeliveryState, SubscriberStatus } from '../domain/subscriber.ts'

/** JSON columns are written as text, because `pg` would make a PostgreSQL array of a list. */
type Json<T> = ColumnType<T, string, string>
type JsonDefault<T> = ColumnType<T, string | undefined, string>
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>
type Time = ColumnType<Date, Date | undefined, Date>
type NullableTime = ColumnType<Date | null, Date | null | undefined, Date | null>
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>
type Default<T> = ColumnType<T, T | undefined, T>

export interface Schema {
  setting: { key: string; value: Json<unknown>; updated_at: Time }
  token: {
    id: Generated<number>
    name: string
    scope: TokenScope
    prefix: string
    hash: Uint8Array
    created_at: Time
    last_used_at: NullableTime
    revoked_at: NullableTime
  }
  section: { id: Generated<number>; name: string; position: number }
  link: {
    id: Generated<number>
    url: string
    dedupe_key: string
    canonical_url: Nullable<string>
    title: Nullable<string>
    authors: JsonDefault<string[]>
    site_name: Nullable<string>
    description: Nullable<string>
    image_url: Nullable<string>
    published_at: Nullable<string>
    language: Nullable<string>
    kind: Nullable<string>
    note: Default<string>
    section_id: Nullable<number>
    via: Nullable<string>
    month: Nullable<string>
    status: Default<LinkStatus>
    provenance: JsonDefault<Provenance>
    enrichment_status: Default<EnrichmentStatus>
    enrichment_error: Nullable<string>
    enrichment_attempts: Default<number>
    saved_at: Date
    updated_at: Date
  }
  tag: { id: Generated<number>; name: string; key: string }
  link_tag: { link_id: number; tag_id: number; position: number }
  issue: {
    id: Generated<number>
    month: string
    title: string
    slug: string
    state: Default<IssueState>
    intro: Default<string>
    outro: Default<string>
    scheduled_at: NullableTime
    published_at: NullableTime
    sent_at: NullableTime
    corrected_at: NullableTime
    paused_reason: Nullable<string>
    planned_at: NullableTime
    created_at: Time
    updated_at: Time
  }
  issue_section: { id: Generated<number>; issue_id: number; name: string | null; position: number }
  entry: {
    id: Generated<number>
    issue_id: number
    section_id: number
    position: number
    link_id: number | null
    placed_section: Nullable<string>
    removed_at: NullableTime
    title: Nullable<string>
    url: Nullable<string>
    authors: NullableJson<string[]>
    note: Nullable<string>
    site_name: Nullable<string>
    kind: Nullable<string>
    tags: NullableJson<string[]>
  }
  slug_history: { slug: string; issue_id: number; created_at: Time }
  issue_render: {
    issue_id: number
    subject: string
    preheader: string
    html: string
    text: string
    slots: Json<{ unsubscribeUrl: string; reason: string }>
    created_at: Time
  }
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
    created_at: Time
    updated_at: Time
  }
  delivery: {
    issue_id: number
    subscriber_id: number
    email: string
    state: Default<DeliveryState>
    attempts: Default<number>
    next_attempt_at: Time
    lease_token: Nullable<string>
    lease_until: NullableTime
    last_reply: Nullable<string>
    sent_at: NullableTime
    updated_at: Time
  }
  month_run: { month: string; outcome: MonthOutcome; detail: Nullable<string>; created_at: Time }
}

export const TOKEN_SCOPES = ['save', 'edit', 'admin'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

export type MonthOutcome = 'assembled' | 'too_few_links' | 'already_there'

/** The database or a transaction on it: every query module takes one first. */
export type Db = Kysely<Schema> | Transaction<Schema>
export type Database = Kysely<Schema>
