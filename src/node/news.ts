/**
 * What processes on one PostgreSQL tell each other, so that nobody waits for the next look:
 * `jobs`, something is due; `site`, public pages show something else (said by a trigger).
 *
 * Only a hint. News gets lost while a connection is away, and behind a pooler in transaction mode
 * none arrives; each listener looks by itself as well, as often as without.
 */
import { sql } from 'kysely'
import pg from 'pg'
import { messageOf } from '../errors.ts'
import type { Database } from '../store/schema.ts'
import { createSeldom } from './seldom.ts'

export type News = 'jobs' | 'site'

const CHANNEL = 'linkletter'
/** News is told from inside transactions, whose rows are there only when they have ended. */
const AFTER_COMMIT_MS = 30
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 30_000
/** A pooler may cut off whoever is idle, each minute for ever; the work goes on all the same. */
const SAY_EVERY_MS = 3_600_000

export interface NewsLine {
  /** Tells the other processes, soon and without waiting. */
  tell(): void
  close(): Promise<void>
}

/** Listens on a connection of its own, which is opened again whenever it breaks. */
export function openNewsLine(options: {
  url: string
  db: Database
  /** Also called after each reconnection, for what may have been missed. */
  onNews: (news: News) => void
  say?: ((message: string, details: Record<string, unknown>) => void) | undefined
}): NewsLine {
  const { onNews, say } = options
  const self = crypto.randomUUID()
  let isClosed = false
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let retryMs = FIRST_RETRY_MS
  let isFirst = true
  let soon: NodeJS.Timeout | undefined
  let telling = Promise.resolve()
  const maySayLost = createSeldom(SAY_EVERY_MS)
  const maySayUntold = createSeldom(SAY_EVERY_MS)

  async function connect(): Promise<void> {
    const opened = new pg.Client({
      connectionString: options.url,
      application_name: 'linkletter listen',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    })
    client = opened
    let isLost = false
    const lose = (error?: unknown) => {
      if (isLost || isClosed) return
      isLost = true
      if (maySayLost())
        say?.('listening for news was cut off, tried again', { error: messageOf(error ?? 'ended') })
      void opened.end().catch(() => undefined)
      retry = setTimeout(() => void connect(), retryMs)
      retry.unref()
      retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2)
    }
    opened.on('error', lose)
    opened.on('end', lose)
    opened.on('notification', ({ channel, payload = '' }) => {
      if (channel !== CHANNEL) return
      const [news, from] = payload.split(' ')
      if ((news === 'jobs' && from !== self) || news === 'site') onNews(news)
    })
    try {
      await opened.connect()
      await opened.query(`listen ${CHANNEL}`)
    } catch (error) {
      lose(error)
      return
    }
    retryMs = FIRST_RETRY_MS
    if (!isFirst) {
      onNews('site')
      onNews('jobs')
    }
    isFirst = false
  }
  const opening = connect()

  return {
    tell() {
      if (isClosed) return
      soon ??= setTimeout(() => {
        soon = undefined
        // Whoever does not hear of it looks by himself; so does everybody while this fails.
        telling = sql`select pg_notify(${CHANNEL}, ${`jobs ${self}`})`.execute(options.db).then(
          () => undefined,
          (error) => {
            if (maySayUntold())
              say?.('the other processes were not told', { error: messageOf(error) })
          },
        )
      }, AFTER_COMMIT_MS)
      soon.unref()
    },
    async close() {
      isClosed = true
      clearTimeout(retry)
      clearTimeout(soon)
      await telling
      await opening
      await client?.end().catch(() => undefined)
    },
  }
}
