import { type Kysely, sql } from 'kysely'

/** Tells all processes at once, when the transaction has ended, that kept pages are out of date. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function tell_site_change() returns trigger language plpgsql as $$
      begin
        perform pg_notify('linkletter', 'site');
        return null;
      end
    $$`.execute(db)
  await sql`
    create trigger site_change_told after insert on site_change
      for each row execute function tell_site_change()`.execute(db)
}
