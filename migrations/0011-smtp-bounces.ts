import { type Kysely, sql } from 'kysely'

/** Refusals of an address while it was being sent to stand among the bounces as well. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table bounce_event drop constraint bounce_event_source_check`.execute(db)
  await sql`
    alter table bounce_event add constraint bounce_event_source_check
      check (source in ('report', 'smtp', 'ses', 'postmark', 'mailgun', 'sendgrid'))`.execute(db)
}
