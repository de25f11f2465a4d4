import type { ReadOptions } from '../collect/posts/read-posts.ts'
import type { Editorial } from '../domain/editorial.ts'
import type { Issue } from '../domain/issue.ts'
import type { OldPost } from '../domain/old-post.ts'
import { AppError, type FieldProblem } from '../errors.ts'
import type { Database } from '../store/schema.ts'
import {
  countWaitingPosts,
  deleteWaitingPost,
  findWaitingPost,
  findWaitingPosts,
  insertWaitingPosts,
  updateWaitingPost,
  type WaitingPost,
} from '../store/waiting-posts.ts'
import { createJudgePost } from './posts/judge-post.ts'
import { createPublishPost, type PublishedPost } from './posts/publish-post.ts'

export type { PublishedPost }

export interface PostDeskDeps {
  db: Database
  now: () => Date
  baseUrl: string
  fetchAllow: readonly string[]
  readEditorial: () => Promise<Editorial>
}

export type PostDesk = ReturnType<typeof createPostDesk>

/** Posts that may wait at once. */
const MOST_WAITING = 1_000

/**
 * Roundups from another blog become issues of their months: with entries fixed as they stand,
 * public at once, never mailed, and found at the address they had.
 */
export function createPostDesk({ db, now, baseUrl, fetchAllow, readEditorial }: PostDeskDeps) {
  async function getWaiting(id: number): Promise<WaitingPost> {
    const waiting = await findWaitingPost(db, id)
    if (!waiting)
      throw new AppError('NOT_FOUND', 'This post waits no longer: it was published or removed.')
    return waiting
  }

  const { problemsOf, prepare } = createJudgePost({ db, now, fetchAllow, readEditorial })
  const publishIn = createPublishPost({ now, fetchAllow })

  return {
    async read(
      input: AsyncIterable<Uint8Array | string>,
      options: Omit<ReadOptions, 'fetchAllow'>,
    ) {
      // Needed once or never: no start pays for it.
      const { readPosts } = await import('../collect/posts/read-posts.ts')
      return readPosts(input, { ...options, fetchAllow })
    },
    problemsOf,
    async publish(post: OldPost): Promise<PublishedPost> {
      const prepared = await prepare(post)
      return db.transaction().execute((trx) => publishIn(trx, post, prepared))
    },
    issueUrl: (issue: Issue) => `${baseUrl}/issues/${encodeURIComponent(issue.slug)}`,

    async keep(posts: readonly OldPost[], fileName: string): Promise<number[]> {
      if ((await countWaitingPosts(db)) + posts.length > MOST_WAITING)
        throw new AppError(
          'INVALID_INPUT',
          `${MOST_WAITING} posts may wait at once. Publish or remove some first.`,
        )
      return db
        .transaction()
        .execute((trx) => insertWaitingPosts(trx, { posts, fileName, now: now() }))
    },
    /** Each with what is still wrong with it. */
    async list(locale?: string): Promise<(WaitingPost & { problems: FieldProblem[] })[]> {
      const waiting = await findWaitingPosts(db)
      const judged: (WaitingPost & { problems: FieldProblem[] })[] = []
      for (const each of waiting)
        judged.push({ ...each, problems: await problemsOf(each.post, locale) })
      return judged
    },
    countWaiting: () => countWaitingPosts(db),
    getWaiting,
    async save(id: number, post: OldPost): Promise<void> {
      await getWaiting(id)
      await updateWaitingPost(db, id, post)
    },
    /** Publishes what waits; pressed twice, the second finds nothing waiting. */
    async publishWaiting(id: number): Promise<PublishedPost> {
      const { post } = await getWaiting(id)
      const prepared = await prepare(post)
      return db.transaction().execute(async (trx) => {
        if (!(await deleteWaitingPost(trx, id)))
          throw new AppError('NOT_FOUND', 'This post waits no longer.')
        return publishIn(trx, post, prepared)
      })
    },
    async discard(id: number): Promise<void> {
      await deleteWaitingPost(db, id)
    },
  }
}
