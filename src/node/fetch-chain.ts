/**
 * One fetch through the guarded door: address rules at each hop, redirects, cookies between them,
 * limits on time and on requests to one host. What connects is an argument.
 *
 * The time limit covers look-ups, connecting, TLS, redirects and body, but not waiting until
 * other fetches from the same host are done.
 */
import type { FetchedResource, FetchRequest, GuardedFetch } from '../domain/fetching.ts'
import { AppError } from '../errors.ts'
import type { AddressRules } from './address-rules.ts'
import { firstHop } from './first-hop.ts'
import type { HostSlots } from './host-slots.ts'
import type { PinnedConnections } from './pinned-connections.ts'
import { readAnswer } from './read-answer.ts'
import { createRedirectCookies } from './redirect-cookies.ts'
import { nextHop, redirectTarget } from './redirect-hop.ts'
import { createTimeLimit, StoppedError, type TimeLimit } from './time-limit.ts'

const DEFAULT_TIMEOUT_MS = 10_000
const DEFAULT_MAX_REDIRECTS = 5

/** With a way to end it: running fetches fail, later ones too. */
export type ClosableGuardedFetch = GuardedFetch & { close(): Promise<void> }

export interface Door {
  rules: AddressRules
  slots: HostSlots
  /** Says honestly who fetches. */
  userAgent: string
  /** Connections for one chain of redirects. */
  connect(): PinnedConnections
  /** What went wrong, as a code and a sentence for the owner. */
  explain(error: unknown, host: string, timeoutMs: number): AppError
}

export function createFetchThrough(door: Door): ClosableGuardedFetch {
  const running = new Map<TimeLimit, Promise<unknown>>()
  let isClosed = false

  async function guardedFetch(request: FetchRequest): Promise<FetchedResource> {
    const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS
    const time = createTimeLimit(timeoutMs)
    const giveUp = () =>
      time.stop(new StoppedError('The caller gave up', { cause: request.signal?.reason }))
    request.signal?.addEventListener('abort', giveUp)
    if (request.signal?.aborted) giveUp()
    if (isClosed) time.stop(new StoppedError('Shutting down'))
    const fetching = followChain(door, request, time, timeoutMs)
    running.set(time, fetching)
    try {
      return await fetching
    } finally {
      running.delete(time)
      time.pause()
      request.signal?.removeEventListener('abort', giveUp)
    }
  }

  async function close() {
    isClosed = true
    for (const time of running.keys()) time.stop(new StoppedError('Shutting down'))
    await Promise.allSettled(running.values())
  }

  return Object.assign(guardedFetch, { close })
}

async function followChain(
  door: Door,
  request: FetchRequest,
  time: TimeLimit,
  timeoutMs: number,
): Promise<FetchedResource> {
  let hop = firstHop(request, door.userAgent)
  const maxRedirects = request.maxRedirects ?? DEFAULT_MAX_REDIRECTS
  const connections = door.connect()
  const cookies = createRedirectCookies()
  const redirects: FetchedResource['redirects'] = []
  const seen = new Set<string>()
  let host = 'The address'
  let redirectedBy: string | null = null

  try {
    for (;;) {
      const target = door.rules.check(hop.url)
      host = target.host
      hop = { ...hop, url: target.url }
      const cookie = [hop.headers.cookie, cookies.headerFor(hop.url)].filter(Boolean).join('; ')
      const visit = `${hop.method} ${withoutHash(hop.url)} ${cookie}`
      if (seen.has(visit)) {
        throw new AppError('FETCH_FAILED', `${host} redirects in a circle, so there is no page.`)
      }
      seen.add(visit)

      const release = await inOwnTime(time, () => door.slots.take(target.hostname, time.signal))
      try {
        const headers = cookie === '' ? hop.headers : { ...hop.headers, cookie }
        const answer = await connections.request(target, { ...hop, headers }, time.signal)
        cookies.store(hop.url, answer.headers.getSetCookie())
        const to = redirectTarget(hop.url, host, answer.status, answer.location)
        if (to === null) {
          return { ...(await readAnswer(answer, hop, host, request.maxBytes)), redirects }
        }
        answer.discard()
        if (redirects.length >= maxRedirects) {
          throw new AppError('FETCH_FAILED', tooManyRedirects(host, maxRedirects))
        }
        redirects.push({ status: answer.status, from: hop.url.href, to: to.href })
        redirectedBy = host
        hop = nextHop(hop, answer.status, to)
      } finally {
        release()
      }
    }
  } catch (error) {
    const failure = door.explain(error, host, timeoutMs)
    if (redirectedBy === null || failure.code !== 'FETCH_REFUSED') throw failure
    const message = `${redirectedBy} redirects elsewhere. ${failure.message}`
    throw new AppError(failure.code, message, { cause: failure })
  } finally {
    await connections.close()
  }
}

/** Waiting for others does not use up the page's time. */
async function inOwnTime<T>(time: TimeLimit, wait: () => Promise<T>): Promise<T> {
  time.pause()
  const result = await wait()
  time.resume()
  return result
}

function withoutHash(url: URL): string {
  return url.href.slice(0, url.href.length - url.hash.length)
}

function tooManyRedirects(host: string, max: number): string {
  return max === 0
    ? `${host} redirects elsewhere, which is not followed here.`
    : `${host} redirects once more after ${max} redirects already. There is no page to be found.`
}
