import { type CheckVerdict, nextCheck } from '../domain/link-check.ts'
import {
  type CheckJob,
  claimChecks,
  releaseChecks,
  storeCheck,
  wasAnyOtherAlive,
} from '../store/link-checks.ts'
import type { Database } from '../store/schema.ts'
import { createHostFairWorker, type HostFairWorker } from './host-fair-worker.ts'

const CONCURRENCY = 4
const POLL_MS = 30_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Looks whether the pages of links are still there, when an issue is made and once a month after. */
export function createCheckQueue(deps: {
  db: Database
  now: () => Date
  checkLink: (url: string) => Promise<CheckVerdict>
  onError: (error: unknown) => void
}): HostFairWorker {
  const { db, now, checkLink, onError } = deps

  async function check({ url }: CheckJob): Promise<CheckVerdict> {
    try {
      return await checkLink(url)
    } catch (error) {
      onError(error) // our own fault says nothing of the page
      return { state: 'unknown' }
    }
  }

  async function store(job: CheckJob, verdict: CheckVerdict): Promise<void> {
    const at = now()
    const { failingSince, reason, deadSince, isPublished } = job
    const before = { failingSince, reason, deadSince }
    const next = (await isBelievable(job, verdict, at))
      ? nextCheck(verdict, before, { now: at, isPublished })
      : { ...before, dueAt: new Date(at.getTime() + HOUR_MS) }
    await storeCheck(db, job.id, next, { now: at, isAlive: verdict.state === 'alive' })
  }

  /** When nobody at all has answered for a day, it is our own network that is away. */
  async function isBelievable(job: CheckJob, verdict: CheckVerdict, at: Date): Promise<boolean> {
    if (verdict.state !== 'failing' || !verdict.isNetwork) return true
    return wasAnyOtherAlive(db, job.id, new Date(at.getTime() - DAY_MS))
  }

  return createHostFairWorker<CheckJob, CheckVerdict>(
    {
      claim: (request) => claimChecks(db, { now: now(), ...request }),
      run: check,
      async settle(done) {
        // Those that were there first: they vouch for our network.
        const alive = done.filter(({ result }) => result.state === 'alive')
        const others = done.filter(({ result }) => result.state !== 'alive')
        for (const { job, result } of [...alive, ...others]) await store(job, result)
      },
      giveBack: (ids) => releaseChecks(db, ids),
      onError,
    },
    { concurrency: CONCURRENCY, pollMs: POLL_MS },
  )
}
