import { createHash } from 'node:crypto'
import type { Finding } from '../doctor/finding.ts'
import type { Issue } from '../domain/issue.ts'
import { AppError } from '../errors.ts'
import { fillSlots } from '../render/fill-slots.ts'
import type { IssueDocument, RenderedMail } from '../render/rendered-issue.ts'
import {
  findEarlierIssues,
  findLastTest,
  findOverrides,
  findReadings,
  insertOverride,
  insertTestSend,
  type Override,
} from '../store/preflight.ts'
import type { Database } from '../store/schema.ts'
import { findProblems } from './checks.ts'
import type { Problem } from './problem.ts'

export interface Preflight {
  issue: Issue
  subject: string
  htmlBytes: number
  /** Of the mail as it would be sent now; the same for two that read the same. */
  hash: string
  /** What the owner has not said "I know" to. */
  problems: Problem[]
  /** What was said "I know" to, and is still so. */
  known: { problem: Problem; override: Override }[]
  /** Nothing is left: it may be sent. */
  isGreen: boolean
}

export interface PreflightDeps {
  db: Database
  now: () => Date
  getIssue: (id: number) => Promise<Issue>
  documentOf: (issue: Issue) => Promise<IssueDocument>
  renderMail: (document: IssueDocument) => Promise<RenderedMail>
  /** Name servers are asked; undefined where nobody may. */
  checkSenderDomain: () => Promise<Finding[]>
}

/** Looks an issue over before it goes out. */
export function createPreflight(deps: PreflightDeps) {
  const { db, now } = deps

  async function look(id: number): Promise<Preflight> {
    const issue = await deps.getIssue(id)
    const mail = await deps.renderMail(await deps.documentOf(issue))
    const hash = hashOfMail(mail)
    const [published, reading, test, overrides, sender] = await Promise.all([
      findEarlierIssues(db, id),
      findReadings(db, id),
      findLastTest(db, id),
      findOverrides(db, id),
      deps.checkSenderDomain(),
    ])
    const found = findProblems({
      issue,
      subject: mail.subject,
      htmlBytes: mail.htmlBytes,
      hash,
      testedHash: test?.hash ?? null,
      published,
      reading,
      senderFaults: sender.filter(({ status }) => status === 'fail').map(({ text }) => text),
    })
    const byKey = new Map(overrides.map((override) => [override.problem, override]))
    const problems = found.filter(({ key }) => !byKey.has(key))
    const known = found.flatMap((problem) => {
      const override = byKey.get(problem.key)
      return override ? [{ problem, override }] : []
    })
    const { subject, htmlBytes } = mail
    return { issue, subject, htmlBytes, hash, problems, known, isGreen: problems.length === 0 }
  }

  return {
    look,
    /**
     * The owner knows of these and sends in spite of them. It holds for this issue and as long as
     * the problem stays what it is. Throws AppError INVALID_INPUT when none of them is there.
     */
    async override(id: number, keys: string[], madeBy: string): Promise<Preflight> {
      const { problems } = await look(id)
      const meant = problems.filter(({ key }) => keys.includes(key))
      if (meant.length === 0)
        throw new AppError('INVALID_INPUT', 'Name a problem that the list has.', {
          fields: [{ field: 'problems', message: 'Name a problem that the list has.' }],
        })
      for (const { key, about, detail } of meant)
        await insertOverride(db, id, {
          problem: key,
          message: [about, detail].filter(Boolean).join(': '),
          madeBy,
          madeAt: now(),
        })
      return look(id)
    },
    /** Remembers that the mail as it is now was sent as a test. */
    async noteTest(id: number, recipients: number): Promise<void> {
      const { hash } = await look(id)
      await insertTestSend(db, { issueId: id, hash, recipients, sentAt: now() })
    },
  }
}

/** Mails differ in the links of their reader; these are the same here. */
export function hashOfMail(mail: RenderedMail): string {
  const { html, text } = fillSlots(mail, {
    unsubscribeUrl: 'https://reader.invalid/unsubscribe',
    preferencesUrl: 'https://reader.invalid/preferences',
    reason: '',
  })
  return createHash('sha256')
    .update(JSON.stringify([mail.subject, html, text]))
    .digest('hex')
    .slice(0, 16)
}
