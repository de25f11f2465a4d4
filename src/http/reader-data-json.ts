import type { Bounce } from '../domain/feedback.ts'
import type { Subscriber } from '../domain/subscriber.ts'
import type { ReaderLedgerRow } from '../store/reader-ledger.ts'
import { subscriberJson } from './json.ts'

/** All that is kept about one reader, for that reader (GDPR, article 15 and 20). */
export function readerDataJson(
  data: { reader: Subscriber; ledger: ReaderLedgerRow[]; bounces: Bounce[] },
  baseUrl: string,
) {
  const { id: _id, ...about } = subscriberJson(data.reader)
  return {
    ...about,
    issues: data.ledger.map((row) => ({
      month: row.month,
      title: row.title,
      url: `${baseUrl}/issues/${encodeURIComponent(row.slug)}`,
      email: row.email,
      state: row.state,
      server_reply: row.lastReply,
      sent_at: row.sentAt?.toISOString() ?? null,
    })),
    bounces: data.bounces.map((bounce) => ({
      kind: bounce.kind,
      source: bounce.source,
      reason: bounce.reason,
      received_at: bounce.receivedAt.toISOString(),
    })),
  }
}
