/** What the API answers about subscribers. */
import { z } from 'zod'
import { SUBSCRIBER_STATUSES } from '../../domain/subscriber.ts'
import { count, id, rejected, texts, time } from './thing-parts.ts'

export const subscriberSchema = z
  .object({
    id,
    email: z.string(),
    name: z.string(),
    status: z.enum(SUBSCRIBER_STATUSES),
    status_reason: z.string().nullable(),
    tags: texts,
    paused_until: time.nullable(),
    text_only: z.boolean(),
    created_at: time,
    confirmed_at: time.nullable(),
    unsubscribed_at: time.nullable(),
    duplicate: z.literal(true).optional(),
  })
  .meta({ id: 'Subscriber' })

export const subscriberCountsSchema = z
  .record(z.enum(SUBSCRIBER_STATUSES), count)
  .meta({ id: 'SubscriberCounts' })

const sample = { line: z.int(), email: z.string() }
export const subscriberImportSchema = z
  .object({
    dry_run: z.boolean(),
    created: count,
    updated: count,
    unchanged: count,
    suppressed: count,
    duplicates: count,
    rejected,
    samples: z.object({
      created: z.array(z.object(sample)),
      updated: z.array(z.object({ ...sample, changes: texts })),
      suppressed: z.array(z.object({ ...sample, reason: z.string() })),
    }),
  })
  .meta({ id: 'SubscriberImport' })
