import type { Month } from '../domain/month.ts'
import type { Db } from './schema.ts'

export interface Override {
  problem: string
  message: string
  madeBy: string
  madeAt: Date
}

export async function findOverrides(db: Db, issueId: number): Promise<Override[]> {
  const rows = await db
    .selectFrom('preflight_override')
    .where('issue_id', '=', issueId)
    .select(['problem', 'message', 'made_by as madeBy', 'made_at as madeAt'])
    .orderBy('made_at')
    .execute()
  return rows
}

export async function insertOverride(db: Db, issueId: number, override: Override): Promise<void> {
  const { problem, message, madeBy, madeAt } = override
  await db
    .insertInto('preflight_override')
    .values({ issue_id: issueId, problem, message, made_by: madeBy, made_at: madeAt })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

export async function insertTestSend(
  db: Db,
  test: { issueId: number; hash: string; recipients: number; sentAt: Date },
): Promise<void> {
  await db
    .insertInto('issue_test')
    .values({
      issue_id: test.issueId,
      hash: test.hash,
      recipients: test.recipients,
      sent_at: test.sentAt,
    })
    .execute()
}

/** Of the test mail that was sent last. */
export async function findLastTest(
  db: Db,
  issueId: number,
): Promise<{ hash: string; sentAt: Date } | undefined> {
  return db
    .selectFrom('issue_test')
    .where('issue_id', '=', issueId)
    .select(['hash', 'sent_at as sentAt'])
    .orderBy('sent_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** By link: the newest other issue that published it. */
export async function findEarlierIssues(db: Db, issueId: number): Promise<Map<number, Month>> {
  const rows = await db
    .selectFrom('entry as mine')
    .innerJoin('entry as theirs', 'theirs.link_id', 'mine.link_id')
    .innerJoin('issue', 'issue.id', 'theirs.issue_id')
    .where('mine.issue_id', '=', issueId)
    .where('theirs.issue_id', '!=', issueId)
    .where('theirs.removed_at', 'is', null)
    .where('issue.published_at', 'is not', null)
    .select(['mine.link_id as linkId', 'issue.month'])
    .orderBy('issue.month')
    .execute()
  return new Map(rows.flatMap(({ linkId, month }) => (linkId === null ? [] : [[linkId, month]])))
}

/** By link: whether its page has been read. */
export async function findReadings(db: Db, issueId: number) {
  const rows = await db
    .selectFrom('entry')
    .innerJoin('link', 'link.id', 'entry.link_id')
    .where('entry.issue_id', '=', issueId)
    .where('entry.removed_at', 'is', null)
    .select(['link.id', 'link.enrichment_status as status', 'link.enrichment_error as error'])
    .execute()
  return new Map(rows.map(({ id, status, error }) => [id, { status, error }]))
}
