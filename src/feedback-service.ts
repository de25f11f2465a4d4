import type { FeedbackConfig } from './config.ts'
import { findRecipient } from './deliver/feedback/find-recipient.ts'
import { createReceiveReport, type ReceiveReportDeps } from './deliver/feedback/receive-report.ts'
import { recordFeedback } from './deliver/feedback/record-feedback.ts'
import { createMailgunHook } from './deliver/feedback/webhooks/mailgun.ts'
import { createPostmarkHook } from './deliver/feedback/webhooks/postmark.ts'
import type {
  HookRequest,
  Provider,
  ProviderEvent,
  ProviderEvents,
  ProviderHook,
} from './deliver/feedback/webhooks/provider-hook.ts'
import { createSendgridHook } from './deliver/feedback/webhooks/sendgrid.ts'
import { createSesHook } from './deliver/feedback/webhooks/ses.ts'
import type { FeedbackOutcome } from './domain/feedback.ts'
import type { GuardedFetch } from './domain/fetching.ts'
import { AppError } from './errors.ts'
import { findBounces, useWebhookOnce } from './store/feedback.ts'
import type { Db } from './store/schema.ts'

export interface FeedbackServiceDeps extends ReceiveReportDeps {
  config: FeedbackConfig
  guardedFetch: GuardedFetch
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

/** How many events of one request came to which end. */
export type FeedbackCounts = Partial<Record<FeedbackOutcome['result'], number>>

/** What comes back after a mail has left: reports of mail servers, and of providers. */
export function createFeedbackService(deps: FeedbackServiceDeps) {
  const { db, now, log } = deps
  const receiveReport = createReceiveReport(deps)
  const hooks = createHooks(deps)

  return {
    /** A raw message to the bounce address. Throws AppError INVALID_INPUT when it is none. */
    async receiveReport(raw: Uint8Array): Promise<FeedbackOutcome> {
      const outcome = await receiveReport(raw)
      log?.('mail feedback', { source: 'report', ...outcome })
      return outcome
    },
    /** Throws AppError NOT_FOUND for a provider without a key, UNAUTHORIZED for a wrong signature. */
    async receiveHook(provider: Provider, request: HookRequest): Promise<FeedbackCounts> {
      const hook = hooks[provider]
      if (!hook) throw new AppError('NOT_FOUND', 'There is nothing at this address.')
      const read = await hook.read(request)
      const counts = await db.transaction().execute((trx) => recordAll(trx, provider, read))
      log?.('mail feedback', { source: provider, ...counts })
      return counts
    },
    list: (query: Parameters<typeof findBounces>[1]) => findBounces(db, query),
  }

  /** All of a request or nothing of it: the provider repeats what was not taken. */
  async function recordAll(trx: Db, provider: Provider, { events, skipped, once }: ProviderEvents) {
    const counts: FeedbackCounts = {}
    const add = (result: FeedbackOutcome['result'], by: number) => {
      if (by > 0) counts[result] = (counts[result] ?? 0) + by
    }
    const use = once && { hash: once.key, expiresAt: once.expiresAt }
    if (use && !(await useWebhookOnce(trx, use, now()))) {
      add('repeated', Math.max(1, events.length))
      return counts
    }
    add('ignored', skipped)
    // In one order everywhere: two requests that name the same readers must not wait in a circle.
    const inOrder = [...events].sort((a, b) => ((a.email ?? '') < (b.email ?? '') ? -1 : 1))
    for (const event of inOrder) add((await record(trx, provider, event)).result, 1)
    return counts
  }

  function record(trx: Db, source: Provider, event: ProviderEvent): Promise<FeedbackOutcome> {
    const { proofs, ...rest } = event
    const text = proofs.join('\n')
    const recipient = findRecipient(deps, { envelope: text, returned: text })
    return recordFeedback(trx, { ...rest, source, recipient }, now())
  }
}

function createHooks(deps: FeedbackServiceDeps): Partial<Record<Provider, ProviderHook>> {
  const { sesTopicArn, postmarkSecret, mailgunKey, sendgridKey } = deps.config
  const { guardedFetch, now, log } = deps
  return {
    ...(sesTopicArn && { ses: createSesHook({ topicArn: sesTopicArn, guardedFetch, now, log }) }),
    ...(postmarkSecret && { postmark: createPostmarkHook({ secret: postmarkSecret }) }),
    ...(mailgunKey && { mailgun: createMailgunHook({ signingKey: mailgunKey, now }) }),
    ...(sendgridKey && { sendgrid: createSendgridHook({ publicKey: sendgridKey }) }),
  }
}
