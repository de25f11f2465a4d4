import { type Kysely, sql } from 'kysely'

/**
 * Mails to single readers that were given up stay for a while, with the server's words, so that the
 * owner sees them and can have them tried again. A new mail of the same kind takes their place.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table service_mail
      add column last_reply text,
      add column failed_at timestamptz`.execute(db)
  await sql`
    create index service_mail_failed on service_mail (failed_at) where failed_at is not null`.execute(
    db,
  )
  await sql`create index bounce_event_received on bounce_event (received_at)`.execute(db)
  // What the rooms count and list of failures, without reading all links.
  await sql`
    create index link_reading_failed on link (id desc) where enrichment_status = 'failed'`.execute(
    db,
  )
  await sql`
    create index link_image_failed on link_image (link_id desc) where status = 'failed'`.execute(db)
}
