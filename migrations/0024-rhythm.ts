import { type Kysely, sql } from 'kysely'

/**
 * The way of an issue from its draft to its day: when it was drafted, put off, reminded of, and what
 * the day brought. Mails to owners about it wait in rows of their own; a row is one mail. Links that
 * were deleted in the rooms are kept for a day, to be brought back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table month_run
      -- In place of the day that the schedule gives; each change begins a new round.
      add column postponed_to timestamptz,
      add column round integer not null default 0,
      add column round_begun_at timestamptz not null default now(),
      add column reminded_at timestamptz,
      add column settled_at timestamptz,
      add column settled_as text
        check (settled_as in ('over', 'sent', 'asked', 'late', 'sample', 'few', 'open')),
      -- How many links a month had that made no issue.
      add column links integer,
      add check ((settled_at is null) = (settled_as is null))`.execute(db)
  // What was decided before stays so: nothing old is mailed about or sent.
  await sql`
    update month_run set settled_at = created_at, round_begun_at = created_at,
      settled_as = case outcome when 'assembled' then 'asked' else 'over' end`.execute(db)
  await sql`
    create table owner_mail (
      id text primary key,
      kind text not null check (kind in ('draft', 'reminder', 'deadline', 'skipped', 'paused')),
      month text not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
      -- Tells two mails of one kind about one month apart: the round, or the time of the send.
      occasion text not null,
      account_id integer not null references account (id) on delete cascade,
      state text not null default 'waiting'
        check (state in ('waiting', 'sending', 'sent', 'failed', 'unknown', 'unneeded')),
      attempts integer not null default 0,
      due_at timestamptz not null,
      lease_until timestamptz,
      last_reply text,
      made_at timestamptz not null,
      unique (kind, month, occasion, account_id)
    )`.execute(db)
  await sql`
    create index owner_mail_waiting on owner_mail (due_at)
      where state in ('waiting', 'sending')`.execute(db)
  await sql`
    create table deleted_link (
      id text primary key,
      link_id integer not null,
      -- Rows as they were: the link, those that go with it, the entries and items that named it.
      link jsonb not null,
      parts jsonb not null,
      entries jsonb,
      items jsonb,
      made_at timestamptz not null
    )`.execute(db)
  await sql`create index deleted_link_made on deleted_link (made_at)`.execute(db)
}
