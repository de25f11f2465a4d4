/** The public site as a whole: settings, files, and when something changed. */
import type { ColumnType } from 'kysely'
import type { SiteFileType } from '../../domain/look.ts'
import type { Json, Time } from './columns.ts'

export interface SiteTables {
  setting: { key: string; value: Json<unknown>; updated_at: Time }
  site_file: { hash: string; type: SiteFileType; bytes: Uint8Array; created_at: Date }
  /** A row for each transaction that changed what the public site shows. */
  site_change: { xact: ColumnType<string, never, never>; made_at: Time }
}
