/**
 * A replica of the database, for what everybody may read.
 *
 * It is asked only while it has the version of the site that the database itself has: a replica
 * that is behind would show an issue as missing that was just published, and the page cache would
 * keep that. While it is behind or away, the database itself answers and no reader notices.
 */
import {
  CompiledQuery,
  type ControlledTransaction,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
} from 'kysely'
import pg from 'pg'
import { messageOf } from '../errors.ts'
import type { Database, Db, Schema } from '../store/schema.ts'
import { peekSiteVersion, readSiteVersion } from '../store/site-version.ts'

/** How old the knowledge of the database's version may be, and how often one behind is asked. */
const CHECK_MS = 1_000
/** How often one that is not behind is asked all the same: another may have taken its place. */
const RECHECK_MS = 10_000
/** One that failed is left alone for so long. */
const REST_MS = 5_000
const CONNECT_TIMEOUT_MS = 2_000
const QUERY_TIMEOUT_MS = 5_000
const EMPTY: { command: 'SELECT'; rowCount: number; rows: unknown[] } = {
  command: 'SELECT',
  rowCount: 0,
  rows: [],
}

export interface ReadReplica {
  /** For reading alone. */
  db: Db
  /** The version of the site in the database itself; from then on the replica must have it. */
  readVersion(): Promise<string>
  /** Why it is not read from; null while it is. */
  problem(): Promise<string | null>
  close(): Promise<void>
}

export function openReadReplica(options: {
  url: string
  main: Database
  connections: number
  say?: ((message: string, details: Record<string, unknown>) => void) | undefined
  /** Milliseconds that only go forward. */
  clock?: () => number
}): ReadReplica {
  const { main, say, clock = () => performance.now() } = options
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    application_name: 'linkletter',
  })
  // The next query notices by itself; without listeners either would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const replica = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })

  let wanted: string | undefined
  let wantedAt = Number.NEGATIVE_INFINITY
  let found: string | undefined
  let foundAt = Number.NEGATIVE_INFINITY
  let restsUntil = Number.NEGATIVE_INFINITY
  let asking: Promise<string> | undefined
  let isAway = false

  async function readVersion(): Promise<string> {
    const askedAt = clock()
    const version = await readSiteVersion(main)
    if (askedAt >= wantedAt) {
      wanted = version
      wantedAt = askedAt
    }
    return version
  }

  function failed(error: unknown): void {
    restsUntil = clock() + REST_MS
    found = undefined
    if (!isAway) say?.('the read replica is away', { error: messageOf(error) })
    isAway = true
  }

  async function ask(): Promise<void> {
    foundAt = clock()
    try {
      found = (await peekSiteVersion(replica)).version
      if (isAway) say?.('the read replica is back', {})
      isAway = false
    } catch (error) {
      failed(error)
    }
  }

  async function isUsable(): Promise<boolean> {
    if (clock() - wantedAt >= CHECK_MS) {
      asking ??= readVersion().finally(() => {
        asking = undefined
      })
      await asking
    }
    if (clock() < restsUntil) return false
    if (clock() - foundAt >= (found === wanted ? RECHECK_MS : CHECK_MS)) await ask()
    return found === wanted
  }

  /** One connection as Kysely sees it; a transaction of the search stays with one database. */
  function openTurn() {
    let within: pg.PoolClient | undefined
    let withinMain: ControlledTransaction<Schema> | undefined
    let said: [text: string, values: readonly unknown[]][] = []

    async function begin() {
      said = []
      if (await isUsable()) {
        try {
          within = await pool.connect()
          await within.query('begin read only')
          return EMPTY
        } catch (error) {
          leaveReplica(error)
        }
      }
      withinMain = await main.startTransaction().execute()
      return EMPTY
    }

    async function end(isCommit: boolean) {
      // Nothing was written: where the end is not heard, nothing is lost.
      await within?.query('rollback').then(
        () => within?.release(),
        (error: unknown) => leaveReplica(error),
      )
      await (isCommit ? withinMain?.commit() : withinMain?.rollback())?.execute()
      within = undefined
      withinMain = undefined
      return EMPTY
    }

    function leaveReplica(error: unknown) {
      within?.release(true)
      within = undefined
      failed(error)
    }

    return async function query(text: string, values: readonly unknown[]) {
      if (/^(?:begin|start)\b/i.test(text)) return begin()
      if (/^(?:commit|rollback)$/i.test(text)) return end(text.toLowerCase() === 'commit')
      if (withinMain) return askMain(withinMain, text, values)
      if (within) {
        try {
          said.push([text, values])
          return await within.query(text, [...values])
        } catch (error) {
          leaveReplica(error)
          // It only read: the database itself is asked all of it again.
          withinMain = await main.startTransaction().execute()
          let answer: Awaited<ReturnType<typeof askMain>> = EMPTY
          for (const [again, with_] of said) answer = await askMain(withinMain, again, with_)
          return answer
        }
      }
      if (!(await isUsable())) return askMain(main, text, values)
      try {
        return await pool.query(text, [...values])
      } catch (error) {
        // Where the statement is at fault, this one fails as well, and the replica stays.
        const answer = await askMain(main, text, values)
        failed(error)
        return answer
      }
    }
  }

  // As much of a pool as Kysely uses.
  const choosing = {
    options: {},
    connect: async () =>
      ({ query: openTurn(), release: () => undefined }) as unknown as PostgresPoolClient,
    end: async () => undefined,
  } as unknown as PostgresPool
  return {
    db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: choosing }) }),
    readVersion,
    async problem() {
      try {
        const { version } = await peekSiteVersion(replica)
        const { version: newest } = await peekSiteVersion(main)
        return version === newest ? null : 'The replica is behind; the database itself is read.'
      } catch (error) {
        return `The replica is away; the database itself is read. ${messageOf(error)}`
      }
    },
    close: () => replica.destroy(),
  }
}

async function askMain(db: Db, text: string, values: readonly unknown[]): Promise<typeof EMPTY> {
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, [...values]))
  return { command: 'SELECT', rowCount: rows.length, rows }
}
