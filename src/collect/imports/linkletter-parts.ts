/** Settings and issues of our own export, checked: a file may have been edited by hand. */
import { z } from 'zod'
import type { Editorial, StoredEditorial } from '../../domain/editorial.ts'
import { ISSUE_STATES } from '../../domain/issue.ts'
import type { MovedIssue } from '../../store/issue-transfer.ts'

const plain = (max: number) =>
  z
    .string()
    .max(max)
    .overwrite((text) => text.replaceAll('\0', '').toWellFormed())
const instant = z.iso.datetime().transform((text) => new Date(text))
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((v) => v ?? null)
const position = z.number().int().min(0).max(2_147_483_647)
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is no month like 2023-07')
const slug = plain(200).regex(
  /^[\p{L}\p{N}]+(?:[-_.][\p{L}\p{N}]+)*$/u,
  'is no address of an issue',
)

const entrySchema = z.object({
  position,
  link_url: maybe(plain(40_000)),
  placed_section: maybe(plain(200)),
  removed_at: maybe(instant),
  title: maybe(plain(2_000)),
  url: maybe(plain(40_000).regex(/^https?:\/\//i, 'is no web address')),
  authors: maybe(z.array(plain(500)).max(100)),
  note: maybe(plain(200_000)),
  site_name: maybe(plain(2_000)),
  kind: maybe(plain(200)),
  tags: maybe(z.array(plain(500)).max(100)),
  short_id: maybe(z.string().regex(/^[A-Za-z0-9_-]{8}$/, 'is no id of ours')),
  clicks: z.number().int().min(0).default(0),
})
const sectionSchema = z.object({
  name: maybe(plain(200)),
  position,
  entries: z.array(entrySchema).max(5_000),
})
const mailSchema = z.object({
  subject: plain(2_000),
  preheader: plain(2_000),
  html: plain(4_000_000),
  text: plain(4_000_000),
  // The marks that each reader's own values replace; a mail keeps those it was rendered with.
  slots: z.object({ unsubscribeUrl: plain(500), reason: plain(500) }).catchall(plain(500)),
  created_at: instant,
})
const issueSchema = z
  .object({
    month,
    title: plain(500).min(1, 'is empty'),
    slug,
    state: z.enum(ISSUE_STATES),
    intro: plain(200_000),
    outro: plain(200_000),
    scheduled_at: maybe(instant),
    published_at: maybe(instant),
    sent_at: maybe(instant),
    corrected_at: maybe(instant),
    paused_reason: maybe(plain(2_000)),
    planned_at: maybe(instant),
    candidates: maybe(z.number().int().min(0).max(2_147_483_647)),
    audience_tag: maybe(plain(500)),
    featured: z.boolean().default(false),
    created_at: instant,
    updated_at: instant,
    old_slugs: z.array(z.object({ slug, created_at: instant })).max(1_000),
    old_paths: z
      .array(
        z.object({
          path: z.string().startsWith('/').max(1_000),
          url: z.string().max(2_000),
          created_at: instant,
        }),
      )
      .max(1_000)
      .default([]),
    sections: z.array(sectionSchema).max(100),
    mail: maybe(mailSchema),
  })
  .refine((issue) => issue.state !== 'sent' || (issue.published_at && issue.sent_at), {
    message: 'is missing, though the issue was sent',
    path: ['sent_at'],
  })
  .refine((issue) => new Set(issue.sections.map((s) => s.name)).size === issue.sections.length, {
    message: 'has two of the same name',
    path: ['sections'],
  })

export function readMovedIssue(value: unknown): MovedIssue | { problem: string } {
  const read = issueSchema.safeParse(value)
  if (!read.success) {
    const [first] = read.error.issues
    return { problem: `This issue cannot be read: ${first?.path.join('.')} ${first?.message}.` }
  }
  const issue = read.data
  return {
    month: issue.month,
    title: issue.title,
    slug: issue.slug,
    state: issue.state,
    intro: issue.intro,
    outro: issue.outro,
    scheduledAt: issue.scheduled_at,
    publishedAt: issue.published_at,
    sentAt: issue.sent_at,
    correctedAt: issue.corrected_at,
    pausedReason: issue.paused_reason,
    plannedAt: issue.planned_at,
    candidates: issue.candidates,
    audienceTag: issue.audience_tag || null,
    featured: issue.featured,
    createdAt: issue.created_at,
    updatedAt: issue.updated_at,
    oldPaths: issue.old_paths.map((old) => ({
      path: old.path,
      url: old.url,
      createdAt: old.created_at,
    })),
    oldSlugs: issue.old_slugs.map((old) => ({ slug: old.slug, createdAt: old.created_at })),
    sections: issue.sections.map(({ name, position: place, entries }) => ({
      name,
      position: place,
      entries: entries.map(toEntry),
    })),
    mail: issue.mail && {
      subject: issue.mail.subject,
      preheader: issue.mail.preheader,
      html: issue.mail.html,
      text: issue.mail.text,
      slots: issue.mail.slots,
      createdAt: issue.mail.created_at,
    },
  }
}

function toEntry(entry: z.infer<typeof entrySchema>) {
  return {
    position: entry.position,
    linkUrl: entry.link_url,
    placedSection: entry.placed_section,
    removedAt: entry.removed_at,
    title: entry.title,
    url: entry.url,
    authors: entry.authors,
    note: entry.note,
    siteName: entry.site_name,
    kind: entry.kind,
    tags: entry.tags,
    shortId: entry.short_id,
    clicks: entry.clicks,
  }
}

const line = (max: number) => plain(max).transform((text) => text.replace(/\p{Cc}+/gu, ' ').trim())
const filled = (max: number) => line(max).refine((text) => text !== '')

/** Each setting is checked alone: one that is wrong is left at its default. */
const settings = {
  name: filled(200),
  description: line(1_000),
  author: line(200),
  locale: plain(100).refine((text) => works(() => Intl.getCanonicalLocales(text))),
  timeZone: plain(100).refine((text) =>
    works(() => new Intl.DateTimeFormat('en', { timeZone: text })),
  ),
  titlePattern: filled(300),
  minimumLinks: z.number().int().min(1).max(1_000),
  publicSignup: z.boolean(),
  countClicks: z.boolean(),
  // Only what was changed is stored.
  schedule: z
    .object({
      mode: z.enum(['off', 'review', 'automatic']),
      on: z.enum(['day', 'last_weekday']),
      day: z.number().int().min(1).max(31),
      time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      graceHours: z.number().min(0).max(8_760),
      draftDaysBefore: z.number().int().min(0).max(14),
      atDeadline: z.enum(['wait', 'send']),
    })
    .partial(),
} satisfies Record<Exclude<keyof Editorial, 'look'>, z.ZodType>

export function readEditorial(value: unknown): StoredEditorial {
  const given = typeof value === 'object' && value !== null ? value : {}
  const read = Object.entries(settings).flatMap(([key, schema]) => {
    const result = schema.safeParse((given as Record<string, unknown>)[key])
    return result.success ? [[key, result.data] as const] : []
  })
  return Object.fromEntries(read)
}

function works(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
