import type { Issue, IssueState } from './domain/issue.ts'
import { countEntries } from './domain/issue.ts'
import { AppError } from './errors.ts'
import { findIssue, moveIssue } from './store/issues.ts'
import type { Database } from './store/schema.ts'

/**
 * The owner's hand on a send: schedule, send, pause, resume, cancel.
 * Each is one conditional UPDATE, so that two clicks or two processes agree.
 * Throws AppError NOT_FOUND, ISSUE_ALREADY_SENT, ISSUE_WRONG_STATE, ISSUE_EMPTY.
 */
export function createSendControl({
  db,
  now,
  wake,
}: {
  db: Database
  now: () => Date
  wake: () => void
}) {
  async function get(id: number): Promise<Issue> {
    const issue = await findIssue(db, id)
    if (!issue) throw new AppError('NOT_FOUND', `There is no issue ${id}.`)
    return issue
  }

  async function move(
    id: number,
    from: IssueState[],
    to: IssueState,
    act: string,
    values: Parameters<typeof moveIssue>[4] = {},
  ): Promise<Issue> {
    if (!(await moveIssue(db, id, from, to, values))) {
      const { state } = await get(id)
      if (state === 'sent')
        throw new AppError(
          'ISSUE_ALREADY_SENT',
          'The issue was sent already; nobody gets it twice.',
        )
      throw new AppError(
        'ISSUE_WRONG_STATE',
        `The issue is ${state}: only ${from.join(' or ')} can be ${act}.`,
      )
    }
    wake()
    return get(id)
  }

  async function refuseEmpty(id: number): Promise<void> {
    if (countEntries(await get(id)) === 0)
      throw new AppError(
        'ISSUE_EMPTY',
        'The issue has no entry. Add links, or assemble its month again.',
      )
  }

  return {
    async schedule(id: number, at: Date): Promise<Issue> {
      await refuseEmpty(id)
      return move(id, ['draft', 'scheduled'], 'scheduled', 'scheduled', { scheduledAt: at })
    },
    /** `delayS`: seconds during which it can still be stopped. */
    async send(id: number, delayS = 0): Promise<Issue> {
      await refuseEmpty(id)
      return delayS > 0
        ? move(id, ['draft', 'scheduled'], 'scheduled', 'sent', {
            scheduledAt: new Date(now().getTime() + delayS * 1000),
          })
        : move(id, ['draft', 'scheduled'], 'sending', 'sent', { pausedReason: null })
    },
    pause: (id: number) =>
      move(id, ['scheduled', 'sending'], 'paused', 'paused', { pausedReason: 'Paused by hand.' }),
    resume: (id: number) => move(id, ['paused'], 'sending', 'resumed', { pausedReason: null }),
    /** After doubtful deliveries were put back: a finished send goes on with these alone. */
    async sendOn(id: number): Promise<void> {
      await moveIssue(db, id, ['sent'], 'sending')
      wake()
    },
    cancel: (id: number) =>
      move(id, ['draft', 'scheduled', 'sending', 'paused'], 'cancelled', 'cancelled', {
        scheduledAt: null,
      }),
  }
}
