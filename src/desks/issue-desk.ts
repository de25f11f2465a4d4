import { type ArrangedSection, arrangementOf } from '../assemble/arrange.ts'
import type { ChangeIssue } from '../assemble/edit-issue.ts'
import type { Editorial } from '../domain/editorial.ts'
import { comingIssues, dueAt } from '../domain/editorial.ts'
import { countEntries, type Issue } from '../domain/issue.ts'
import type { RevisionAuthor } from '../domain/issue-content.ts'
import type { Link } from '../domain/link.ts'
import { addMonths, type Month, monthOf, monthRange } from '../domain/month.ts'
import type { IssueDocument, RenderedMail } from '../render/rendered-issue.ts'
import { fingerprintOf } from '../save-window.ts'
import { findIssueRows, findSkippedMonths } from '../store/issues.ts'
import { countWaitingLinks } from '../store/link-counts.ts'
import { findLinks } from '../store/links.ts'
import type { Database } from '../store/schema.ts'

/** The words of an issue as they are typed. */
export interface IssueText {
  title: string
  slug: string
  intro: string
  outro: string
}

export interface TextResult {
  outcome: 'saved' | 'conflict'
  issue: Issue
  version: string
}

export interface IssueDeskDeps {
  db: Database
  now: () => Date
  readEditorial: () => Promise<Editorial>
  getIssue: (id: number) => Promise<Issue>
  editIssue: (id: number, change: ChangeIssue, author: RevisionAuthor) => Promise<Issue>
  documentOf: (issue: Issue) => Promise<IssueDocument>
  renderMail: (document: IssueDocument) => Promise<RenderedMail>
}

const MOST_ISSUES = 120
const MOST_WAITING = 100
const COMING = 6

/** What the owner does with an issue before it is sent. */
export function createIssueDesk(deps: IssueDeskDeps) {
  const { db, now } = deps

  return {
    /** Issues, newest month first, and the months that could become one. */
    async list() {
      const { timeZone, schedule } = await deps.readEditorial()
      const month = monthOf(now(), timeZone)
      const issues = await findIssueRows(db, MOST_ISSUES)
      const known = new Set(issues.map((issue) => issue.month))
      const open: { month: Month; waiting: number; due: Date | null }[] = []
      for (const each of [month, addMonths(month, -1)]) {
        if (known.has(each)) continue
        const waiting = await countWaitingLinks(db, { month: each, ...monthRange(each, timeZone) })
        const due = schedule.mode === 'off' ? null : dueAt(each, schedule, timeZone)
        // A month whose day is over does not come by itself any more.
        open.push({ month: each, waiting: waiting.total, due: due && due > now() ? due : null })
      }
      return {
        issues,
        open,
        thisMonth: month,
        // A month that was sent early comes no more.
        coming: comingIssues(now(), { schedule, timeZone }, COMING).filter(
          (each) => !issues.some((issue) => issue.month === each.month && issue.state !== 'draft'),
        ),
        skipped: await findSkippedMonths(db, MOST_ISSUES),
      }
    },

    /** An issue with what its month still has, and how large its mail is. */
    async open(id: number) {
      const issue = await deps.getIssue(id)
      const mail = await deps.renderMail(await deps.documentOf(issue))
      return {
        issue,
        version: versionOf(issue),
        waiting: await waitingFor(issue),
        htmlBytes: mail.htmlBytes,
        entryCount: countEntries(issue),
      }
    },

    /** Stores the words, unless somebody else has changed them since they were read. */
    async saveText(
      id: number,
      text: IssueText,
      version: string,
      author: RevisionAuthor,
    ): Promise<TextResult> {
      let outcome: TextResult['outcome'] = 'saved'
      const change: ChangeIssue = (issue) => {
        if (versionOf(issue) === version || versionOf({ ...issue, ...text }) === versionOf(issue))
          return text
        outcome = 'conflict'
        return undefined
      }
      const issue = await deps.editIssue(id, change, author)
      return { outcome, issue, version: versionOf(issue) }
    },

    /** Changes the order, starting from how it is at this moment. */
    arrange(
      id: number,
      change: (sections: ArrangedSection[]) => ArrangedSection[],
      author: RevisionAuthor,
    ): Promise<Issue> {
      return deps.editIssue(
        id,
        ({ sections }) => ({ sections: change(arrangementOf(sections)) }),
        author,
      )
    },

    /** Words of one entry, for this issue alone. */
    editEntry(
      id: number,
      entryId: number,
      words: { title: string; authors: string[]; note: string },
      author: RevisionAuthor,
    ): Promise<Issue> {
      const change: ChangeIssue = ({ sections }) => ({
        sections: arrangementOf(sections).map(({ name, entries }) => ({
          name,
          entries: entries.map((entry) => (entry.id === entryId ? { ...entry, ...words } : entry)),
        })),
      })
      return deps.editIssue(id, change, author)
    },
  }

  /** Links of the issue's month, and those left over, that it does not show. */
  async function waitingFor(issue: Issue): Promise<Link[]> {
    if (issue.publishedAt !== null) return []
    const shown = new Set(
      issue.sections.flatMap(({ entries }) => entries.map(({ linkId }) => linkId)),
    )
    const links = await findLinks(db, {
      desk: { tab: 'waiting', month: issue.month, leftBefore: new Date(0) },
      limit: MOST_WAITING + shown.size,
    })
    return links.filter(({ id }) => !shown.has(id)).slice(0, MOST_WAITING)
  }
}

/** Changes with the words, not with the order. */
export function versionOf({ title, slug, intro, outro }: IssueText): string {
  return fingerprintOf(JSON.stringify([title, slug, intro, outro]))
}
