import type { StoredEditorial } from '../domain/editorial.ts'
import { DEFAULT_LOOK, type Logo, type Look } from '../domain/look.ts'
import { DEFAULT_RESPONSES, type ResponseSettings } from '../domain/response.ts'
import { eachIssueToMove } from '../store/issue-transfer.ts'
import { eachLinkWithKeys } from '../store/link-batch.ts'
import { eachResponseToMove } from '../store/response-transfer.ts'
import type { Database } from '../store/schema.ts'
import { findSectionNames } from '../store/sections.ts'
import { readSetting } from '../store/settings.ts'
import { findSiteFile } from '../store/site-files.ts'
import type { ExportSource } from './exports.ts'
import type { MovedLook, MovedResponseSettings } from './moved-site-json.ts'

/** What an export holds; settings only for whoever may see them. */
export function createExportSource({ db }: { db: Database }) {
  return async function exportSource(options: { settings: boolean }): Promise<ExportSource> {
    return {
      links: eachLinkWithKeys(db),
      sections: await findSectionNames(db),
      issues: eachIssueToMove(db),
      responses: eachResponseToMove(db),
      ...(options.settings && {
        look: await readLook(db),
        responseSettings: await readResponseSettings(db),
      }),
      editorial: options.settings ? await readSetting<StoredEditorial>(db, 'editorial') : undefined,
    }
  }
}

/** Undefined while nobody has chosen one or written about the publication. */
async function readLook(db: Database): Promise<MovedLook | undefined> {
  const stored = await readSetting<Partial<Look>>(db, 'look')
  if (!stored) return undefined
  const { accent, font, width, logo, darkLogo } = { ...DEFAULT_LOOK, ...stored }
  const bytesOf = async (each: Logo | null) =>
    (each && (await findSiteFile(db, each.hash))?.bytes) ?? null
  return {
    accent,
    font,
    width,
    css: (await readSetting<string>(db, 'look_css')) ?? '',
    about: (await readSetting<string>(db, 'about')) ?? '',
    logo: await bytesOf(logo),
    darkLogo: await bytesOf(darkLogo),
  }
}

async function readResponseSettings(db: Database): Promise<MovedResponseSettings | undefined> {
  const stored = await readSetting<Partial<ResponseSettings>>(db, 'responses')
  return stored && { ...DEFAULT_RESPONSES, ...stored }
}
