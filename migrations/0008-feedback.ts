import { type Kysely, sql } from 'kysely'

/**
 * Bounces and complaints, each once; webhook signatures that were used; sends that the owner
 * wants although the sender's domain fails its checks.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'alter table hook drop constraint hook_kind_check',
  `alter table hook add constraint hook_kind_check check (kind in ('inbound', 'bounce'))`,
  // Deleted with the subscriber: the reason may name the address.
  `create table bounce_event (
    id integer generated always as identity primary key,
    event_hash text not null unique,
    source text not null check (source in ('report', 'ses', 'postmark', 'mailgun', 'sendgrid')),
    kind text not null check (kind in ('hard', 'soft', 'blocked', 'complaint', 'unsubscribe')),
    subscriber_id integer not null references subscriber (id) on delete cascade,
    issue_id integer references issue (id) on delete set null,
    reason text not null,
    received_at timestamptz not null
  )`,
  'create index bounce_event_subscriber on bounce_event (subscriber_id, received_at)',
  'create index bounce_event_issue on bounce_event (issue_id)',
  `create table webhook_use (
    hash text primary key,
    expires_at timestamptz not null
  )`,
  'create index webhook_use_expires on webhook_use (expires_at)',
  'alter table issue add column send_forced boolean not null default false',
]
