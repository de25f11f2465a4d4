import { type Kysely, sql } from 'kysely'

/**
 * How the public pages look: stylesheet and logo as files of the site, and a note for kept pages
 * whenever the look or the page about the publication is changed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table site_file (
    hash text primary key,
    type text not null check (type in ('text/css', 'image/png', 'image/webp')),
    bytes bytea not null,
    created_at timestamptz not null
  )`,
  `create trigger site_look_changed after insert or update on setting
    for each row when (new.key in ('look', 'about')) execute function note_site_change()`,
]
