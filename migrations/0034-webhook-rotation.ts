import { type Kysely, sql } from 'kysely'

/** The secret that a webhook had before signs on for a while, so that no message is refused. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table webhook add column old_secret bytea,
    add column old_secret_until timestamptz,
    add constraint webhook_old_secret check ((old_secret is null) = (old_secret_until is null))`.execute(
    db,
  )
}
