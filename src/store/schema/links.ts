/** Links: what is saved, read from their pages and kept watch over. */
import type { ColumnType, Generated } from 'kysely'
import type { EnrichmentStatus, LinkStatus, Provenance } from '../../domain/link.ts'
import type { ThumbnailType } from '../../domain/thumbnail.ts'
import type { Default, Json, JsonDefault, Nullable, NullableTime } from './columns.ts'

/** What a link was before it was moved. */
export interface UndoneLink {
  id: number
  status: LinkStatus
  month: string | null
  section: string | null
  tags: string[]
}

export interface LinkTables {
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
  undo_step: { id: string; links: Json<UndoneLink[]>; made_at: Date }
}
