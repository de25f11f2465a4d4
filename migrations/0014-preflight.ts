import { type Kysely, sql } from 'kysely'

/** What was tested and what the owner knows and sends in spite of, before an issue goes out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table issue_test (
      id integer generated always as identity primary key,
      issue_id integer not null references issue (id) on delete cascade,
      hash text not null,
      recipients integer not null,
      sent_at timestamptz not null
    )`.execute(db)
  await sql`create index issue_test_issue on issue_test (issue_id, sent_at)`.execute(db)
  await sql`
    create table preflight_override (
      issue_id integer not null references issue (id) on delete cascade,
      problem text not null,
      message text not null,
      made_by text not null,
      made_at timestamptz not null,
      primary key (issue_id, problem)
    )`.execute(db)
}
