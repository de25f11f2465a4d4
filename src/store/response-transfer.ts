/** Responses out of a database and into another, by the month of their issue. */
import type { Selectable } from 'kysely'
import type { Db, Schema } from './schema.ts'

type Row = Selectable<Schema['response']>

export interface MovedResponse {
  month: string
  kind: Row['kind']
  state: Row['state']
  name: string
  email: string | null
  content: string
  sourceUrl: string | null
  targetUrl: string | null
  authorUrl: string | null
  relation: Row['relation']
  title: string | null
  createdAt: Date
  updatedAt: Date
}

/** Enough for one read; responses are few and short. */
const BATCH = 500

/** Oldest first. */
export async function* eachResponseToMove(db: Db): AsyncGenerator<MovedResponse> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('response')
      .innerJoin('issue', 'issue.id', 'response.issue_id')
      .selectAll('response')
      .select('issue.month')
      .where('response.id', '>', after)
      .orderBy('response.id')
      .limit(BATCH)
      .execute()
    for (const row of rows) yield toMoved(row)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}

function toMoved(row: Row & { month: string }): MovedResponse {
  return {
    month: row.month,
    kind: row.kind,
    state: row.state,
    name: row.name,
    email: row.email,
    content: row.content,
    sourceUrl: row.source_url,
    targetUrl: row.target_url,
    authorUrl: row.author_url,
    relation: row.relation,
    title: row.title,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** Nothing happens without an issue of that month. A mention that was not read yet is read here. */
export async function insertMovedResponse(
  db: Db,
  response: MovedResponse,
  now: Date,
): Promise<void> {
  const issue = await db
    .selectFrom('issue')
    .select('id')
    .where('month', '=', response.month)
    .executeTakeFirst()
  if (!issue) return
  await db
    .insertInto('response')
    .values({
      issue_id: issue.id,
      kind: response.kind,
      state: response.state,
      name: response.name,
      email: response.email,
      content: response.content,
      source_url: response.sourceUrl,
      target_url: response.targetUrl,
      author_url: response.authorUrl,
      relation: response.relation,
      title: response.title,
      read_after: response.state === 'unread' ? now : null,
      created_at: response.createdAt,
      updated_at: response.updatedAt,
    })
    .onConflict((oc) => oc.columns(['issue_id', 'source_url']).doNothing())
    .execute()
}
