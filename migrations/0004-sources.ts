import { type Kysely, sql } from 'kysely'

/**
 * Feeds to poll and what they listed, mail that came in, and the secrets it comes in by.
 *
 * An item stays known when its link is deleted, so that the owner's decision holds; the same for
 * messages, so that a second delivery of one mail saves nothing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table source (
    id integer generated always as identity primary key,
    url text not null unique check (url ~ '^https?://' and length(url) <= 2000),
    title text,
    feed_title text,
    site_url text,
    section_id integer references section (id) on delete set null,
    tags jsonb not null default '[]',
    notes boolean not null default false,
    follow_external boolean not null default false,
    backfill integer not null default 0 check (backfill between 0 and 500),
    state text not null default 'active' check (state in ('active', 'paused', 'dead')),
    etag text,
    last_modified text,
    body_hash text,
    interval_s integer not null default 3600 check (interval_s between 900 and 86400),
    -- Items from this moment on are new; what the feed listed before is not.
    items_since timestamptz not null,
    next_poll_at timestamptz not null,
    last_polled_at timestamptz,
    last_success_at timestamptz,
    failures integer not null default 0,
    failing_since timestamptz,
    last_error text,
    lease_token text,
    lease_until timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  `create index source_due on source (next_poll_at) where state = 'active'`,
  'create index source_section on source (section_id)',
  `create table source_item (
    source_id integer not null references source (id) on delete cascade,
    guid_hash text not null,
    -- Feeds that make new guids for old items are recognised by the address.
    url_hash text not null,
    link_id integer references link (id) on delete set null,
    first_seen_at timestamptz not null,
    primary key (source_id, guid_hash)
  )`,
  'create index source_item_url on source_item (source_id, url_hash)',
  'create index source_item_link on source_item (link_id)',
  `create table hook (
    id integer generated always as identity primary key,
    kind text not null check (kind in ('inbound')),
    name text not null check (name <> ''),
    hash bytea not null unique,
    prefix text not null,
    created_at timestamptz not null,
    last_used_at timestamptz
  )`,
  `create table inbound_message (
    id integer generated always as identity primary key,
    -- Hash of the Message-ID, or of the whole message where it has none.
    message_hash text not null unique,
    hook_id integer references hook (id) on delete set null,
    saved integer not null,
    reason text,
    received_at timestamptz not null
  )`,
  'create index inbound_message_hook on inbound_message (hook_id)',
]
