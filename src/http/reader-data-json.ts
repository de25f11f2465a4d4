import type { Subscriber } from '../domain/subscriber.ts'
import type { ReaderLedgerRow } from '../store/reader-ledger.ts'
import { subscriberJson } from './json.ts'

/** All that is kept about one reader, for that reader (GDPR, article 15 and 20). */
export function readerDataJson(
  { reader, ledger }: { reader: Subscriber; ledger: ReaderLedgerRow[] },
  baseUrl: string,
) {
  const { id: _id, ...about } = subscriberJson(reader)
  return {
    ...about,
    issues: ledger.map((row) => ({
      month: row.month,
      title: row.title,
      url: `${baseUrl}/issues/${encodeURIComponent(row.slug)}`,
      email: row.email,
      state: row.state,
      server_reply: row.lastReply,
      sent_at: row.sentAt?.toISOString() ?? null,
    })),
  }
}
