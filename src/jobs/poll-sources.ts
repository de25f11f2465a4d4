import { randomUUID } from 'node:crypto'
import type { PollSource } from '../collect/poll-source.ts'
import type { Database } from '../store/schema.ts'
import { claimSources } from '../store/sources.ts'

export interface PollSourcesDeps {
  db: Database
  now: () => Date
  pollSource: PollSource
  onError: (error: unknown) => void
  /** Sources polled at once by this process. */
  concurrency?: number
}

/** Longer than a fetch may take and its items to be saved; after a crash others go on from then. */
export const POLL_LEASE_MS = 3 * 60_000
const CONCURRENCY = 4

/**
 * Polls whatever is due, a few at once, until nothing is due or the signal says stop.
 *
 * Several processes share the work: each takes one source at a time under a lease. Answers how
 * many polls were made.
 */
export function createPollSources(deps: PollSourcesDeps) {
  const { db, now, pollSource, onError } = deps

  return async function pollDueSources(signal?: AbortSignal): Promise<number> {
    let polls = 0
    async function work(): Promise<void> {
      while (!signal?.aborted) {
        const leaseToken = randomUUID()
        const lease = { token: leaseToken, ms: POLL_LEASE_MS }
        const [source] = await claimSources(db, lease, { now: now(), count: 1 })
        if (!source) return
        polls++
        await pollSource(source, leaseToken, { signal })
      }
    }
    // A worker that fails (the database is away) must not leave the others unwatched.
    const workers = Array.from({ length: deps.concurrency ?? CONCURRENCY }, () =>
      work().catch(onError),
    )
    await Promise.all(workers)
    return polls
  }
}
