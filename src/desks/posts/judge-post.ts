import { cleanUrl } from '../../collect/clean-url.ts'
import type { Editorial } from '../../domain/editorial.ts'
import type { Issue } from '../../domain/issue.ts'
import {
  addMonths,
  instantOf,
  isMonth,
  type Month,
  monthName,
  monthOf,
} from '../../domain/month.ts'
import { oldPathOf } from '../../domain/old-path.ts'
import type { OldPost } from '../../domain/old-post.ts'
import { AppError, type FieldProblem, isAppError } from '../../errors.ts'
import { findIssueByMonth, findPublishedIssueBySlug } from '../../store/issues.ts'
import { findSlugOfOldPath } from '../../store/old-paths.ts'
import type { Database } from '../../store/schema.ts'
import { postProblems } from './post-problems.ts'

export interface JudgeDeps {
  db: Database
  now: () => Date
  fetchAllow: readonly string[]
  readEditorial: () => Promise<Editorial>
}

/** A post that may be published: of which month, and when it counts as published. */
export interface PreparedPost {
  month: Month
  date: Date
}

/** What speaks against publishing an old post. */
export function createJudgePost({ db, now, fetchAllow, readEditorial }: JudgeDeps) {
  /**
   * What speaks against publishing it as it is; the field names are those of the API. `isTaken`:
   * nothing but the month or the address, which another issue has.
   */
  async function judge(post: OldPost, locale = 'en') {
    const { timeZone } = await readEditorial()
    const words = postProblems(locale)
    const problems: FieldProblem[] = []
    let taken = 0
    const say = (field: string, message: string | undefined) => {
      if (message !== undefined) problems.push({ field, message })
    }
    if (post.title.trim() === '') say('title', words.noTitle)
    const month = post.month ?? ''
    if (!isMonth(month)) say('month', words.noMonth)
    else if (month > monthOf(now(), timeZone)) say('month', words.monthToCome)
    else {
      const there = await findIssueByMonth(db, month)
      if (there) {
        taken++
        say('month', monthTaken(month, there, locale))
      }
    }
    const at = publishedAt(post, timeZone)
    if (at === undefined) say('date', words.noDay)
    else if (post.date !== null && at > now()) say('date', words.dayToCome)
    if (post.oldUrl !== null && post.oldUrl.trim() !== '') {
      const fault = await oldUrlFault(post.oldUrl)
      if (fault === 'addressTaken') taken++
      say('old_url', fault && words[fault])
    }
    const entries = post.sections.flatMap((section) => section.entries)
    if (entries.length === 0) say('sections', words.noLink)
    entries.forEach((entry, index) => {
      if (entry.title.trim() === '') say(`entries.${index}.title`, words.noEntryTitle)
      say(`entries.${index}.url`, urlProblem(entry.url))
    })
    return { problems, isTaken: taken === problems.length }
  }

  async function problemsOf(post: OldPost, locale?: string): Promise<FieldProblem[]> {
    return (await judge(post, locale)).problems
  }

  function urlProblem(url: string): string | undefined {
    try {
      cleanUrl(url, fetchAllow)
      return undefined
    } catch (error) {
      if (isAppError(error, 'INVALID_URL')) return error.message
      throw error
    }
  }

  async function oldUrlFault(oldUrl: string) {
    const path = oldPathOf(oldUrl)
    if (path === undefined) return 'noAddress'
    const slug = /^\/issues\/([^/]+?)(?:\.md)?$/.exec(path)?.[1]
    const isPage = slug !== undefined && (await findPublishedIssueBySlug(db, slug)) !== undefined
    if (isPage || OWN_PATHS.test(path)) return 'ownAddress'
    return (await findSlugOfOldPath(db, path)) === undefined ? undefined : 'addressTaken'
  }

  /**
   * Outside of the transaction: the embedded database has one session.
   * Throws AppError INVALID_INPUT with each field, CONFLICT when month or address are taken.
   */
  async function prepare(post: OldPost): Promise<PreparedPost> {
    const { problems, isTaken } = await judge(post)
    const [first] = problems
    if (first) {
      const fields = { fields: problems }
      throw new AppError(isTaken ? 'CONFLICT' : 'INVALID_INPUT', first.message, fields)
    }
    const { timeZone } = await readEditorial()
    const at = publishedAt(post, timeZone) ?? now()
    const date = new Date(Math.min(at.getTime(), now().getTime()))
    return { month: post.month as Month, date }
  }

  return { problemsOf, prepare }
}

/** Pages that this site has whatever is published. */
const OWN_PATHS =
  /^\/(?:(?:admin|api|assets|images|hooks|pinboard|save|login|logout|subscribe|confirm|unsubscribe|preferences|return|webmention|comments)(?:\/.*)?|(?:archive|tags|sections|authors|sites|search|about|feed\.xml|atom\.xml|feed\.json|sitemap\.xml|robots\.txt|healthz|readyz|metrics))$/

export function monthTaken(month: Month, { title }: Pick<Issue, 'title'>, locale: string): string {
  const name = monthName(month, locale, { year: true })
  return postProblems(locale).monthTaken(name, title.slice(0, 100))
}

/** Undefined when the date is none. Without one: the first of the month after. */
function publishedAt({ date, month }: OldPost, timeZone: string): Date | undefined {
  if (date === null || date.trim() === '') {
    const next = addMonths(isMonth(month ?? '') ? (month as Month) : '2000-01', 1)
    const [year = 0, index = 1] = next.split('-').map(Number)
    return instantOf({ year, month: index, day: 1, hour: 9 }, timeZone)
  }
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date)
  if (day) {
    const [year = 0, month = 0, dayOfMonth = 0] = day.slice(1).map(Number)
    return isDay(date) && year > 1970
      ? instantOf({ year, month, day: dayOfMonth, hour: 9 }, timeZone)
      : undefined
  }
  const instant = new Date(date)
  return Number.isFinite(instant.getTime()) && instant.getTime() > 0 ? instant : undefined
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return Number.isFinite(day.getTime()) && day.toISOString().startsWith(text)
}
