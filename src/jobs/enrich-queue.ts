import { PgBoss } from 'pg-boss'
import type { EnrichOutcome } from '../enrich/enrich-link.ts'
import type { Db } from '../store/schema.ts'

/** What pg-boss needs of a database: one statement with values, or several without. */
export interface JobDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

const QUEUE = 'enrich'
const TRIES = 5
interface EnrichJob {
  linkId: number
}

export interface EnrichQueue {
  /** In the caller's transaction: the link and its job are there together or not at all. */
  enqueue(db: Db, linkId: number): Promise<void>
  /** Starts reading pages; `false` when this process only enqueues. */
  start(options: { work: boolean }): Promise<void>
  stop(): Promise<void>
}

/**
 * The queue that reads pages: retried with backoff, one job a link.
 * Kept in the same database as the links, so that a crash loses neither.
 */
export function createEnrichQueue(deps: {
  jobDatabase: JobDatabase
  isEmbedded: boolean
  toJobDatabase: (db: Db) => JobDatabase
  enrichLink: (id: number, options: { isLastTry: boolean }) => Promise<EnrichOutcome>
  concurrency: number
  onError: (error: unknown) => void
}): EnrichQueue {
  const boss = new PgBoss({
    db: deps.jobDatabase,
    ...(deps.isEmbedded ? { backend: 'pglite' as const } : {}),
    schedule: false,
  })
  boss.on('error', deps.onError)
  let workerId: string | undefined
  let isStarted = false

  return {
    async enqueue(db, linkId) {
      if (!isStarted) return
      const data: EnrichJob = { linkId }
      await boss.send(QUEUE, data, { db: deps.toJobDatabase(db), singletonKey: String(linkId) })
      if (workerId !== undefined) boss.notifyWorker(workerId)
    },
    async start({ work }) {
      await boss.start()
      await boss.createQueue(QUEUE, {
        policy: 'short',
        retryLimit: TRIES - 1,
        retryDelay: 30,
        retryBackoff: true,
        retryDelayMax: 6 * 3600,
        expireInSeconds: 120,
      })
      isStarted = true
      if (!work) return
      workerId = await boss.work<EnrichJob>(
        QUEUE,
        { includeMetadata: true, localConcurrency: deps.concurrency, pollingIntervalSeconds: 1 },
        async ([job]) => {
          if (!job) return
          const isLastTry = job.retryCount >= TRIES - 1
          const result = await deps.enrichLink(job.data.linkId, { isLastTry })
          if (result.outcome === 'retry') throw new Error(result.error)
        },
      )
    },
    async stop() {
      if (isStarted) await boss.stop({ graceful: true, timeout: 5_000 })
      isStarted = false
    },
  }
}
