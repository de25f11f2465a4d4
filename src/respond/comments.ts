import type { Limit, RateLimiter } from '../access/rate-limiter.ts'
import type { Issue } from '../domain/issue.ts'
import type { ResponseSettings, ResponseState } from '../domain/response.ts'
import { AppError } from '../errors.ts'
import { findPublishedIssueBySlug } from '../store/issues.ts'
import { insertComment } from '../store/responses.ts'
import type { Database } from '../store/schema.ts'
import { createFormStamps } from '../subscribe/form-stamp.ts'
import { networkBlockOf } from '../subscribe/sign-up-limits.ts'

export const MOST_NAME = 80
export const MOST_COMMENT = 5_000

export interface CommentForm {
  name: string
  email: string
  text: string
}

export interface CommentDeps {
  db: Database
  now: () => Date
  secret: string
  limiter: RateLimiter
  readSettings: () => Promise<ResponseSettings>
  /** Throws AppError INVALID_INPUT when it is no address. */
  readEmail: (text: string) => unknown
}

export type CommentFault = 'name' | 'text' | 'email'

/** Comments of readers: plain text, held until the owner has read it. */
export function createComments({ db, now, secret, limiter, readSettings, readEmail }: CommentDeps) {
  const stamps = createFormStamps(`${secret}\0comment`)

  return {
    newStamp: () => stamps.create(now()),
    stampFaultOf: (stamp: string) => stamps.faultOf(stamp, now()),

    /** The issue that may be commented on; undefined when there is none, or nobody may. */
    async issueOf(slug: string): Promise<Issue | undefined> {
      if (!(await readSettings()).comments) return undefined
      return (await findPublishedIssueBySlug(db, slug))?.issue
    },

    faultsOf({ name, email, text }: CommentForm): CommentFault[] {
      const faults: CommentFault[] = []
      if (name === '') faults.push('name')
      if (email !== '' && !isEmail(email)) faults.push('email')
      if (text === '') faults.push('text')
      return faults
    },

    /** Throws AppError TOO_MANY_REQUESTS. The same words twice are one comment. */
    async add(issue: Issue, form: CommentForm, clientAddress: string): Promise<void> {
      await limiter.take(limitsOf(clientAddress))
      const state = stateOf(form)
      const { name, email, text } = form
      await insertComment(
        db,
        { issueId: issue.id, name, email: email || null, content: text, state },
        now(),
      )
    },
  }

  function isEmail(text: string): boolean {
    try {
      readEmail(text)
      return true
    } catch (error) {
      if (error instanceof AppError) return false
      throw error
    }
  }
}

const HOUR_S = 3_600

function limitsOf(clientAddress: string): Limit[] {
  const { block, isLocal } = networkBlockOf(clientAddress)
  return [
    // Behind a proxy of the owner's own, all visitors have its address.
    { key: `comment:client:${block}`, max: isLocal ? 60 : 6, windowS: HOUR_S },
    { key: 'comment:all', max: 200, windowS: HOUR_S },
  ]
}

const MOST_LINKS = 2

/** Mark-up in a field for plain text, or many links, is what only programs write. */
function stateOf({ name, text }: CommentForm): ResponseState {
  const links = text.match(/https?:\/\/|\bwww\./gi)?.length ?? 0
  const hasMarkup = /<a\s|\[url[=\]]|\[link[=\]]|<\/a>/i.test(text)
  return hasMarkup || links > MOST_LINKS || /https?:\/\/|www\./i.test(name) ? 'spam' : 'held'
}
