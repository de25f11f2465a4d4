import { sql } from 'kysely'
import type { IssueMail } from '../src/deliver/issue-message.ts'
import { countDeliveries } from '../src/store/deliveries.ts'
import type { Database } from '../src/store/schema.ts'
import type { SmtpSink } from './smtp-sink.ts'

export const issueMail: IssueMail = {
  mail: {
    subject: 'What I’ve been reading in July 2023',
    html: `<p>${'Grete Ørsted and 林. '.repeat(500)}</p><p>slot-reason-1</p><a href="slot-unsubscribe-1">x</a>`,
    text: 'Grete Ørsted and 林.\n.a line with a dot\nslot-reason-1\nslot-unsubscribe-1\n',
    slots: { unsubscribeUrl: 'slot-unsubscribe-1', reason: 'slot-reason-1' },
  },
  listId: 'links.example.org',
  publication: { name: 'Links & more', locale: 'en' },
  slug: 'july-2023',
}

/** Issue 1 in state `sending` and its readers, ids 1, 2, … in a fresh database. */
export async function addIssue(db: Database, emails: string[]): Promise<void> {
  await db
    .insertInto('issue')
    .values({ month: '2023-07', title: 'July', slug: 'july-2023', state: 'sending' })
    .execute()
  for (let at = 0; at < emails.length; at += 10_000) {
    const some = JSON.stringify(emails.slice(at, at + 10_000))
    await sql`insert into subscriber (email, email_key, status)
      select value, lower(value), 'active' from jsonb_array_elements_text(${some}::jsonb)`.execute(
      db,
    )
  }
}

export function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `reader${n + 1}@example.org`)
}

export interface Tally {
  total: number
  sent: number
  unknown: number
  failed: number
  skipped: number
  /** Readers whose mail the sink got, and those that the ledger names as in doubt. */
  missing: string[]
  /** Copies beyond the first that the sink got. */
  doubles: number
  /** Readers who got copies with different Message-IDs. */
  changedIds: number
}

/** The sink's log is the judge; the ledger has to agree with it. */
export async function tally(db: Database, sink: SmtpSink): Promise<Tally> {
  const { total, counts } = await countDeliveries(db, 1)
  const ids = new Map<string, Set<string>>()
  for (const { to, messageId } of sink.mails) ids.set(to, (ids.get(to) ?? new Set()).add(messageId))
  const rows = await db.selectFrom('delivery').select(['email', 'state']).execute()
  const missing = rows.filter(({ email, state }) => state === 'sent' && !ids.has(email))
  return {
    total,
    sent: counts.sent,
    unknown: counts.unknown,
    failed: counts.failed,
    skipped: counts.skipped,
    missing: missing.map(({ email }) => email),
    doubles: sink.mails.length - ids.size,
    changedIds: [...ids.values()].filter((known) => known.size > 1).length,
  }
}
