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

/** Clocks of timers and of `now` need not agree to the millisecond. */
const MARGIN_MS = 100

interface Visitor {
  entries: Set<number>
  endsAt: number
}

/** What is not written yet. */
export type HeldClicks = ReturnType<typeof holdClicks>

export function holdClicks() {
  return {
    key: randomBytes(32),
    visitors: new Map<string, Visitor>(),
    counted: new Map<number, number>(),
    /** When pages that show counts were made anew last. */
    shownAt: 0,
  }
}

export interface ClickCounterDeps {
  db: Database
  now: () => Date
  /** Work that no answer waits for; the process ends after it. */
  inBackground: (work: Promise<void>) => void
  /**
   * Where a counter lives for one request alone (Workers): what requests share. Each then waits
   * in the background until its click is decided, and writes what is decided by then.
   */
  held?: HeldClicks | undefined
}

export type ClickCounter = ReturnType<typeof createClickCounter>

export function createClickCounter({ db, now, inBackground, ...deps }: ClickCounterDeps) {
  const held = deps.held ?? holdClicks()
  const { key, visitors } = held
  let timer: NodeJS.Timeout | undefined

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
      for (const id of entries) held.counted.set(id, (held.counted.get(id) ?? 0) + 1)
    }
  }

  async function write(isEnd: boolean): Promise<void> {
    settle(isEnd)
    if (held.counted.size === 0) return
    const batch = held.counted
    held.counted = new Map()
    try {
      await addClicks(db, batch)
    } catch (error) {
      // They wait for the next time, when the database may be there again.
      for (const [id, count] of batch) held.counted.set(id, (held.counted.get(id) ?? 0) + count)
      throw error
    }
    if (now().getTime() - held.shownAt < SHOW_EVERY_MS) return
    held.shownAt = now().getTime()
    await noteSiteChange(db)
  }

  function wait() {
    if (deps.held) {
      const decided = new Promise((resolve) => setTimeout(resolve, HOLD_MS + MARGIN_MS))
      inBackground(decided.then(() => write(false)))
      return
    }
    if (timer !== undefined || (visitors.size === 0 && held.counted.size === 0)) return
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

    /** Writes everything before the process ends; of what is shared, what is decided. */
    async close(): Promise<void> {
      clearTimeout(timer)
      timer = undefined
      await write(!deps.held)
    },
  }
}
