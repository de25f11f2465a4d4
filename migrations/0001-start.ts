import { type Kysely, sql } from 'kysely'

/**
 * The first schema. What must hold always is a constraint here, not a habit in code:
 * one link a dedupe key, one issue a month, one delivery per issue and subscriber,
 * one subscriber an address whatever its case.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table setting (
    key text primary key,
    value jsonb not null,
    updated_at timestamptz not null default now()
  )`,
  `create table token (
    id integer generated always as identity primary key,
    name text not null,
    scope text not null check (scope in ('save', 'edit', 'admin')),
    prefix text not null,
    hash bytea not null unique,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    revoked_at timestamptz
  )`,
  `create table section (
    id integer generated always as identity primary key,
    name text not null unique check (name <> ''),
    position integer not null
  )`,
  `create table link (
    id integer generated always as identity primary key,
    url text not null,
    dedupe_key text not null unique,
    canonical_url text,
    title text,
    authors jsonb not null default '[]',
    site_name text,
    description text,
    image_url text,
    published_at text,
    language text,
    kind text,
    note text not null default '',
    section_id integer references section (id) on delete set null,
    via text,
    month text check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    status text not null default 'inbox' check (status in ('inbox', 'published', 'skipped')),
    provenance jsonb not null default '{}',
    enrichment_status text not null default 'pending'
      check (enrichment_status in ('pending', 'done', 'failed')),
    enrichment_error text,
    enrichment_attempts integer not null default 0,
    saved_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index link_saved_at on link (saved_at, id)',
  'create index link_status on link (status, saved_at, id)',
  `create index link_enrichment_pending on link (id) where enrichment_status = 'pending'`,
  `create table tag (
    id integer generated always as identity primary key,
    name text not null,
    key text not null unique
  )`,
  `create table link_tag (
    link_id integer not null references link (id) on delete cascade,
    tag_id integer not null references tag (id) on delete cascade,
    position integer not null,
    primary key (link_id, tag_id)
  )`,
  'create index link_tag_tag on link_tag (tag_id)',
  `create table issue (
    id integer generated always as identity primary key,
    month text not null unique check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    title text not null,
    slug text not null unique check (slug ~ '^[^/?#[:space:]]+$'),
    state text not null default 'draft'
      check (state in ('draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled')),
    intro text not null default '',
    outro text not null default '',
    scheduled_at timestamptz,
    published_at timestamptz,
    sent_at timestamptz,
    corrected_at timestamptz,
    paused_reason text,
    planned_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (state <> 'scheduled' or scheduled_at is not null),
    check (state <> 'sent' or (sent_at is not null and published_at is not null))
  )`,
  `create table issue_section (
    id integer generated always as identity primary key,
    issue_id integer not null references issue (id) on delete cascade,
    name text,
    position integer not null,
    unique (issue_id, name)
  )`,
  // PostgreSQL 14 has no "nulls not distinct": the group without a heading gets its own index.
  'create unique index issue_section_unnamed on issue_section (issue_id) where name is null',
  `create table entry (
    id integer generated always as identity primary key,
    issue_id integer not null references issue (id) on delete cascade,
    section_id integer not null references issue_section (id) on delete cascade,
    position integer not null,
    link_id integer references link (id) on delete set null,
    -- The link's section when it was placed: a later choice there moves the entry, a move by hand here stays.
    placed_section text,
    removed_at timestamptz,
    -- Null while the draft follows the link; filled by hand edits and, for good, at publishing.
    title text,
    url text,
    authors jsonb,
    note text,
    site_name text,
    kind text,
    tags jsonb,
    unique (issue_id, link_id)
  )`,
  'create index entry_issue on entry (issue_id, section_id, position)',
  'create index entry_link on entry (link_id)',
  `create table slug_history (
    slug text primary key,
    issue_id integer not null references issue (id) on delete cascade,
    created_at timestamptz not null default now()
  )`,
  `create table issue_render (
    issue_id integer primary key references issue (id) on delete cascade,
    subject text not null,
    preheader text not null,
    html text not null,
    text text not null,
    slots jsonb not null,
    created_at timestamptz not null default now()
  )`,
  `create table subscriber (
    id integer generated always as identity primary key,
    email text not null,
    email_key text not null unique,
    name text not null default '',
    status text not null default 'pending'
      check (status in ('pending', 'active', 'unsubscribed', 'bounced', 'complained')),
    status_reason text,
    tags jsonb not null default '[]',
    confirmed_at timestamptz,
    unsubscribed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create index subscriber_active on subscriber (id) where status = 'active'`,
  // The ledger outlives subscribers: no foreign key there, the address is copied.
  `create table delivery (
    issue_id integer not null references issue (id),
    subscriber_id integer not null,
    email text not null,
    state text not null default 'pending'
      check (state in ('pending', 'sending', 'sent', 'deferred', 'failed', 'unknown', 'skipped')),
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    lease_token text,
    lease_until timestamptz,
    last_reply text,
    sent_at timestamptz,
    updated_at timestamptz not null default now(),
    primary key (issue_id, subscriber_id)
  )`,
  `create index delivery_due on delivery (issue_id, next_attempt_at, subscriber_id)
    where state in ('pending', 'deferred')`,
  `create index delivery_leased on delivery (lease_until) where lease_token is not null`,
  'create index delivery_state on delivery (issue_id, state)',
  // What the schedule decided about a month, so that nothing is decided twice.
  `create table month_run (
    month text primary key check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    outcome text not null check (outcome in ('assembled', 'too_few_links', 'already_there')),
    detail text,
    created_at timestamptz not null default now()
  )`,
]
