/** What the API answers about webhooks. */
import { z } from 'zod'
import { WEBHOOK_DELIVERY_STATES, WEBHOOK_EVENTS } from '../../domain/webhook.ts'
import { count, id, time } from './thing-parts.ts'

export const webhookSchema = z
  .object({
    id,
    url: z.string(),
    name: z.string(),
    events: z.array(z.enum(WEBHOOK_EVENTS)),
    enabled: z.boolean(),
    disabled_reason: z.string().nullable(),
    failing_since: time.nullable(),
    last_success_at: time.nullable(),
    old_secret_until: time
      .nullable()
      .meta({ description: 'Until when the secret before this one signs too; null: none was' }),
    created_at: time,
  })
  .meta({ id: 'Webhook' })
export const newWebhookSchema = webhookSchema
  .extend({ secret: z.string().meta({ description: 'Signs; shown here and never again' }) })
  .meta({ id: 'NewWebhook' })
export const webhookDeliverySchema = z
  .object({
    id,
    message_id: z.string().meta({ description: 'The `webhook-id`, the same at each attempt' }),
    type: z.string(),
    happened_at: time,
    state: z.enum(WEBHOOK_DELIVERY_STATES),
    attempts: count,
    next_attempt_at: time.nullable(),
    attempted_at: time.nullable(),
    answer_status: z.int().nullable(),
    answer: z.string().nullable(),
    payload: z.unknown().meta({ description: 'What was sent; null before the first attempt' }),
  })
  .meta({ id: 'WebhookDelivery' })
