import { type Kysely, sql } from 'kysely'

/**
 * Who may enter the owner's rooms. Secrets (session tokens, login links) are stored as SHA-256;
 * there is one owner, and a login link works once because using it is one conditional update.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table account (
    id integer generated always as identity primary key,
    name text not null default '',
    email text check (email <> ''),
    password_hash text,
    role text not null check (role in ('owner', 'editor', 'collector')),
    last_login_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  'create unique index account_email on account (lower(email))',
  `create unique index account_owner on account (role) where role = 'owner'`,
  `create table session (
    id integer generated always as identity primary key,
    account_id integer not null references account (id) on delete cascade,
    hash bytea not null unique,
    method text not null check (method in ('password', 'link')),
    user_agent text not null default '',
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  'create index session_account on session (account_id, last_seen_at)',
  'create index session_expires on session (expires_at)',
  `create table login_token (
    hash bytea primary key,
    account_id integer not null references account (id) on delete cascade,
    purpose text not null check (purpose in ('start', 'command', 'mail')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  'create index login_token_expires on login_token (expires_at)',
  // One row a key and window; counting is one statement, so processes count together.
  `create table rate_limit (
    key text primary key,
    count integer not null,
    ends_at timestamptz not null
  )`,
  'create index rate_limit_ends on rate_limit (ends_at)',
]
