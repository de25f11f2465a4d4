import { randomUUID } from 'node:crypto'
import {
  type AddedSource,
  createAddSource,
  feedAddress,
  type SourceInput,
} from './collect/add-source.ts'
import { createFetchFeed, type FetchFeedDeps } from './collect/fetch-feed.ts'
import type { ImportedSource } from './collect/imports/index.ts'
import { createPollSource, type PollOptions, type PollOutcome } from './collect/poll-source.ts'
import { createReceiveItems } from './collect/receive-items.ts'
import type { SaveLinkDeps } from './collect/save-link.ts'
import { placeImportedSource, sourcesToOpml } from './collect/source-opml.ts'
import { problemOf, type Source, sourceName } from './domain/source.ts'
import { AppError } from './errors.ts'
import { createPollSources, POLL_LEASE_MS } from './jobs/poll-sources.ts'
import type { Database } from './store/schema.ts'
import { findSectionNames } from './store/sections.ts'
import { readEditorial } from './store/settings.ts'
import {
  claimSources,
  deleteSource,
  findSource,
  findSources,
  findTroubledSources,
  insertSource,
  type SourceChanges,
  type SourceQuery,
  updateSource,
} from './store/sources.ts'

export interface SourceServiceDeps
  extends SaveLinkDeps,
    Pick<FetchFeedDeps, 'guardedFetch' | 'decodeBody'> {
  /** 0 ≤ n < 1: spreads polls. */
  random?: () => number
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

/** Feeds that are polled for new links: adding, polling, what is wrong with them. */
export function createSourceService(deps: SourceServiceDeps) {
  const { db, now } = deps
  const log = deps.log ?? (() => undefined)
  const fetchFeed = createFetchFeed(deps)
  const addSource = createAddSource({ ...deps, fetchFeed })
  const pollSource = createPollSource({
    db,
    now,
    random: deps.random ?? Math.random,
    fetchFeed,
    receiveItems: createReceiveItems(deps),
    log,
  })

  /** Throws CONFLICT when another process polls it at this moment. */
  async function pollNow(id: number, options: PollOptions = {}): Promise<PollOutcome> {
    await getSource(db, id)
    const token = randomUUID()
    const [source] = await claimSources(db, { token, ms: POLL_LEASE_MS }, { only: id })
    if (!source) throw new AppError('CONFLICT', 'This source is being polled right now.')
    return pollSource(source, token, options)
  }

  return {
    get: (id: number) => getSource(db, id),
    list: (query: SourceQuery) => findSources(db, query),
    poll: (id: number) => pollNow(id),
    /** Everything that is due, until nothing is or the signal says stop. */
    pollDue: createPollSources({
      db,
      now,
      pollSource,
      onError: (error) => log('polling sources failed, goes on at the next tick', { err: error }),
    }),
    /** Fetches the feed, adds it and takes its first items. */
    async add(input: SourceInput): Promise<AddedSource & { poll: PollOutcome | null }> {
      const added = await addSource(input)
      if (!added.answer) return { ...added, poll: null }
      const poll = await pollNow(added.source.id, { answer: added.answer })
      return { ...added, source: await getSource(db, added.source.id), poll }
    },
    async update(id: number, changes: SourceChanges): Promise<Source> {
      await getSource(db, id)
      await updateSource(db, id, changes, now())
      return getSource(db, id)
    },
    async remove(id: number): Promise<void> {
      if (!(await deleteSource(db, id))) throw notThere(id)
    },
    /** Sources that need the owner, each with a sentence. */
    async problems(): Promise<{ source: Source; name: string; problem: string }[]> {
      const troubled = await findTroubledSources(db)
      return troubled.flatMap((source) => {
        const problem = problemOf(source)
        return problem === null ? [] : [{ source, name: sourceName(source), problem }]
      })
    },
    /** One entry of an OPML file: polled soon, not fetched now. False when it is known. */
    async addImported(imported: ImportedSource): Promise<boolean> {
      return addImportedSource(db, imported, deps.fetchAllow, now())
    },
    async toOpml(): Promise<string> {
      const { name } = await readEditorial(db)
      return sourcesToOpml(await findSources(db, { limit: 100_000 }), name, now())
    },
  }
}

async function addImportedSource(
  db: Database,
  imported: ImportedSource,
  fetchAllow: readonly string[],
  at: Date,
): Promise<boolean> {
  const { section, tags } = placeImportedSource(imported, await findSectionNames(db))
  const id = await insertSource(db, {
    url: feedAddress(imported.feedUrl, fetchAllow),
    title: imported.title === imported.feedUrl ? null : imported.title,
    feedTitle: null,
    siteUrl: imported.siteUrl,
    section,
    tags,
    notes: false,
    followExternal: false,
    backfill: 0,
    addedAt: at,
    nextPollAt: at,
  })
  return id !== undefined
}

async function getSource(db: Database, id: number): Promise<Source> {
  const source = await findSource(db, id)
  if (!source) throw notThere(id)
  return source
}

function notThere(id: number): AppError {
  return new AppError('NOT_FOUND', `There is no source ${id}.`)
}
