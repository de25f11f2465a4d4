import { Webhook as Signer } from 'standardwebhooks'
import type { GuardedFetch } from '../domain/fetching.ts'
import { retryAfterS } from '../domain/retry-after.ts'
import type { Trace } from '../domain/trace.ts'
import { isAppError, messageOf } from '../errors.ts'
import type { Database } from '../store/schema.ts'
import { keepBody, type LeasedMessage } from '../store/webhook-deliveries.ts'
import { findWebhookTarget } from '../store/webhooks.ts'
import { messageBody } from './message-body.ts'
import type { SecretBox } from './secret-box.ts'

const TIMEOUT_MS = 8_000
/** Of the answer only its status counts. */
const MAX_ANSWER_BYTES = 1_024
const GONE = 410

export interface SendMessageDeps {
  db: Database
  now: () => Date
  baseUrl: string
  guardedFetch: GuardedFetch
  secretBox: SecretBox
  trace?: Trace | undefined
}

/** `gone`: the other side wants no more, ever. `unreadable`: we cannot sign. */
export interface Attempt {
  kind: 'taken' | 'refused' | 'gone' | 'unreadable'
  status: number | null
  /** A sentence for the owner, never any of the answer's body. */
  text: string
  retryAfterS: number | undefined
}

/**
 * Signs a message by the Standard Webhooks rules and posts it through the guarded door. Redirects
 * are no acceptance: whoever moved has to say so to the owner.
 */
export function createSendMessage(deps: SendMessageDeps) {
  const { db, now } = deps
  return async function sendMessage(
    message: LeasedMessage,
    signal?: AbortSignal,
  ): Promise<Attempt | undefined> {
    const target = await findWebhookTarget(db, message.webhookId, now())
    if (!target) return undefined
    let secrets: string[]
    try {
      secrets = target.secrets.map((sealed) => deps.secretBox.open(sealed))
    } catch (error) {
      if (!isAppError(error, 'CONFIGURATION')) throw error
      const text =
        'SECRET has changed, so messages cannot be signed. Give this webhook a new secret, then switch it on.'
      return { kind: 'unreadable', status: null, text, retryAfterS: undefined }
    }
    const body = message.body ?? (await messageBody(db, message, deps.baseUrl))
    if (message.body === null) await keepBody(db, message.id, body)
    const at = now()
    try {
      const answer = await deps.guardedFetch({
        url: target.url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': message.messageId,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          // By each secret that is good, a space between; one that fits is enough.
          'webhook-signature': secrets
            .map((secret) => new Signer(secret).sign(message.messageId, at, body))
            .join(' '),
        },
        body,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_ANSWER_BYTES,
        maxRedirects: 0,
        ...(signal && { signal }),
      })
      const { status } = answer
      const kind = status >= 200 && status < 300 ? 'taken' : status === GONE ? 'gone' : 'refused'
      const wait = retryAfterS(answer.headers, at)
      return { kind, status, text: `Answered ${status}.`, retryAfterS: wait }
    } catch (error) {
      if (!isAppError(error) || error.code === 'INTERNAL') throw error
      return { kind: 'refused', status: null, text: messageOf(error), retryAfterS: undefined }
    }
  }
}
