import type { Issue } from '../domain/issue.ts'
import { type PostFile, type PostFormat, writePost } from '../render/posts/post-files.ts'
import { WXR_END, wxrHead, wxrItem } from '../render/posts/wxr.ts'
import type { IssueDocument } from '../render/rendered-issue.ts'
import { findIssueIdsPublished } from '../store/published-links.ts'
import type { Database } from '../store/schema.ts'

/** Issues as files for blogs that exist already: one, or all that were published. */
export function createPosts({
  db,
  now,
  getIssue,
  documentOf,
}: {
  db: Database
  now: () => Date
  getIssue: (id: number) => Promise<Issue>
  documentOf: (issue: Issue) => Promise<IssueDocument>
}) {
  return {
    /** Throws AppError NOT_FOUND. */
    async of(issueId: number, format: PostFormat): Promise<PostFile> {
      return writePost(format, await documentOf(await getIssue(issueId)), now())
    },

    /** The whole archive as WXR, oldest first, one issue at a time. */
    async *archive(about: Pick<IssueDocument, 'publication' | 'urls'>): AsyncGenerator<string> {
      yield wxrHead(about)
      for (const id of await findIssueIdsPublished(db)) {
        const doc = await documentOf(await getIssue(id))
        yield wxrItem({ doc, at: doc.issue.publishedAt ?? now() })
      }
      yield WXR_END
    },
  }
}
