import { type ArrangedSection, arrangementOf } from './assemble/arrange.ts'
import type { IssueChanges } from './assemble/edit-issue.ts'
import type { Editorial } from './domain/editorial.ts'
import { dueAt } from './domain/editorial.ts'
import { countEntries, type Issue } from './domain/issue.ts'
import type { Link } from './domain/link.ts'
import { addMonths, type Month, monthOf, monthRange } from './domain/month.ts'
import type { IssueDocument, RenderedMail } from './render/rendered-issue.ts'
import { fingerprintOf } from './save-window.ts'
import { findIssues } from './store/issues.ts'
import { countWaitingLinks } from './store/link-counts.ts'
import { findLinks } from './store/links.ts'
import type { Database } from './store/schema.ts'

/** The words of an issue as they are typed. */
export interface IssueText {
  title: string
  slug: string
  intro: string
  outro: string
}

export type TextResult =
  | { outcome: 'saved'; issue: Issue; version: string }
  | { outcome: 'conflict'; issue: Issue; version: string }

export interface IssueDeskDeps {
  db: Database
  now: () => Date
  readEditorial: () => Promise<Editorial>
  getIssue: (id: number) => Promise<Issue>
  editIssue: (id: number, changes: IssueChanges) => Promise<Issue>
  documentOf: (issue: Issue) => Promise<IssueDocument>
  renderMail: (document: IssueDocument) => Promise<RenderedMail>
}

const MOST_ISSUES = 120
const MOST_WAITING = 100

/** What the owner does with an issue before it is sent. */
export function createIssueDesk(deps: IssueDeskDeps) {
  const { db, now } = deps

  return {
    /** Issues, newest month first, and the months that could become one. */
    async list() {
      const { timeZone, schedule } = await deps.readEditorial()
      const month = monthOf(now(), timeZone)
      const issues = await findIssues(db, { limit: MOST_ISSUES })
      const known = new Set(issues.map((issue) => issue.month))
      const open: { month: Month; waiting: number; due: Date | null }[] = []
      for (const each of [month, addMonths(month, -1)]) {
        if (known.has(each)) continue
        const waiting = await countWaitingLinks(db, { month: each, ...monthRange(each, timeZone) })
        open.push({
          month: each,
          waiting: waiting.total,
          due: schedule.mode === 'off' ? null : dueAt(each, schedule, timeZone),
        })
      }
      return { issues, open, thisMonth: month }
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
    async saveText(id: number, text: IssueText, version: string): Promise<TextResult> {
      const issue = await deps.getIssue(id)
      if (versionOf(issue) !== version && versionOf({ ...issue, ...text }) !== versionOf(issue))
        return { outcome: 'conflict', issue, version: versionOf(issue) }
      const changed = await deps.editIssue(id, text)
      return { outcome: 'saved', issue: changed, version: versionOf(changed) }
    },

    /** Changes the order, starting from how it is at this moment. */
    async arrange(
      id: number,
      change: (sections: ArrangedSection[]) => ArrangedSection[],
    ): Promise<Issue> {
      const { sections } = await deps.getIssue(id)
      return deps.editIssue(id, { sections: change(arrangementOf(sections)) })
    },

    /** Words of one entry, for this issue alone. */
    async editEntry(
      id: number,
      entryId: number,
      words: { title: string; authors: string[]; note: string },
    ): Promise<Issue> {
      const { sections } = await deps.getIssue(id)
      return deps.editIssue(id, {
        sections: arrangementOf(sections).map(({ name, entries }) => ({
          name,
          entries: entries.map((entry) => (entry.id === entryId ? { ...entry, ...words } : entry)),
        })),
      })
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
