/** Where links come from by themselves: feeds that are followed, addresses that take in. */
import type { Generated } from 'kysely'
import type { SourceState } from '../../domain/source.ts'
import type { Default, JsonDefault, Nullable, NullableTime } from './columns.ts'

export interface SourceTables {
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
}

/** What a secret address takes in. */
export const HOOK_KINDS = ['inbound', 'bounce'] as const
export type HookKind = (typeof HOOK_KINDS)[number]
