/**
 * Adds a feed to poll. It is fetched at once, so that a mistyped address is refused where it was
 * typed; of a web page, the first feed that it names is taken, and the answer says which.
 */
import { MIN_INTERVAL_S } from '../domain/poll-schedule.ts'
import type { Source } from '../domain/source.ts'
import { AppError, type ErrorCode, isAppError } from '../errors.ts'
import type { Database } from '../store/schema.ts'
import { findSource, findSourceByUrl, insertSource, type NewSource } from '../store/sources.ts'
import { cleanUrl } from './clean-url.ts'
import type { createFetchFeed, FeedAnswer } from './fetch-feed.ts'
import { findFeeds, type NamedFeed } from './find-feeds.ts'

export interface SourceInput {
  url: string
  title?: string | undefined
  section?: string | undefined
  tags?: string[] | undefined
  /** 0 to 500; see `Source`. */
  backfill?: number | undefined
  notes?: boolean | undefined
  followExternal?: boolean | undefined
}

/** A feed that answered, and how it was come by. */
export interface FoundFeed {
  answer: Extract<FeedAnswer, { kind: 'feed' }>
  /** The web page that named it, when the address was not the feed's own. */
  foundIn: string | null
  otherFeeds: NamedFeed[]
}

export interface FeedFinderDeps {
  db: Database
  fetchAllow: readonly string[]
  fetchFeed: ReturnType<typeof createFetchFeed>
}

/** Characters; the database holds no longer ones apart. */
const LONGEST_URL = 2_000

/** The address of a feed as it is fetched: `feed:` is what browsers once put before it. */
export function feedAddress(raw: string, fetchAllow: readonly string[]): string {
  const typed = raw.trim().replace(/^feed:(?:\/\/)?(?=https?:)|^feed:(?=\/\/)/i, '')
  try {
    cleanUrl(typed, fetchAllow)
  } catch (error) {
    if (isAppError(error, 'INVALID_URL')) throw atUrl('INVALID_URL', error.message)
    throw error
  }
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)
    ? typed
    : `https://${typed.replace(/^\/\//, '')}`
  if (!URL.canParse(text)) throw atUrl('INVALID_URL', 'That is no web address. Start with https://')
  const url = new URL(text)
  // As it stands, without the tidying of links: its query may hold the key to a private feed.
  url.hash = ''
  if (url.href.length > LONGEST_URL)
    throw atUrl('INVALID_URL', `The address is longer than ${LONGEST_URL} characters.`)
  return url.href
}

/**
 * Throws INVALID_URL, FETCH_REFUSED or INVALID_INPUT, each with the field `url`, when there is no
 * feed at that address or named by it.
 */
export function createFindFeed({ fetchAllow, fetchFeed }: Omit<FeedFinderDeps, 'db'>) {
  return async function findFeed(raw: string, wholeSummaries: boolean): Promise<FoundFeed> {
    const url = feedAddress(raw, fetchAllow)
    const answer = await fetchFeed({ url, wholeSummaries })
    if (answer.kind === 'feed') return { answer, foundIn: null, otherFeeds: [] }
    if (answer.kind !== 'page') throw noFeed(answer)
    const [taken, ...otherFeeds] = findFeeds(answer.html, answer.url)
    if (!taken) throw pageWithoutFeed(answer.url)
    const second = await fetchFeed({ url: feedAddress(taken.url, fetchAllow), wholeSummaries })
    if (second.kind !== 'feed') throw brokenFeed(taken, second, otherFeeds)
    return { answer: second, foundIn: answer.url, otherFeeds }
  }
}

export interface AddedSource {
  source: Source
  isNew: boolean
  foundIn: string | null
  otherFeeds: NamedFeed[]
  /** Null when the source was known already. */
  answer: FoundFeed['answer'] | null
}

export function createAddSource(deps: FeedFinderDeps & { now: () => Date }) {
  const { db, now, fetchAllow } = deps
  const findFeed = createFindFeed(deps)
  return async function addSource(input: SourceInput): Promise<AddedSource> {
    const known = await findSourceByUrl(db, feedAddress(input.url, fetchAllow))
    if (known) return { source: known, isNew: false, foundIn: null, otherFeeds: [], answer: null }
    const found = await findFeed(input.url, input.notes ?? false)
    const { answer, foundIn, otherFeeds } = found
    const url = feedAddress(answer.url, fetchAllow)
    const id = await insertSource(db, toNewSource(input, url, answer, now()))
    const source = id === undefined ? await findSourceByUrl(db, url) : await findSource(db, id)
    if (!source)
      throw new AppError('CONFLICT', 'The source was removed at this moment. Add it again.')
    return {
      source,
      isNew: id !== undefined,
      foundIn,
      otherFeeds,
      answer: id === undefined ? null : answer,
    }
  }
}

function toNewSource(
  input: SourceInput,
  url: string,
  { feed }: FoundFeed['answer'],
  addedAt: Date,
): NewSource {
  return {
    url,
    title: input.title || null,
    feedTitle: feed.title,
    siteUrl: feed.siteUrl,
    section: input.section || null,
    tags: input.tags ?? [],
    notes: input.notes ?? false,
    followExternal: input.followExternal ?? false,
    backfill: input.backfill ?? 0,
    addedAt,
    // Its first answer is at hand and is read now; should that be cut off, the next poll does it.
    nextPollAt: new Date(addedAt.getTime() + MIN_INTERVAL_S * 1000),
  }
}

/** An error that shows at the field where the address was typed. */
function atUrl(code: ErrorCode, message: string, cause?: unknown): AppError {
  return new AppError(code, message, { fields: [{ field: 'url', message }], cause })
}

function noFeed(answer: Exclude<FeedAnswer, { kind: 'feed' | 'page' }>): AppError {
  if (answer.kind === 'unchanged')
    return atUrl(
      'INVALID_INPUT',
      'The site says that nothing has changed, but was never read before.',
    )
  const code =
    answer.kind === 'failed' && answer.code === 'FETCH_REFUSED' ? answer.code : 'INVALID_INPUT'
  return atUrl(code, `${answer.reason} Check the address, or try again later.`)
}

function pageWithoutFeed(url: string): AppError {
  return atUrl(
    'INVALID_INPUT',
    `This is no feed, and the page at ${new URL(url).host} names none. Look on the site for RSS, Atom or “feed” and give that address.`,
  )
}

function brokenFeed(
  taken: NamedFeed,
  answer: Exclude<FeedAnswer, { kind: 'feed' }>,
  others: readonly NamedFeed[],
): AppError {
  const reason = 'reason' in answer ? answer.reason : 'It gives nothing.'
  const more =
    others.length === 0 ? '' : ` It also names: ${others.map(({ url }) => url).join(', ')}`
  return atUrl(
    'INVALID_INPUT',
    `This is no feed. The page names ${taken.url}, but that cannot be read: ${reason}${more}`,
  )
}
