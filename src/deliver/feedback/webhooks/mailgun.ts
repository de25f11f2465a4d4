import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { FeedbackKind } from '../../../domain/feedback.ts'
import { classifyBounce } from '../classify-bounce.ts'
import {
  isSameSecret,
  looseText,
  type ProviderEvent,
  type ProviderHook,
  readJson,
  textOfBody,
  unauthorized,
} from './provider-hook.ts'

const signatureSchema = z.object({
  timestamp: looseText,
  token: looseText,
  signature: looseText,
})
const mailgunSchema = z.object({
  'event-data': z.object({
    event: z.string(),
    id: looseText,
    severity: looseText,
    reason: looseText,
    recipient: looseText,
    'delivery-status': z
      .object({
        code: looseText,
        'enhanced-code': looseText,
        message: looseText,
        description: looseText,
      })
      .nullish(),
    message: z.object({ headers: z.record(z.string(), z.unknown()).nullish() }).nullish(),
    envelope: z.object({ sender: looseText }).nullish(),
  }),
})
type MailgunEvent = z.infer<typeof mailgunSchema>['event-data']

/** Mailgun repeats for 8 hours what was not taken, and the clocks may differ a little. */
const OLDEST_MS = 12 * 3_600_000
const AHEAD_MS = 5 * 60_000

/**
 * Mailgun signs time and a token, not the event (HMAC-SHA256): so the token may be used once, and
 * an old one not at all.
 */
export function createMailgunHook(deps: { signingKey: string; now: () => Date }): ProviderHook {
  return {
    async read({ body }) {
      const text = textOfBody(body)
      const { signature } = readJson(text, z.object({ signature: signatureSchema }))
      const signedAtMs = Number(signature.timestamp) * 1000
      const ageMs = deps.now().getTime() - signedAtMs
      const wanted = createHmac('sha256', deps.signingKey)
        .update(signature.timestamp + signature.token)
        .digest('hex')
      if (!isSameSecret(signature.signature, wanted)) throw unauthorized('Mailgun')
      if (!(ageMs <= OLDEST_MS && ageMs >= -AHEAD_MS))
        throw unauthorized('Mailgun in the last hours')
      const event = eventOf(readJson(text, mailgunSchema)['event-data'])
      return {
        events: event ? [event] : [],
        skipped: event ? 0 : 1,
        once: {
          key: `mailgun:${signature.timestamp}:${signature.token}`,
          expiresAt: new Date(signedAtMs + OLDEST_MS + AHEAD_MS),
        },
      }
    },
  }
}

function eventOf(event: MailgunEvent): ProviderEvent | null {
  const kind = kindOf(event)
  if (!kind) return null
  const status = event['delivery-status']
  const id = event.message?.headers?.['message-id']
  return {
    kind,
    key: event.id || `${event.event}:${event.recipient}:${String(id)}`,
    email: event.recipient || null,
    proofs: [event.envelope?.sender ?? '', typeof id === 'string' ? id : ''],
    reason: status?.message || status?.description || `Mailgun: ${event.event} ${event.reason}`,
  }
}

function kindOf(event: MailgunEvent): FeedbackKind | null {
  if (event.event === 'complained') return 'complaint'
  if (event.event === 'unsubscribed') return 'unsubscribe'
  // Temporary: Mailgun goes on trying.
  if (event.event !== 'failed' || event.severity !== 'permanent') return null
  if (event.reason === 'suppress-bounce') return 'hard'
  if (event.reason === 'suppress-complaint') return 'complaint'
  if (event.reason === 'suppress-unsubscribe') return 'unsubscribe'
  if (event.reason === 'old') return 'soft'
  const status = event['delivery-status']
  const words = `${status?.code ?? ''} ${status?.message || status?.description || ''}`
  return classifyBounce(status?.['enhanced-code'] ?? '', words)
}
