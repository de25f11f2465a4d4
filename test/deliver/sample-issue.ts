import { addresses, issueMail } from '../../chaos/sample-issue.ts'
import { createDeliverIssue, type DeliverIssueOptions } from '../../src/deliver/deliver-issue.ts'
import type { MimeMessage } from '../../src/deliver/mailer.ts'
import { createUnsubscribeTokens } from '../../src/deliver/unsubscribe-token.ts'
import type { DeliveryState } from '../../src/domain/subscriber.ts'
import { listDeliveries } from '../../src/store/deliveries.ts'
import type { Database } from '../../src/store/schema.ts'

export const tokens = createUnsubscribeTokens('a secret of the tests')

export { addresses, issueMail }

/** An issue in state `sending` and its readers; ids are 1, 2, … in a fresh database. */
export async function sampleIssue(db: Database, emails: string[]): Promise<number> {
  const { id } = await db
    .insertInto('issue')
    .values({ month: '2023-07', title: 'July', slug: 'july-2023', state: 'sending' })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (let at = 0; at < emails.length; at += 1000) {
    await db
      .insertInto('subscriber')
      .values(
        emails
          .slice(at, at + 1000)
          .map((email) => ({ email, email_key: email.toLowerCase(), status: 'active' as const })),
      )
      .execute()
  }
  return id
}

export const rawOf = (message: MimeMessage) => Buffer.concat([...message.chunks])

export function deliverWith(
  options: Pick<DeliverIssueOptions, 'db' | 'mailer'> & Partial<DeliverIssueOptions>,
) {
  return createDeliverIssue({
    tokens,
    baseUrl: 'https://links.example.org',
    mailFrom: { name: 'Links', address: 'links@example.org' },
    loadMail: async () => issueMail,
    now: () => new Date(),
    connections: 5,
    ...options,
  })
}

export async function statesByAddress(db: Database, issueId: number) {
  const rows = await listDeliveries(db, { issueId, limit: 100_000 })
  return Object.fromEntries(rows.map((row) => [row.email, row.state])) as Record<
    string,
    DeliveryState
  >
}
