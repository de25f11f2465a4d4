import type { DeliveryState } from '../domain/subscriber.ts'
import type { Db } from './schema.ts'

/** One issue that was mailed, or is to be mailed, to a reader. */
export interface ReaderLedgerRow {
  issueId: number
  month: string
  title: string
  slug: string
  email: string
  state: DeliveryState
  lastReply: string | null
  sentAt: Date | null
}

/** Through the issues, which are few: the ledger is indexed by issue. */
export async function findLedgerOf(db: Db, subscriberId: number): Promise<ReaderLedgerRow[]> {
  const rows = await db
    .selectFrom('issue')
    .innerJoin('delivery', (join) =>
      join
        .onRef('delivery.issue_id', '=', 'issue.id')
        .on('delivery.subscriber_id', '=', subscriberId),
    )
    .select(['issue.id', 'issue.month', 'issue.title', 'issue.slug'])
    .select(['delivery.email', 'delivery.state', 'delivery.last_reply', 'delivery.sent_at'])
    .orderBy('issue.month')
    .execute()
  return rows.map((row) => ({
    issueId: row.id,
    month: row.month,
    title: row.title,
    slug: row.slug,
    email: row.email,
    state: row.state,
    lastReply: row.last_reply,
    sentAt: row.sent_at,
  }))
}

export async function rewriteLedgerRow(
  db: Db,
  row: { issueId: number; subscriberId: number },
  values: { email: string; lastReply: string | null },
): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ email: values.email, last_reply: values.lastReply })
    .where('issue_id', '=', row.issueId)
    .where('subscriber_id', '=', row.subscriberId)
    .execute()
}
