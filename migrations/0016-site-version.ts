import { type Kysely, sql } from 'kysely'

/**
 * What tells kept public pages that they are out of date, in every process: a row for each
 * transaction that changed what the site shows.
 *
 * Rows are added and never changed, so that writers do not wait for each other.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table site_change (
    xact xid8 primary key default pg_current_xact_id(),
    made_at timestamptz not null default now()
  )`,
  `create function note_site_change() returns trigger language plpgsql as $$
    begin
      insert into site_change default values on conflict do nothing;
      return null;
    end
  $$`,
  // Parts of an issue count once it is public; publishing itself changes its row.
  `create function note_part_change() returns trigger language plpgsql as $$
    declare part_of integer;
    begin
      if tg_op = 'DELETE' then part_of := old.issue_id; else part_of := new.issue_id; end if;
      if exists (select from issue where id = part_of and published_at is not null) then
        insert into site_change default values on conflict do nothing;
      end if;
      return null;
    end
  $$`,
  trigger('issue', 'insert', 'new.published_at is not null'),
  trigger('issue', 'update', 'coalesce(old.published_at, new.published_at) is not null'),
  trigger('issue', 'delete', 'old.published_at is not null'),
  trigger('setting', 'insert or update', `new.key = 'editorial'`),
  // Checks that change nothing are many.
  trigger('link_check', 'insert', 'new.dead_since is not null'),
  trigger(
    'link_check',
    'update',
    `(old.dead_since is not null or new.dead_since is not null)
       and (old.dead_since, old.reason) is distinct from (new.dead_since, new.reason)`,
  ),
  trigger('link_check', 'delete', 'old.dead_since is not null'),
  `create trigger site_changed after insert or update or delete on entry
    for each row execute function note_part_change()`,
  `create trigger site_changed after insert or update or delete on issue_section
    for each row execute function note_part_change()`,
]

function trigger(table: string, event: string, when: string): string {
  return `create trigger site_changed_${event.split(' ')[0]} after ${event} on ${table}
    for each row when (${when}) execute function note_site_change()`
}
