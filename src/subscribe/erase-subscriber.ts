import type { SubscriberStatus, SuppressionReason } from '../domain/subscriber.ts'
import { findLedgerOf, rewriteLedgerRow } from '../store/reader-ledger.ts'
import type { Database, Db } from '../store/schema.ts'
import { deleteServiceMailsTo } from '../store/service-mails.ts'
import { deleteSubscriber, findSubscriberByEmail, lockSubscriber } from '../store/subscribers.ts'
import { suppressAddress } from '../store/suppressions.ts'
import { type AddressHash, hashedAddress } from './address-hash.ts'

/**
 * Takes a reader out of the database. What stays: that these addresses are not to be mailed, and
 * the ledger's counts, both by a keyed hash. False when there is no such subscriber.
 */
export function createEraseSubscriber(deps: {
  db: Database
  now: () => Date
  hashAddress: AddressHash
}) {
  return (id: number, by: 'reader' | 'owner'): Promise<boolean> =>
    deps.db.transaction().execute(async (trx) => {
      const subscriber = await lockSubscriber(trx, id)
      if (!subscriber) return false
      const former = await hashLedger(trx, id)
      await deleteSubscriber(trx, id)
      for (const email of new Set([subscriber.email, ...former])) {
        await deleteServiceMailsTo(trx, email)
        // An address that was given up may be another reader's by now.
        if (await findSubscriberByEmail(trx, email)) continue
        const reason = reasonFor(subscriber.status, by)
        await suppressAddress(trx, deps.hashAddress(email), reason, deps.now())
      }
      return true
    })

  /** Returns the addresses that stood there. */
  async function hashLedger(trx: Db, id: number): Promise<string[]> {
    const rows = await findLedgerOf(trx, id)
    for (const { issueId, email, lastReply } of rows)
      await rewriteLedgerRow(
        trx,
        { issueId, subscriberId: id },
        {
          email: hashedAddress(deps.hashAddress(email)),
          lastReply: lastReply && without(lastReply, email),
        },
      )
    return rows.map((row) => row.email)
  }
}

function reasonFor(status: SubscriberStatus, by: 'reader' | 'owner'): SuppressionReason {
  if (status === 'bounced' || status === 'complained') return status
  if (by === 'reader') return 'erased'
  return status === 'unsubscribed' ? status : 'removed'
}

/** Mail servers like to repeat the address in their answers. */
function without(reply: string, email: string): string {
  const pattern = email.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return reply.replace(new RegExp(pattern, 'gi'), '…')
}
