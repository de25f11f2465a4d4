import { type Kysely, sql } from 'kysely'

/**
 * Joining and leaving by oneself: links that are mailed to readers, mails that wait to be sent,
 * addresses that must not be mailed again, and what a reader may set. Issues may go to a tag.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table subscriber
    add column paused_until timestamptz,
    add column text_only boolean not null default false,
    -- Who brought the address: pending ones of the public form are forgotten after a while.
    add column joined_via text check (joined_via in ('form', 'owner', 'import')),
    add column email_domain text not null generated always as
      (split_part(email_key, '@', 2)) stored`,
  // In "C" order, so that a prefix is a range of the index and the list pages along it.
  'create index subscriber_email on subscriber (email_key collate "C")',
  'create index subscriber_domain on subscriber (email_domain collate "C", email_key collate "C")',
  'create index subscriber_name on subscriber (lower(name) collate "C")',
  // Trigrams find any part of an address or a name. Where the extension is missing (PGlite) or not
  // allowed, a long list is searched by how addresses, domains and names begin.
  `do $$ begin
    create extension if not exists pg_trgm;
    create index subscriber_trigrams on subscriber
      using gin ((email_key || ' ' || lower(name)) gin_trgm_ops);
  exception when others then
    raise notice 'pg_trgm is not there: %', sqlerrm;
  end $$`,
  'create index subscriber_status on subscriber (status, id)',
  'create index subscriber_tags on subscriber using gin (tags jsonb_path_ops)',
  `create index subscriber_unconfirmed on subscriber (created_at)
    where status = 'pending' and joined_via = 'form'`,

  // Secrets are stored as SHA-256. Purpose and subscriber are part of what a link may do.
  `create table subscriber_token (
    hash bytea primary key,
    subscriber_id integer not null references subscriber (id) on delete cascade,
    purpose text not null check (purpose in ('confirm', 'return', 'address', 'data')),
    -- The new address, which its reader confirms.
    email text check ((email is not null) = (purpose = 'address')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  'create index subscriber_token_subscriber on subscriber_token (subscriber_id, purpose)',
  'create index subscriber_token_expires on subscriber_token (expires_at)',

  // Outlives the subscriber: a keyed hash says that an address was here and must stay away.
  `create table suppression (
    email_hash bytea primary key,
    reason text not null
      check (reason in ('erased', 'removed', 'unsubscribed', 'bounced', 'complained')),
    created_at timestamptz not null
  )`,

  // One waiting mail of a kind and address. No link is in it: that is made when the mail is sent.
  `create table service_mail (
    id uuid primary key,
    kind text not null
      check (kind in ('join', 'confirm', 'welcome', 'goodbye', 'address', 'moved', 'data')),
    email text not null,
    email_key text not null,
    subscriber_id integer references subscriber (id) on delete cascade,
    attempts integer not null default 0,
    due_at timestamptz not null,
    lease_until timestamptz,
    created_at timestamptz not null,
    unique (kind, email_key),
    check ((subscriber_id is null) = (kind = 'join'))
  )`,
  'create index service_mail_due on service_mail (due_at)',

  `alter table issue add column audience_tag text check (audience_tag <> '')`,
]
