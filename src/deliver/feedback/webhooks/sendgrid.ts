import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import type { FeedbackKind } from '../../../domain/feedback.ts'
import { AppError } from '../../../errors.ts'
import { classifyBounce } from '../classify-bounce.ts'
import {
  looseText,
  type ProviderEvent,
  type ProviderHook,
  readJson,
  textOfBody,
  unauthorized,
} from './provider-hook.ts'

const eventSchema = z.object({
  event: z.string(),
  email: looseText,
  type: looseText,
  status: looseText,
  reason: looseText,
  timestamp: looseText,
  sg_event_id: looseText,
  sg_message_id: looseText,
  'smtp-id': looseText,
})
type SendgridEvent = z.infer<typeof eventSchema>

/**
 * SendGrid's signed event webhook: ECDSA over time and body, with the key shown beside the switch
 * (base64 of DER, SPKI). Throws AppError CONFIGURATION when that is no such key.
 */
export function createSendgridHook({ publicKey }: { publicKey: string }): ProviderHook {
  const key = readKey(publicKey)
  return {
    async read({ headers, body }) {
      const signature = headers.get('x-twilio-email-event-webhook-signature') ?? ''
      const timestamp = headers.get('x-twilio-email-event-webhook-timestamp') ?? ''
      const signed = Buffer.concat([Buffer.from(timestamp, 'utf8'), body])
      if (!verify('sha256', signed, key, Buffer.from(signature, 'base64')))
        throw unauthorized('SendGrid')
      const all = readJson(textOfBody(body), z.array(eventSchema).max(10_000))
      const events = all.flatMap((event) => eventOf(event) ?? [])
      return { events, skipped: all.length - events.length }
    },
  }
}

function eventOf(event: SendgridEvent): ProviderEvent | null {
  const kind = kindOf(event)
  return (
    kind && {
      kind,
      key: event.sg_event_id || `${event.event}:${event.sg_message_id}:${event.timestamp}`,
      email: event.email || null,
      proofs: [event['smtp-id']],
      reason: event.reason || `SendGrid: ${event.event}`,
    }
  )
}

function kindOf({ event, type, status, reason }: SendgridEvent): FeedbackKind | null {
  if (event === 'spamreport') return 'complaint'
  if (event === 'unsubscribe' || event === 'group_unsubscribe') return 'unsubscribe'
  if (event === 'dropped') return droppedFor(reason)
  if (event !== 'bounce') return null
  const kind = classifyBounce(status, reason)
  // Its "blocked" is a refusal that is not about the address.
  return type === 'blocked' && kind === 'hard' ? 'soft' : kind
}

/** SendGrid's own list of addresses not to send to. */
function droppedFor(reason: string): FeedbackKind | null {
  if (/bounced address|invalid/i.test(reason)) return 'hard'
  if (/spam reporting address/i.test(reason)) return 'complaint'
  if (/unsubscribed address/i.test(reason)) return 'unsubscribe'
  return null
}

function readKey(text: string): KeyObject {
  try {
    const key = createPublicKey(
      text.includes('-----BEGIN')
        ? text
        : { key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' },
    )
    if (key.asymmetricKeyType === 'ec') return key
  } catch (cause) {
    throw notAKey(cause)
  }
  throw notAKey()
}

function notAKey(cause?: unknown): AppError {
  return new AppError(
    'CONFIGURATION',
    'SENDGRID_WEBHOOK_KEY: use the verification key that SendGrid shows for its signed event webhook.',
    { cause },
  )
}
