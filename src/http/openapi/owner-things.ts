/** What the API answers the owner about the instance: settings, tokens, hooks, the doctor. */
import { z } from 'zod'
import { HOOK_KINDS, TOKEN_SCOPES } from '../../store/schema.ts'
import { id, texts, time } from './thing-parts.ts'

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

export const embedSchema = z.object({ html: z.string() })
