import { type Kysely, sql } from 'kysely'

/**
 * Posts that come from an older blog, with the addresses they had there; what readers and other
 * sites answer to an issue; what other sites are told when one is published.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Lives as long as its issue: an old address leads to it for ever.
  `create table old_path (
    path text primary key check (path like '/%'),
    issue_id integer not null references issue (id) on delete cascade,
    -- As it was given, with the host it had.
    url text not null,
    created_at timestamptz not null
  )`,
  'create index old_path_issue on old_path (issue_id)',
  // Posts read out of a file, until their owner has looked them through.
  `create table waiting_post (
    id integer generated always as identity primary key,
    file_name text not null,
    content jsonb not null,
    created_at timestamptz not null
  )`,

  // Comments, and pages elsewhere that link to an issue. Only what is shown is public.
  `create table response (
    id integer generated always as identity primary key,
    issue_id integer not null references issue (id) on delete cascade,
    kind text not null check (kind in ('comment', 'mention')),
    -- unread: a mention whose page has not been read yet.
    state text not null check (state in ('unread', 'held', 'shown', 'spam')),
    name text not null default '',
    -- Of a comment; for the owner's eyes alone.
    email text,
    content text not null default '',
    source_url text,
    target_url text,
    author_url text,
    relation text check (relation in ('reply', 'like', 'repost', 'bookmark', 'mention')),
    title text,
    -- When the page of a mention is to be read; null when that is done.
    read_after timestamptz,
    lease_until timestamptz,
    attempts integer not null default 0,
    read_error text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check ((kind = 'mention') = (source_url is not null)),
    unique (issue_id, source_url)
  )`,
  'create index response_issue on response (issue_id, created_at)',
  `create index response_waiting on response (state, id) where state <> 'shown'`,
  'create index response_read on response (read_after) where read_after is not null',

  // Who is told that an issue is out: pages that it links to (Webmention), the hub (WebSub).
  `create table ping (
    id integer generated always as identity primary key,
    issue_id integer not null references issue (id) on delete cascade,
    kind text not null check (kind in ('webmention', 'websub')),
    url text not null,
    -- none: the page takes no mentions.
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'none', 'failed')),
    endpoint text,
    last_reply text,
    attempts integer not null default 0,
    due_at timestamptz not null,
    lease_until timestamptz,
    done_at timestamptz,
    unique (issue_id, kind, url)
  )`,
  `create index ping_due on ping (due_at) where state = 'waiting'`,

  trigger('response', 'insert', `new.state = 'shown'`),
  trigger('response', 'update', `old.state = 'shown' or new.state = 'shown'`),
  trigger('response', 'delete', `old.state = 'shown'`),
  `create trigger site_changed_responses after insert or update on setting
    for each row when (new.key = 'responses') execute function note_site_change()`,
]

function trigger(table: string, event: string, when: string): string {
  return `create trigger site_changed_${event} after ${event} on ${table}
    for each row when (${when}) execute function note_site_change()`
}
