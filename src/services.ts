import { createAnnotateLink } from './annotate/annotate-link.ts'
import { createArchiveIssue } from './archive/archive-issue.ts'
import { createAssembleIssue } from './assemble/assemble-issue.ts'
import { createEditIssue } from './assemble/edit-issue.ts'
import { cleanUrl } from './collect/clean-url.ts'
import { createImportLinks } from './collect/import-links.ts'
import { createSaveLink } from './collect/save-link.ts'
import type { Config } from './config.ts'
import { createDeliverIssue } from './deliver/deliver-issue.ts'
import { type IssueMail, issueMessage } from './deliver/issue-message.ts'
import type { Mailer, SendOutcome } from './deliver/mailer.ts'
import { createUnsubscribeTokens } from './deliver/unsubscribe-token.ts'
import type { Issue } from './domain/issue.ts'
import { createEnrichLink } from './enrich/enrich-link.ts'
import type { PageReading } from './enrich/page-reading.ts'
import { AppError } from './errors.ts'
import { createRenderMail } from './render/render-mail.ts'
import type { IssueDocument } from './render/rendered-issue.ts'
import type { Templates } from './render/templates.ts'
import { createSendControl } from './send-control.ts'
import { findIssue } from './store/issues.ts'
import { findRender } from './store/renders.ts'
import type { Database, Db } from './store/schema.ts'
import { readEditorial } from './store/settings.ts'
import { createSubscriberService } from './subscriber-service.ts'
import { createTokenService } from './token-service.ts'

export interface ServiceDeps {
  db: Database
  config: Pick<Config, 'baseUrl' | 'mailFrom' | 'fetchAllow' | 'sendConnections' | 'sendRate'>
  secret: string
  now: () => Date
  enrichPage: (url: string) => Promise<PageReading>
  templates: Templates
  mailer: Mailer
  enqueueEnrichment: (db: Db, linkId: number) => Promise<void>
  /** Said of a delivery, without addresses. */
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
  /** Something became due: look now, not at the next minute. */
  wake: () => void
}

export type Services = ReturnType<typeof createServices>

/** Builds every stage once, with what it depends on. */
export function createServices(deps: ServiceDeps) {
  const { db, now, config } = deps
  const tokens = createUnsubscribeTokens(deps.secret)
  const renderMail = createRenderMail({ templates: deps.templates })

  async function documentOf(issue: Issue, from: Db = db): Promise<IssueDocument> {
    const editorial = await readEditorial(from)
    return {
      issue,
      publication: editorial,
      urls: {
        home: `${config.baseUrl}/`,
        issue: `${config.baseUrl}/issues/${encodeURIComponent(issue.slug)}`,
        archive: `${config.baseUrl}/archive`,
      },
    }
  }

  async function getIssue(id: number): Promise<Issue> {
    const issue = await findIssue(db, id)
    if (!issue) throw new AppError('NOT_FOUND', `There is no issue ${id}.`)
    return issue
  }

  async function issueMailOf(issue: Issue, mail: IssueMail['mail']): Promise<IssueMail> {
    const { name, locale } = await readEditorial(db)
    return {
      mail,
      publication: { name, locale },
      listId: `issues.${new URL(config.baseUrl).hostname}`,
      slug: issue.slug,
    }
  }

  const collectDeps = {
    db,
    now,
    fetchAllow: config.fetchAllow,
    enqueueEnrichment: deps.enqueueEnrichment,
  }

  return {
    db,
    now,
    documentOf,
    getIssue,
    renderMail,
    readEditorial: () => readEditorial(db),
    unsubscribeTokens: tokens,
    saveLink: createSaveLink(collectDeps),
    importLinks: createImportLinks(collectDeps),
    enqueueEnrichment: deps.enqueueEnrichment,
    enrichLink: createEnrichLink({ db, enrichPage: deps.enrichPage, now }),
    annotateLink: createAnnotateLink({ db, now }),
    assembleIssue: createAssembleIssue({ db }),
    editIssue: createEditIssue({
      db,
      now,
      checkUrl: (url) => cleanUrl(url, config.fetchAllow).url,
    }),
    archiveIssue: createArchiveIssue({
      db,
      now,
      renderMail: async (trx, issue) => renderMail(await documentOf(issue, trx)),
    }),
    deliverIssue: createDeliverIssue({
      db,
      now,
      mailer: deps.mailer,
      tokens,
      baseUrl: config.baseUrl,
      mailFrom: config.mailFrom,
      connections: config.sendConnections,
      rate: config.sendRate,
      log: deps.log,
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
      return Promise.all(
        to.map(async (email) => {
          const message = issueMessage(
            mail,
            { issueId: id, subscriberId: 0, email, name: '' },
            { from: config.mailFrom, baseUrl: config.baseUrl, tokens },
          )
          const unique = crypto.randomUUID()
          const outcome = await deps.mailer.send(
            {
              ...message,
              subject: `[Test] ${message.subject}`,
              messageId: message.messageId.replace('<issue-', `<test-${unique}-`),
              fileName: `test-${issue.slug}-${email}`,
            },
            { beforeHandover: async () => true },
          )
          return { to: email, outcome }
        }),
      )
    },
    sendControl: createSendControl({ db, now, wake: deps.wake }),
    subscribers: createSubscriberService({ db, now }),
    tokens: createTokenService({ db, now }),
  }
}
