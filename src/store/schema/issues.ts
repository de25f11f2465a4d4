/** Issues: their entries, how they came to be, and what they were published as. */
import type { ColumnType, Generated } from 'kysely'
import type { IssueState } from '../../domain/issue.ts'
import type { IssueContent, RestoreLoss, RevisionSource } from '../../domain/issue-content.ts'
import type { OldPost } from '../../domain/old-post.ts'
import type {
  Default,
  Json,
  JsonDefault,
  Nullable,
  NullableJson,
  NullableTime,
  Time,
} from './columns.ts'

export interface IssueTables {
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
}
