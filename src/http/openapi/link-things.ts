/** What the API answers about links. */
import { z } from 'zod'
import { ISSUE_STATES } from '../../domain/issue.ts'
import { ENRICHMENT_STATUSES, LINK_STATUSES } from '../../domain/link.ts'
import { count, id, month, problemSchema, rejected, texts, time } from './thing-parts.ts'

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

export const importSchema = z
  .object({ created: count, duplicates: count, rejected, notices: texts })
  .meta({ id: 'Import' })
