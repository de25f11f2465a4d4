import { messageOf } from '../errors.ts'
import { findLink, storeMetadata } from '../store/links.ts'
import type { Database } from '../store/schema.ts'
import { EMPTY_METADATA, type PageReading } from './page-reading.ts'

export type EnrichOutcome =
  | { outcome: 'done' | 'gone' }
  | { outcome: 'failed' | 'retry'; error: string; retryAfterS?: number }

/** Outcomes that another try may mend. */
const TRANSIENT = new Set<PageReading['outcome']>(['retry', 'error'])

/**
 * Reads the page of a link and stores what it says beside what the owner typed.
 * A page that cannot be read leaves the link as it is, with the reason on it.
 */
export function createEnrichLink({
  db,
  enrichPage,
  now,
}: {
  db: Database
  enrichPage: (url: string) => Promise<PageReading>
  now: () => Date
}) {
  return async function enrichLink(
    id: number,
    options: { isLastTry: boolean },
  ): Promise<EnrichOutcome> {
    const link = await findLink(db, id)
    if (!link) return { outcome: 'gone' }
    const reading = await readSafely(link.url)
    const isOk = reading.outcome === 'ok'
    const isRetried = !isOk && TRANSIENT.has(reading.outcome) && !options.isLastTry
    const error = isOk ? null : (reading.error ?? 'The page could not be read.')
    await db.transaction().execute(async (trx) => {
      // Read again under the write: the owner may have typed a title while the page was loading.
      const current = await findLink(trx, id)
      if (!current) return
      const status = isOk ? 'done' : 'failed'
      await storeMetadata(
        trx,
        current,
        reading.metadata,
        reading.provenance,
        { status, error },
        now(),
      )
    })
    if (isOk) return { outcome: 'done' }
    return {
      outcome: isRetried ? 'retry' : 'failed',
      error: error ?? '',
      ...(reading.retryAfterS !== undefined && { retryAfterS: reading.retryAfterS }),
    }
  }

  /** A fault in our own reading is a reason on the link too, not a job that dies unseen. */
  async function readSafely(url: string): Promise<PageReading> {
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
}
