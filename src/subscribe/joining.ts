import type { RateLimiter } from '../access/rate-limiter.ts'
import { hashOfToken } from '../access/secret-token.ts'
import type { Subscriber } from '../domain/subscriber.ts'
import type { Database } from '../store/schema.ts'
import { enqueueServiceMail } from '../store/service-mails.ts'
import { endSubscriberTokens, useSubscriberToken } from '../store/subscriber-tokens.ts'
import { findSubscriber, updateSubscriber } from '../store/subscribers.ts'
import { liftSuppression } from '../store/suppressions.ts'
import type { AddressHash } from './address-hash.ts'
import type { FormStamps, StampFault } from './form-stamp.ts'
import { readReaderLink } from './reader-links.ts'
import { mailLimit, signUpLimits } from './sign-up-limits.ts'

export interface JoiningDeps {
  db: Database
  now: () => Date
  limiter: RateLimiter
  stamps: FormStamps
  hashAddress: AddressHash
  /** Throws AppError INVALID_INPUT when the text is no mail address. */
  readEmail: (text: string) => string
  /** A mail waits in the database. */
  mailWaits: () => void
}

/**
 * good     a press of the button puts the reader on the list
 * already  is on the list
 * over     too old; a new one may be asked for
 * unknown  was never made, or so long ago that it is forgotten
 */
export type ConfirmState = 'good' | 'already' | 'over' | 'unknown'

/** Getting onto the list by oneself: a form, a mail, a button. */
export function createJoining(deps: JoiningDeps) {
  const { db, now } = deps

  async function look(token: string): Promise<{ state: ConfirmState; reader?: Subscriber }> {
    const { state, link } = await readReaderLink(db, token, 'confirm', now())
    const reader = link && (await findSubscriber(db, link.subscriberId))
    if (!reader) return { state: 'unknown' }
    if (reader.status === 'active') return { state: 'already', reader }
    return { state: state === 'good' ? 'good' : 'over', reader }
  }

  return {
    newStamp: () => deps.stamps.create(now()),

    /** What is wrong with the time at which the form was sent; forms without a stamp are taken. */
    stampFaultOf: (stamp: string): StampFault | undefined =>
      stamp === '' ? undefined : deps.stamps.faultOf(stamp, now()),

    /**
     * Notes that somebody wants to join. The work and the time it takes are the same for every
     * address; what is known about it is looked up when the mail is made.
     * Throws AppError INVALID_INPUT or TOO_MANY_REQUESTS.
     */
    async ask(emailText: string, clientAddress: string): Promise<string> {
      const email = deps.readEmail(emailText)
      await deps.limiter.take(signUpLimits(clientAddress))
      await enqueueServiceMail(db, { kind: 'join', email }, now())
      deps.mailWaits()
      return email
    },

    stateOf: async (token: string): Promise<ConfirmState> => (await look(token)).state,

    /** Puts the reader on the list: once a link, and never one who complained. */
    async confirm(token: string): Promise<ConfirmState | 'confirmed'> {
      const confirmed = await db.transaction().execute(async (trx) => {
        const at = now()
        const used = await useSubscriberToken(trx, hashOfToken(token), 'confirm', at)
        if (!used) return undefined
        const reader = await updateSubscriber(
          trx,
          used.subscriberId,
          { status: 'active', isConfirmed: true },
          at,
          ['pending', 'unsubscribed'],
        )
        if (!reader) return undefined
        await endSubscriberTokens(trx, reader.id, ['confirm', 'return'])
        await liftSuppression(trx, deps.hashAddress(reader.email))
        const { id: subscriberId, email } = reader
        await enqueueServiceMail(trx, { kind: 'welcome', email, subscriberId }, at)
        return email
      })
      if (confirmed === undefined) return (await look(token)).state
      // Whoever has proved to read there may leave and join again on the same day.
      await deps.limiter.forget(mailLimit(deps.hashAddress(confirmed)).key)
      deps.mailWaits()
      return 'confirmed'
    },

    /** A new mail in place of one whose link is over. False when there is nobody to mail. */
    async askAgain(token: string, clientAddress: string): Promise<boolean> {
      await deps.limiter.take(signUpLimits(clientAddress))
      const { state, reader } = await look(token)
      if (state !== 'over' || !reader) return false
      await enqueueServiceMail(db, { kind: 'join', email: reader.email }, now())
      deps.mailWaits()
      return true
    },
  }
}
