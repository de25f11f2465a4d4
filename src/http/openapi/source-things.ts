/** What the API answers about sources. */
import { z } from 'zod'
import { SOURCE_STATES } from '../../domain/source.ts'
import { count, id, texts, time } from './thing-parts.ts'

const sourceFields = {
  id,
  url: z.string(),
  title: z.string().nullable(),
  site_url: z.string().nullable(),
  section: z.string().nullable(),
  tags: texts,
  backfill: count,
  notes: z.boolean(),
  follow_external: z.boolean(),
  state: z.enum(SOURCE_STATES),
  problem: z.string().nullable(),
  failures: count,
  last_error: z.string().nullable(),
  last_polled_at: time.nullable(),
  last_success_at: time.nullable(),
  next_poll_at: time.nullable(),
  interval_s: z.int(),
  created_at: time,
}
const poll = z.object({
  outcome: z.enum(['read', 'unchanged', 'failed', 'stopped']),
  saved: count.optional(),
  known: count.optional(),
  passed_over: count.optional(),
  reason: z.string().optional(),
})
export const sourceSchema = z.object(sourceFields).meta({ id: 'Source' })
export const addedSourceSchema = z
  .object({
    ...sourceFields,
    found_in: z.string().nullable().meta({ description: 'The page that named the feed' }),
    other_feeds: z.array(z.object({ url: z.string(), title: z.string().nullable() })),
    poll: poll.optional(),
    duplicate: z.literal(true).optional(),
  })
  .meta({ id: 'AddedSource' })
export const polledSourceSchema = z.object({ ...sourceFields, poll }).meta({ id: 'PolledSource' })
export const sourceListSchema = z
  .object({
    items: z.array(sourceSchema),
    next_cursor: z.string().nullable(),
    problems: z.array(
      z.object({ id, name: z.string(), state: z.enum(SOURCE_STATES), problem: z.string() }),
    ),
  })
  .meta({ id: 'SourceList' })
