import { hashOfToken } from '../access/secret-token.ts'
import type { Database } from '../store/schema.ts'
import { enqueueServiceMail } from '../store/service-mails.ts'
import { endSubscriberTokens, useSubscriberToken } from '../store/subscriber-tokens.ts'
import { findSubscriber, updateSubscriber } from '../store/subscribers.ts'
import { makeReaderLink, readReaderLink } from './reader-links.ts'

export interface LeavingDeps {
  db: Database
  now: () => Date
  /** Undefined for what is no unsubscribe token of ours. */
  readToken: (token: string) => { subscriberId: number } | undefined
  mailWaits: () => void
}

/** Off the list and, for a month, back. */
export function createLeaving(deps: LeavingDeps) {
  const { db, now } = deps

  /** Takes effect before the next mail is marked as leaving. True for who was on the list. */
  async function leave(subscriberId: number): Promise<boolean> {
    const hasLeft = await db.transaction().execute(async (trx) => {
      const at = now()
      const change = { status: 'unsubscribed' } as const
      const reader = await updateSubscriber(trx, subscriberId, change, at, ['active'])
      if (!reader) {
        await updateSubscriber(trx, subscriberId, change, at, ['pending'])
        return false
      }
      // Links of before do not undo this.
      await endSubscriberTokens(trx, subscriberId, ['confirm', 'return'])
      // Whoever was unsubscribed by the reader of a forwarded mail learns of it, and can undo it.
      await enqueueServiceMail(trx, { kind: 'goodbye', email: reader.email, subscriberId }, at)
      return true
    })
    if (hasLeft) deps.mailWaits()
    return hasLeft
  }

  return {
    leave,
    /** For every way by which a mail's token comes back. Undefined when it is none of ours. */
    async leaveByToken(token: string): Promise<{ hasLeft: boolean; undo?: string } | undefined> {
      const claim = deps.readToken(token)
      if (!claim) return undefined
      const { subscriberId } = claim
      if (!(await leave(subscriberId))) return { hasLeft: false }
      const undo = await makeReaderLink(db, { subscriberId, purpose: 'return' }, now())
      return { hasLeft: true, undo }
    },
    canReturn: async (token: string): Promise<boolean> =>
      (await readReaderLink(db, token, 'return', now())).state === 'good',
    /** True when the reader is on the list, now or already; never for one who complained since. */
    async comeBack(token: string): Promise<boolean> {
      const at = now()
      const used = await useSubscriberToken(db, hashOfToken(token), 'return', at)
      const id = used?.subscriberId ?? (await usedBy(token))
      if (id === undefined) return false
      if (used) await updateSubscriber(db, id, { status: 'active' }, at, ['unsubscribed'])
      return (await findSubscriber(db, id))?.status === 'active'
    },
  }

  async function usedBy(token: string): Promise<number | undefined> {
    const { state, link } = await readReaderLink(db, token, 'return', now())
    return state === 'used' ? link?.subscriberId : undefined
  }
}
