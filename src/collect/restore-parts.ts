/**
 * What our own export holds besides links, put back: settings and sections where the owner has
 * not begun yet, issues of months that have none here.
 *
 * Nothing is mailed by itself afterwards: who has a mail already is not in the file, so an issue
 * that was waiting or under way comes back as a draft, or paused when its page was public.
 */
import type { StoredEditorial } from '../domain/editorial.ts'
import {
  freeSlugFor,
  insertMovedIssue,
  isEmptyInstallation,
  type MovedEntry,
  type MovedIssue,
  type PlacedIssue,
} from '../store/issue-transfer.ts'
import { findLinksByKeys } from '../store/link-batch.ts'
import { insertMovedResponse } from '../store/response-transfer.ts'
import type { Database, Db } from '../store/schema.ts'
import { getOrCreateSection, replaceSections } from '../store/sections.ts'
import { readSetting, writeSetting } from '../store/settings.ts'
import { cleanUrl } from './clean-url.ts'
import type { ImportedPart } from './imports/index.ts'
import type { MovedLook, MovedResponseSettings } from './moved-site-json.ts'

export interface PartsRestorer {
  take(part: ImportedPart): Promise<void>
  /** All that were listed so far at once, before links go in: sections that links bring come after. */
  placeSections(): Promise<void>
  /** What was done and left, in a sentence each. */
  end(): Promise<string[]>
}

export interface RestoreDeps {
  db: Database
  fetchAllow: readonly string[]
  now: () => Date
  /** Each says in sentences what was left; where one is absent, all of it is left. */
  restoreLook?: ((look: MovedLook) => Promise<string[]>) | undefined
  restoreResponseSettings?: ((settings: MovedResponseSettings) => Promise<string[]>) | undefined
}

/** Asks at its start whether anything is here, so make it before the first link is added. */
export async function createPartsRestorer(
  { db, fetchAllow, now, restoreLook, restoreResponseSettings }: RestoreDeps,
  { mayRestore }: { mayRestore: boolean },
): Promise<PartsRestorer> {
  const isEmpty = await isEmptyInstallation(db)
  const sections: string[] = []
  const months = { added: [] as string[], kept: [] as string[], stopped: [] as string[] }
  const notices: string[] = []
  let refused = 0

  async function restoreIssue(issue: MovedIssue): Promise<void> {
    await db.transaction().execute(async (trx) => {
      const calm = withoutSending(issue)
      const slug = await freeSlugFor(trx, calm.slug, calm.month)
      const placed = { ...(await placeEntries(trx, calm, fetchAllow)), slug }
      const isAdded = await insertMovedIssue(trx, placed, { marksLinks: !isEmpty })
      if (isAdded && calm.state !== issue.state) months.stopped.push(issue.month)
      if (isAdded && slug !== issue.slug)
        notices.push(`The issue of ${issue.month} is at "${slug}": "${issue.slug}" was taken.`)
      months[isAdded ? 'added' : 'kept'].push(issue.month)
    })
  }

  return {
    async take(part) {
      if (!mayRestore) refused++
      else if (part.kind === 'section') sections.push(part.name)
      else if (part.kind === 'settings')
        notices.push(...(await restoreSettings(db, part.editorial)))
      else if (part.kind === 'look') notices.push(...((await restoreLook?.(part.look)) ?? []))
      else if (part.kind === 'response settings')
        notices.push(...((await restoreResponseSettings?.(part.settings)) ?? []))
      // An issue that was here before keeps its own.
      else if (part.kind === 'response') {
        if (months.added.includes(part.response.month))
          await insertMovedResponse(db, part.response, now())
      } else {
        await placeSections(db, sections.splice(0))
        await restoreIssue(part.issue)
      }
    },
    placeSections: () => placeSections(db, sections.splice(0)),
    async end() {
      await placeSections(db, sections.splice(0))
      const said = [...notices]
      if (refused > 0)
        said.push(
          'Settings, look, sections, issues and responses were left out: they need a token of scope admin.',
        )
      if (months.added.length > 0) said.push(`Issues that came back: ${months.added.join(', ')}.`)
      if (months.kept.length > 0)
        said.push(`Issues that are here already, left as they are: ${months.kept.join(', ')}.`)
      if (months.stopped.length > 0)
        said.push(
          `Issues that were waiting or being sent, stopped now: ${months.stopped.join(', ')}. Send them yourself if that is still wanted.`,
        )
      return said
    },
  }
}

/** The file's order is taken over where nothing is yet; otherwise new sections go to the end. */
async function placeSections(db: Database, names: string[]): Promise<void> {
  if (names.length === 0) return
  await db.transaction().execute(async (trx) => {
    if (await isEmptyInstallation(trx)) await replaceSections(trx, [...new Set(names)])
    else for (const name of names) await getOrCreateSection(trx, name)
  })
}

async function restoreSettings(db: Database, editorial: StoredEditorial): Promise<string[]> {
  if (Object.keys(editorial).length === 0) return []
  return db.transaction().execute(async (trx) => {
    if ((await readSetting(trx, 'editorial')) !== undefined)
      return ['The settings here were left as they are.']
    await writeSetting(trx, 'editorial', editorial)
    return []
  })
}

const INTERRUPTED =
  'Was being sent when it was exported. Who has it already is not in the export: resuming sends it to everybody.'

function withoutSending(issue: MovedIssue): MovedIssue {
  if (issue.state === 'sent' || issue.state === 'draft' || issue.state === 'cancelled') return issue
  const quiet = { ...issue, scheduledAt: null, plannedAt: null, candidates: null }
  return issue.publishedAt
    ? { ...quiet, state: 'paused', pausedReason: INTERRUPTED }
    : { ...quiet, state: 'draft', pausedReason: null }
}

/** Entries find their links by address, also when these were here already under other ids. */
async function placeEntries(
  db: Db,
  issue: MovedIssue,
  fetchAllow: readonly string[],
): Promise<PlacedIssue> {
  const keyOf = ({ linkUrl }: MovedEntry) => {
    if (linkUrl === null || !URL.canParse(linkUrl)) return undefined
    // The export's own addresses are in order; one of a private host may be refused here.
    return cleanUrl(linkUrl, [...fetchAllow, new URL(linkUrl).host]).dedupeKey
  }
  const entries = issue.sections.flatMap((section) => section.entries)
  const links = await findLinksByKeys(
    db,
    entries.flatMap((entry) => keyOf(entry) ?? []),
  )
  return {
    ...issue,
    sections: issue.sections.map((section) => ({
      ...section,
      entries: section.entries.map((entry) => {
        const { linkUrl, ...kept } = entry
        const linkId = links.get(keyOf(entry) ?? '')?.id ?? null
        // Without its link an entry says for itself where it leads.
        return linkId === null
          ? { ...kept, linkId, title: kept.title ?? linkUrl, url: kept.url ?? linkUrl }
          : { ...kept, linkId }
      }),
    })),
  }
}
