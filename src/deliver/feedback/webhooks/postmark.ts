import { z } from 'zod'
import type { FeedbackKind } from '../../../domain/feedback.ts'
import { AppError } from '../../../errors.ts'
import {
  isSameSecret,
  looseText,
  type ProviderEvent,
  type ProviderHook,
  readJson,
  textOfBody,
} from './provider-hook.ts'

const postmarkSchema = z.object({
  RecordType: z.string(),
  ID: looseText,
  Type: looseText,
  MessageID: looseText,
  Email: looseText,
  Recipient: looseText,
  Description: looseText,
  Details: looseText,
  BouncedAt: looseText,
  ChangedAt: looseText,
  Origin: looseText,
  SuppressSending: z.boolean().nullish(),
  SuppressionReason: looseText,
})
type PostmarkRecord = z.infer<typeof postmarkSchema>

/** Types of bounces that say something; the others (out of office, tests) do not. */
const KINDS: Record<string, FeedbackKind> = {
  HardBounce: 'hard',
  BadEmailAddress: 'hard',
  SoftBounce: 'soft',
  Transient: 'soft',
  DnsError: 'soft',
  Undeliverable: 'soft',
  Unknown: 'soft',
  Blocked: 'blocked',
  SpamNotification: 'blocked',
  DMARCPolicy: 'blocked',
  VirusNotification: 'blocked',
  InboundError: 'blocked',
  SpamComplaint: 'complaint',
  Unsubscribe: 'unsubscribe',
}
const SUPPRESSIONS: Record<string, FeedbackKind> = {
  HardBounce: 'hard',
  SpamComplaint: 'complaint',
}

/**
 * Postmark signs nothing; it can be given a header or a user and password to send along. The
 * secret is taken from the header `X-Webhook-Secret` or as the password of Basic authentication.
 */
export function createPostmarkHook({ secret }: { secret: string }): ProviderHook {
  return {
    async read({ headers, body }) {
      if (!isSameSecret(secretIn(headers), secret))
        throw new AppError(
          'UNAUTHORIZED',
          'Put the secret into the address, https://postmark:SECRET@…, or into a header X-Webhook-Secret.',
        )
      const event = eventOf(readJson(textOfBody(body), postmarkSchema))
      return { events: event ? [event] : [], skipped: event ? 0 : 1 }
    },
  }
}

function secretIn(headers: Headers): string {
  const basic = /^Basic +([A-Za-z0-9+/=_-]{1,2000})$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (basic === undefined) return headers.get('x-webhook-secret') ?? ''
  const text = Buffer.from(basic, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}

function eventOf(record: PostmarkRecord): ProviderEvent | null {
  const email = record.Email || record.Recipient
  const about = { email: email || null, proofs: [] }
  if (record.RecordType === 'SubscriptionChange') {
    const kind = suppressionOf(record)
    if (!kind) return null
    const reason = `Postmark: ${record.SuppressionReason || 'suppressed'}`
    return { ...about, kind, key: `change:${record.MessageID}:${record.ChangedAt}`, reason }
  }
  const kind =
    record.RecordType === 'SpamComplaint'
      ? 'complaint'
      : record.RecordType === 'Bounce'
        ? KINDS[record.Type]
        : undefined
  if (!kind) return null
  const words = [record.Description, record.Details].filter(Boolean).join(' ')
  return {
    ...about,
    kind, // An ID may be larger than what a number of JavaScript tells apart: the time goes with it.
    key: `bounce:${record.ID}:${record.BouncedAt}`,
    reason: words || `Postmark: ${record.Type}`,
  }
}

/** Whom the owner suppressed in Postmark's own rooms did not ask to leave; who left there did. */
function suppressionOf(record: PostmarkRecord): FeedbackKind | undefined {
  if (record.SuppressSending !== true) return undefined
  if (record.SuppressionReason === 'ManualSuppression' && record.Origin === 'Recipient')
    return 'unsubscribe'
  return SUPPRESSIONS[record.SuppressionReason]
}
