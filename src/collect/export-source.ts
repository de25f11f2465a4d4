import type { StoredEditorial } from '../domain/editorial.ts'
import { eachIssueToMove } from '../store/issue-transfer.ts'
import { eachLinkWithKeys } from '../store/link-batch.ts'
import type { Database } from '../store/schema.ts'
import { findSectionNames } from '../store/sections.ts'
import { readSetting } from '../store/settings.ts'
import type { ExportSource } from './exports.ts'

/** What an export holds; settings only for whoever may see them. */
export function createExportSource({ db }: { db: Database }) {
  return async function exportSource(options: { settings: boolean }): Promise<ExportSource> {
    return {
      links: eachLinkWithKeys(db),
      sections: await findSectionNames(db),
      issues: eachIssueToMove(db),
      editorial: options.settings ? await readSetting<StoredEditorial>(db, 'editorial') : undefined,
    }
  }
}
