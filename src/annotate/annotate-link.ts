import type { Link } from '../domain/link.ts'
import { isMonth } from '../domain/month.ts'
import { AppError } from '../errors.ts'
import { lockLinkById } from '../store/link-keys.ts'
import { findLink, type LinkChanges, updateLink } from '../store/links.ts'
import type { Database } from '../store/schema.ts'

/**
 * Stores what the owner says of a link. Title and authors given here are the owner's from now on
 * and no page replaces them; null gives them back to the page (at the next refresh). The id of a
 * link that was merged stands for the one that it became.
 * Throws AppError NOT_FOUND, INVALID_INPUT.
 */
export function createAnnotateLink({ db, now }: { db: Database; now: () => Date }) {
  return async function annotateLink(givenId: number, changes: LinkChanges): Promise<Link> {
    if (changes.month && !isMonth(changes.month))
      throw new AppError('INVALID_INPUT', 'Write the month as YYYY-MM.', {
        fields: [{ field: 'month', message: 'Write the month as YYYY-MM.' }],
      })
    return db.transaction().execute(async (trx) => {
      const id = await lockLinkById(trx, givenId)
      const link = id === undefined ? undefined : await findLink(trx, id)
      if (id === undefined || !link) throw new AppError('NOT_FOUND', `There is no link ${givenId}.`)
      const provenance = { ...link.enrichment.provenance }
      for (const field of ['title', 'authors'] as const) {
        const value = changes[field]
        if (value === undefined) continue
        if (value === null || value.length === 0) delete provenance[field]
        else provenance[field] = 'owner'
      }
      await updateLink(trx, id, { ...changes, provenance }, now())
      const changed = await findLink(trx, id)
      if (!changed) throw new AppError('NOT_FOUND', `There is no link ${id}.`)
      return changed
    })
  }
}
