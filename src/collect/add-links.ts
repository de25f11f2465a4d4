import { type BatchLink, findLinksByKeys, insertLinks, lockImports } from '../store/link-batch.ts'
import type { Database } from '../store/schema.ts'
import { addOrMerge, mergeInto, type SaveLinkDeps } from './save-link.ts'

export interface AddedLinks {
  created: number
  /** Known already; what was new in them is merged in. */
  duplicates: number
}

/**
 * Adds many links in one commit, each as `saveLink` would. Their keys must differ.
 * A link that is known and gains nothing is not written at all.
 */
export async function addLinks(
  db: Database,
  links: BatchLink[],
  deps: { now: Date; enqueueEnrichment: SaveLinkDeps['enqueueEnrichment'] },
): Promise<AddedLinks> {
  return db.transaction().execute(async (trx) => {
    await lockImports(trx)
    const known = await findLinksByKeys(
      trx,
      links.map((link) => link.dedupeKey),
    )
    const unknown = links.filter((link) => !known.has(link.dedupeKey))
    const added = await insertLinks(trx, unknown)
    for (const link of unknown) {
      const id = added.get(link.dedupeKey)
      const isPending = (link.enrichment?.status ?? 'pending') === 'pending'
      if (id !== undefined && isPending) await deps.enqueueEnrichment(trx, id)
    }
    for (const link of links) {
      const current = known.get(link.dedupeKey)
      const isGaining = current && Object.keys(mergeInto(current, link)).length > 0
      // Saved by somebody else between the two statements: merged like any other.
      const isLate = !current && !added.has(link.dedupeKey)
      if (isGaining || isLate) await addOrMerge(trx, link, deps)
    }
    return { created: added.size, duplicates: links.length - added.size }
  })
}
