import { type Kysely, sql } from 'kysely'

/**
 * Several people with roles, a code as second factor, passkeys. That an owner stays is seen to by
 * `store/people.ts`, which changes roles one after the other.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'drop index account_owner',
  'alter table session drop constraint session_method_check',
  `alter table session add constraint session_method_check
    check (method in ('password', 'link', 'passkey'))`,
  'alter table login_token drop constraint login_token_purpose_check',
  `alter table login_token add constraint login_token_purpose_check
    check (purpose in ('start', 'command', 'mail', 'invite', 'code'))`,
  // How somebody came who still has to give a code.
  `alter table login_token add column method text
    check ((purpose = 'code') = (method is not null) and method in ('password', 'link'))`,
  // The secret is encrypted; a time step at or before the last one is a replay.
  `create table second_factor (
    account_id integer primary key references account (id) on delete cascade,
    secret bytea not null,
    last_step integer not null,
    created_at timestamptz not null
  )`,
  // A used code is deleted.
  `create table recovery_code (
    hash bytea primary key,
    account_id integer not null references account (id) on delete cascade
  )`,
  'create index recovery_code_account on recovery_code (account_id)',
  `create table passkey (
    id integer generated always as identity primary key,
    account_id integer not null references account (id) on delete cascade,
    credential_id text not null unique,
    public_key bytea not null,
    counter bigint not null,
    transports jsonb not null default '[]',
    name text not null check (name <> ''),
    created_at timestamptz not null,
    last_used_at timestamptz
  )`,
  'create index passkey_account on passkey (account_id, id)',
  // What a browser has to sign; used up by the first answer. Without an account: a login.
  `create table passkey_challenge (
    hash bytea primary key,
    account_id integer references account (id) on delete cascade,
    expires_at timestamptz not null
  )`,
  'create index passkey_challenge_expires on passkey_challenge (expires_at)',
]
