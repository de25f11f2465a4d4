/** What the API answers about sending an issue and what came back. */
import { z } from 'zod'
import { FEEDBACK_KINDS, FEEDBACK_SOURCES } from '../../domain/feedback.ts'
import { ISSUE_STATES } from '../../domain/issue.ts'
import { DELIVERY_STATES } from '../../domain/subscriber.ts'
import { count, id, texts, time } from './thing-parts.ts'

export const progressSchema = z
  .object({
    state: z.enum(ISSUE_STATES),
    total: count,
    counts: z.record(z.enum(DELIVERY_STATES), count),
    rate_per_s: z.number().nonnegative(),
    eta_s: z.number().nullable(),
    last_reply: z.string().nullable(),
    sum: z.object({
      candidates: count,
      sent: count,
      suppressed: count,
      failed: count,
      unknown: count,
      pending: count,
      holds: z.boolean().meta({ description: 'Nobody is missing, nobody counted twice' }),
    }),
  })
  .meta({ id: 'Progress' })

export const deliverySchema = z
  .object({
    subscriber_id: id,
    email: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: count,
    next_attempt_at: time.nullable(),
    last_reply: z.string().nullable(),
    sent_at: time.nullable(),
    updated_at: time,
  })
  .meta({ id: 'Delivery' })

export const bounceSchema = z
  .object({
    id,
    subscriber_id: id,
    email: z.string(),
    issue_id: id.nullable(),
    kind: z.enum(FEEDBACK_KINDS),
    source: z.enum(FEEDBACK_SOURCES),
    reason: z.string(),
    received_at: time,
  })
  .meta({ id: 'Bounce' })

export const sentSchema = z.object({ sent: texts })
export const resolvedSchema = z.object({ resolved: count })
