import type { OldPost } from '../domain/old-post.ts'
import type { Db } from './schema.ts'

export interface WaitingPost {
  id: number
  fileName: string
  post: OldPost
  createdAt: Date
}

export async function insertWaitingPosts(
  db: Db,
  { posts, fileName, now }: { posts: readonly OldPost[]; fileName: string; now: Date },
): Promise<number[]> {
  const ids: number[] = []
  for (const post of posts) {
    const row = await db
      .insertInto('waiting_post')
      .values({ file_name: fileName, content: JSON.stringify(post), created_at: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    ids.push(row.id)
  }
  return ids
}

/** In the order of the months they seem to be of. */
export async function findWaitingPosts(db: Db): Promise<WaitingPost[]> {
  const rows = await db.selectFrom('waiting_post').selectAll().orderBy('id').execute()
  return rows
    .map(toWaitingPost)
    .sort((a, b) => ((a.post.month ?? '') < (b.post.month ?? '') ? 1 : -1))
}

export async function findWaitingPost(db: Db, id: number): Promise<WaitingPost | undefined> {
  const row = await db
    .selectFrom('waiting_post')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toWaitingPost(row)
}

export async function countWaitingPosts(db: Db): Promise<number> {
  const row = await db
    .selectFrom('waiting_post')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function updateWaitingPost(db: Db, id: number, post: OldPost): Promise<void> {
  await db
    .updateTable('waiting_post')
    .set({ content: JSON.stringify(post) })
    .where('id', '=', id)
    .execute()
}

/** False when somebody else took it away before. */
export async function deleteWaitingPost(db: Db, id: number): Promise<boolean> {
  const result = await db.deleteFrom('waiting_post').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}

function toWaitingPost(row: {
  id: number
  file_name: string
  content: OldPost
  created_at: Date
}): WaitingPost {
  return { id: row.id, fileName: row.file_name, post: row.content, createdAt: row.created_at }
}
