import { createHash } from 'node:crypto'
import type { FeedbackEvent, FeedbackOutcome } from '../../domain/feedback.ts'
import type { SubscriberStatus } from '../../domain/subscriber.ts'
import {
  countSoftBounces,
  type FeedbackReader,
  findMailedAddress,
  insertBounce,
  lockReaderByEmail,
  lockReaderById,
  suppressReader,
} from '../../store/feedback.ts'
import type { Db } from '../../store/schema.ts'
import { emailKey } from '../../store/subscribers.ts'
import { oneLine } from '../mailbox.ts'

const LONGEST_REASON = 500

/**
 * Writes one event and what follows from it, inside the caller's transaction. An event that is
 * known changes nothing; nor does one about a mail that never left, or that went to an address
 * which the subscriber has given up since.
 */
export async function recordFeedback(
  trx: Db,
  event: FeedbackEvent,
  now: Date,
): Promise<FeedbackOutcome> {
  const found = await findReader(trx, event)
  if ('ignored' in found) return { result: 'ignored', reason: found.ignored }
  const { reader } = found
  const reason = oneLine(event.reason).slice(0, LONGEST_REASON).toWellFormed()
  const isNew = await insertBounce(trx, {
    hash: hashOf(event, reader),
    source: event.source,
    kind: event.kind,
    subscriberId: reader.id,
    issueId: event.recipient?.issueId ?? null,
    reason,
    receivedAt: now,
  })
  if (!isNew) return { result: 'repeated', reason: 'This was reported before.' }
  return drawConsequence(trx, { ...event, reason }, reader, now)
}

async function findReader(
  trx: Db,
  { recipient, email }: FeedbackEvent,
): Promise<{ reader: FeedbackReader } | { ignored: string }> {
  if (!recipient) {
    const reader = email === null ? undefined : await lockReaderByEmail(trx, emailKey(email))
    return reader ? { reader } : { ignored: 'No subscriber has this address.' }
  }
  const mailed = await findMailedAddress(trx, recipient)
  if (mailed === undefined) return { ignored: 'No mail of this issue went to this subscriber.' }
  const reader = await lockReaderById(trx, recipient.subscriberId)
  if (!reader) return { ignored: 'The subscriber is no longer here.' }
  if (reader.emailKey !== emailKey(mailed))
    return { ignored: 'The subscriber has another address by now.' }
  return { reader }
}

async function drawConsequence(
  trx: Db,
  { kind, reason }: FeedbackEvent,
  reader: FeedbackReader,
  now: Date,
): Promise<FeedbackOutcome> {
  const suppress = (from: SubscriberStatus[], to: SubscriberStatus, why: string) =>
    suppressReader(trx, reader.id, { from, to, reason: why }, now)
  const unchanged: FeedbackOutcome = {
    result: 'recorded',
    reason: `Noted. The subscriber is ${reader.status} already.`,
  }
  switch (kind) {
    case 'hard':
      return (await suppress(['active', 'pending'], 'bounced', reason))
        ? { result: 'bounced', reason: 'The address takes no mail: suppressed.' }
        : unchanged
    case 'complaint':
      return (await suppress(
        ['active', 'pending', 'unsubscribed', 'bounced'],
        'complained',
        reason,
      ))
        ? { result: 'complained', reason: 'The reader called it spam: suppressed.' }
        : unchanged
    case 'unsubscribe':
      return (await suppress(['active', 'pending'], 'unsubscribed', reason))
        ? { result: 'unsubscribed', reason: 'The reader left.' }
        : unchanged
    case 'blocked':
      return {
        result: 'recorded',
        reason: 'Refused for who or what we are, not for the address: nobody is suppressed.',
      }
    case 'soft': {
      const { bounces, isTooMany } = await countSoftBounces(trx, reader.id, now)
      const why = `${bounces} soft bounces in a row, the last: ${reason}`
      if (isTooMany && (await suppress(['active', 'pending'], 'bounced', why)))
        return { result: 'bounced', reason: `${bounces} soft bounces in a row: suppressed.` }
      return { result: 'counted', reason: `Soft bounce ${bounces} in a row.` }
    }
  }
}

function hashOf({ source, key }: FeedbackEvent, reader: FeedbackReader): string {
  return createHash('sha256').update(`${source}\0${reader.id}\0${key}`).digest('base64url')
}
