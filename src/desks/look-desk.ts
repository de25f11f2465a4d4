import { createHash } from 'node:crypto'
import { readColour } from '../domain/colour.ts'
import {
  accentContrast,
  DEFAULT_ACCENT,
  DEFAULT_LOOK,
  darkenToRead,
  LEAST_CONTRAST,
  type Look,
  type LookFont,
  type LookWidth,
  type MakeLogo,
} from '../domain/look.ts'
import { lookSheet, ownCssProblem } from '../domain/look-sheet.ts'
import type { Database, Db } from '../store/schema.ts'
import { readSetting, writeSetting } from '../store/settings.ts'
import { deleteOldSiteFiles, insertSiteFile } from '../store/site-files.ts'

/** As it is typed. */
export interface LookInput {
  accent: string
  font: LookFont
  width: LookWidth
  css: string
  /** A new picture, null to take the logo away, undefined to leave it. */
  logo?: Uint8Array | null | undefined
}

export type LookProblem =
  | { field: 'accent'; reason: 'unread' }
  | { field: 'accent'; reason: 'contrast'; ratio: number; nearest: string }
  | { field: 'css'; reason: 'long' | 'import' | 'elsewhere' }
  | { field: 'logo'; reason: 'kind' | 'size' | 'broken' | 'nowhere' }

/** Files of looks before the last one go when they are older than this. */
const KEEP_FILES_MS = 7 * 86_400_000

/** How the public pages look, and what stands about the publication. */
export function createLookDesk({
  db,
  now,
  makeLogo,
}: {
  db: Database
  now: () => Date
  /** Opens uploaded pictures; without it there is no logo. */
  makeLogo?: MakeLogo | undefined
}) {
  async function read(from: Db = db): Promise<{ look: Look; css: string }> {
    const look = await readSetting<Partial<Look>>(from, 'look')
    const css = (await readSetting<string>(from, 'look_css')) ?? ''
    return { look: { ...DEFAULT_LOOK, ...look }, css }
  }

  return {
    read,
    canHaveLogo: makeLogo !== undefined,

    /** Stores a look, or says all that is wrong with it and changes nothing. */
    async save(input: LookInput): Promise<LookProblem[]> {
      const accent = readAccent(input.accent)
      const reason = ownCssProblem(input.css)
      const problems: LookProblem[] = [
        ...(typeof accent === 'object' && accent !== null ? [accent] : []),
        ...(reason === null ? [] : [{ field: 'css' as const, reason }]),
      ]
      const made = await madeLogo(input.logo)
      if (made && 'problem' in made) problems.push({ field: 'logo', reason: made.problem })
      if (problems.length > 0 || (typeof accent === 'object' && accent !== null)) return problems
      await db.transaction().execute(async (trx) => {
        const known = await read(trx)
        const look: Look = { ...known.look, accent, font: input.font, width: input.width }
        if (input.logo === null) look.logo = null
        if (made && 'logo' in made) {
          look.logo = made.logo
          const { hash, type } = made.logo
          await insertSiteFile(trx, { hash, type, bytes: made.bytes }, now())
        }
        look.sheet = await storeSheet(trx, lookSheet(look, input.css), now())
        await writeSetting(trx, 'look', look)
        await writeSetting(trx, 'look_css', input.css)
        const before = new Date(now().getTime() - KEEP_FILES_MS)
        // Those of the look before as well: pages that somebody reads still name them.
        const except = [look, known.look].flatMap(({ sheet, logo }) => [sheet, logo?.hash ?? null])
        await deleteOldSiteFiles(trx, { except: except.filter((hash) => hash !== null), before })
      })
      return []
    },

    async readAbout(): Promise<string> {
      return (await readSetting<string>(db, 'about')) ?? ''
    },

    /** Markdown; an empty text takes the page away. */
    async saveAbout(text: string): Promise<void> {
      await db.transaction().execute(async (trx) => {
        const { look } = await read(trx)
        await writeSetting(trx, 'about', text)
        await writeSetting(trx, 'look', { ...look, hasAbout: text.trim() !== '' })
      })
    },
  }

  async function madeLogo(bytes: Uint8Array | null | undefined) {
    if (!bytes) return undefined
    return makeLogo ? makeLogo(bytes) : { problem: 'nowhere' as const }
  }
}

/** The colour, null for our own, or what is wrong with it. */
function readAccent(text: string): string | null | Extract<LookProblem, { field: 'accent' }> {
  const accent = text.trim() === '' ? DEFAULT_ACCENT : readColour(text)
  if (accent === undefined) return { field: 'accent', reason: 'unread' }
  const ratio = accentContrast(accent)
  if (ratio < LEAST_CONTRAST)
    return { field: 'accent', reason: 'contrast', ratio, nearest: darkenToRead(accent) }
  return accent === DEFAULT_ACCENT ? null : accent
}

async function storeSheet(db: Db, css: string, now: Date): Promise<string | null> {
  if (css === '') return null
  const bytes = new TextEncoder().encode(css)
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
  await insertSiteFile(db, { hash, type: 'text/css', bytes }, now)
  return hash
}
