/**
 * From a feed's items to links, each once.
 *
 * An item is recognised by its guid or its address. Recognising and saving are one commit, so a
 * crash loses nothing and two processes save nothing twice; a link that the owner deleted stays
 * deleted. A link that is known from elsewhere is left as the owner has it, except that the notes
 * and tags of a bookmark feed (`notes`) are merged in: those are the owner's own.
 */
import { createHash } from 'node:crypto'
import type { Provenance } from '../domain/link.ts'
import { type Source, sourceName } from '../domain/source.ts'
import { isAppError } from '../errors.ts'
import { findLinkByKey, type NewLink } from '../store/links.ts'
import type { Db } from '../store/schema.ts'
import {
  findSeenItems,
  type ItemKey,
  insertSeenItems,
  insertSourceItem,
  linkSourceItem,
} from '../store/source-items.ts'
import { type CleanUrl, cleanUrl } from './clean-url.ts'
import type { FeedItem } from './feeds.ts'
import { uniqueTags } from './imports/imported-link.ts'
import { addOrMerge, type SaveLinkDeps } from './save-link.ts'

export interface ReceivedItems {
  /** New links. */
  saved: number
  /** New items whose page was known already. */
  known: number
  /** Items that were there before the source was added, or whose address cannot be saved. */
  passedOver: number
}

/** Dates are often days, and posts lie in a drawer for a while before they come out. */
const LATE_MS = 7 * 24 * 3_600_000
const MOST_TAGS = 30
const DESCRIPTION = 500

interface Incoming {
  item: FeedItem
  address: CleanUrl
  key: ItemKey
}

export function createReceiveItems({ db, now, fetchAllow, enqueueEnrichment }: SaveLinkDeps) {
  /** `isFirst`: the feed is read for the first time, and what it lists was there before. */
  return async function receiveItems(
    source: Source,
    items: readonly FeedItem[],
    isFirst: boolean,
  ): Promise<ReceivedItems> {
    const { readable, refused } = readAddresses(source, items, fetchAllow)
    const chosen = new Set(isFirst ? chooseFirst(source, readable) : chooseLater(source, readable))
    const unseen = await leaveOutSeen(db, source.id, readable)
    const older = unseen.filter((each) => !chosen.has(each))
    const result = { saved: 0, known: 0, passedOver: older.length + refused }
    // The newest last, so that it is the newest in the inbox too.
    for (const incoming of newestFirst(unseen).reverse()) {
      const outcome = chosen.has(incoming) ? await saveOnce(source, incoming) : 'seen'
      if (outcome !== 'seen') result[outcome]++
    }
    const keys = older.map(({ key }) => key)
    await insertSeenItems(db, source.id, keys, now())
    return result
  }

  /** An item a commit: locks are held for a moment only, so two sources with the same links never wait for each other. */
  async function saveOnce(source: Source, incoming: Incoming): Promise<'saved' | 'known' | 'seen'> {
    return db.transaction().execute(async (trx) => {
      if (!(await insertSourceItem(trx, source.id, incoming.key, now()))) return 'seen'
      const { id, isNew } = await saveItem(trx, source, incoming)
      await linkSourceItem(trx, source.id, incoming.key.guidHash, id)
      return isNew ? 'saved' : 'known'
    })
  }

  async function saveItem(trx: Db, source: Source, { item, address }: Incoming) {
    const known = source.notes ? undefined : await findLinkByKey(trx, address.dedupeKey)
    if (known) return { id: known.id, isNew: false }
    const link = toNewLink(source, item, address, now())
    const { link: saved, isNew } = await addOrMerge(trx, link, { now: now(), enqueueEnrichment })
    return { id: saved.id, isNew }
  }
}

function readAddresses(source: Source, items: readonly FeedItem[], allow: readonly string[]) {
  const readable = new Map<string, Incoming>()
  let refused = 0
  for (const item of items) {
    try {
      const address = cleanUrl(targetOf(source, item), allow)
      const key = { guidHash: hash(item.guid), urlHash: hash(address.dedupeKey) }
      if (!readable.has(key.guidHash)) readable.set(key.guidHash, { item, address, key })
    } catch (error) {
      if (!isAppError(error, 'INVALID_URL')) throw error
      refused++
    }
  }
  return { readable: [...readable.values()], refused }
}

function targetOf(source: Source, item: FeedItem): string {
  return source.followExternal ? (item.externalUrl ?? item.url) : item.url
}

async function leaveOutSeen(db: Db, sourceId: number, items: Incoming[]): Promise<Incoming[]> {
  const keys = items.map(({ key }) => key)
  const { guids, urls } = await findSeenItems(db, sourceId, keys)
  return items.filter(({ key }) => !guids.has(key.guidHash) && !urls.has(key.urlHash))
}

/** The newest `backfill`, and what came out after the source was added (it may have waited for its first poll). */
function chooseFirst(source: Source, items: Incoming[]): Incoming[] {
  return newestFirst(items).filter(
    ({ item }, index) =>
      index < source.backfill || (item.publishedAt ?? source.itemsSince) > source.itemsSince,
  )
}

/** An old item that turns up later stood behind others before: feeds list only so many. */
function chooseLater(source: Source, items: Incoming[]): Incoming[] {
  const from = source.itemsSince.getTime() - LATE_MS
  return newestFirst(items).filter(({ item }) => (item.publishedAt?.getTime() ?? from) >= from)
}

/** By date where all have one; else as listed, which is newest first. */
function newestFirst(items: Incoming[]): Incoming[] {
  const time = ({ item }: Incoming) => item.publishedAt?.getTime()
  if (items.some((each) => time(each) === undefined)) return [...items]
  return items.toSorted((a, b) => (time(b) ?? 0) - (time(a) ?? 0))
}

function toNewLink(source: Source, item: FeedItem, address: CleanUrl, savedAt: Date): NewLink {
  // A bookmark's author is who saved it, and a link blog's item is not the page it points to.
  const isOfPage = !source.notes && !(source.followExternal && item.externalUrl !== null)
  const description = isOfPage && item.summary !== '' ? item.summary.slice(0, DESCRIPTION) : null
  const publishedAt = isOfPage ? (item.publishedAt?.toISOString() ?? null) : null
  const authors = isOfPage ? item.authors.slice(0, 20) : []
  const provenance: Provenance = {
    ...(item.title !== null && { title: 'feed' }),
    ...(authors.length > 0 && { authors: 'feed' }),
    ...(description !== null && { description: 'feed' }),
    ...(publishedAt !== null && { published_at: 'feed' }),
  }
  return {
    url: address.url,
    dedupeKey: address.dedupeKey,
    title: item.title,
    authors,
    note: source.notes ? item.summary : '',
    section: source.section,
    tags: uniqueTags([...source.tags, ...item.tags]).slice(0, MOST_TAGS),
    via: sourceName(source),
    month: null,
    savedAt,
    provenance,
    metadata: { description: description?.toWellFormed() ?? null, publishedAt },
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
