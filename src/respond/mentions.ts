import type { Limit, RateLimiter } from '../access/rate-limiter.ts'
import { cleanUrl } from '../collect/clean-url.ts'
import type { GuardedFetch } from '../domain/fetching.ts'
import { pathKey } from '../domain/old-path.ts'
import type { ResponseSettings } from '../domain/response.ts'
import { AppError, isAppError } from '../errors.ts'
import { findPublishedIssueBySlug } from '../store/issues.ts'
import { findSlugOfOldPath } from '../store/old-paths.ts'
import {
  claimMentions,
  type DueMention,
  deleteResponse,
  postponeMention,
  queueMention,
  storeMention,
} from '../store/responses.ts'
import type { Database } from '../store/schema.ts'
import { networkBlockOf } from '../subscribe/sign-up-limits.ts'
import { readMention } from './read-mention.ts'

export interface MentionDeps {
  db: Database
  now: () => Date
  baseUrl: string
  limiter: RateLimiter
  guardedFetch: GuardedFetch
  fetchAllow: readonly string[]
  decodeBody: (body: Uint8Array, contentType: string | null) => string
  readSettings: () => Promise<ResponseSettings>
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

const LEASE_MS = 120_000
const AT_ONCE = 5
const MOST_BYTES = 1024 * 1024
/** Minutes until a page that could not be read is tried again; then it is given up. */
const RETRY_MINUTES = [1, 10, 60, 360]

/**
 * Other sites tell that they link to an issue (W3C Webmention, receiving). Who asks learns only
 * that it was noted; the page is read later, and nothing is public before the owner has read it.
 */
export function createMentions(deps: MentionDeps) {
  const { db, now, baseUrl, limiter, fetchAllow } = deps

  /** The public issue that an address of this site shows, by whatever slug or path it has or had. */
  async function issueAt(target: string) {
    const url = URL.parse(target)
    if (!url || url.origin !== new URL(baseUrl).origin) return undefined
    const slug = /^\/issues\/([^/]+?)(?:\.md)?\/?$/.exec(url.pathname)?.[1]
    const key = pathKey(url.pathname, url.search)
    const found =
      (slug !== undefined && (await findPublishedIssueBySlug(db, decoded(slug)))) ||
      (key !== undefined && (await bySlug(await findSlugOfOldPath(db, key))))
    return found ? found.issue : undefined
  }

  const bySlug = (slug: string | undefined) =>
    slug === undefined ? undefined : findPublishedIssueBySlug(db, slug)

  async function read(mention: DueMention): Promise<void> {
    try {
      const page = await deps.guardedFetch({
        url: mention.source,
        headers: { accept: 'text/html, */*;q=0.1' },
        maxBytes: MOST_BYTES,
      })
      if (page.status >= 500 || page.status === 429)
        return giveTime(mention, `It answered with status ${page.status}.`)
      const type = page.headers.get('content-type')
      const found =
        page.status < 300
          ? readMention(deps.decodeBody(page.body, type), {
              source: page.url,
              target: mention.target,
            })
          : undefined
      // Gone, or it does not link here (any more): then there is no mention (§3.2.4).
      if (!found) return forget(mention)
      const isSame = mention.content === found.content && mention.state !== 'unread'
      const state = isSame || mention.state === 'spam' ? mention.state : 'held'
      await storeMention(db, mention.id, found, state, now())
    } catch (error) {
      if (!isAppError(error)) throw error
      if (error.code === 'FETCH_REFUSED' || error.code === 'FETCH_TOO_LARGE')
        return mention.state === 'unread'
          ? forget(mention)
          : postponeMention(db, mention.id, { next: null, error: error.message })
      await giveTime(mention, error.message)
    }
  }

  async function forget({ id }: DueMention): Promise<void> {
    await deleteResponse(db, id)
  }

  async function giveTime(mention: DueMention, error: string): Promise<void> {
    const minutes = RETRY_MINUTES[mention.attempts]
    if (minutes === undefined && mention.state === 'unread') return forget(mention)
    const next = minutes === undefined ? null : new Date(now().getTime() + minutes * 60_000)
    await postponeMention(db, mention.id, { next, error })
  }

  return {
    /**
     * Notes a mention. Throws AppError NOT_FOUND when mentions are off, INVALID_INPUT with what is
     * wrong, TOO_MANY_REQUESTS.
     */
    async receive(source: string, target: string, clientAddress: string): Promise<void> {
      if (!(await deps.readSettings()).mentions)
        throw new AppError('NOT_FOUND', 'This site takes no Webmentions.')
      const from = checkedSource(source, fetchAllow)
      if (source === target)
        throw new AppError('INVALID_INPUT', 'Source and target are the same page.')
      const issue = await issueAt(target)
      if (!issue)
        throw new AppError(
          'INVALID_INPUT',
          'The target is no issue of this site that takes mentions.',
        )
      await limiter.take(limitsOf(clientAddress, new URL(from).host))
      await queueMention(db, { issueId: issue.id, source: from, target }, now())
    },
    /** Reads the pages that wait. */
    async work(): Promise<void> {
      for (;;) {
        const due = await claimMentions(db, { now: now(), leaseMs: LEASE_MS, limit: AT_ONCE })
        if (due.length === 0) return
        const outcomes = await Promise.allSettled(due.map(read))
        for (const [index, outcome] of outcomes.entries()) {
          if (outcome.status === 'fulfilled') continue
          // Its lease ends by itself; the next minute tries it again.
          deps.log?.('mention not read', { id: due[index]?.id, reason: String(outcome.reason) })
        }
      }
    },
  }
}

/** An http(s) address that may be fetched at all; private hosts are refused here and at the door. */
function checkedSource(source: string, allow: readonly string[]): string {
  const url = URL.parse(source)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || source.length > 2_000)
    throw new AppError('INVALID_INPUT', 'The source is no web address.')
  try {
    cleanUrl(source, allow)
  } catch (error) {
    if (!isAppError(error, 'INVALID_URL')) throw error
    throw new AppError('INVALID_INPUT', `The source cannot be read: ${error.message}`)
  }
  url.hash = ''
  return url.href
}

const HOUR_S = 3_600

function limitsOf(clientAddress: string, sourceHost: string): Limit[] {
  const { block, isLocal } = networkBlockOf(clientAddress)
  return [
    { key: `mention:client:${block}`, max: isLocal ? 200 : 30, windowS: HOUR_S },
    { key: `mention:source:${sourceHost.slice(0, 200)}`, max: 30, windowS: HOUR_S },
    { key: 'mention:all', max: 500, windowS: HOUR_S },
  ]
}

function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug)
  } catch {
    // A stray "%": no slug has one.
    return slug
  }
}
