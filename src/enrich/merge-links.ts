import type { Link } from '../domain/link.ts'
import { mergeLinks, survivorOf } from '../domain/merge-links.ts'
import { findLink } from '../store/links.ts'
import { lockForMerge, writeMerge } from '../store/merge-links.ts'
import type { Database, Db } from '../store/schema.ts'

const TRIES = 8
/** PostgreSQL: lock not available, deadlock. */
const BUSY = new Set(['55P03', '40P01'])

export interface MergeOptions {
  /** Done in the same commit, before the two are compared. */
  prepare?: (trx: Db) => Promise<void>
  /** Asked with both as they are then; absent means yes. */
  isSame?: (a: Link, b: Link) => boolean
}

export type MergeLinks = ReturnType<typeof createMergeLinks>

/**
 * Makes one link of two whose pages are one, in one commit.
 * Out: the id of the link that stays; null when they are two after all; undefined when one of
 * them is gone, in which case nothing was done.
 * Throws when somebody else works on one of them all the time.
 */
export function createMergeLinks({
  db,
  now,
  wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}: {
  db: Database
  now: () => Date
  wait?: (ms: number) => Promise<void>
}) {
  return async function mergeTwo(ids: [number, number], options: MergeOptions = {}) {
    for (let tries = 1; ; tries++) {
      try {
        return await db.transaction().execute((trx) => mergeInside(trx, ids, options))
      } catch (error) {
        const isBusy = error instanceof Error && 'code' in error && BUSY.has(String(error.code))
        if (!isBusy || tries === TRIES) throw error
        await wait(25 * 2 ** tries)
      }
    }
  }

  async function mergeInside(
    trx: Db,
    ids: [number, number],
    { prepare, isSame }: MergeOptions,
  ): Promise<number | null | undefined> {
    if (!(await lockForMerge(trx, ids))) return undefined
    await prepare?.(trx)
    const [a, b] = [await findLink(trx, ids[0]), await findLink(trx, ids[1])]
    if (!a || !b || isSame?.(a, b) === false) return null
    const [survivor, other] = survivorOf(a, b)
    await writeMerge(trx, survivor, other, mergeLinks(survivor, other), now())
    return survivor.id
  }
}
