import { sql } from 'kysely'
import type { Db } from './schema.ts'

/** Readers this issue would go to; counted no further than `most`. */
export async function countRecipients(
  db: Db,
  query: { issueId: number; tag?: string | null | undefined; most: number },
): Promise<number> {
  const { issueId, tag, most } = query
  // Undefined: the audience that the issue has.
  const audience = tag === undefined ? sql`i.audience_tag` : sql`${tag}::text`
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from subscriber s join issue i on i.id = ${issueId}::int
      where s.status = 'active' and (${audience} is null or s.tags @> to_jsonb(${audience}))
      limit ${most}
    ) as readers`.execute(db)
  return rows[0]?.count ?? 0
}

export async function isSendForced(db: Db, issueId: number): Promise<boolean> {
  const row = await db
    .selectFrom('issue')
    .select('send_forced')
    .where('id', '=', issueId)
    .executeTakeFirst()
  return row?.send_forced ?? false
}

/** The owner sends whatever the checks say. Holds for this issue, also when it is sent later. */
export async function forceSend(db: Db, issueId: number, isForced: boolean): Promise<void> {
  const changes = { send_forced: isForced }
  await db.updateTable('issue').set(changes).where('id', '=', issueId).execute()
}
