/** Look, settings of responses, and responses of our own export, checked. */
import { z } from 'zod'
import { LOOK_FONTS, LOOK_WIDTHS } from '../../domain/look.ts'
import { RELATIONS } from '../../domain/response.ts'
import type { MovedResponse } from '../../store/response-transfer.ts'
import type { MovedLook, MovedResponseSettings } from '../moved-site-json.ts'

/** Half a megabyte, the most that an uploaded logo has, in base64. */
const MAX_LOGO = 700_000

const text = (max: number) =>
  z
    .string()
    .max(max)
    .overwrite((given) => given.replaceAll('\0', '').toWellFormed())
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((v) => v ?? null)
const picture = maybe(
  z
    .base64()
    .max(MAX_LOGO)
    .transform((given) => new Uint8Array(Buffer.from(given, 'base64'))),
)
const instant = z.iso.datetime().transform((given) => new Date(given))
const webAddress = text(2_000).regex(/^https?:\/\//i, 'is no web address')

const lookSchema = z.object({
  accent: maybe(text(40)),
  font: z.enum(LOOK_FONTS).default('serif'),
  width: z.enum(LOOK_WIDTHS).default('normal'),
  css: text(200_000).default(''),
  about: text(100_000).default(''),
  logo: picture,
  dark_logo: picture,
})

const flag = z.boolean().default(false)
const settingsSchema = z.object({
  comments: flag,
  mentions: flag,
  tell_linked: flag,
  digest: flag,
  reply_to: z.union([z.literal(''), z.email().max(254)]).default(''),
  hub: z.union([z.literal(''), webAddress]).default(''),
})

const responseSchema = z
  .object({
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is no month like 2023-07'),
    kind: z.enum(['comment', 'mention']),
    state: z.enum(['unread', 'held', 'shown', 'spam']),
    name: text(500),
    email: maybe(text(254)),
    content: text(20_000),
    source_url: maybe(webAddress),
    target_url: maybe(webAddress),
    author_url: maybe(text(2_000)),
    relation: maybe(z.enum(RELATIONS)),
    title: maybe(text(2_000)),
    created_at: instant,
    updated_at: instant,
  })
  .refine((given) => (given.kind === 'mention') === (given.source_url !== null), {
    message: 'belongs to mentions, and to each of them',
    path: ['source_url'],
  })

export function readMovedLook(value: unknown): MovedLook | { problem: string } {
  const read = lookSchema.safeParse(value)
  if (!read.success) return problemOf('look', read.error)
  const { dark_logo, ...look } = read.data
  return { ...look, darkLogo: dark_logo }
}

export function readMovedResponseSettings(
  value: unknown,
): MovedResponseSettings | { problem: string } {
  const read = settingsSchema.safeParse(value)
  if (!read.success) return problemOf('list of settings', read.error)
  const { tell_linked, reply_to, ...settings } = read.data
  return { ...settings, tellLinked: tell_linked, replyTo: reply_to }
}

export function readMovedResponse(value: unknown): MovedResponse | { problem: string } {
  const read = responseSchema.safeParse(value)
  if (!read.success) return problemOf('response', read.error)
  const { source_url, target_url, author_url, created_at, updated_at, ...response } = read.data
  return {
    ...response,
    sourceUrl: source_url,
    targetUrl: target_url,
    authorUrl: author_url,
    createdAt: created_at,
    updatedAt: updated_at,
  }
}

function problemOf(what: string, { issues: [first] }: z.ZodError): { problem: string } {
  return { problem: `This ${what} cannot be read: ${first?.path.join('.')} ${first?.message}.` }
}
