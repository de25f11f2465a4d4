/** What the API answers about the public site: its look, responses, old posts; see `things.ts`. */
import { z } from 'zod'
import { LOOK_FONTS, LOOK_WIDTHS } from '../../domain/look.ts'
import { RESPONSE_TABS } from '../../domain/response.ts'
import { count, id, issueSchema, texts, time } from './things.ts'

const fieldProblems = z.array(z.object({ field: z.string(), message: z.string() }))
const leftOut = z.array(z.object({ text: z.string(), reason: z.string() }))

/** `posts` of a dry run; `created` and `skipped` once it is confirmed. */
export const oldPostsSchema = z
  .object({
    format: z.string(),
    confirmed: z.boolean(),
    more_in_file: z.boolean(),
    posts: z
      .array(
        z.object({
          title: z.string(),
          month: z.string().nullable(),
          date: z.string().nullable(),
          old_url: z.string().nullable(),
          intro: z.string(),
          outro: z.string(),
          sections: z.array(
            z.object({
              name: z.string().nullable(),
              entries: z.array(
                z.object({ title: z.string(), url: z.string(), authors: texts, note: z.string() }),
              ),
            }),
          ),
          left_out: leftOut,
          problems: fieldProblems,
        }),
      )
      .optional(),
    created: z
      .array(
        z.object({
          issue: issueSchema,
          redirected_from: z.string().nullable(),
          left_out: leftOut,
        }),
      )
      .optional(),
    skipped: z
      .array(
        z.object({
          title: z.string(),
          month: z.string().nullable(),
          problems: fieldProblems,
        }),
      )
      .optional(),
  })
  .meta({ id: 'OldPosts' })

const logo = z.object({ url: z.string(), width: count, height: count }).nullable()

export const lookSchema = z
  .object({
    accent: z.string().nullable().meta({ description: 'Null: our own' }),
    font: z.enum(LOOK_FONTS),
    width: z.enum(LOOK_WIDTHS),
    css: z.string(),
    logo,
    dark_logo: logo.meta({ description: 'In its place on dark pages' }),
    about: z.string().meta({ description: 'Markdown' }),
  })
  .meta({ id: 'Look' })

export const holdSchema = z
  .object({
    held: z.boolean(),
    held_at: z.string().nullable(),
    copy_of: z.string().nullable(),
    copied_at: z.string().nullable(),
  })
  .meta({ id: 'Hold' })

const responseState = z.enum(RESPONSE_TABS)

export const responseSchema = z
  .object({
    id,
    issue_id: id,
    kind: z.string(),
    state: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    content: z.string(),
    source_url: z.string().nullable(),
    author_url: z.string().nullable(),
    relation: z.string().nullable(),
    title: z.string().nullable(),
    created_at: time,
  })
  .meta({ id: 'Response' })

export const movedResponseSchema = z
  .object({ id, state: responseState })
  .meta({ id: 'MovedResponse' })

export const responseSettingsSchema = z
  .object({
    comments: z.boolean(),
    mentions: z.boolean(),
    digest: z.boolean(),
    tell_linked: z.boolean(),
    reply_to: z.string(),
    hub: z.string(),
  })
  .meta({ id: 'ResponseSettings' })
