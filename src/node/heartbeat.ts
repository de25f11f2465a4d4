import { randomUUID } from 'node:crypto'
import type { GuardedFetch } from '../domain/fetching.ts'
import { messageOf } from '../errors.ts'

/** Ticks come more often when something is due; a monitor needs to hear of one in so many. */
const QUIET_MS = 30_000
const TIMEOUT_MS = 10_000
/** A monitor that is away must not keep a process from ending. */
const LAST_WORDS_MS = 2_000

export type Heartbeat = ReturnType<typeof createHeartbeat>

/**
 * Tells a monitor such as Healthchecks.io that the jobs work: HEARTBEAT_URL is fetched after each
 * tick, HEARTBEAT_URL/fail when one failed; around each send HEARTBEAT_URL/start and then one of the
 * two, with the same `rid`, so that the monitor shows how long it took.
 * A monitor that does not answer is noted in the log and changes nothing.
 */
export function createHeartbeat({
  url,
  guardedFetch,
  warn,
  clock = () => performance.now(),
}: {
  /** Undefined: nobody is told. */
  url: string | undefined
  guardedFetch: GuardedFetch
  warn: (message: string, details: Record<string, unknown>) => void
  /** Milliseconds that only go forward. */
  clock?: () => number
}) {
  const underWay = new Set<Promise<void>>()
  let toldAt = Number.NEGATIVE_INFINITY

  function ping(suffix: '' | '/start' | '/fail', rid?: string): void {
    if (url === undefined) return
    const target = new URL(url)
    target.pathname = `${target.pathname.replace(/\/$/, '')}${suffix}`
    if (rid !== undefined) target.searchParams.set('rid', rid)
    const told = guardedFetch({ url: target.href, timeoutMs: TIMEOUT_MS, maxBytes: 1_000 })
      .then(({ status }) => {
        // The path is as good as a password: it is not repeated.
        if (status >= 400) warn('the heartbeat was refused', { host: target.host, status })
      })
      .catch((error: unknown) =>
        warn('the heartbeat did not arrive', { host: target.host, reason: messageOf(error) }),
      )
      .finally(() => underWay.delete(told))
    underWay.add(told)
  }

  return {
    tickDone(): void {
      if (clock() - toldAt < QUIET_MS) return
      toldAt = clock()
      ping('')
    },
    tickFailed(): void {
      toldAt = Number.NEGATIVE_INFINITY
      ping('/fail')
    },
    /** Begins to tell of a send; the answer tells how it ended. */
    sendBegins(): (isFine: boolean) => void {
      const rid = randomUUID()
      ping('/start', rid)
      return (isFine) => ping(isFine ? '' : '/fail', rid)
    },
    /** Waits for what is being said, two seconds at most. */
    async settle(): Promise<void> {
      const enough = Promise.withResolvers<void>()
      const timer = setTimeout(enough.resolve, LAST_WORDS_MS)
      await Promise.race([Promise.all(underWay), enough.promise])
      clearTimeout(timer)
    },
  }
}
