import { type Kysely, sql } from 'kysely'

/** SEND_RATE over all processes: one row that says when the next message may leave. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table send_turn (
    id integer primary key check (id = 1),
    next_at timestamptz not null
  )`.execute(db)
}
