import { retryDelayMs } from './deliver/retry-delay.ts'
import type { Editorial } from './domain/editorial.ts'
import { deadlineOf, goesByItself, isWaiting } from './domain/rhythm.ts'
import { messageOf } from './errors.ts'
import type { Preflight } from './preflight/preflight.ts'
import { problemSentence } from './preflight/problem-words.ts'
import type { OwnerNews, RenderOwnerMail } from './render/owner-mail.ts'
import type { SendRendered } from './send-service-mail.ts'
import { findIssueByMonth } from './store/issues.ts'
import { findMonthRun } from './store/month-runs.ts'
import {
  beginOwnerMail,
  claimOwnerMail,
  closeLostOwnerMails,
  closeOwnerMail,
  type OwnerMail,
  postponeOwnerMail,
} from './store/owner-mails.ts'
import type { Database } from './store/schema.ts'
import { findPausedReason } from './store/send-history.ts'

/** Longer than writing a mail and any talk with a mail server takes. */
const LEASE_MS = 10 * 60_000

export interface OwnerMailsDeps {
  db: Database
  now: () => Date
  baseUrl: string
  readEditorial: () => Promise<Editorial>
  /** What the check says of an issue at this moment. */
  look: (id: number) => Promise<Preflight>
  render: RenderOwnerMail
  send: SendRendered
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

export type OwnerMails = ReturnType<typeof createOwnerMails>

/**
 * Mails to owners about the issue in the making. Each was decided on by a row in the commit that
 * decided what it tells of. It is written when it is sent, so it shows the draft as it is then, and
 * is left out when it tells of nothing that is still so. A row is marked before its mail leaves: a
 * crash in the talk with the mail server leaves it in doubt, and it is not sent twice.
 */
export function createOwnerMails(deps: OwnerMailsDeps) {
  const { db, now, baseUrl } = deps

  /** What is to be told; undefined when it is overtaken by events. */
  async function newsOf({ kind, month }: OwnerMail): Promise<OwnerNews | undefined> {
    const editorial = await deps.readEditorial()
    const run = await findMonthRun(db, month)
    const issue = await findIssueByMonth(db, month)
    const { minimumLinks } = editorial
    if (kind === 'skipped')
      return issue ? undefined : { kind, month, links: run?.links ?? 0, minimumLinks }
    if (kind === 'paused') {
      if (issue?.state !== 'paused') return undefined
      return { kind, issue, reason: (await findPausedReason(db, issue.id)) ?? '' }
    }
    if (issue?.state !== 'draft' || !run) return undefined
    const deadline = deadlineOf(month, run, editorial)
    const isPast = now() >= deadline
    const looked = await deps.look(issue.id)
    const draft = {
      issue: looked.issue,
      htmlBytes: looked.htmlBytes,
      findings: looked.problems.map((problem) => ({
        text: problemSentence(problem, editorial.locale),
        url: problem.href.startsWith('#')
          ? `${baseUrl}/admin/issues/${issue.id}/check${problem.href}`
          : `${baseUrl}${problem.href}`,
      })),
      deadline,
      isPast,
    }
    // Written late, a mail about the way to the day would be wrong once that has come.
    if (kind === 'deadline' || (isPast && run.settledAs !== 'asked')) {
      if (!isWaiting(run.settledAs)) return undefined
      return { kind: 'deadline', reason: run.settledAs, minimumLinks, ...draft }
    }
    if (kind === 'reminder' && isPast) return undefined
    return { kind, goesByItself: goesByItself(editorial.schedule), ...draft }
  }

  async function sendOne(mail: OwnerMail): Promise<void> {
    const news = mail.email === null ? undefined : await newsOf(mail)
    if (mail.email === null || !news)
      return closeOwnerMail(db, mail.id, { state: 'unneeded', reply: null })
    const publication = await deps.readEditorial()
    const rendered = await deps.render({ news, publication, baseUrl })
    if (!(await beginOwnerMail(db, mail.id))) return
    const recipient = { to: mail.email, id: `owner-${mail.id}` }
    const { state, reply } = await deps.send(rendered, recipient)
    if (state === 'deferred' || state === 'refused') await tryLater(mail, reply)
    else await closeOwnerMail(db, mail.id, { state, reply })
    if (state !== 'sent') deps.log?.('a mail to the owner was not sent', { kind: mail.kind, reply })
  }

  async function tryLater({ id, attempts }: OwnerMail, reply: string): Promise<void> {
    const delayMs = retryDelayMs(attempts)
    if (delayMs === null) await closeOwnerMail(db, id, { state: 'failed', reply })
    else await postponeOwnerMail(db, id, { dueAt: new Date(now().getTime() + delayMs), reply })
  }

  async function sendWaiting(): Promise<void> {
    await closeLostOwnerMails(db)
    for (;;) {
      const mail = await claimOwnerMail(db, now(), LEASE_MS)
      if (!mail) return
      try {
        await sendOne(mail)
      } catch (error) {
        const reply = messageOf(error)
        deps.log?.('a mail to the owner was not written', { kind: mail.kind, error: reply })
        await tryLater(mail, reply)
      }
    }
  }

  let running: Promise<void> | undefined

  return {
    /** Sends what is due, one after the other; what comes meanwhile goes at the next tick. */
    sendDue(): Promise<void> {
      running ??= sendWaiting().finally(() => {
        running = undefined
      })
      return running
    },
  }
}
