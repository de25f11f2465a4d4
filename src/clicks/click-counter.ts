/**
 * Counts how often links are followed, without who.
 *
 * A click is held in memory for ten seconds together with a mark of who asked, made of address and
 * browser with a key that ends with the process. In that time the same link counts once, and who
 * follows more than five different links is a program (scanners of mail open them all) and counts
 * for nothing. Then the mark is forgotten, and the counts of all readers are written together:
 * one statement, whatever the number of clicks.
 *
 * What was not written yet when a process is killed is lost: ten seconds of clicks.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { addClicks } from '../store/clicks.ts'
import type { Database } from '../store/schema.ts'
import { noteSiteChange } from '../store/site-version.ts'

const HOLD_MS = 10_000
const MOST_LINKS = 5
/** What is asked beyond that in ten seconds is not counted. */
const MOST_VISITORS = 20_000
/** How often pages that show counts are made anew. */
const SHOW_EVERY_MS = 3_600_000

interface Visitor {
  entries: Set<number>
  endsAt: number
}

export interface ClickCounterDeps {
  db: Database
  now: () => Date
  /** Work that no answer waits for; the process ends after it. */
  inBackground: (work: Promise<void>) => void
}

export type ClickCounter = ReturnType<typeof createClickCounter>

export function createClickCounter({ db, now, inBackground }: ClickCounterDeps) {
  const key = randomBytes(32)
  const visitors = new Map<string, Visitor>()
  let counted = new Map<number, number>()
  let timer: NodeJS.Timeout | undefined
  let shownAt = 0

  function markOf(address: string, agent: string): string {
    return createHmac('sha256', key).update(`${address}\n${agent}`).digest('base64')
  }

  /** Takes over what is decided: all of it when the process ends. */
  function settle(isEnd: boolean) {
    const at = now().getTime()
    for (const [mark, { entries, endsAt }] of visitors) {
      if (!isEnd && endsAt > at) continue
      visitors.delete(mark)
      if (entries.size > MOST_LINKS) continue
      for (const id of entries) counted.set(id, (counted.get(id) ?? 0) + 1)
    }
  }

  async function write(isEnd: boolean): Promise<void> {
    settle(isEnd)
    if (counted.size === 0) return
    const batch = counted
    counted = new Map()
    try {
      await addClicks(db, batch)
    } catch (error) {
      // They wait for the next time, when the database may be there again.
      for (const [id, count] of batch) counted.set(id, (counted.get(id) ?? 0) + count)
      throw error
    }
    if (now().getTime() - shownAt < SHOW_EVERY_MS) return
    shownAt = now().getTime()
    await noteSiteChange(db)
  }

  function wait() {
    if (timer !== undefined || (visitors.size === 0 && counted.size === 0)) return
    timer = setTimeout(() => {
      timer = undefined
      inBackground(write(false).finally(wait))
    }, HOLD_MS)
    timer.unref?.()
  }

  return {
    /** Somebody followed the link of an entry. */
    note(entryId: number, { address, agent }: { address: string; agent: string }): void {
      const at = now().getTime()
      const mark = markOf(address, agent)
      const known = visitors.get(mark)
      if (known) {
        if (known.entries.size <= MOST_LINKS) known.entries.add(entryId)
        // A program stays one until it is quiet.
        if (known.entries.size > MOST_LINKS) known.endsAt = at + HOLD_MS
      } else if (visitors.size < MOST_VISITORS)
        visitors.set(mark, { entries: new Set([entryId]), endsAt: at + HOLD_MS })
      wait()
    },

    /** Writes what is decided. */
    flush: () => write(false),

    /** Writes everything: before the process ends. */
    async close(): Promise<void> {
      clearTimeout(timer)
      timer = undefined
      await write(true)
    },
  }
}
