import { type Kysely, sql } from 'kysely'

/** How many readers an issue was planned for: what the rows of its ledger must add up to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table issue add column candidates integer`.execute(db)
  await sql`
    update issue i set candidates = (
      select count(*) from delivery d where d.issue_id = i.id
    ) where i.planned_at is not null`.execute(db)
}
