export const SOURCE_STATES = ['active', 'paused', 'dead'] as const
/** `dead`: given up, because the site said that the feed is gone or nothing has worked for weeks. */
export type SourceState = (typeof SOURCE_STATES)[number]

/** A feed that is polled for new links. */
export interface Source {
  id: number
  /** Of the feed itself, as it is fetched. */
  url: string
  /** The owner's name for it, before the feed's own. */
  title: string | null
  feedTitle: string | null
  siteUrl: string | null
  /** What its links get. */
  section: string | null
  tags: string[]
  /** The items' summaries are the owner's words (a bookmark feed): they become notes. */
  notes: boolean
  /** Save the page that a link blog's item points to. */
  followExternal: boolean
  /** So many of the items that were there before are saved too. */
  backfill: number
  state: SourceState
  etag: string | null
  lastModified: string | null
  bodyHash: string | null
  intervalS: number
  /** Items older than this were there before. */
  itemsSince: Date
  nextPollAt: Date
  lastPolledAt: Date | null
  lastSuccessAt: Date | null
  /** Polls in a row that failed. */
  failures: number
  failingSince: Date | null
  /** One sentence for the owner. */
  lastError: string | null
  createdAt: Date
}

/** What links from there are said to come from. */
export function sourceName(source: Pick<Source, 'title' | 'feedTitle' | 'url'>): string {
  return source.title ?? source.feedTitle ?? new URL(source.url).hostname.replace(/^www\./, '')
}

/** One failed poll is weather; from here on the owner should hear of it. */
const FAILURES_TO_REPORT = 3

/** What the owner has to know about a source, in one sentence, or null. */
export function problemOf(source: Source): string | null {
  const why = source.lastError ?? ''
  if (source.state === 'dead')
    return `Not polled any more. ${why} Set its state to active to try again, or remove it.`
  if (source.state === 'paused') return source.lastError
  if (source.failures < FAILURES_TO_REPORT) return null
  return `${source.failures} polls in a row have failed. ${why} It is tried again by itself.`
}
