import { randomBytes } from 'node:crypto'
import { PING, WEBHOOK_EVENTS, type Webhook, type WebhookDelivery } from './domain/webhook.ts'
import { AppError, isAppError } from './errors.ts'
import {
  countWebhookDeliveries,
  type DeliveryQuery,
  findWebhookDeliveries,
  findWebhookDelivery,
  insertMessage,
} from './store/webhook-deliveries.ts'
import {
  deleteWebhook,
  findStoppedWebhooks,
  findWebhook,
  findWebhooks,
  findWebhookTarget,
  hasWebhooks,
  insertWebhook,
  rotateWebhookSecret,
  updateWebhook,
  type WebhookChanges,
  type WebhookQuery,
} from './store/webhooks.ts'
import { createDeliverMessages } from './webhooks/deliver-messages.ts'
import { createSecretBox } from './webhooks/secret-box.ts'
import type { SendMessageDeps } from './webhooks/send-message.ts'
import { readWebhookAddress } from './webhooks/webhook-address.ts'

/** Of an HMAC key as the Standard Webhooks rules want it: 24 to 64. */
const SECRET_BYTES = 32
const MOST_WEBHOOKS = 50
/** So long a program has time to learn the new secret. */
const OLD_SECRET_MS = 24 * 3_600_000
/** How long it is believed that there is a webhook, or none. */
const BELIEVED_MS = 30_000

export interface WebhookServiceDeps extends Omit<SendMessageDeps, 'secretBox'> {
  secret: string
  fetchAllow: readonly string[]
  /** Something became due: look now, not at the next minute. */
  wake: () => void
  random?: () => number
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

export interface NewWebhookInput {
  url: string
  name?: string | undefined
  /** All of them when absent. */
  events?: Webhook['events'] | undefined
}

export type WebhookService = ReturnType<typeof createWebhookService>

/** Programs of the owner that are told what happened. */
export function createWebhookService(deps: WebhookServiceDeps) {
  const { db, now } = deps
  const secretBox = createSecretBox(deps.secret, 'webhook')
  const messages = createDeliverMessages({
    ...deps,
    secretBox,
    random: deps.random ?? Math.random,
    log: deps.log ?? (() => undefined),
  })
  let isAnybodyThere: { value: boolean; at: number } | undefined

  async function get(id: number): Promise<Webhook> {
    const webhook = await findWebhook(db, id)
    if (!webhook) throw notThere(id)
    return webhook
  }

  async function delivery(id: number, deliveryId: number): Promise<WebhookDelivery> {
    await get(id)
    const found = await findWebhookDelivery(db, id, deliveryId)
    if (!found) throw new AppError('NOT_FOUND', `Webhook ${id} has no delivery ${deliveryId}.`)
    return found
  }

  /** False: it was sealed with another SECRET. */
  function canOpen(sealed: Uint8Array): boolean {
    try {
      secretBox.open(sealed)
      return true
    } catch (error) {
      if (isAppError(error, 'CONFIGURATION')) return false
      throw error
    }
  }

  return {
    get,
    delivery,
    list: (query: WebhookQuery) => findWebhooks(db, query),
    counts: () => countWebhookDeliveries(db),
    /** Switched off because nobody took what they were sent. */
    stopped: () => findStoppedWebhooks(db),
    /** The secret is returned here and never again. */
    async add(input: NewWebhookInput): Promise<{ webhook: Webhook; secret: string }> {
      const url = readWebhookAddress(input.url, deps.fetchAllow)
      if ((await findWebhooks(db, { limit: MOST_WEBHOOKS })).length === MOST_WEBHOOKS)
        throw new AppError('CONFLICT', `There are ${MOST_WEBHOOKS} webhooks. Remove one first.`)
      const secret = newSecret()
      const webhook = await insertWebhook(db, {
        url,
        name: input.name?.trim() ?? '',
        events: inOrder(input.events ?? [...WEBHOOK_EVENTS]),
        secret: secretBox.seal(secret),
        createdAt: now(),
      })
      isAnybodyThere = undefined
      return { webhook, secret }
    },
    async update(id: number, changes: WebhookChanges): Promise<Webhook> {
      const webhook = await updateWebhook(
        db,
        id,
        {
          ...changes,
          ...(changes.url !== undefined && {
            url: readWebhookAddress(changes.url, deps.fetchAllow),
          }),
          ...(changes.events && { events: inOrder(changes.events) }),
        },
        now(),
      )
      if (!webhook) throw notThere(id)
      isAnybodyThere = undefined
      if (webhook.isEnabled) deps.wake()
      return webhook
    },
    /**
     * Another secret, returned here and never again. The one before signs too for a day; done
     * twice, the first ends at once.
     */
    async rotateSecret(id: number): Promise<{ webhook: Webhook; secret: string }> {
      const target = await findWebhookTarget(db, id, now())
      const secret = newSecret()
      const canSign = target?.secrets.slice(0, 1).every(canOpen) ?? false
      const webhook = await rotateWebhookSecret(db, id, {
        secret: secretBox.seal(secret),
        oldUntil: canSign ? new Date(now().getTime() + OLD_SECRET_MS) : null,
        now: now(),
      })
      if (!webhook) throw notThere(id)
      return { webhook, secret }
    },
    async remove(id: number): Promise<void> {
      if (!(await deleteWebhook(db, id))) throw notThere(id)
    },
    async deliveries(query: DeliveryQuery): Promise<WebhookDelivery[]> {
      await get(query.webhookId)
      return findWebhookDeliveries(db, query)
    },
    /** A message that says nothing, sent at once. */
    async ping(id: number): Promise<WebhookDelivery> {
      const { name } = await get(id)
      const message = { webhookId: id, type: PING, snapshot: { webhook_id: id, name }, now: now() }
      const deliveryId = await insertMessage(db, message)
      await messages.deliverNow(deliveryId)
      return delivery(id, deliveryId)
    },
    /** The same message with the same id once more, at once. */
    async replay(id: number, deliveryId: number): Promise<WebhookDelivery> {
      await delivery(id, deliveryId)
      await messages.deliverNow(deliveryId)
      return delivery(id, deliveryId)
    },
    deliverDue: (signal?: AbortSignal) => messages.deliverDue(signal),
    /** Something may have happened: where somebody listens, it is told now. */
    async soon(): Promise<void> {
      const at = now().getTime()
      if (!isAnybodyThere || Math.abs(at - isAnybodyThere.at) > BELIEVED_MS)
        isAnybodyThere = { value: await hasWebhooks(db), at }
      if (isAnybodyThere.value) deps.wake()
    },
  }
}

const newSecret = () => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`

/** Each once, in the order of the table. */
function inOrder(events: Webhook['events']): Webhook['events'] {
  return WEBHOOK_EVENTS.filter((event) => events.includes(event))
}

function notThere(id: number): AppError {
  return new AppError('NOT_FOUND', `There is no webhook ${id}.`)
}
