import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Editorial } from '../domain/editorial.ts'
import type { Link } from '../domain/link.ts'
import { addMonths, type Month, monthOf } from '../domain/month.ts'
import { AppError } from '../errors.ts'
import { fingerprintOf, tagsOf } from '../save-window.ts'
import { countClicksOfLink } from '../store/clicks.ts'
import { forgetDeletedLinks, keepLink, putLinkBack } from '../store/deleted-links.ts'
import { requestReading } from '../store/enrichment.ts'
import {
  countDesk,
  type DeskTab,
  deleteLink,
  findAppearances,
  findLink,
  findLinks,
  type LinkChanges,
  lockLink,
} from '../store/links.ts'
import { findPublishedIn } from '../store/published-in.ts'
import type { Database, Db, UndoneLink } from '../store/schema.ts'
import { findSectionNames } from '../store/sections.ts'
import { findTagNames } from '../store/tags.ts'

export interface DeskQuery {
  tab: DeskTab | 'all'
  month?: Month | undefined
  q?: string | undefined
  section?: string | undefined
  author?: string | undefined
  host?: string | undefined
  withoutNote?: boolean | undefined
  after?: { savedAt: Date; id: number } | undefined
}

/** What may be done to links together. `value`: the month, the section or the tags. */
export interface DeskAct {
  act: 'skip' | 'later' | 'inbox' | 'section' | 'tag'
  value: string
}

export type NoteResult =
  | { outcome: 'saved'; noteSeen: string; savedAt: Date }
  | { outcome: 'conflict'; note: string; noteSeen: string }

export interface LinkDeskDeps {
  db: Database
  now: () => Date
  readEditorial: () => Promise<Editorial>
  annotateLink: (id: number, changes: LinkChanges) => Promise<Link>
  enqueueEnrichment: (db: Db, linkId: number) => Promise<void>
}

const PAGE_LENGTH = 50
/** Saved longer ago and in no issue: offered to be let go. */
const LEFT_AFTER_MS = 60 * 86_400_000
const UNDO_MS = 24 * 3_600_000
const MOST_AT_ONCE = 500
const MAX_TAG_NAMES = 200
const MONTHS_AHEAD = 6

/** What the owner does with links between saving and the issue. */
export function createLinkDesk(deps: LinkDeskDeps) {
  const { db, now } = deps

  async function today() {
    const { timeZone } = await deps.readEditorial()
    const month = monthOf(now(), timeZone)
    return { month, leftBefore: new Date(now().getTime() - LEFT_AFTER_MS) }
  }

  /** By issue; empty while clicks are not counted. */
  async function clicksOf(id: number): Promise<Map<number, number>> {
    return (await deps.readEditorial()).countClicks ? countClicksOfLink(db, id) : new Map()
  }

  async function get(id: number): Promise<Link> {
    const link = await findLink(db, id)
    if (!link) throw new AppError('NOT_FOUND', `There is no link ${id}.`)
    return link
  }

  return {
    async list(query: DeskQuery) {
      const about = await today()
      const found = await findLinks(db, {
        desk: query.tab === 'all' ? undefined : { tab: query.tab, ...about },
        ...query,
        month: query.month
          ? { month: query.month, from: new Date(0), until: new Date(0) }
          : undefined,
        limit: PAGE_LENGTH + 1,
      })
      const links = found.slice(0, PAGE_LENGTH)
      return {
        links,
        hasMore: found.length > PAGE_LENGTH,
        counts: await countDesk(db, about),
        thisMonth: about.month,
        sections: await findSectionNames(db),
        publishedIn: await findPublishedIn(
          db,
          links.map(({ id }) => id),
        ),
      }
    },

    /** One link with all that one may want to know while writing about it. */
    async open(id: number) {
      const link = await get(id)
      const { month } = await today()
      return {
        link,
        thisMonth: month,
        months: Array.from({ length: MONTHS_AHEAD }, (_, count) => addMonths(month, count)),
        sections: await findSectionNames(db),
        tagNames: await findTagNames(db, MAX_TAG_NAMES),
        issues: await findAppearances(db, id),
        clicks: await clicksOf(id),
      }
    },

    /** The next link that waits and has no note, newest first, after the given one. */
    async nextWithoutNote(afterId: number): Promise<number | undefined> {
      const about = await today()
      const query = { desk: { tab: 'waiting' as const, ...about }, withoutNote: true, limit: 2 }
      const at = await findLink(db, afterId)
      const after = at && { savedAt: at.savedAt, id: at.id }
      const [next] = await findLinks(db, { ...query, after })
      if (next) return next.id
      return (await findLinks(db, query)).find(({ id }) => id !== afterId)?.id
    },

    /** Stores a note, unless somebody else has changed it since it was read. */
    async saveNote(id: number, note: string, noteSeen: string): Promise<NoteResult> {
      const link = await get(id)
      const text = note.trimEnd()
      if (fingerprintOf(link.note) !== noteSeen && link.note !== text)
        return { outcome: 'conflict', note: link.note, noteSeen: fingerprintOf(link.note) }
      const changed = await deps.annotateLink(id, { note: text })
      return {
        outcome: 'saved',
        noteSeen: fingerprintOf(changed.note),
        savedAt: changed.updatedAt,
      }
    },

    /**
     * Does the same to several links. Returns how many there were and the step that undoes it.
     * Throws AppError INVALID_INPUT.
     */
    async act(ids: number[], { act, value }: DeskAct): Promise<{ count: number; undo: string }> {
      if (ids.length === 0)
        throw new AppError('INVALID_INPUT', 'Choose at least one link.', {
          fields: [{ field: 'id', message: 'Choose at least one link.' }],
        })
      const before: UndoneLink[] = []
      for (const id of [...new Set(ids)].slice(0, MOST_AT_ONCE)) {
        const link = await findLink(db, id)
        // Published links are history; they can be tagged, and nothing else.
        if (!link || (link.status === 'published' && act !== 'tag')) continue
        const { status, month, section, tags } = link
        before.push({ id, status, month, section, tags })
        await deps.annotateLink(id, changesOf(act, value, link))
      }
      const undo = randomBytes(16).toString('base64url')
      await db
        .deleteFrom('undo_step')
        .where('made_at', '<', new Date(now().getTime() - UNDO_MS))
        .execute()
      await db
        .insertInto('undo_step')
        .values({ id: undo, links: JSON.stringify(before), made_at: now() })
        .execute()
      return { count: before.length, undo }
    },

    /**
     * Puts links back to where they were, or brings a deleted one back. Null when the step is
     * unknown, used or a day old; "again" when the page of a deleted one was saved anew meanwhile.
     */
    async undo(step: string): Promise<number | 'again' | null> {
      const row = await db
        .deleteFrom('undo_step')
        .where('id', '=', step)
        .returning('links')
        .executeTakeFirst()
      if (!row) return bringBack(step)
      for (const { id, ...changes } of row.links)
        if (await findLink(db, id)) await deps.annotateLink(id, changes)
      return row.links.length
    },

    async nextMonth(): Promise<Month> {
      return addMonths((await today()).month, 1)
    },

    async refresh(id: number): Promise<void> {
      await get(id)
      await db.transaction().execute(async (trx) => {
        await requestReading(trx, id, now())
        await deps.enqueueEnrichment(trx, id)
      })
    },

    /** Deletes a link, and keeps it for a day. Returns the step that undoes it. */
    async remove(id: number): Promise<string> {
      const step = randomBytes(16).toString('base64url')
      await db.transaction().execute(async (trx) => {
        await forgetDeletedLinks(trx, new Date(now().getTime() - UNDO_MS))
        await lockLink(trx, id)
        await keepLink(trx, id, { step, now: now() })
        if (!(await deleteLink(trx, id, now())))
          throw new AppError('NOT_FOUND', `There is no link ${id}.`)
      })
      return step
    },
  }

  async function bringBack(step: string): Promise<number | 'again' | null> {
    return db.transaction().execute(async (trx) => {
      await forgetDeletedLinks(trx, new Date(now().getTime() - UNDO_MS))
      const outcome = await putLinkBack(trx, step)
      return outcome === 'back' ? 1 : (outcome ?? null)
    })
  }
}

function changesOf(act: DeskAct['act'], value: string, link: Link): LinkChanges {
  if (act === 'skip') return { status: 'skipped' }
  if (act === 'inbox') return { status: 'inbox', month: null }
  if (act === 'later') return { status: 'inbox', month: value }
  if (act === 'section') return { section: value.trim() || null }
  const tags = [...link.tags, ...tagsOf(value)]
  return { tags: [...new Map(tags.map((tag) => [tag.toLowerCase(), tag])).values()] }
}

/** Where a list goes on. */
export const deskCursorSchema = z.tuple([z.iso.datetime(), z.number().int()])
