import type { RateLimiter } from './access/rate-limiter.ts'
import { retryDelayMs } from './deliver/retry-delay.ts'
import type { UnsubscribeTokens } from './deliver/unsubscribe-token.ts'
import { isUnwanted, type Subscriber } from './domain/subscriber.ts'
import { isAppError, messageOf } from './errors.ts'
import type { Letter, SendServiceMail } from './send-service-mail.ts'
import { findPublishedIssues } from './store/issues.ts'
import type { Database } from './store/schema.ts'
import {
  claimServiceMail,
  deleteServiceMail,
  failServiceMail,
  postponeServiceMail,
  type ServiceMail,
} from './store/service-mails.ts'
import {
  findSubscriber,
  findSubscriberByEmail,
  forgetUnconfirmed,
  insertSubscriber,
} from './store/subscribers.ts'
import { findSuppression } from './store/suppressions.ts'
import type { AddressHash } from './subscribe/address-hash.ts'
import { makeReaderLink, PUT_BACK_DAYS } from './subscribe/reader-links.ts'
import { mailLimit, readerMailLimit } from './subscribe/sign-up-limits.ts'

/** Longer than any talk with a mail server takes. */
const LEASE_MS = 10 * 60_000
/** What is left waits for the minute's tick, so that a process that stops need not wait for all. */
const MOST_AT_ONCE = 100
const UNCONFIRMED_DAYS = 30
const DAY_MS = 24 * 3_600_000

export interface ReaderMailsDeps {
  db: Database
  now: () => Date
  baseUrl: string
  limiter: RateLimiter
  hashAddress: AddressHash
  tokens: UnsubscribeTokens
  send: SendServiceMail
  /** Nothing leaves at the moment; what waits goes on waiting. */
  isHeld: () => Promise<boolean>
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

/**
 * Mails to single readers. They wait in the database, so that a mail server that is away or a
 * process that dies loses none; links are made when a mail is, so that none is ever stored.
 */
export function createReaderMails(deps: ReaderMailsDeps) {
  const { db, now, baseUrl } = deps

  /** What is to be written, or undefined when it is not wanted any more. */
  async function write(mail: ServiceMail): Promise<Letter | undefined> {
    if (mail.kind === 'join') return writeToNewcomer(mail)
    const reader =
      mail.subscriberId === null ? undefined : await findSubscriber(db, mail.subscriberId)
    if (!reader) return undefined
    if (mail.kind === 'confirm') return confirmLetter(reader)
    if (mail.kind === 'goodbye') return writeGoodbye(mail, reader)
    // The others go to who is on the list.
    if (reader.status !== 'active') return undefined
    if (mail.kind === 'welcome') return writeWelcome(reader)
    if (mail.kind === 'address') return writeToNewAddress(mail, reader)
    if (mail.kind === 'moved') return movedLetter(reader, mail.email)
    return dataLetter(reader)
  }

  async function writeToNewcomer(mail: ServiceMail): Promise<Letter | undefined> {
    const at = now()
    await forgetUnconfirmed(db, new Date(at.getTime() - UNCONFIRMED_DAYS * DAY_MS))
    const { email } = mail
    if ((await isBarred(email)) || !(await isAllowed(mail, [mailLimit(deps.hashAddress(email))])))
      return undefined
    const newcomer = { email, name: '', status: 'pending', joinedVia: 'form' } as const
    const reader =
      (await insertSubscriber(db, newcomer, at)) ?? (await findSubscriberByEmail(db, email))
    return reader && confirmLetter(reader)
  }

  /** On the list already, or not to be mailed. */
  async function isBarred(email: string): Promise<boolean> {
    const known = await findSubscriberByEmail(db, email)
    const status = known?.status ?? (await findSuppression(db, deps.hashAddress(email)))
    return status !== undefined && (status === 'active' || isUnwanted(status))
  }

  /** Counted at the first attempt only: the others are for the same mail. */
  async function isAllowed(mail: ServiceMail, limits: Parameters<RateLimiter['take']>[0]) {
    if (mail.attempts > 1) return true
    try {
      await deps.limiter.take(limits)
      return true
    } catch (error) {
      if (isAppError(error, 'TOO_MANY_REQUESTS')) return false
      throw error
    }
  }

  async function confirmLetter({ id, status }: Subscriber): Promise<Letter | undefined> {
    if (status !== 'pending' && status !== 'unsubscribed') return undefined
    const token = await makeReaderLink(db, { subscriberId: id, purpose: 'confirm' }, now())
    return { name: 'confirm', data: { confirmUrl: `${baseUrl}/confirm/${token}` } }
  }

  async function writeWelcome(reader: Subscriber): Promise<Letter> {
    const [latest] = await findPublishedIssues(db, { limit: 1, withEntries: false })
    const recipient = { subscriberId: reader.id, issueId: 0 }
    const unsubscribeUrl = `${baseUrl}/unsubscribe/${deps.tokens.create(recipient)}`
    const readUrl = latest
      ? `${baseUrl}/issues/${encodeURIComponent(latest.slug)}`
      : `${baseUrl}/archive`
    return {
      name: 'welcome',
      data: {
        readUrl,
        hasIssue: latest !== undefined,
        unsubscribeUrl,
        preferencesUrl: `${baseUrl}/preferences/${deps.tokens.createPreferences(recipient)}`,
      },
      headers: {
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }
  }

  async function writeGoodbye(mail: ServiceMail, reader: Subscriber): Promise<Letter | undefined> {
    if (reader.status !== 'unsubscribed') return undefined
    if (!(await isAllowed(mail, [readerMailLimit('goodbye', reader.id)]))) return undefined
    const token = await makeReaderLink(db, { subscriberId: reader.id, purpose: 'return' }, now())
    return { name: 'goodbye', data: { returnUrl: `${baseUrl}/return/${token}` } }
  }

  async function writeToNewAddress(
    mail: ServiceMail,
    reader: Subscriber,
  ): Promise<Letter | undefined> {
    const { email } = mail
    const known = await findSubscriberByEmail(db, email)
    const status = known?.status ?? (await findSuppression(db, deps.hashAddress(email)))
    if (status && isUnwanted(status)) return undefined
    if (!(await isAllowed(mail, [mailLimit(deps.hashAddress(email))]))) return undefined
    const token = await makeReaderLink(
      db,
      { subscriberId: reader.id, purpose: 'address', email },
      now(),
    )
    return { name: 'address', data: { confirmUrl: `${baseUrl}/preferences/address/${token}` } }
  }

  async function movedLetter(reader: Subscriber, email: string): Promise<Letter> {
    const token = await makeReaderLink(
      db,
      { subscriberId: reader.id, purpose: 'address', email, days: PUT_BACK_DAYS },
      now(),
    )
    return { name: 'moved', data: { putBackUrl: `${baseUrl}/preferences/address/${token}` } }
  }

  async function dataLetter(reader: Subscriber): Promise<Letter> {
    const token = await makeReaderLink(db, { subscriberId: reader.id, purpose: 'data' }, now())
    return { name: 'data', data: { dataUrl: `${baseUrl}/preferences/data/${token}` } }
  }

  async function sendOne(mail: ServiceMail): Promise<void> {
    const letter = await write(mail)
    if (!letter) return deleteServiceMail(db, mail.id)
    const subscriberId = mail.subscriberId ?? (await findSubscriberByEmail(db, mail.email))?.id
    const id = `${letter.name}-${mail.id}`
    const outcome = await deps.send(letter, { to: mail.email, id, subscriberId })
    const { state, reply } = outcome
    // Handed over and never answered counts as sent: whoever misses it asks again.
    if (state === 'sent' || state === 'unknown') await deleteServiceMail(db, mail.id)
    else await tryLater(mail.id, reply, state === 'failed' ? null : retryDelayMs(mail.attempts))
    if (state !== 'sent') deps.log?.('a mail to a reader was not sent', { kind: mail.kind, reply })
  }

  async function sendWaiting(): Promise<void> {
    if (await deps.isHeld()) return
    for (let sent = 0; sent < MOST_AT_ONCE; sent += 1) {
      const mail = await claimServiceMail(db, now(), LEASE_MS)
      if (!mail) return
      try {
        await sendOne(mail)
      } catch (error) {
        const { kind, id, attempts } = mail
        deps.log?.('a mail to a reader was not written', { kind, error: messageOf(error) })
        // An address that no message can carry does not get better.
        const delayMs = isAppError(error, 'INVALID_INPUT') ? null : retryDelayMs(attempts)
        await tryLater(id, messageOf(error), delayMs)
      }
    }
  }

  /** Given up when `delayMs` is null: it stays for the owner to see. */
  async function tryLater(id: string, reply: string, delayMs: number | null): Promise<void> {
    const at = now()
    if (delayMs === null) await failServiceMail(db, id, { at, reply })
    else await postponeServiceMail(db, id, { dueAt: new Date(at.getTime() + delayMs), reply })
  }

  let running: Promise<void> | undefined
  let isWanted = false

  return {
    /** Sends what is due, one after the other: a crowd at the form opens no crowd of connections. */
    sendDue(): Promise<void> {
      isWanted = true
      running ??= (async () => {
        try {
          while (isWanted) {
            isWanted = false
            await sendWaiting()
          }
        } finally {
          running = undefined
        }
      })()
      return running
    },
  }
}
