import { type Kysely, sql } from 'kysely'

/**
 * Clicks on links, counted without who; and an index by which parts of words are found without
 * reading every entry.
 *
 * An entry gets its short id when its issue is published while clicks are counted, and keeps it.
 * The counts stand in a table of their own: a count is no change of the entry, so that it renews
 * neither kept pages nor the words that are searched.
 *
 * The index of parts needs trigrams, as that of titles (0019): without them all entries are read.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table entry add column short_id text unique`.execute(db)
  await sql`
    create table entry_click (
      entry_id integer primary key references entry on delete cascade,
      clicks bigint not null check (clicks >= 0)
    )`.execute(db)
  await sql`
    do $$ begin
      if exists (select from pg_extension where extname = 'pg_trgm') then
        create index entry_parts on entry
          using gin ((title || E'\\n' || plain_markdown(note)) gin_trgm_ops);
      end if;
    end $$`.execute(db)
}
