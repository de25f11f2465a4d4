import {
  hasLeft,
  type JoinedVia,
  type Subscriber,
  type SubscriberStatus,
} from './domain/subscriber.ts'
import { AppError } from './errors.ts'
import type { Database } from './store/schema.ts'
import { enqueueServiceMail } from './store/service-mails.ts'
import {
  emailKey,
  findSubscriber,
  findSubscriberByEmail,
  insertSubscriber,
  type SubscriberChanges,
  updateSubscriber,
} from './store/subscribers.ts'
import { findSuppression, liftSuppression } from './store/suppressions.ts'
import type { AddressHash } from './subscribe/address-hash.ts'

/**
 * One mailbox, as strict as mail servers in practice: an ASCII local part without quotes or comments
 * and a host name. Anything else would be delivered to someone other than whom it shows.
 * Throws AppError INVALID_INPUT.
 */
export function readEmail(text: string): string {
  const email = text.trim()
  const match = /^([^\s@"(),:;<>[\]\\]{1,64})@([^\s@]{1,255})$/u.exec(email)
  const host = match?.[2] ?? ''
  const isHost =
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(host) ||
    host === 'localhost'
  if (!match || !isHost || /[\p{Cc}\p{Cf}]/u.test(email) || /^\.|\.\.|\.$/.test(match[1] ?? ''))
    throw new AppError(
      'INVALID_INPUT',
      'That is no mail address. Write it like ada@reader.example.',
      {
        fields: [{ field: 'email', message: 'Write one address, like ada@reader.example.' }],
      },
    )
  return email
}

export interface SubscriberInput {
  email: string
  name?: string | undefined
  status?: SubscriberStatus | undefined
  /** Of the status. */
  reason?: string | undefined
  tags?: string[] | undefined
  pausedUntil?: Date | null | undefined
  textOnly?: boolean | undefined
}

export type SubscriberEdits = Omit<SubscriberInput, 'email'> & { email?: string | undefined }

export interface SubscriberServiceDeps {
  db: Database
  now: () => Date
  hashAddress: AddressHash
  erase: (id: number, by: 'owner') => Promise<boolean>
  leave: (id: number) => Promise<boolean>
  mailWaits: () => void
}

/** The owner's hand on the list. */
export function createSubscriberService(deps: SubscriberServiceDeps) {
  const { db, now } = deps

  async function get(id: number): Promise<Subscriber> {
    const subscriber = await findSubscriber(db, id)
    if (!subscriber) throw new AppError('NOT_FOUND', `There is no subscriber ${id}.`)
    return subscriber
  }

  async function edit(id: number, changes: SubscriberEdits): Promise<Subscriber> {
    const known = await get(id)
    const email = changes.email === undefined ? undefined : readEmail(changes.email)
    if (email !== undefined && emailKey(email) !== emailKey(known.email)) await refuseTaken(email)
    const changed = await updateSubscriber(db, id, toChanges({ ...changes, email }), now()).catch(
      (error: unknown) => {
        // Somebody else took the address at this moment.
        throw (error as { code?: string }).code === UNIQUE_VIOLATION ? taken() : error
      },
    )
    if (!changed) throw new AppError('NOT_FOUND', `There is no subscriber ${id}.`)
    return changed
  }

  async function refuseTaken(email: string): Promise<void> {
    if (await findSubscriberByEmail(db, email)) throw taken()
    await refuseSuppressed(email)
  }

  /** An address that the owner removed himself may come back by his hand, no other. */
  async function refuseSuppressed(email: string): Promise<void> {
    const hash = deps.hashAddress(email)
    const reason = await findSuppression(db, hash)
    if (reason === 'removed') await liftSuppression(db, hash)
    else if (reason !== undefined)
      throw new AppError('SUBSCRIBER_SUPPRESSED', SUPPRESSED[reason], {
        fields: [{ field: 'email', message: SUPPRESSED[reason] }],
      })
  }

  async function askToConfirm({ id: subscriberId, email }: Subscriber): Promise<void> {
    await enqueueServiceMail(db, { kind: 'confirm', email, subscriberId }, now())
    deps.mailWaits()
  }

  return {
    get,
    edit,
    /**
     * A known address answers with who is there; someone who left stays gone. Whoever is not
     * active yet is asked by mail. Throws AppError INVALID_INPUT, SUBSCRIBER_SUPPRESSED.
     */
    async add(
      input: SubscriberInput,
      joinedVia: JoinedVia = 'owner',
    ): Promise<{ subscriber: Subscriber; isNew: boolean }> {
      const email = readEmail(input.email)
      const status = input.status ?? 'pending'
      const known = await findSubscriberByEmail(db, email)
      if (known) return { subscriber: known, isNew: false }
      if (!hasLeft(status)) await refuseSuppressed(email)
      const { name = '', tags = [] } = toChanges(input)
      const added = await insertSubscriber(db, { email, name, status, tags, joinedVia }, now())
      if (!added) throw new AppError('CONFLICT', 'The address was added at this moment. Try again.')
      if (status === 'pending') await askToConfirm(added)
      return { subscriber: added, isNew: true }
    },
    /** Mails a new link. Throws AppError CONFLICT for who is on the list or must not be mailed. */
    async askAgain(id: number): Promise<Subscriber> {
      const subscriber = await get(id)
      if (subscriber.status !== 'pending' && subscriber.status !== 'unsubscribed')
        throw new AppError('CONFLICT', `The subscriber is ${subscriber.status}: nobody to ask.`)
      await askToConfirm(subscriber)
      return subscriber
    },
    /** Nothing is mailed there any more, and no import takes the address back. */
    async suppress(
      id: number,
      as: Extract<SubscriberStatus, 'unsubscribed' | 'bounced' | 'complained'>,
      reason: string,
    ): Promise<Subscriber> {
      return edit(id, { status: as, reason })
    },
    /**
     * An address that took no mail and does again, as its reader has told the owner. Whoever left
     * or complained comes back by their own hand only. Throws AppError CONFLICT for those.
     */
    async reinstate(id: number): Promise<Subscriber> {
      const changed = await updateSubscriber(db, id, { status: 'active' }, now(), ['bounced'])
      if (changed) return changed
      const { status } = await get(id)
      if (status === 'active') return get(id)
      throw new AppError('CONFLICT', `The subscriber is ${status}: only they can come back.`)
    },
    /** As the reader's own click does: with a goodbye mail. Any number of times. */
    async unsubscribe(id: number): Promise<void> {
      await deps.leave(id)
    },
    /** Erases: what stays is that the address is not to be mailed, as a keyed hash. */
    async remove(id: number): Promise<void> {
      if (!(await deps.erase(id, 'owner')))
        throw new AppError('NOT_FOUND', `There is no subscriber ${id}.`)
    },
  }
}

/** PostgreSQL's code. */
const UNIQUE_VIOLATION = '23505'

const taken = () =>
  new AppError('SUBSCRIBER_EXISTS', 'Another subscriber has this address.', {
    fields: [{ field: 'email', message: 'Another subscriber has this address.' }],
  })

const SUPPRESSED = {
  erased: 'This reader asked to be forgotten. Only they can join again, at the sign-up page.',
  unsubscribed: 'This reader left the list. Only they can join again, at the sign-up page.',
  bounced: 'This address took no mail and stays suppressed.',
  complained: 'This reader reported a mail as spam and stays suppressed.',
} as const

const oneLine = (text: string) => text.replace(/[\p{Cc}]+/gu, ' ').trim()

/** Tags without blanks around them, each once whatever its case. */
export function cleanTags(tags: readonly string[]): string[] {
  const byKey = new Map<string, string>()
  for (const tag of tags.map(oneLine))
    if (tag !== '' && !byKey.has(tag.toLowerCase())) byKey.set(tag.toLowerCase(), tag)
  return [...byKey.values()]
}

function toChanges(input: SubscriberEdits): SubscriberChanges {
  const { email, name, status, reason, tags, pausedUntil, textOnly } = input
  return {
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name: oneLine(name) }),
    ...(status !== undefined && { status }),
    ...(reason !== undefined && { statusReason: oneLine(reason) }),
    ...(tags !== undefined && { tags: cleanTags(tags) }),
    ...(pausedUntil !== undefined && { pausedUntil }),
    ...(textOnly !== undefined && { textOnly }),
  }
}
