/**
 * What the API answers with, as schemas: the description of the API and the types of the client
 * come from here. Programs must pass over fields that they do not know; more may come.
 */
import { z } from 'zod'
import { FEEDBACK_KINDS, FEEDBACK_SOURCES } from '../../domain/feedback.ts'
import { ISSUE_STATES } from '../../domain/issue.ts'
import { ENRICHMENT_STATUSES, LINK_STATUSES } from '../../domain/link.ts'
import { SETTLED_AS } from '../../domain/rhythm.ts'
import { SOURCE_STATES } from '../../domain/source.ts'
import { DELIVERY_STATES, SUBSCRIBER_STATUSES } from '../../domain/subscriber.ts'
import { WEBHOOK_DELIVERY_STATES, WEBHOOK_EVENTS } from '../../domain/webhook.ts'
import { ERROR_CODES } from '../../errors.ts'
import { HOOK_KINDS, TOKEN_SCOPES } from '../../store/schema.ts'

export const id = z.int().positive()
export const count = z.int().nonnegative()
export const time = z.iso
  .datetime()
  .meta({ description: 'ISO 8601 in UTC', example: '2026-07-01T09:00:00.000Z' })
const month = z.string().meta({ description: 'YYYY-MM', example: '2026-07' })
export const texts = z.array(z.string())

/** A list that goes on at `next_cursor`, or ends where that is null. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next_cursor: z.string().nullable().meta({ description: 'For `cursor`; null at the end' }),
  })

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'A sentence that says what to do' }),
    code: z.enum(ERROR_CODES).meta({ description: 'Stable: decide by this' }),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'The fields that are wrong' }),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457 problem details',
    example: {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is no link 7.',
      code: 'NOT_FOUND',
    },
  })

export const linkSchema = z
  .object({
    id,
    url: z.string(),
    canonical_url: z.string().nullable(),
    title: z.string().nullable(),
    authors: texts,
    site_name: z.string().nullable(),
    description: z.string().nullable(),
    image_url: z.string().nullable(),
    thumbnail_url: z.string().nullable().meta({ description: 'A small picture, served from here' }),
    published_at: z.string().nullable().meta({ description: 'A time, or a day alone' }),
    language: z.string().nullable(),
    kind: z.string().nullable(),
    note: z.string().meta({ description: 'Markdown, yours' }),
    section: z.string().nullable(),
    tags: texts,
    via: z.string().nullable(),
    month: month.nullable(),
    status: z.enum(LINK_STATUSES),
    to_read: z.boolean(),
    saved_at: time,
    enrichment: z.object({
      status: z.enum(ENRICHMENT_STATUSES),
      error: z.string().nullable(),
      provenance: z
        .record(z.string(), z.string())
        .meta({ description: 'Field → where its value came from' }),
      next_try_at: time.nullable(),
      image_error: z.string().nullable(),
    }),
    duplicate: z.literal(true).optional().meta({ description: 'It was known already' }),
  })
  .meta({ id: 'Link' })

export const lookupSchema = z
  .object({
    known: z.boolean(),
    link: z
      .union([linkSchema, z.object({ saved_at: time, status: z.enum(LINK_STATUSES) })])
      .nullable()
      .meta({ description: 'With scope save: only when it was saved and its status' }),
    issues: z.array(
      z.object({
        id: id.optional(),
        month,
        title: z.string().optional(),
        slug: z.string().optional(),
        state: z.enum(ISSUE_STATES).optional(),
        published_at: time.nullable().optional(),
        note: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Lookup' })

export const batchSchema = z
  .object({
    items: z.array(
      z.object({
        status: z.int(),
        link: linkSchema.optional(),
        error: problemSchema.optional(),
      }),
    ),
  })
  .meta({ id: 'Batch' })

const entrySchema = z.object({
  id,
  link_id: id.nullable(),
  title: z.string(),
  url: z.string(),
  authors: texts,
  note: z.string(),
  dead: z.object({ since: time, reason: z.string() }).nullable(),
})

const issueFields = {
  id,
  month,
  title: z.string(),
  slug: z.string(),
  state: z.enum(ISSUE_STATES),
  intro: z.string(),
  outro: z.string(),
  sections: z.array(z.object({ name: z.string().nullable(), entries: z.array(entrySchema) })),
  scheduled_at: time.nullable(),
  audience_tag: z.string().nullable(),
  featured: z.boolean(),
  published_at: time.nullable(),
  sent_at: time.nullable(),
  corrected_at: time.nullable(),
  review: z
    .object({
      deadline: time.meta({ description: 'Until when it can be approved' }),
      at_deadline: z
        .enum(['wait', 'send'])
        .meta({ description: 'What happens then; `send` unless something holds it back' }),
      postponed_to: time.nullable(),
      waits_because: z
        .enum(SETTLED_AS)
        .exclude(['over', 'sent'])
        .nullable()
        .meta({ description: 'Its day came and did not send it' }),
    })
    .nullable()
    .optional()
    .meta({ description: 'Of an issue by itself: null unless it is a draft with a day' }),
}
export const issueSchema = z.object(issueFields).meta({ id: 'Issue' })

const revisionFields = {
  id,
  by: z.object({ source: z.enum(['room', 'api', 'assembly', 'links']), name: z.string() }),
  begun_at: time,
  made_at: time,
  restored_from: time.nullable(),
  losses: z.array(z.object({ title: z.string(), reason: z.enum(['elsewhere', 'no_link']) })),
}
const change = z
  .looseObject({ kind: z.string() })
  .meta({ description: 'One thing that is different; more fields by kind' })
const version = z.string().meta({ description: 'Of the issue now, for `restore`' })

export const revisionListSchema = z
  .object({
    items: z.array(z.object({ ...revisionFields, changes: z.array(change) })),
    next_cursor: z.string().nullable(),
    version,
  })
  .meta({ id: 'RevisionList' })
export const revisionSchema = z
  .object({
    ...revisionFields,
    changes: z.array(change),
    title: z.string(),
    slug: z.string(),
    intro: z.string(),
    outro: z.string(),
    sections: z.array(
      z.object({
        name: z.string().nullable(),
        entries: z.array(entrySchema.omit({ dead: true })),
      }),
    ),
    version,
  })
  .meta({ id: 'Revision' })
export const restoredSchema = z
  .object({ ...issueFields, revision: z.object(revisionFields) })
  .meta({ id: 'RestoredIssue' })

const problemOfIssue = z.object({
  check: z.string(),
  level: z.enum(['must', 'should']),
  key: z.string().meta({ description: 'For saying that you know' }),
  about: z.string().nullable(),
  detail: z.unknown(),
})
export const preflightSchema = z
  .object({
    green: z.boolean(),
    hash: z.string().meta({ description: 'Of the mail as it would go out' }),
    problems: z.array(problemOfIssue),
    overridden: z.array(
      z.object({
        check: z.string(),
        key: z.string(),
        about: z.string().nullable(),
        by: z.string(),
        at: time,
      }),
    ),
  })
  .meta({ id: 'Preflight' })

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

const rejected = z.array(z.object({ line: z.int(), reason: z.string() }))
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

export const importSchema = z
  .object({ created: count, duplicates: count, rejected, notices: texts })
  .meta({ id: 'Import' })

export const settingsSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    author: z.string(),
    locale: z.string(),
    time_zone: z.string(),
    title_pattern: z.string(),
    minimum_links: z.int(),
    public_signup: z.boolean(),
    sections: texts,
    schedule: z.object({
      mode: z.enum(['off', 'review', 'automatic']),
      on: z.enum(['day', 'last_weekday']),
      day: z.int(),
      time: z.string(),
      grace_hours: z.number(),
    }),
  })
  .meta({ id: 'Settings' })

export const tokenSchema = z
  .object({
    id,
    name: z.string(),
    scope: z.enum(TOKEN_SCOPES).meta({ description: 'No more than its maker’s role may now' }),
    prefix: z.string().meta({ description: 'First characters, to tell tokens apart' }),
    made_by: z
      .string()
      .nullable()
      .meta({ description: 'Name or address of who made it; null: the command line' }),
    created_at: time,
    last_used_at: time.nullable(),
    revoked_at: time.nullable(),
  })
  .meta({ id: 'Token' })
export const newTokenSchema = tokenSchema
  .extend({ token: z.string().meta({ description: 'Shown here and never again' }) })
  .meta({ id: 'NewToken' })

export const hookSchema = z
  .object({
    id,
    kind: z.enum(HOOK_KINDS),
    name: z.string(),
    prefix: z.string(),
    created_at: time,
    last_used_at: time.nullable(),
  })
  .meta({ id: 'Hook' })
export const newHookSchema = hookSchema
  .extend({ url: z.string().meta({ description: 'With its secret; shown here and never again' }) })
  .meta({ id: 'NewHook' })

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

export const doctorSchema = z
  .object({
    ok: z.boolean(),
    findings: z.array(
      z.object({
        check: z.string(),
        status: z.enum(['ok', 'warn', 'fail', 'skipped']),
        text: z.string(),
        fix: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Doctor' })

export const sentSchema = z.object({ sent: texts })
export const resolvedSchema = z.object({ resolved: count })
export const embedSchema = z.object({ html: z.string() })
