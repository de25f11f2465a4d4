import type { Subscriber, SubscriberStatus } from './domain/subscriber.ts'
import { AppError } from './errors.ts'
import type { Database } from './store/schema.ts'
import {
  deleteSubscriber,
  findSubscriber,
  findSubscriberByEmail,
  insertSubscriber,
  updateSubscriber,
} from './store/subscribers.ts'

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
  tags?: string[] | undefined
}

export function createSubscriberService({ db, now }: { db: Database; now: () => Date }) {
  async function get(id: number): Promise<Subscriber> {
    const subscriber = await findSubscriber(db, id)
    if (!subscriber) throw new AppError('NOT_FOUND', `There is no subscriber ${id}.`)
    return subscriber
  }

  return {
    get,
    /** A known address answers with who is there; someone who left stays gone. */
    async add(input: SubscriberInput): Promise<{ subscriber: Subscriber; isNew: boolean }> {
      const email = readEmail(input.email)
      const added = await insertSubscriber(
        db,
        {
          email,
          name: (input.name ?? '').replace(/[\p{Cc}]+/gu, ' ').trim(),
          status: input.status ?? 'pending',
          tags: input.tags ?? [],
        },
        now(),
      )
      if (added) return { subscriber: added, isNew: true }
      const known = await findSubscriberByEmail(db, email)
      if (!known)
        throw new AppError('CONFLICT', 'The subscriber was deleted at this moment. Try again.')
      return { subscriber: known, isNew: false }
    },
    async edit(id: number, changes: Partial<SubscriberInput>): Promise<Subscriber> {
      const email = changes.email === undefined ? undefined : readEmail(changes.email)
      if (email !== undefined) {
        const other = await findSubscriberByEmail(db, email)
        if (other && other.id !== id)
          throw new AppError('SUBSCRIBER_EXISTS', 'Another subscriber has this address.', {
            fields: [{ field: 'email', message: 'Another subscriber has this address.' }],
          })
      }
      const changed = await updateSubscriber(
        db,
        id,
        {
          ...(email !== undefined && { email }),
          ...(changes.name !== undefined && {
            name: changes.name.replace(/[\p{Cc}]+/gu, ' ').trim(),
          }),
          ...(changes.status !== undefined && { status: changes.status }),
          ...(changes.tags !== undefined && { tags: changes.tags }),
        },
        now(),
      )
      if (!changed) throw new AppError('NOT_FOUND', `There is no subscriber ${id}.`)
      return changed
    },
    async remove(id: number): Promise<void> {
      if (!(await deleteSubscriber(db, id)))
        throw new AppError('NOT_FOUND', `There is no subscriber ${id}.`)
    },
    /** Takes effect before the next mail is marked as leaving. Any number of times. */
    async unsubscribe(id: number): Promise<void> {
      const known = await findSubscriber(db, id)
      if (known && (known.status === 'active' || known.status === 'pending'))
        await updateSubscriber(db, id, { status: 'unsubscribed' }, now())
    },
  }
}
