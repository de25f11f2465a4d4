import { z } from 'zod'
import type { Database } from '../store/schema.ts'
import { findSectionNames, replaceSections } from '../store/sections.ts'
import { readEditorial, readSetting, writeSetting } from '../store/settings.ts'
import { cleanText } from './input.ts'

const line = (max: number) => cleanText(max).transform((s) => s.replace(/[\p{Cc}]+/gu, ' ').trim())

export const settingsSchema = z.strictObject({
  name: line(200)
    .refine((s) => s !== '', 'Give the publication a name.')
    .optional(),
  description: line(1_000).optional(),
  author: line(200).optional(),
  locale: z.string().refine(isLocale, 'Write a language tag like en or de-AT.').optional(),
  time_zone: z
    .string()
    .refine(isTimeZone, 'Write an IANA time zone like Europe/Berlin.')
    .optional(),
  title_pattern: line(300)
    .refine((s) => s !== '', 'Give a title; {month} and {year} are filled in.')
    .optional(),
  public_signup: z.boolean().optional(),
  count_clicks: z.boolean({ error: 'true or false.' }).optional(),
  minimum_links: z.number().int().min(1).max(1_000).optional(),
  sections: z
    .array(line(200).refine((s) => s !== '', 'Give the section a name.'))
    .max(50)
    .refine((list) => new Set(list).size === list.length, 'Two sections have the same name.')
    .optional(),
  schedule: z
    .strictObject({
      mode: z.enum(['off', 'review', 'automatic']).optional(),
      on: z.enum(['day', 'last_weekday']).optional(),
      day: z.number().int().min(1).max(31).optional(),
      time: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write the time like 09:00.')
        .optional(),
      grace_hours: z.number().min(0).max(8_760).optional(),
      draft_days_before: z.number().int().min(0).max(14).optional(),
      at_deadline: z.enum(['wait', 'send']).optional(),
    })
    .optional(),
})

export type SettingsChanges = z.infer<typeof settingsSchema>

/** The editorial settings as the API shows them. */
export async function showSettings(db: Database) {
  const e = await readEditorial(db)
  return {
    name: e.name,
    description: e.description,
    author: e.author,
    locale: e.locale,
    time_zone: e.timeZone,
    title_pattern: e.titlePattern,
    minimum_links: e.minimumLinks,
    public_signup: e.publicSignup !== false,
    count_clicks: e.countClicks,
    sections: await findSectionNames(db),
    schedule: {
      mode: e.schedule.mode,
      on: e.schedule.on,
      day: e.schedule.day,
      time: e.schedule.time,
      grace_hours: e.schedule.graceHours,
      draft_days_before: e.schedule.draftDaysBefore,
      at_deadline: e.schedule.atDeadline,
    },
  }
}

/** Stores what is given; the rest stays. */
export async function storeSettings(db: Database, body: SettingsChanges): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const known = (await readSetting<Record<string, unknown>>(trx, 'editorial')) ?? {}
    const { sections, time_zone, title_pattern, minimum_links, schedule, ...others } = body
    const { public_signup, count_clicks, ...plain } = others
    const changed = {
      ...known,
      ...plain,
      ...(time_zone !== undefined && { timeZone: time_zone }),
      ...(title_pattern !== undefined && { titlePattern: title_pattern }),
      ...(minimum_links !== undefined && { minimumLinks: minimum_links }),
      ...(public_signup !== undefined && { publicSignup: public_signup }),
      ...(count_clicks !== undefined && { countClicks: count_clicks }),
      ...(schedule && {
        schedule: {
          ...(known.schedule as object | undefined),
          ...(schedule.mode && { mode: schedule.mode }),
          ...(schedule.on && { on: schedule.on }),
          ...(schedule.day && { day: schedule.day }),
          ...(schedule.time && { time: schedule.time }),
          ...(schedule.grace_hours !== undefined && { graceHours: schedule.grace_hours }),
          ...(schedule.draft_days_before !== undefined && {
            draftDaysBefore: schedule.draft_days_before,
          }),
          ...(schedule.at_deadline && { atDeadline: schedule.at_deadline }),
        },
      }),
    }
    await writeSetting(trx, 'editorial', changed)
    if (sections) await replaceSections(trx, sections)
  })
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }) !== undefined
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
