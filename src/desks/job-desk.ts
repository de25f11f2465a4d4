import { countDeliveries } from '../store/deliveries.ts'
import {
  countJobs,
  type FailedJob,
  findFailedJobs,
  JOB_KINDS,
  type JobCounts,
  type JobKind,
  retryJobs,
} from '../store/jobs.ts'
import { findRecentIssues, type IssueAtAGlance } from '../store/overview.ts'
import type { Database } from '../store/schema.ts'

/** Shown of each queue; the rest is counted. */
const SHOWN = 20
const RECENT_ISSUES = 12

export interface JobDeskDeps {
  db: Database
  now: () => Date
  /** Something became due: look now, not at the next minute. */
  wake: () => void
}

export interface SendingJobs {
  issue: IssueAtAGlance
  counts: JobCounts
}

export type JobDesk = ReturnType<typeof createJobDesk>

/** The work that nobody waits for: what is to be done, what failed, and trying it again. */
export function createJobDesk({ db, now, wake }: JobDeskDeps) {
  /** Issues that are on their way; what failed of one that is out stands on its own page. */
  async function sending(): Promise<SendingJobs[]> {
    const issues = await findRecentIssues(db, RECENT_ISSUES)
    const onTheirWay = issues.filter(({ state }) => state === 'sending' || state === 'paused')
    return Promise.all(
      onTheirWay.map(async (issue) => {
        const { counts } = await countDeliveries(db, issue.id)
        const { pending, sending: running, deferred, failed } = counts
        return { issue, counts: { due: pending, running, later: deferred, failed } }
      }),
    )
  }

  return {
    count: () => countJobs(db, now()),
    async show() {
      const counts = await countJobs(db, now())
      const failing = JOB_KINDS.filter((kind) => counts[kind].failed > 0)
      const failed = await Promise.all(failing.map((kind) => findFailedJobs(db, kind, SHOWN)))
      return { counts, failed: failed.flat() satisfies FailedJob[], sending: await sending() }
    },
    /** Answers how many are due now. */
    async retry(kind: JobKind, which: { id: string } | 'all'): Promise<number> {
      const count = await retryJobs(db, kind, which, now())
      if (count > 0) wake()
      return count
    },
  }
}
