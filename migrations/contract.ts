import type { Migration } from 'kysely/migration'

/**
 * What a migration says that takes away or tightens what an earlier version still uses. Processes
 * that do not know the migration `needs` are refused from then on; `release` is the first version
 * that knows it, for the sentence that says so.
 */
export interface Contract {
  needs: string
  release: string
}

/** `contracts` is exported by the migration beside `up`; most have none, because they only add. */
export type LinkletterMigration = Migration & { contracts?: Contract }
