import type { Issue, IssueState } from './domain/issue.ts'
import { countEntries } from './domain/issue.ts'
import { AppError } from './errors.ts'
import type { SenderGate } from './sender-gate.ts'
import { closeCancelled } from './store/delivery-progress.ts'
import { findIssue, moveIssue } from './store/issues.ts'
import type { Database } from './store/schema.ts'
import { countActiveTagged } from './store/subscribers.ts'

/**
 * The owner's hand on a send: schedule, send, pause, resume, cancel.
 * Each is one conditional UPDATE, so that two clicks or two processes agree.
 * Throws AppError NOT_FOUND, ISSUE_ALREADY_SENT, ISSUE_WRONG_STATE, ISSUE_EMPTY, INVALID_INPUT;
 * beginning a large send also SENDER_NOT_AUTHENTICATED, which `force` overrides.
 */
export function createSendControl({
  db,
  now,
  wake,
  senderGate,
}: {
  db: Database
  now: () => Date
  wake: () => void
  senderGate: SenderGate
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

  /** A tag that is misspelt would reach nobody, and the issue would count as sent. */
  async function audience(
    tag: string | null | undefined,
  ): Promise<{ audienceTag?: string | null }> {
    if (tag === undefined) return {}
    if (tag !== null && (await countActiveTagged(db, tag, 1)) === 0) {
      const message = `No active reader has the tag "${tag}".`
      throw new AppError('INVALID_INPUT', message, { fields: [{ field: 'tag', message }] })
    }
    return { audienceTag: tag }
  }

  return {
    /** `tag`: to its readers alone; null to all, and as it was when absent. */
    async schedule(id: number, at: Date, tag?: string | null, force = false): Promise<Issue> {
      await refuseEmpty(id)
      const values = { scheduledAt: at, ...(await audience(tag)) }
      await senderGate.pass(id, { force, tag })
      return move(id, ['draft', 'scheduled'], 'scheduled', 'scheduled', values)
    },
    /** `delayS`: seconds during which it can still be stopped. `tag` as for `schedule`. */
    async send(id: number, delayS = 0, tag?: string | null, force = false): Promise<Issue> {
      await refuseEmpty(id)
      const to = await audience(tag)
      await senderGate.pass(id, { force, tag })
      return delayS > 0
        ? move(id, ['draft', 'scheduled'], 'scheduled', 'sent', {
            scheduledAt: new Date(now().getTime() + delayS * 1000),
            ...to,
          })
        : move(id, ['draft', 'scheduled'], 'sending', 'sent', { pausedReason: null, ...to })
    },
    /** Nothing has left: the issue is a draft again. */
    async stop(id: number): Promise<Issue> {
      const issue = await move(id, ['scheduled'], 'draft', 'stopped', { scheduledAt: null })
      await senderGate.forget(id)
      return issue
    },
    pause: (id: number) =>
      move(id, ['scheduled', 'sending'], 'paused', 'paused', { pausedReason: 'Paused by hand.' }),
    async resume(id: number, force = false): Promise<Issue> {
      await get(id)
      await senderGate.pass(id, { force })
      return move(id, ['paused'], 'sending', 'resumed', { pausedReason: null })
    },
    /** After doubtful deliveries were put back: a finished send goes on with these alone. */
    async sendOn(id: number): Promise<void> {
      await moveIssue(db, id, ['sent'], 'sending')
      wake()
    },
    async cancel(id: number): Promise<Issue> {
      const issue = await move(
        id,
        ['draft', 'scheduled', 'sending', 'paused'],
        'cancelled',
        'cancelled',
        { scheduledAt: null, audienceTag: null },
      )
      await senderGate.forget(id)
      await closeCancelled(db)
      return issue
    },
  }
}
