import type { RateLimiter } from '../access/rate-limiter.ts'
import { hashOfToken } from '../access/secret-token.ts'
import type { Subscriber } from '../domain/subscriber.ts'
import { AppError } from '../errors.ts'
import { findBounces } from '../store/feedback.ts'
import { findLedgerOf } from '../store/reader-ledger.ts'
import type { Database } from '../store/schema.ts'
import { enqueueServiceMail } from '../store/service-mails.ts'
import { useSubscriberToken } from '../store/subscriber-tokens.ts'
import {
  emailKey,
  findSubscriber,
  findSubscriberByEmail,
  lockSubscriber,
  updateSubscriber,
} from '../store/subscribers.ts'
import { liftSuppression } from '../store/suppressions.ts'
import type { AddressHash } from './address-hash.ts'
import { readReaderLink } from './reader-links.ts'
import { mailLimit, readerMailLimit } from './sign-up-limits.ts'

/** Nobody has as many: they would have been taken off the list. */
const MOST_BOUNCES = 1_000

export interface PreferencesDeps {
  db: Database
  now: () => Date
  limiter: RateLimiter
  hashAddress: AddressHash
  readEmail: (text: string) => string
  erase: (id: number, by: 'reader') => Promise<boolean>
  mailWaits: () => void
}

export interface PreferenceChanges {
  email: string
  textOnly: boolean
  pausedUntil: Date | null
}

/** `taken`: somebody else on the list has the address by now. */
export type AddressChange = { result: 'changed' | 'taken'; email: string } | { result: 'over' }

/**
 * What a reader sets by the link of a mail. A forwarded mail carries that link too, so nothing
 * here does harm: an address is confirmed at the new one and told to the old one, and what we
 * know of a reader is shown and deleted by a second link alone, which goes to the address.
 */
export function createPreferences(deps: PreferencesDeps) {
  const { db, now } = deps

  /** Undefined for who is not on the list. */
  async function find(subscriberId: number): Promise<Subscriber | undefined> {
    const reader = await findSubscriber(db, subscriberId)
    return reader?.status === 'active' ? reader : undefined
  }

  async function ownerOf(token: string): Promise<Subscriber | undefined> {
    const { state, link } = await readReaderLink(db, token, 'data', now())
    return state === 'good' && link ? findSubscriber(db, link.subscriberId) : undefined
  }

  async function askForAddress(reader: Subscriber, email: string): Promise<void> {
    await deps.limiter.take([readerMailLimit('address', reader.id)])
    await enqueueServiceMail(db, { kind: 'address', email, subscriberId: reader.id }, now())
    deps.mailWaits()
  }

  return {
    find,

    /**
     * Saves, and mails the new address when there is one. The answer tells whether one has to be
     * confirmed. Throws AppError INVALID_INPUT, TOO_MANY_REQUESTS.
     */
    async save(reader: Subscriber, changes: PreferenceChanges): Promise<{ isMailed: boolean }> {
      const email = deps.readEmail(changes.email)
      const { textOnly, pausedUntil } = changes
      if (pausedUntil && pausedUntil <= now())
        throw new AppError('INVALID_INPUT', 'Choose a day that is still to come.', {
          fields: [{ field: 'paused_until', message: 'Choose a day that is still to come.' }],
        })
      const isNew = emailKey(email) !== emailKey(reader.email)
      if (isNew) await askForAddress(reader, email)
      const own = isNew ? {} : { email }
      await updateSubscriber(db, reader.id, { ...own, textOnly, pausedUntil }, now())
      return { isMailed: isNew }
    },

    /** The address that the link puts in place; undefined when it is over. */
    async addressOf(token: string): Promise<string | undefined> {
      const { state, link } = await readReaderLink(db, token, 'address', now())
      return state === 'good' ? (link?.email ?? undefined) : undefined
    },

    /** From now on mails go there, and the old address is told. */
    async changeAddress(token: string): Promise<AddressChange> {
      const change = await db.transaction().execute(async (trx): Promise<AddressChange> => {
        const at = now()
        const used = await useSubscriberToken(trx, hashOfToken(token), 'address', at)
        const reader = used && (await lockSubscriber(trx, used.subscriberId))
        if (!used?.email || reader?.status !== 'active') return { result: 'over' }
        const { email } = used
        const other = await findSubscriberByEmail(trx, email)
        if (other && other.id !== reader.id) return { result: 'taken', email }
        await updateSubscriber(trx, reader.id, { email }, at)
        await liftSuppression(trx, deps.hashAddress(email))
        const mail = { kind: 'moved', email: reader.email, subscriberId: reader.id } as const
        if (!other) await enqueueServiceMail(trx, mail, at)
        return { result: 'changed', email }
      })
      if (change.result !== 'changed') return change
      await deps.limiter.forget(mailLimit(deps.hashAddress(change.email)).key)
      deps.mailWaits()
      return change
    },

    /** Mails the link that shows and deletes what we know. Throws AppError TOO_MANY_REQUESTS. */
    async askForData(reader: Subscriber): Promise<void> {
      await deps.limiter.take([readerMailLimit('data', reader.id)])
      const { id: subscriberId, email } = reader
      await enqueueServiceMail(db, { kind: 'data', email, subscriberId }, now())
      deps.mailWaits()
    },

    ownerOf,

    /** All that is kept about a reader; undefined when the link is over. */
    async dataOf(token: string) {
      const reader = await ownerOf(token)
      if (!reader) return undefined
      const [ledger, bounces] = await Promise.all([
        findLedgerOf(db, reader.id),
        findBounces(db, { subscriberId: reader.id, limit: MOST_BOUNCES }),
      ])
      return { reader, ledger, bounces }
    },

    /** False when the link is over. */
    async eraseBy(token: string): Promise<boolean> {
      const reader = await ownerOf(token)
      return reader !== undefined && deps.erase(reader.id, 'reader')
    },
  }
}
