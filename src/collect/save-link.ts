import { type Link, PAGE_FIELDS, type Provenance } from '../domain/link.ts'
import { isMonth } from '../domain/month.ts'
import { AppError } from '../errors.ts'
import { lockLinkByKey } from '../store/link-keys.ts'
import { findLink, insertLink, type NewLink, updateLink } from '../store/links.ts'
import type { Database, Db } from '../store/schema.ts'
import { cleanUrl } from './clean-url.ts'

export interface LinkInput {
  url: string
  title?: string | undefined
  /** browser: what the window's title said; a page that can be read replaces it. Default: owner. */
  titleSource?: 'owner' | 'browser' | undefined
  authors?: string[] | undefined
  note?: string | undefined
  section?: string | undefined
  tags?: string[] | undefined
  via?: string | undefined
  month?: string | undefined
  toRead?: boolean | undefined
  /** When it was saved elsewhere; otherwise now. */
  savedAt?: Date | undefined
  /** `skipped` for what must not be published by itself. */
  status?: 'inbox' | 'skipped' | undefined
}

export interface SavedLink {
  link: Link
  isNew: boolean
}

export interface SaveLinkDeps {
  db: Database
  now: () => Date
  /** `host:port` pairs that may be private. */
  fetchAllow: readonly string[]
  /** Puts the reading of the page into the queue, in the transaction that adds the link. */
  enqueueEnrichment: (db: Db, linkId: number) => Promise<void>
}

/**
 * Saves a link at once, without touching the network.
 * A known page answers with its link: what is new is merged in, nothing is lost.
 * Throws AppError INVALID_URL or INVALID_INPUT.
 */
export function createSaveLink({ db, now, fetchAllow, enqueueEnrichment }: SaveLinkDeps) {
  return async function saveLink(input: LinkInput): Promise<SavedLink> {
    const address = cleanUrl(input.url, fetchAllow)
    if (input.month !== undefined && !isMonth(input.month))
      throw new AppError('INVALID_INPUT', 'Write the month as YYYY-MM.', {
        fields: [{ field: 'month', message: 'Write the month as YYYY-MM.' }],
      })
    const savedAt = now()
    const provenance: Provenance = {}
    if (input.title) provenance.title = input.titleSource ?? 'owner'
    if (input.authors && input.authors.length > 0) provenance.authors = 'owner'
    const link: NewLink = {
      url: address.url,
      dedupeKey: address.dedupeKey,
      title: input.title || null,
      authors: input.authors ?? [],
      note: input.note ?? '',
      section: input.section || null,
      tags: input.tags ?? [],
      via: input.via || null,
      month: input.month ?? null,
      status: input.status ?? 'inbox',
      toRead: input.toRead ?? false,
      savedAt: input.savedAt ?? savedAt,
      updatedAt: savedAt,
      provenance,
    }
    return db
      .transaction()
      .execute((trx) => addOrMerge(trx, link, { now: savedAt, enqueueEnrichment }))
  }
}

/** Inserts the link, or merges it into the one that is known by the same key. */
export async function addOrMerge(
  db: Db,
  link: NewLink,
  deps: { now: Date; enqueueEnrichment: SaveLinkDeps['enqueueEnrichment'] },
): Promise<SavedLink> {
  const id = await insertLink(db, link)
  if (id !== undefined) {
    const added = await getLinkInside(db, id)
    if (added.enrichment.status === 'pending') await deps.enqueueEnrichment(db, id)
    return { link: added, isNew: true }
  }
  const known = await lockLinkByKey(db, link.dedupeKey)
  if (known === undefined)
    throw new AppError('CONFLICT', 'The link was deleted at this moment. Save it again.')
  const current = await getLinkInside(db, known)
  const changes = mergeInto(current, link)
  if (Object.keys(changes).length === 0) return { link: current, isNew: false }
  await updateLink(db, known, changes, deps.now)
  return { link: await getLinkInside(db, known), isNew: false }
}

/** What the new saving adds to a known link; words of the owner are never replaced, only joined. */
export function mergeInto(known: Link, added: NewLink): Parameters<typeof updateLink>[2] {
  const provenance = { ...known.enrichment.provenance }
  const changes: Parameters<typeof updateLink>[2] = {}
  if (added.note !== '' && !known.note.includes(added.note))
    changes.note = known.note === '' ? added.note : `${known.note}\n\n${added.note}`
  if (added.title !== null && added.provenance.title === 'owner' && provenance.title !== 'owner') {
    changes.title = added.title
    provenance.title = 'owner'
    changes.provenance = provenance
  } else if (added.title !== null && added.provenance.title === 'browser' && known.title === null) {
    changes.title = added.title
    provenance.title = 'browser'
    changes.provenance = provenance
  }
  if (
    added.authors.length > 0 &&
    added.provenance.authors === 'owner' &&
    provenance.authors !== 'owner'
  ) {
    changes.authors = added.authors
    provenance.authors = 'owner'
    changes.provenance = provenance
  }
  for (const [property, field] of Object.entries(PAGE_FIELDS)) {
    const value = added.metadata?.[property as keyof typeof PAGE_FIELDS] ?? null
    if (value === null || known[property as keyof typeof PAGE_FIELDS] !== null) continue
    changes.metadata = { ...changes.metadata, [property]: value }
    if (added.provenance[field]) provenance[field] = added.provenance[field]
    changes.provenance = provenance
  }
  if (added.toRead && !known.toRead) changes.toRead = true
  if (added.section !== null && known.section === null) changes.section = added.section
  if (added.via !== null && known.via === null) changes.via = added.via
  if (added.month !== null && known.month === null) changes.month = added.month
  const tags = new Map([...known.tags, ...added.tags].map((tag) => [tag.toLowerCase(), tag]))
  if (tags.size > known.tags.length)
    changes.tags = [
      ...known.tags,
      ...[...tags]
        .filter(([key]) => !known.tags.some((t) => t.toLowerCase() === key))
        .map(([, tag]) => tag),
    ]
  return changes
}

async function getLinkInside(db: Db, id: number): Promise<Link> {
  const link = await findLink(db, id)
  if (!link) throw new AppError('NOT_FOUND', `There is no link ${id}.`)
  return link
}
