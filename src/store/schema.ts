import type { ColumnType, Generated, GeneratedAlways, Kysely, Transaction } from 'kysely'
import type { LinkedMethod, LoginMethod, Role } from '../domain/account.ts'
import type { FeedbackKind, FeedbackSource } from '../domain/feedback.ts'
import type { IssueState } from '../domain/issue.ts'
import type { IssueContent, RestoreLoss, RevisionSource } from '../domain/issue-content.ts'
import type { EnrichmentStatus, LinkStatus, Provenance } from '../domain/link.ts'
import type { SiteFileType } from '../domain/look.ts'
import type { OldPost } from '../domain/old-post.ts'
import type {
  PingKind,
  PingState,
  Relation,
  ResponseKind,
  ResponseState,
} from '../domain/response.ts'
import type { SettledAs } from '../domain/rhythm.ts'
import type { SourceState } from '../domain/source.ts'
import type {
  DeliveryState,
  JoinedVia,
  SubscriberStatus,
  SuppressionReason,
} from '../domain/subscriber.ts'
import type { ThumbnailType } from '../domain/thumbnail.ts'
import type { WebhookDeliveryState, WebhookEvent } from '../domain/webhook.ts'

/** JSON columns are written as text, because `pg` would make a PostgreSQL array of a list. */
type Json<T> = ColumnType<T, string, string>
type JsonDefault<T> = ColumnType<T, string | undefined, string>
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>
type Time = ColumnType<Date, Date | undefined, Date>
type NullableTime = ColumnType<Date | null, Date | null | undefined, Date | null>
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>
type Default<T> = ColumnType<T, T | undefined, T>

/** What a link was before it was moved. */
export interface UndoneLink {
  id: number
  status: LinkStatus
  month: string | null
  section: string | null
  tags: string[]
}

export interface Schema {
  setting: { key: string; value: Json<unknown>; updated_at: Time }
  token: {
    id: Generated<number>
    name: string
    scope: TokenScope
    prefix: string
    hash: Uint8Array
    /** Who made it; null: the command line, or a version that did not ask. */
    account_id: Nullable<number>
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
    to_read: Default<boolean>
    saved_at: Date
    updated_at: Date
    /** Host name of the address; the database fills it. */
    host: ColumnType<string, never, never>
    enrich_after: NullableTime
    enrich_lease_until: NullableTime
    enrich_waiting_since: NullableTime
  }
  link_key: { dedupe_key: string; link_id: number }
  link_merge: { old_id: number; link_id: number; url: string; merged_at: Date }
  image: {
    hash: string
    type: ThumbnailType
    width: number
    height: number
    bytes: Uint8Array
    created_at: Date
  }
  site_file: { hash: string; type: SiteFileType; bytes: Uint8Array; created_at: Date }
  link_image: {
    link_id: number
    source_url: string
    host: ColumnType<string, never, never>
    status: Default<EnrichmentStatus>
    error: Nullable<string>
    hash: Nullable<string>
    attempts: Default<number>
    due_at: Date
    lease_until: NullableTime
  }
  link_check: {
    link_id: number
    due_at: NullableTime
    lease_until: NullableTime
    checked_at: NullableTime
    alive_at: NullableTime
    failing_since: NullableTime
    reason: Nullable<string>
    dead_since: NullableTime
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
    /** How many rows the ledger was planned with; null for issues that came from elsewhere. */
    candidates: Nullable<number>
    /** The owner sends although the sender's domain fails its checks. */
    send_forced: Default<boolean>
    audience_tag: Nullable<string>
    /** Put forward on the home page. */
    featured: Default<boolean>
    /** What is found of title, intro and outro; the database fills it. */
    search: ColumnType<string | null, never, never>
    created_at: Time
    updated_at: Time
  }
  issue_test: {
    id: Generated<number>
    issue_id: number
    hash: string
    recipients: number
    sent_at: Date
  }
  issue_revision: {
    id: Generated<number>
    issue_id: number
    content: Json<IssueContent>
    source: RevisionSource
    name: string
    session: string
    restored_from: NullableTime
    losses: JsonDefault<RestoreLoss[]>
    begun_at: Date
    made_at: Date
  }
  preflight_override: {
    issue_id: number
    problem: string
    message: string
    made_by: string
    made_at: Date
  }
  undo_step: { id: string; links: Json<UndoneLink[]>; made_at: Date }
  /** A row for each transaction that changed what the public site shows. */
  site_change: { xact: ColumnType<string, never, never>; made_at: Time }
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
    /** Of the address at which clicks are counted. */
    short_id: Nullable<string>
    /** What is found of it; the database fills it. */
    search: ColumnType<string | null, never, never>
  }
  /** How often readers followed the link of an entry, without who. */
  entry_click: { entry_id: number; clicks: ColumnType<string, number, number> }
  slug_history: { slug: string; issue_id: number; created_at: Time }
  /** An address that an issue had on another site, as a path here. */
  old_path: { path: string; issue_id: number; url: string; created_at: Date }
  response: {
    id: Generated<number>
    issue_id: number
    kind: ResponseKind
    state: ResponseState
    name: Default<string>
    email: Nullable<string>
    content: Default<string>
    source_url: Nullable<string>
    target_url: Nullable<string>
    author_url: Nullable<string>
    relation: Nullable<Relation>
    title: Nullable<string>
    read_after: NullableTime
    lease_until: NullableTime
    attempts: Default<number>
    read_error: Nullable<string>
    created_at: Date
    updated_at: Date
  }
  ping: {
    id: Generated<number>
    issue_id: number
    kind: PingKind
    url: string
    state: Default<PingState>
    endpoint: Nullable<string>
    last_reply: Nullable<string>
    attempts: Default<number>
    due_at: Date
    lease_until: NullableTime
    done_at: NullableTime
  }
  waiting_post: {
    id: Generated<number>
    file_name: string
    content: Json<OldPost>
    created_at: Date
  }
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
  delivery: {
    issue_id: number
    subscriber_id: number
    email: string
    state: Default<DeliveryState>
    attempts: Default<number>
    next_attempt_at: Time
    /** The `send_run` that has it under way. */
    lease_token: Nullable<string>
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
  idempotency: {
    token_id: number
    key: string
    fingerprint: Uint8Array
    status: Nullable<number>
    content_type: Nullable<string>
    body: Nullable<string>
    created_at: Date
  }
  source: {
    id: Generated<number>
    url: string
    title: Nullable<string>
    feed_title: Nullable<string>
    site_url: Nullable<string>
    section_id: Nullable<number>
    tags: JsonDefault<string[]>
    notes: Default<boolean>
    follow_external: Default<boolean>
    backfill: Default<number>
    state: Default<SourceState>
    etag: Nullable<string>
    last_modified: Nullable<string>
    body_hash: Nullable<string>
    interval_s: Default<number>
    items_since: Date
    next_poll_at: Date
    last_polled_at: NullableTime
    last_success_at: NullableTime
    failures: Default<number>
    failing_since: NullableTime
    last_error: Nullable<string>
    lease_token: Nullable<string>
    lease_until: NullableTime
    created_at: Date
    updated_at: Date
  }
  source_item: {
    source_id: number
    guid_hash: string
    url_hash: string
    link_id: Nullable<number>
    first_seen_at: Date
  }
  hook: {
    id: Generated<number>
    kind: HookKind
    name: string
    hash: Uint8Array
    prefix: string
    created_at: Date
    last_used_at: NullableTime
  }
  inbound_message: {
    id: Generated<number>
    message_hash: string
    hook_id: Nullable<number>
    saved: number
    reason: Nullable<string>
    received_at: Date
  }
  account: {
    id: Generated<number>
    name: Default<string>
    email: Nullable<string>
    password_hash: Nullable<string>
    role: Role
    last_login_at: NullableTime
    created_at: Time
    updated_at: Time
  }
  session: {
    id: Generated<number>
    account_id: number
    hash: Uint8Array
    method: LoginMethod
    user_agent: Default<string>
    created_at: Date
    last_seen_at: Date
    expires_at: Date
  }
  login_token: {
    hash: Uint8Array
    account_id: number
    purpose: LoginTokenPurpose
    created_at: Date
    expires_at: Date
    used_at: NullableTime
    method: Nullable<LinkedMethod>
  }
  second_factor: {
    account_id: number
    secret: Uint8Array
    last_step: number
    created_at: Date
  }
  recovery_code: { hash: Uint8Array; account_id: number }
  passkey: {
    id: Generated<number>
    account_id: number
    credential_id: string
    public_key: Uint8Array
    counter: ColumnType<number | string, number, number>
    transports: JsonDefault<string[]>
    name: string
    created_at: Date
    last_used_at: NullableTime
  }
  passkey_challenge: { hash: Uint8Array; account_id: number | null; expires_at: Date }
  rate_limit: { key: string; count: number; ends_at: Date }
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
  month_run: {
    month: string
    outcome: MonthOutcome
    detail: Nullable<string>
    created_at: Time
    postponed_to: NullableTime
    round: Default<number>
    round_begun_at: Time
    reminded_at: NullableTime
    settled_at: NullableTime
    settled_as: Nullable<SettledAs>
    links: Nullable<number>
  }
  owner_mail: {
    id: string
    kind: OwnerMailKind
    month: string
    occasion: string
    account_id: number
    state: Default<OwnerMailState>
    attempts: Default<number>
    due_at: Date
    lease_until: NullableTime
    last_reply: Nullable<string>
    made_at: Date
  }
}

export const TOKEN_SCOPES = ['save', 'edit', 'admin'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

/** What a secret address takes in. */
export const HOOK_KINDS = ['inbound', 'bounce'] as const
export type HookKind = (typeof HOOK_KINDS)[number]

/** Who made a login link: the first start, the command line, or a mail that was asked for. */
/** `code` is no way in: it holds the place of somebody who still has to give the second factor. */
export type LoginTokenPurpose = 'start' | 'command' | 'mail' | 'invite' | 'code'

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

/** Mails to those who own the publication, about an issue or a month without one. */
export type OwnerMailKind = 'draft' | 'reminder' | 'deadline' | 'skipped' | 'paused'

/** `unknown`: handed over, answer never seen; not sent again. `unneeded`: overtaken by events. */
export type OwnerMailState = 'waiting' | 'sending' | 'sent' | 'failed' | 'unknown' | 'unneeded'

export type MonthOutcome = 'assembled' | 'too_few_links' | 'already_there'

/** The database or a transaction on it: every query module takes one first. */
export type Db = Kysely<Schema> | Transaction<Schema>
export type Database = Kysely<Schema>
