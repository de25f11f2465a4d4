import { createHash } from 'node:crypto'
import { cleanUrl } from './collect/clean-url.ts'
import type { FoundLink } from './collect/lookup-link.ts'
import type { LinkInput, SavedLink } from './collect/save-link.ts'
import { readSharedPage, type SharedPage, toQuote } from './collect/shared-page.ts'
import type { Editorial } from './domain/editorial.ts'
import type { Link } from './domain/link.ts'
import { addMonths, type Month, monthOf } from './domain/month.ts'
import { AppError, isAppError } from './errors.ts'
import { cleanLine, cleanText } from './render/clean-text.ts'
import { findLink, type LinkChanges } from './store/links.ts'
import type { Database } from './store/schema.ts'
import { findSectionNames } from './store/sections.ts'
import { findTagNames } from './store/tags.ts'

/** The fields of the window as they are posted. */
export interface WindowForm {
  url: string
  title: string
  /** The title that the form came with: if it is still that, nobody has typed one. */
  shownTitle: string
  note: string
  /** Empty for none. */
  section: string
  /** With commas between. */
  tags: string
  /** Empty: the month in which the link was saved. */
  month: string
  /** Of the link that the form was filled from. */
  linkId: number | null
  /** Of the note that the form was filled with, to see that nobody else has changed it. */
  noteSeen: string
}

/** Everything the window shows. */
export interface SaveWindow {
  form: WindowForm
  /** Empty while there is no address that can be saved. */
  host: string
  /** Why the address cannot be saved; empty also when none was given. */
  problem: string
  known: FoundLink | null
  thisMonth: Month
  /** The month that an empty choice stands for. */
  ownMonth: Month
  /** What else can be chosen, soonest first. */
  months: Month[]
  sections: string[]
  tagNames: string[]
  /** The link's note was changed elsewhere while it was open here. */
  isConflict: boolean
}

export type SaveResult =
  | { outcome: 'new' | 'merged' | 'updated'; link: Link }
  | { outcome: 'conflict'; link: Link }

export interface SaveWindowDeps {
  db: Database
  now: () => Date
  fetchAllow: readonly string[]
  readEditorial: () => Promise<Editorial>
  saveLink: (input: LinkInput) => Promise<SavedLink>
  lookupLink: (url: string) => Promise<FoundLink | undefined>
  annotateLink: (id: number, changes: LinkChanges) => Promise<Link>
}

const MONTHS_AHEAD = 4
const MAX_TAG_NAMES = 200

/** The small window of the bookmarklet and of the phone's share sheet: what it shows, what it saves. */
export function createSaveWindow(deps: SaveWindowDeps) {
  const { db, now } = deps

  async function show(form: WindowForm, known: FoundLink | null, isConflict = false) {
    const { timeZone } = await deps.readEditorial()
    const address = readAddress(form.url)
    const thisMonth = monthOf(now(), timeZone)
    const ownMonth = known ? monthOf(known.link.savedAt, timeZone) : thisMonth
    const ahead = Array.from({ length: MONTHS_AHEAD }, (_, count) => addMonths(thisMonth, count))
    const chosen = form.month === '' ? [] : [form.month]
    return {
      form,
      ...address,
      known,
      thisMonth,
      ownMonth,
      months: [...new Set([...ahead, ...chosen])].filter((month) => month !== ownMonth).sort(),
      sections: await findSectionNames(db),
      tagNames: await findTagNames(db, MAX_TAG_NAMES),
      isConflict,
    } satisfies SaveWindow
  }

  function readAddress(url: string): { host: string; problem: string } {
    if (url === '') return { host: '', problem: '' }
    try {
      return { host: cleanUrl(url, deps.fetchAllow).displayHost, problem: '' }
    } catch (error) {
      if (!isAppError(error, 'INVALID_URL')) throw error
      return { host: '', problem: error.message }
    }
  }

  async function findKnown(url: string): Promise<FoundLink | null> {
    return readAddress(url).host === '' ? null : ((await deps.lookupLink(url)) ?? null)
  }

  async function update(link: Link, form: WindowForm): Promise<SaveResult> {
    if (fingerprintOf(link.note) !== form.noteSeen) return { outcome: 'conflict', link }
    // A link that has no title takes the browser's, which a page may still replace.
    if (link.title === null && form.title !== '' && form.title === form.shownTitle)
      await deps.saveLink({ url: link.url, title: form.title, titleSource: 'browser' })
    const changed = await deps.annotateLink(link.id, {
      note: form.note.trimEnd(),
      section: form.section || null,
      tags: tagsOf(form.tags),
      month: form.month || null,
      ...(form.title !== form.shownTitle && { title: form.title || null }),
    })
    return { outcome: 'updated', link: changed }
  }

  return {
    /** Fills the window from what was handed over and from the link, if it is known. */
    async open(shared: SharedPage): Promise<SaveWindow> {
      const { url, title, quote } = readSharedPage({
        url: shared.url,
        title: cleanLine(shared.title, 500),
        text: cleanText(shared.text),
      })
      const known = await findKnown(url)
      return show(
        known ? filledFrom(known.link, url, title, quote) : empty(url, title, quote),
        known,
      )
    },

    /** The window again with what was typed, because it could not be saved like this. */
    async reopen(form: WindowForm): Promise<SaveWindow> {
      return show(form, await findKnown(form.url))
    },

    /** After a conflict: both notes, one after the other, to be put in order by hand. */
    async reopenWithBoth(form: WindowForm, link: Link): Promise<SaveWindow> {
      const both = form.note.includes(link.note) ? form.note : `${link.note}\n\n${form.note}`
      const known = await findKnown(form.url)
      const joined = { ...form, note: both, noteSeen: fingerprintOf(link.note) }
      return show(joined, known, true)
    },

    /**
     * Saves a new link, or sets what the window shows on the link it was filled from.
     * Should the address have become known meanwhile, what is new is merged in.
     * Throws AppError INVALID_URL or INVALID_INPUT.
     */
    async save(form: WindowForm): Promise<SaveResult> {
      const shown = form.linkId === null ? undefined : await findLink(db, form.linkId)
      if (shown) return update(shown, form)
      if (form.url.trim() === '')
        throw new AppError('INVALID_URL', 'That is no web address. Start with https://')
      const { link, isNew } = await deps.saveLink({
        url: form.url,
        title: form.title || undefined,
        titleSource: form.title === form.shownTitle ? 'browser' : 'owner',
        note: form.note.trimEnd(),
        section: form.section || undefined,
        tags: tagsOf(form.tags),
        month: form.month || undefined,
      })
      return { outcome: isNew ? 'new' : 'merged', link }
    },
  }
}

function empty(url: string, title: string, quote: string): WindowForm {
  return {
    url,
    title,
    shownTitle: title,
    note: toQuote(quote),
    section: '',
    tags: '',
    month: '',
    linkId: null,
    noteSeen: '',
  }
}

function filledFrom(link: Link, url: string, browserTitle: string, quote: string): WindowForm {
  const title = link.title ?? browserTitle
  const added = toQuote(quote)
  const isQuoted = added === '' || link.note.includes(added.trim())
  return {
    url,
    title,
    shownTitle: title,
    note: isQuoted ? link.note : [link.note, added].filter(Boolean).join('\n\n'),
    section: link.section ?? '',
    tags: link.tags.join(', '),
    month: link.month ?? '',
    linkId: link.id,
    noteSeen: fingerprintOf(link.note),
  }
}

/** Tells two texts of a note apart, without holding one. */
export function fingerprintOf(note: string): string {
  return createHash('sha256').update(note).digest('base64url').slice(0, 22)
}

/** "time, #clocks" → time and clocks, each once. */
export function tagsOf(text: string): string[] {
  const names = text.split(/[,،，、]/).map((name) => cleanLine(name, 100).replace(/^#+/, '').trim())
  return [...new Map(names.filter(Boolean).map((name) => [name.toLowerCase(), name])).values()]
}
