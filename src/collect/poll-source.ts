/**
 * One poll of a source that this process holds under a lease: fetch, save what is new, note down
 * how it went and when to come again. Whatever goes wrong becomes an outcome on the source.
 */
import { backoffS, isGivenUp, nextPollS, pollIntervalS } from '../domain/poll-schedule.ts'
import { type Source, sourceName } from '../domain/source.ts'
import { messageOf } from '../errors.ts'
import type { Database } from '../store/schema.ts'
import { findSourceByUrl, type PollRecord, recordPoll, releaseSource } from '../store/sources.ts'
import type { createFetchFeed, FeedAnswer, FeedHeaders } from './fetch-feed.ts'
import type { createReceiveItems, ReceivedItems } from './receive-items.ts'

export interface PollDeps {
  db: Database
  now: () => Date
  random: () => number
  fetchFeed: ReturnType<typeof createFetchFeed>
  receiveItems: ReturnType<typeof createReceiveItems>
  log: (message: string, details: Record<string, unknown>) => void
}

export type PollOutcome =
  | ({ outcome: 'read' } & ReceivedItems)
  | { outcome: 'unchanged' }
  /** Tried again by itself, unless the source is dead now. */
  | { outcome: 'failed'; reason: string }
  /** Cut off by a shutdown; nothing is noted down. */
  | { outcome: 'stopped' }

export interface PollOptions {
  signal?: AbortSignal | undefined
  /** The source was just fetched: no need to ask again. */
  answer?: FeedAnswer | undefined
}

export type PollSource = ReturnType<typeof createPollSource>

export function createPollSource(deps: PollDeps) {
  const { db, now, receiveItems, log } = deps

  return async function pollSource(
    source: Source,
    leaseToken: string,
    { signal, answer }: PollOptions = {},
  ): Promise<PollOutcome> {
    try {
      const given = answer ?? (await ask(source, signal))
      if (signal?.aborted) return await stop(source, leaseToken)
      return await conclude(source, leaseToken, given)
    } catch (error) {
      if (signal?.aborted) return stop(source, leaseToken)
      log('source could not be saved', { sourceId: source.id, err: error })
      return fail(source, leaseToken, { reason: `Saving failed: ${messageOf(error)}` })
    }
  }

  function ask(source: Source, signal: AbortSignal | undefined): Promise<FeedAnswer> {
    return deps.fetchFeed({
      url: source.url,
      etag: source.etag,
      lastModified: source.lastModified,
      bodyHash: source.bodyHash,
      wholeSummaries: source.notes,
      ...(signal && { signal }),
    })
  }

  async function conclude(
    source: Source,
    leaseToken: string,
    answer: FeedAnswer,
  ): Promise<PollOutcome> {
    switch (answer.kind) {
      case 'feed': {
        const { feed, bodyHash } = answer
        const items = await receiveItems(source, feed.items, source.lastSuccessAt === null)
        await succeed(source, leaseToken, answer, {
          feedTitle: feed.title,
          siteUrl: feed.siteUrl,
          bodyHash,
          intervalS: pollIntervalS([answer.headers.maxAgeS, feed.ttlS]),
        })
        return { outcome: 'read', ...items }
      }
      case 'unchanged':
        await succeed(source, leaseToken, answer, {})
        return { outcome: 'unchanged' }
      case 'gone':
        return fail(source, leaseToken, { reason: answer.reason, isGone: true })
      case 'page':
        return fail(source, leaseToken, { reason: answer.reason })
      case 'failed':
        return fail(source, leaseToken, answer)
    }
  }

  async function succeed(
    source: Source,
    leaseToken: string,
    { url, headers }: { url: string; headers: FeedHeaders },
    news: Partial<PollRecord>,
  ): Promise<void> {
    const at = now()
    const move = await moveTo(source, url)
    const intervalS = news.intervalS ?? source.intervalS
    await recordPoll(db, source.id, leaseToken, {
      ...news,
      ...validatorsOf(headers, news.bodyHash !== undefined),
      ...move,
      at,
      nextPollAt: later(at, nextPollS(intervalS, deps.random)),
      ...(source.state === 'dead' && { state: 'active' as const }),
      isSuccess: true,
      failures: 0,
      failingSince: null,
      lastError: move.lastError ?? null,
    })
  }

  /** Follows a feed that moved for good. Where another source is there already, one of the two is enough. */
  async function moveTo(
    source: Source,
    url: string,
  ): Promise<Pick<PollRecord, 'url' | 'state'> & { lastError?: string }> {
    if (url === source.url || url.length > 2_000) return {}
    const other = await findSourceByUrl(db, url)
    if (!other) {
      log('source moved', { sourceId: source.id, host: new URL(url).host })
      return { url }
    }
    const lastError = `It has moved to the feed of source ${other.id} (${sourceName(other)}). Remove this one.`
    log('source paused', { sourceId: source.id, reason: lastError })
    return { state: 'paused', lastError }
  }

  async function fail(
    source: Source,
    leaseToken: string,
    failure: { reason: string; isGone?: boolean; retryAfterS?: number | null },
  ): Promise<PollOutcome> {
    const at = now()
    const failures = source.failures + 1
    const failingSince = source.failingSince ?? at
    const isDead = failure.isGone === true || isGivenUp(failures, failingSince, at)
    const waitS = Math.max(backoffS(failures, deps.random), failure.retryAfterS ?? 0)
    await recordPoll(db, source.id, leaseToken, {
      at,
      nextPollAt: later(at, waitS),
      ...(isDead && source.state === 'active' && { state: 'dead' as const }),
      isSuccess: false,
      failures,
      failingSince,
      lastError: failure.reason,
    })
    const details = { sourceId: source.id, failures, reason: failure.reason }
    log(isDead ? 'source given up' : 'source failed', details)
    return { outcome: 'failed', reason: failure.reason }
  }

  async function stop(source: Source, leaseToken: string): Promise<PollOutcome> {
    await releaseSource(db, source.id, leaseToken)
    return { outcome: 'stopped' }
  }
}

/** A 304 repeats what has changed of them (RFC 9110, 15.4.5); a new body replaces all. */
function validatorsOf(headers: FeedHeaders, isNew: boolean): Partial<PollRecord> {
  return {
    ...((isNew || headers.etag !== null) && { etag: headers.etag }),
    ...((isNew || headers.lastModified !== null) && { lastModified: headers.lastModified }),
  }
}

function later(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000)
}
