import { z } from 'zod'
import { AppError, messageOf } from '../../../errors.ts'
import { classifyBounce } from '../classify-bounce.ts'
import {
  looseText,
  type ProviderEvent,
  type ProviderEvents,
  type ProviderHook,
  readJson,
  textOfBody,
  unauthorized,
} from './provider-hook.ts'
import { createSnsReader, type SnsMessage, type SnsReaderDeps } from './sns-message.ts'

const recipient = z.object({
  emailAddress: looseText,
  status: looseText,
  diagnosticCode: looseText,
})
/** Notifications of an identity name `notificationType`, those of a configuration set `eventType`. */
const sesSchema = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  mail: z
    .object({
      messageId: looseText,
      source: looseText,
      headers: z.array(z.object({ name: z.string(), value: looseText })).nullish(),
      commonHeaders: z.object({ messageId: looseText }).nullish(),
    })
    .optional(),
  bounce: z
    .object({
      bounceType: looseText,
      bounceSubType: looseText,
      bouncedRecipients: z.array(recipient).default([]),
      feedbackId: looseText,
    })
    .optional(),
  complaint: z
    .object({
      complainedRecipients: z.array(recipient).default([]),
      complaintFeedbackType: looseText,
      feedbackId: looseText,
    })
    .optional(),
})
type SesEvent = z.infer<typeof sesSchema>

export interface SesHookDeps extends SnsReaderDeps {
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

/** Amazon SES by way of SNS. Confirms the subscription of the topic by itself. */
export function createSesHook(deps: SesHookDeps): ProviderHook {
  const sns = createSnsReader(deps)

  async function confirm({ SubscribeURL = '' }: SnsMessage): Promise<void> {
    if (!sns.isOfSns(SubscribeURL)) throw unauthorized('SNS (SubscribeURL leads elsewhere)')
    const answer = await deps.guardedFetch({ url: SubscribeURL, maxRedirects: 0, maxBytes: 65_536 })
    deps.log?.('SNS subscription', { topic: deps.topicArn, status: answer.status })
    if (answer.status >= 400)
      throw new AppError('FETCH_FAILED', `SNS did not confirm the subscription: ${answer.status}.`)
  }

  return {
    async read({ body }) {
      const message = await sns.read(textOfBody(body))
      if (message.Type === 'SubscriptionConfirmation') await confirm(message)
      if (message.Type !== 'Notification') return { events: [], skipped: 1 }
      return readNotification(message.Message, deps.log)
    },
  }
}

function readNotification(text: string, log: SesHookDeps['log']): ProviderEvents {
  let event: SesEvent
  try {
    event = readJson(text, sesSchema)
  } catch (error) {
    // SES announces itself to a topic in plain words; SNS would repeat what is refused.
    log?.('SES notification not read', { error: messageOf(error) })
    return { events: [], skipped: 1 }
  }
  const events = [...bouncesOf(event), ...complaintsOf(event)]
  return { events, skipped: events.length === 0 ? 1 : 0 }
}

function bouncesOf({ bounce, mail }: SesEvent): ProviderEvent[] {
  return (bounce?.bouncedRecipients ?? []).map((to) => ({
    kind: kindOf(bounce?.bounceType ?? '', bounce?.bounceSubType ?? '', to),
    key: `${bounce?.feedbackId || mail?.messageId}:bounce`,
    email: to.emailAddress,
    proofs: proofsOf(mail),
    reason: to.diagnosticCode || `SES: ${bounce?.bounceType} bounce, ${bounce?.bounceSubType}`,
  }))
}

function kindOf(type: string, subType: string, to: { status: string; diagnosticCode: string }) {
  const words = to.diagnosticCode.replace(/^[\w-]+\s*;\s*/, '')
  if (/ContentRejected|AttachmentRejected/.test(subType)) return 'blocked'
  if (type !== 'Permanent') return 'soft'
  // SES calls a refusal for policy permanent, too.
  return /^5\.7\./.test(to.status) && classifyBounce(to.status, words) === 'blocked'
    ? 'blocked'
    : 'hard'
}

function complaintsOf({ complaint, mail }: SesEvent): ProviderEvent[] {
  const type = complaint?.complaintFeedbackType || 'abuse'
  if (!complaint || type === 'not-spam') return []
  return complaint.complainedRecipients.map((to) => ({
    kind: 'complaint',
    key: `${complaint.feedbackId || mail?.messageId}:complaint`,
    // SES lists everybody it may have been when the provider hides who complained.
    email: complaint.complainedRecipients.length === 1 ? to.emailAddress : null,
    proofs: proofsOf(mail),
    reason: `Complaint (${type}), reported by SES`,
  }))
}

function proofsOf(mail: SesEvent['mail']): string[] {
  const headers = (mail?.headers ?? []).filter(({ name }) => /^message-id$/i.test(name))
  return [
    mail?.source ?? '',
    mail?.commonHeaders?.messageId ?? '',
    ...headers.map(({ value }) => value),
  ]
}
