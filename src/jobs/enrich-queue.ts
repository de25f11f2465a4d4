import { type Trace, untraced } from '../domain/trace.ts'
import type { LinkEnrichment, ReadLink } from '../enrich/enrich-link.ts'
import { claimPages, type PageJob, releasePages } from '../store/enrichment.ts'
import type { Database } from '../store/schema.ts'
import { createHostFairWorker } from './host-fair-worker.ts'

/** A wake-up comes from inside a transaction, whose link is there only when it has ended. */
const AFTER_COMMIT_MS = 30
const POLL_MS = 1_000

export interface EnrichQueue {
  /** A link became due: look soon, not at the next poll. */
  enqueue(): void
  /** Starts reading pages in this process. */
  start(): void
  /** Reads every page that is due, then resolves. */
  drain(): Promise<void>
  stop(): Promise<void>
}

/**
 * The queue that reads pages. It has no table of its own: a link that is `pending` and due is the
 * job, so a link and its job cannot part, and the state that the API shows is the queue's own.
 */
export function createEnrichQueue(deps: {
  db: Database
  now: () => Date
  enrichment: Pick<LinkEnrichment, 'read' | 'store'>
  concurrency: number
  /** Readings were stored; somebody may have work with them. */
  onStored?: () => void
  onError: (error: unknown) => void
  trace?: Trace | undefined
}): EnrichQueue {
  const { db, now, enrichment, trace = untraced } = deps
  const worker = createHostFairWorker<PageJob, ReadLink>(
    {
      claim: (request) => claimPages(db, { now: now(), ...request }),
      run: ({ id, host, url }) =>
        trace('read page', { isRoot: true, facts: { 'linkletter.link.id': id } }, async (note) => {
          const reading = await enrichment.read(url)
          note({ 'linkletter.outcome': reading.outcome })
          return { id, host, url, reading }
        }),
      isPutOff: ({ host, reading }) =>
        reading.retryAfterS !== undefined && (reading.busyHost ?? host) === host,
      async settle(done) {
        await enrichment.store(done.map(({ result }) => result))
        deps.onStored?.()
      },
      giveBack: (ids) => releasePages(db, ids),
      onError: deps.onError,
    },
    { concurrency: deps.concurrency, pollMs: POLL_MS },
  )
  let soon: NodeJS.Timeout | undefined
  return {
    enqueue() {
      soon ??= setTimeout(() => {
        soon = undefined
        worker.wake()
      }, AFTER_COMMIT_MS)
      soon.unref()
    },
    start: () => worker.start(),
    drain: () => worker.drain(),
    async stop() {
      clearTimeout(soon)
      await worker.stop()
    },
  }
}
