import type { Migration } from 'kysely/migration'
import * as start from './0001-start.ts'

/** Listed by hand: Workers have no disk to read a folder from. Released files never change. */
export const migrations: Record<string, Migration> = {
  '0001-start': start,
}
