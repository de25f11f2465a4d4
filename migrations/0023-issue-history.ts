import { type Kysely, sql } from 'kysely'

/** How an issue read after each change, and who made it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table issue_revision (
      id integer generated always as identity primary key,
      issue_id integer not null references issue (id) on delete cascade,
      content jsonb not null,
      source text not null check (source in ('room', 'api', 'assembly', 'links')),
      -- The account or the token, as it was called then.
      name text not null,
      -- Changes of one login or token, shortly after each other, are one revision.
      session text not null,
      -- When the revision was made whose words and order this one brought back.
      restored_from timestamptz,
      -- What of it could not come back as it was: [{title, reason}].
      losses jsonb not null default '[]',
      begun_at timestamptz not null,
      made_at timestamptz not null
    )`.execute(db)
  await sql`create index issue_revision_issue on issue_revision (issue_id, id)`.execute(db)
}
