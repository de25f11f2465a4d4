/** Issues: put together, edited, rendered and archived. */
import { createArchiveIssue } from '../archive/archive-issue.ts'
import { createIssueCards } from '../archive/issue-cards.ts'
import { createPosts } from '../archive/posts.ts'
import { createAssembleIssue } from '../assemble/assemble-issue.ts'
import { createEditIssue } from '../assemble/edit-issue.ts'
import { createRestoreIssue } from '../assemble/restore-issue.ts'
import { cleanUrl } from '../collect/clean-url.ts'
import { createIssueDesk } from '../desks/issue-desk.ts'
import { createIssueHistory } from '../desks/issue-history.ts'
import { createPostDesk } from '../desks/post-desk.ts'
import type { Issue } from '../domain/issue.ts'
import { untraced } from '../domain/trace.ts'
import { AppError } from '../errors.ts'
import { createRenderMail } from '../render/render-mail.ts'
import type { IssueDocument } from '../render/rendered-issue.ts'
import { findIssue } from '../store/issues.ts'
import { requestIssueChecks } from '../store/link-checks.ts'
import type { Db } from '../store/schema.ts'
import { readEditorial } from '../store/settings.ts'
import type { ServiceDeps } from './deps.ts'

export type IssueServices = ReturnType<typeof createIssueServices>

export function createIssueServices(deps: ServiceDeps) {
  const { db, now, config, trace = untraced } = deps
  const renderIssue = createRenderMail({ templates: deps.templates, preferences: true })
  async function renderMail(document: IssueDocument) {
    deps.onRender?.('issue')
    const facts = { 'linkletter.issue.id': document.issue.id }
    return trace('render issue', { facts }, () => renderIssue(document))
  }

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
      countsClicks: editorial.countClicks,
    }
  }

  async function getIssue(id: number): Promise<Issue> {
    const issue = await findIssue(db, id)
    if (!issue) throw new AppError('NOT_FOUND', `There is no issue ${id}.`)
    return issue
  }

  const assembleIssue = createAssembleIssue({ db, now })
  const editIssue = createEditIssue({
    db,
    now,
    checkUrl: (url) => cleanUrl(url, config.fetchAllow).url,
  })

  return {
    documentOf,
    getIssue,
    renderMail,
    async assembleIssue(month: string) {
      const issue = await assembleIssue(month)
      await requestIssueChecks(db, issue.id, now())
      return issue
    },
    editIssue,
    archiveIssue: createArchiveIssue({
      db,
      now,
      renderMail: async (trx, issue) => renderMail(await documentOf(issue, trx)),
    }),
    issueDesk: createIssueDesk({
      db,
      now,
      readEditorial: () => readEditorial(db),
      getIssue,
      editIssue,
      documentOf: (issue) => documentOf(issue),
      renderMail,
    }),
    issueHistory: createIssueHistory({
      db,
      getIssue,
      restoreIssue: createRestoreIssue({ db, now }),
    }),
    postDesk: createPostDesk({
      db,
      now,
      baseUrl: config.baseUrl,
      fetchAllow: config.fetchAllow,
      readEditorial: () => readEditorial(db),
    }),
    issueCard: createIssueCards(deps.drawCard),
    posts: createPosts({ db, now, getIssue, documentOf: (issue) => documentOf(issue) }),
  }
}
