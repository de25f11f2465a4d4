import { type Kysely, sql } from 'kysely'

/**
 * Who made a token; null: the command line, or a version before this one. Not a foreign key: when
 * its maker is gone, a token must stop, not turn into one that nobody made, whichever version takes
 * the person out. Numbers of accounts are not used twice.
 *
 * And an index by which the rooms find links by a part of their texts without reading them all. It
 * needs trigrams, as that of titles (0019): without them all links are read. It takes each change in
 * at once: a list of those to come is read through by every search, until somebody cleans up.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table token add column account_id integer`.execute(db)
  await sql`
    do $$ begin
      if exists (select from pg_extension where extname = 'pg_trgm') then
        create index link_parts on link using gin ((url || E'\\n' || coalesce(title, '') || E'\\n'
          || note || E'\\n' || coalesce(description, '') || E'\\n' || authors::text) gin_trgm_ops) with (fastupdate = off);
        -- How often a part occurs is known from now on, not only after the next hundreds of links.
        analyze link;
      end if;
    end $$`.execute(db)
}
