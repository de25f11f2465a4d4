import { type Kysely, sql } from 'kysely'

/** How links were before the owner moved several of them at once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table undo_step (
      id text primary key,
      links jsonb not null,
      made_at timestamptz not null
    )`.execute(db)
  await sql`create index undo_step_made on undo_step (made_at)`.execute(db)
}
