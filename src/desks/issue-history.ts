import type { createRestoreIssue } from '../assemble/restore-issue.ts'
import type { Issue } from '../domain/issue.ts'
import { contentOf, contentVersionOf, type Revision } from '../domain/issue-content.ts'
import { type IssueChange, issueDifference } from '../domain/issue-difference.ts'
import { AppError } from '../errors.ts'
import { findRevision, findRevisions } from '../store/issue-revisions.ts'
import type { Database } from '../store/schema.ts'

/** A state that was kept, and what it changed in the one before. */
export interface HistoryItem {
  revision: Revision
  changes: IssueChange[]
  /** Nothing older is kept: there is no state to compare it with. */
  isOldest: boolean
}

export interface IssueHistoryDeps {
  db: Database
  getIssue: (id: number) => Promise<Issue>
  restoreIssue: ReturnType<typeof createRestoreIssue>
}

/** How an issue came to read as it does. */
export function createIssueHistory({ db, getIssue, restoreIssue }: IssueHistoryDeps) {
  return {
    /** Newest first; `nextId` goes on in the list. Throws AppError NOT_FOUND. */
    async list(id: number, options: { limit: number; beforeId?: number | undefined }) {
      const issue = await getIssue(id)
      const { limit, beforeId } = options
      // One more, to compare the last one with.
      const found = await findRevisions(db, id, { limit: limit + 1, beforeId })
      const items = found
        .slice(0, limit)
        .map((revision, index) => itemOf(revision, found[index + 1]))
      const [newest] = beforeId === undefined ? found : []
      return {
        issue,
        version: contentVersionOf(issue),
        items,
        /** What links did to the draft since its last edit. */
        since: newest ? issueDifference(newest.content, contentOf(issue)) : [],
        nextId: found.length > limit ? items.at(-1)?.revision.id : undefined,
      }
    },

    /** One state: what it changed, and what going back to it would change. Throws AppError NOT_FOUND. */
    async open(id: number, revisionId: number) {
      const issue = await getIssue(id)
      const revision = await findRevision(db, id, revisionId)
      if (!revision)
        throw new AppError('NOT_FOUND', 'This state of the issue is not kept any more.')
      const [before] = await findRevisions(db, id, { limit: 1, beforeId: revisionId })
      return {
        ...itemOf(revision, before),
        issue,
        version: contentVersionOf(issue),
        /** From how the issue is now to how it was; the address stays and is left out. */
        wayBack: issueDifference(contentOf(issue), {
          ...revision.content,
          slug: issue.slug,
        }),
      }
    },

    restore: restoreIssue,
  }
}

function itemOf(revision: Revision, before: Revision | undefined): HistoryItem {
  return {
    revision,
    changes: before ? issueDifference(before.content, revision.content) : [],
    isOldest: before === undefined,
  }
}
