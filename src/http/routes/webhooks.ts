import { z } from 'zod'
import {
  WEBHOOK_DELIVERY_STATES,
  WEBHOOK_EVENTS,
  type Webhook,
  type WebhookDelivery,
} from '../../domain/webhook.ts'
import type { Services } from '../../services.ts'
import { requireScope } from '../auth.ts'
import {
  cleanText,
  fromCursor,
  idSchema,
  limitSchema,
  readBody,
  readId,
  readQuery,
  toCursor,
} from '../input.ts'
import { newRouter } from '../problem.ts'

const url = z.string({ error: 'Give the address that is told, starting with https://' }).max(2_000)
const events = z
  .array(z.enum(WEBHOOK_EVENTS, { error: `One of ${WEBHOOK_EVENTS.join(', ')}.` }))
  .min(1, 'Name an event, or leave this out for all of them.')
  .max(100)

export const newWebhookSchema = z.strictObject({
  url,
  name: cleanText(200).optional(),
  events: events.optional(),
})
export const webhookChangesSchema = z.strictObject({
  url: url.optional(),
  name: cleanText(200).optional(),
  events: events.optional(),
  enabled: z.boolean().optional(),
})
export const webhookListSchema = z.object({
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
})
export const webhookDeliveriesSchema = z.object({
  state: z
    .enum(WEBHOOK_DELIVERY_STATES, { error: `One of ${WEBHOOK_DELIVERY_STATES.join(', ')}.` })
    .optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
})

/** Programs that are told what happens: admin scope throughout, they learn of readers. */
export function webhookRoutes({ webhooks }: Pick<Services, 'webhooks'>) {
  return newRouter()
    .use(requireScope('admin'))
    .get('/', async (c) => {
      const { cursor, limit } = readQuery(c, webhookListSchema)
      const found = await webhooks.list({ afterId: fromCursor(cursor, idSchema), limit: limit + 1 })
      const items = found.slice(0, limit)
      const last = found.length > limit ? items.at(-1) : undefined
      return c.json({
        items: items.map(webhookJson),
        next_cursor: last ? toCursor(last.id) : null,
      })
    })
    .post('/', async (c) => {
      const { webhook, secret } = await webhooks.add(await readBody(c, newWebhookSchema))
      c.header('cache-control', 'no-store')
      return c.json({ ...webhookJson(webhook), secret }, 201)
    })
    .get('/:id', async (c) => c.json(webhookJson(await webhooks.get(readId(c)))))
    .patch('/:id', async (c) => {
      const { enabled, ...changes } = await readBody(c, webhookChangesSchema)
      return c.json(
        webhookJson(await webhooks.update(readId(c), { ...changes, isEnabled: enabled })),
      )
    })
    .delete('/:id', async (c) => {
      await webhooks.remove(readId(c))
      return c.body(null, 204)
    })
    .post('/:id/test', async (c) => c.json(webhookDeliveryJson(await webhooks.ping(readId(c)))))
    .post('/:id/rotate-secret', async (c) => {
      const { webhook, secret } = await webhooks.rotateSecret(readId(c))
      c.header('cache-control', 'no-store')
      return c.json({ ...webhookJson(webhook), secret })
    })
    .get('/:id/deliveries', async (c) => {
      const { cursor, limit, state } = readQuery(c, webhookDeliveriesSchema)
      const found = await webhooks.deliveries({
        webhookId: readId(c),
        state,
        beforeId: fromCursor(cursor, idSchema),
        limit: limit + 1,
      })
      const items = found.slice(0, limit)
      const last = found.length > limit ? items.at(-1) : undefined
      return c.json({
        items: items.map(webhookDeliveryJson),
        next_cursor: last ? toCursor(last.id) : null,
      })
    })
    .post('/:id/deliveries/:delivery/replay', async (c) =>
      c.json(webhookDeliveryJson(await webhooks.replay(readId(c), readId(c, 'delivery')))),
    )
}

export function webhookJson(webhook: Webhook) {
  return {
    id: webhook.id,
    url: webhook.url,
    name: webhook.name,
    events: webhook.events,
    enabled: webhook.isEnabled,
    disabled_reason: webhook.disabledReason,
    failing_since: webhook.failingSince?.toISOString() ?? null,
    last_success_at: webhook.lastSuccessAt?.toISOString() ?? null,
    old_secret_until: webhook.oldSecretUntil?.toISOString() ?? null,
    created_at: webhook.createdAt.toISOString(),
  }
}

export function webhookDeliveryJson(delivery: WebhookDelivery) {
  return {
    id: delivery.id,
    message_id: delivery.messageId,
    type: delivery.type,
    happened_at: delivery.happenedAt.toISOString(),
    state: delivery.state,
    attempts: delivery.attempts,
    next_attempt_at: delivery.state === 'pending' ? (delivery.dueAt?.toISOString() ?? null) : null,
    attempted_at: delivery.attemptedAt?.toISOString() ?? null,
    answer_status: delivery.answerStatus,
    answer: delivery.answer,
    payload: delivery.body === null ? null : (JSON.parse(delivery.body) as unknown),
  }
}
