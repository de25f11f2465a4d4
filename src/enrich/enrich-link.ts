import type { Link } from '../domain/link.ts'
import { messageOf } from '../errors.ts'
import {
  lockForReading,
  postponeHost,
  type ReadingLink,
  type StoredReading,
  writeReadings,
} from '../store/enrichment.ts'
import { claimKey } from '../store/link-keys.ts'
import { findLink } from '../store/links.ts'
import type { Database, Db } from '../store/schema.ts'
import { claimedKey, maySharePage } from './claimed-key.ts'
import { createMergeLinks } from './merge-links.ts'
import { nextTry } from './next-try.ts'
import { EMPTY_METADATA, type PageReading } from './page-reading.ts'

export type EnrichOutcome =
  | { outcome: 'done'; mergedInto?: number }
  /** Deleted or merged while its page was loading. */
  | { outcome: 'gone' }
  | { outcome: 'failed' | 'retry'; error: string }

export interface LinkEnrichmentDeps {
  db: Database
  enrichPage: (url: string) => Promise<PageReading>
  now: () => Date
  /** `host:port` pairs that may be private. */
  fetchAllow: readonly string[]
  /** Told in the same commit of links whose page was read, with what it says. */
  onRead?: ((db: Db, readings: StoredReading[]) => Promise<void>) | undefined
}

/** A page that was read, its reading not stored yet. */
export interface ReadLink {
  id: number
  host: string
  url: string
  reading: PageReading
  isLastTry?: boolean | undefined
}

export type LinkEnrichment = ReturnType<typeof createLinkEnrichment>

type Outcomes = Map<number, EnrichOutcome>

/**
 * Reads the pages of links and stores what they say beside what the owner typed.
 * A page that cannot be read leaves the link as it is, with the reason on it.
 */
export function createLinkEnrichment({
  db,
  enrichPage,
  now,
  fetchAllow,
  onRead,
}: LinkEnrichmentDeps) {
  const mergeTwo = createMergeLinks({ db, now })

  /** Never throws: a fault in our own reading is a reason on the link too. */
  async function read(url: string): Promise<PageReading> {
    try {
      return await enrichPage(url)
    } catch (error) {
      return {
        outcome: 'blocked',
        error: `The page could not be understood: ${messageOf(error)}`,
        metadata: { ...EMPTY_METADATA },
        provenance: {},
      }
    }
  }

  /** Stores readings, most of them in one commit. */
  async function store(readings: ReadLink[]): Promise<Outcomes> {
    const single: ReadLink[] = []
    const twins: { read: ReadLink; owner: number }[] = []
    for (const read of readings) {
      const owner = await otherOwner(read)
      if (owner === undefined) single.push(read)
      else twins.push({ read, owner })
    }
    const outcomes = await storeTogether(single)
    // Somebody was changing them, as one does who saves the same address again.
    for (const read of single)
      if (!outcomes.has(read.id))
        for (const [id, outcome] of await storeTogether([read])) outcomes.set(id, outcome)
    for (const { host, reading } of readings)
      if (reading.outcome === 'retry' && reading.retryAfterS !== undefined) {
        const until = new Date(now().getTime() + reading.retryAfterS * 1000)
        await postponeHost(db, reading.busyHost ?? host, until)
      }
    for (const { read, owner } of twins) outcomes.set(read.id, await storeAndMerge(read, owner))
    return outcomes
  }

  /** Another link that is known by the address which the page calls its own. */
  async function otherOwner({ id, url, reading }: ReadLink): Promise<number | undefined> {
    const key = reading.outcome === 'ok' ? claimedKey(url, reading, fetchAllow) : null
    if (key === null) return undefined
    const owner = await claimKey(db, key, id)
    return owner === id ? undefined : owner
  }

  async function storeTogether(readings: ReadLink[]): Promise<Outcomes> {
    if (readings.length === 0) return new Map()
    try {
      return await db.transaction().execute((trx) => storeInside(trx, readings))
    } catch (error) {
      if (readings.length === 1) throw error
      // One that cannot be stored must not hold back the others.
      const results = await Promise.allSettled(readings.map((one) => storeTogether([one])))
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
      return new Map(results.flatMap((r) => (r.status === 'fulfilled' ? [...r.value] : [])))
    }
  }

  async function storeInside(trx: Db, readings: ReadLink[]): Promise<Outcomes> {
    const ids = readings.map(({ id }) => id)
    // Read again under the write: the owner may have typed a title while the page was loading.
    const stored = (await lockForReading(trx, ids)).flatMap((current) => {
      const read = readings.find(({ id }) => id === current.id)
      return read ? [toStored(current, read)] : []
    })
    await writeReadings(trx, stored, now())
    await onRead?.(
      trx,
      stored.filter(({ result }) => result.status === 'done'),
    )
    return new Map(stored.map((one) => [one.link.id, outcomeOf(one)]))
  }

  function toStored(link: ReadingLink, { reading, isLastTry }: ReadLink): StoredReading {
    const { attempts, waitingSince } = link
    const { metadata, provenance } = reading
    const result =
      reading.outcome === 'ok'
        ? {
            status: 'done' as const,
            error: null,
            attempts: attempts + 1,
            waitingSince: null,
            enrichAfter: null,
          }
        : nextTry(reading, { attempts, waitingSince, now: now(), isLastTry })
    return { link, metadata, provenance, result }
  }

  async function storeAndMerge(read: ReadLink, owner: number): Promise<EnrichOutcome> {
    const key = claimedKey(read.url, read.reading, fetchAllow)
    // The address itself is saved: certain. A third address that both name needs more.
    const isSavedAddress = await isOwnKey(owner, key)
    let outcomes: Outcomes = new Map()
    const survivor = await mergeTwo([read.id, owner], {
      prepare: async (trx) => {
        outcomes = await storeInside(trx, [read])
      },
      isSame: (a: Link, b: Link) => isSavedAddress || maySharePage(a, b),
    })
    if (survivor === undefined) outcomes = await storeTogether([read])
    return survivor === undefined || survivor === null
      ? (outcomes.get(read.id) ?? { outcome: 'gone' })
      : { outcome: 'done', mergedInto: survivor }
  }

  async function isOwnKey(id: number, key: string | null): Promise<boolean> {
    const row = await db
      .selectFrom('link')
      .select('dedupe_key')
      .where('id', '=', id)
      .executeTakeFirst()
    return row?.dedupe_key === key
  }

  /** One link at once, whether it is due or not. */
  async function enrichLink(
    id: number,
    options: { isLastTry?: boolean } = {},
  ): Promise<EnrichOutcome> {
    const link = await findLink(db, id)
    if (!link) return { outcome: 'gone' }
    const { url } = link
    const reading = await read(url)
    const outcomes = await store([
      { id, url, host: new URL(url).hostname, reading, isLastTry: options.isLastTry },
    ])
    return outcomes.get(id) ?? { outcome: 'gone' }
  }

  return { read, store, enrichLink }
}

function outcomeOf({ result }: StoredReading): EnrichOutcome {
  if (result.status === 'done') return { outcome: 'done' }
  return {
    outcome: result.enrichAfter === null ? 'failed' : 'retry',
    error: result.error ?? '',
  }
}
