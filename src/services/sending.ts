/** Sending an issue: what speaks against it, a test, everybody, and the owner's hand on it. */
import { createDeliverIssue } from '../deliver/deliver-issue.ts'
import { createIssueMessages, type IssueMail } from '../deliver/issue-message.ts'
import type { SendOutcome } from '../deliver/mailer.ts'
import { createFinishedSends } from '../desks/finished-sends.ts'
import type { Issue } from '../domain/issue.ts'
import { AppError } from '../errors.ts'
import { createPreflight } from '../preflight/preflight.ts'
import { holdsBack } from '../preflight/unattended.ts'
import { createSendControl } from '../send-control.ts'
import { createSenderGate } from '../sender-gate.ts'
import { createSendingHold } from '../sending-hold.ts'
import { findRender } from '../store/renders.ts'
import { readEditorial } from '../store/settings.ts'
import type { CheckServices } from './checks.ts'
import type { ServiceDeps } from './deps.ts'
import type { IssueServices } from './issues.ts'
import type { Mailing } from './mailing.ts'

export type SendingServices = ReturnType<typeof createSendingServices>

interface Needs
  extends Pick<IssueServices, 'getIssue' | 'documentOf' | 'renderMail'>,
    Pick<Mailing, 'unsubscribeTokens' | 'returnPaths' | 'dkim'>,
    Pick<CheckServices, 'checkSenderDomain'> {}

export function createSendingServices(deps: ServiceDeps, needs: Needs) {
  const { db, now, config, mailer, wake } = deps
  const { getIssue, documentOf, renderMail, returnPaths, dkim, checkSenderDomain } = needs
  const tokens = needs.unsubscribeTokens

  const preflight = createPreflight({
    db,
    now,
    getIssue,
    documentOf: (issue) => documentOf(issue),
    renderMail,
    checkSenderDomain,
  })
  const sendingHold = createSendingHold({ db, now, wake })
  const senderGate = createSenderGate({ db, checkSenderDomain, refuseHeld: sendingHold.refuse })

  async function issueMailOf(issue: Issue, mail: IssueMail['mail']): Promise<IssueMail> {
    const { name, locale } = await readEditorial(db)
    return {
      mail,
      publication: { name, locale },
      listId: `issues.${new URL(config.baseUrl).hostname}`,
      slug: issue.slug,
    }
  }

  return {
    sender: config.mailFrom,
    deliverIssue: createDeliverIssue({
      db,
      now,
      mailer,
      tokens,
      returnPaths,
      baseUrl: config.baseUrl,
      mailFrom: config.mailFrom,
      connections: config.sendConnections,
      connectionsPerDomain: config.sendPerDomain,
      rate: config.sendRate,
      ambiguous: config.ambiguous,
      dkim,
      log: deps.log,
      refuseHeld: sendingHold.refuse,
      async loadMail(issueId) {
        const render = await findRender(db, issueId)
        if (!render) throw new AppError('INTERNAL', `Issue ${issueId} has no rendering.`)
        return issueMailOf(await getIssue(issueId), render)
      },
    }),
    /** One real mail through the real path, to see it before everybody does. */
    async sendTest(id: number, to: string[]): Promise<{ to: string; outcome: SendOutcome }[]> {
      const issue = await getIssue(id)
      const mail = await issueMailOf(issue, await renderMail(await documentOf(issue)))
      const unique = crypto.randomUUID()
      const sender = {
        from: config.mailFrom,
        baseUrl: config.baseUrl,
        tokens,
        returnPaths,
        now,
        dkim,
      }
      const compose = createIssueMessages(id, mail, sender, { id: unique })
      const results = await Promise.all(
        to.map(async (email) => ({
          to: email,
          outcome: await mailer.send(await compose({ subscriberId: 0, email, name: '' })),
        })),
      )
      if (results.some(({ outcome }) => outcome.state === 'sent'))
        await preflight.noteTest(id, to.length)
      return results
    },
    preflight,
    /** How many things keep an issue from being sent while nobody looks. */
    countHeldBack: async (id: number) =>
      (await preflight.look(id)).problems.filter(holdsBack).length,
    sendControl: createSendControl({ db, now, wake, senderGate }),
    senderGate,
    sendingHold,
    finishedSend: createFinishedSends({ db, now }),
  }
}
