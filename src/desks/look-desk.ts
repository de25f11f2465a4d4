import { createHash } from 'node:crypto'
import { readColour } from '../domain/colour.ts'
import {
  accentContrast,
  DEFAULT_ACCENT,
  DEFAULT_LOOK,
  darkenToRead,
  LEAST_CONTRAST,
  type LogoField,
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
  /** The same for the logo of dark pages, which goes together with the other. */
  darkLogo?: Uint8Array | null | undefined
}

export type LookProblem =
  | { field: 'accent'; reason: 'unread' }
  | { field: 'accent'; reason: 'contrast'; ratio: number; nearest: string }
  | { field: 'css'; reason: 'long' | 'import' | 'elsewhere' }
  | { field: LogoField; reason: 'kind' | 'size' | 'broken' | 'nowhere' }
  | { field: 'dark_logo'; reason: 'alone' }

const PART_NAMES: Record<LookProblem['field'], string> = {
  accent: 'accent',
  css: 'CSS',
  logo: 'logo',
  dark_logo: 'logo for dark pages',
}

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

  const desk = {
    read,
    canHaveLogo: makeLogo !== undefined,

    /**
     * The look of an export, where none was chosen yet. Its logos are made anew like any upload;
     * what cannot be taken is left out and said in a sentence.
     */
    async restore({ accent, about, ...moved }: LookInput & { about: string }): Promise<string[]> {
      if ((await readSetting(db, 'look')) !== undefined) return ['The look here was left as it is.']
      const input = { ...moved, accent }
      const left: string[] = []
      for (const { field } of await desk.save(input)) {
        left.push(`The ${PART_NAMES[field]} of the look was left out: it is not taken here.`)
        if (field === 'accent') input.accent = ''
        if (field === 'css') input.css = ''
        if (field === 'logo') input.logo = null
        if (field === 'dark_logo' || field === 'logo') input.darkLogo = null
      }
      if (left.length > 0) await desk.save(input)
      if (about.trim() !== '') await desk.saveAbout(about)
      return left
    },

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
      const madeDark = await madeLogo(input.darkLogo)
      if (madeDark && 'problem' in madeDark)
        problems.push({ field: 'dark_logo', reason: madeDark.problem })
      else if (madeDark && !made && (input.logo === null || (await read()).look.logo === null))
        problems.push({ field: 'dark_logo', reason: 'alone' })
      if (problems.length > 0 || (typeof accent === 'object' && accent !== null)) return problems
      await db.transaction().execute(async (trx) => {
        const known = await read(trx)
        const look: Look = { ...known.look, accent, font: input.font, width: input.width }
        if (input.logo === null) look.logo = null
        if (made && 'logo' in made) look.logo = made.logo
        if (input.darkLogo === null || look.logo === null) look.darkLogo = null
        else if (madeDark && 'logo' in madeDark) look.darkLogo = madeDark.logo
        for (const each of [made, madeDark])
          for (const file of each && 'files' in each ? each.files : [])
            await insertSiteFile(trx, file, now())
        look.sheet = await storeSheet(trx, lookSheet(look, input.css), now())
        await writeSetting(trx, 'look', look)
        await writeSetting(trx, 'look_css', input.css)
        const before = new Date(now().getTime() - KEEP_FILES_MS)
        // Those of the look before as well: pages that somebody reads still name them.
        const except = [look, known.look].flatMap(filesOf)
        await deleteOldSiteFiles(trx, { except, before })
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
  return desk

  async function madeLogo(bytes: Uint8Array | null | undefined) {
    if (!bytes) return undefined
    return makeLogo ? makeLogo(bytes) : { problem: 'nowhere' as const }
  }
}

function filesOf({ sheet, logo, darkLogo }: Look): string[] {
  const pictures = [logo, darkLogo].flatMap((each) => (each ? [each.hash, each.png] : []))
  return [sheet, ...pictures].filter((hash) => typeof hash === 'string')
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
