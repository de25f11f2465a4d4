import { type Kysely, sql } from 'kysely'

/**
 * What later migrations have taken away, for versions that do not know those: whether they may
 * still work here. A row for each migration that `contracts`, written when it is run.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table schema_migration_contract (
      migration text primary key,
      -- The migration that a process has to know, and the first release that does.
      needs text not null,
      release text not null
    )`.execute(db)
}
