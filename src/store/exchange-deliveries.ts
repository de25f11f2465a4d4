import { CompiledQuery } from 'kysely'
import type { DeliveryState } from '../domain/subscriber.ts'
import type { Db } from './schema.ts'

export interface ClaimedDelivery {
  subscriberId: number
  email: string
  name: string
  /** The reader wants no HTML. */
  isTextOnly: boolean
  attempts: number
}

export interface DeliveryOutcome {
  subscriberId: number
  state: Extract<DeliveryState, 'sent' | 'deferred' | 'failed' | 'unknown'>
  reply: string
  attempts: number
  nextAttemptAt: Date
}

export interface DeliveryExchange {
  issueId: number
  leaseToken: string
  leaseMs: number
  now: Date
  /** What became of rows we hold. */
  outcomes: DeliveryOutcome[]
  /** Rows that waited behind one of `outcomes`: it is their turn. */
  waiting: number[]
  /** Those of them which waited behind one that will come again (`deferred`). */
  begun: number[]
  /**
   * A place for each further row to take: null for a connection that has nothing to do, else the
   * reader of the message that is under way on it, behind which the row will wait.
   */
  places: (number | null)[]
  /** The reader up to whom pending rows were taken before; `START` at the beginning. */
  after: number
  /** The mail server's last words, to be shown while the send goes on. */
  said?: string | undefined
}

export interface ExchangeResult {
  /** Readers whose outcome was not recorded, because their rows were taken from us. */
  lost: number[]
  /** Of `waiting`, those that were given back: the reader has left or has another address. */
  changed: number[]
  /** How many were closed instead of taken: their readers have left. */
  skipped: number
  /** At most one for each place. */
  taken: { delivery: ClaimedDelivery; behind: number | null }[]
  /** The issue is not being sent any more. Not looked at when nothing is wanted or waits. */
  isEnded: boolean
  /** For the next exchange. */
  after: number
}

/** Before every row, and behind. */
export const START = -1
const END = 2_147_483_647

/** The name lets PostgreSQL keep what it made of the text, see node/database.ts. */
const EXCHANGE = `/* prepared exchange_deliveries_4 */ select * from exchange_deliveries_4(
  $1::int, $2::text, $3::float8, $4::timestamptz, $5::int[], $6::text[], $7::text[], $8::int[],
  $9::timestamptz[], $10::int[], $11::int[], $12::int, $13::int[], $14::int, $15::text)`

interface ExchangeRow {
  kind: 'lost' | 'changed' | 'end' | 'ended' | 'taken' | 'skipped'
  reader_id: number | null
  place: number | null
  reader_email: string | null
  reader_name: string | null
  is_text_only: boolean | null
  tries: number | null
  waits_behind: number | null
}

/**
 * Closes rows and takes others in one statement: one commit for what a sender learns and does
 * next. Taken rows are `sending` from here on, so each must be for a message that is handed to an
 * open connection at once, or directly behind the one that is under way there. Whoever waits
 * behind another may be handed over for good once the outcome of that one is recorded here and not
 * lost, and nothing has changed. Rows of readers who have left are closed as `skipped` when taken.
 * Pending rows come in the order of their readers, each only once until `after` is `START` again.
 */
export async function exchangeDeliveries(
  db: Db,
  exchange: DeliveryExchange,
): Promise<ExchangeResult> {
  const { issueId, leaseToken, leaseMs, now, places, outcomes, said } = exchange
  const { rows } = await db.executeQuery<ExchangeRow>(
    CompiledQuery.raw(EXCHANGE, [
      issueId,
      leaseToken,
      leaseMs,
      now,
      outcomes.map((outcome) => outcome.subscriberId),
      outcomes.map((outcome) => outcome.state),
      outcomes.map((outcome) => clean(outcome.reply)),
      outcomes.map((outcome) => outcome.attempts),
      outcomes.map((outcome) => outcome.nextAttemptAt.toISOString()),
      exchange.waiting,
      exchange.begun,
      places.length,
      places,
      exchange.after,
      said === undefined ? null : clean(said),
    ]),
  )
  const result: ExchangeResult = {
    lost: [],
    changed: [],
    skipped: 0,
    taken: [],
    isEnded: false,
    after: exchange.after,
  }
  let isAtEnd = false
  for (const row of rows) {
    if (row.kind === 'lost') result.lost.push(row.reader_id ?? 0)
    else if (row.kind === 'changed') result.changed.push(row.reader_id ?? 0)
    else if (row.kind === 'end') isAtEnd = true
    else if (row.kind === 'ended') result.isEnded = true
    else {
      if (row.place !== null && row.place > result.after) result.after = row.place
      if (row.kind === 'taken')
        result.taken.push({ delivery: toClaimed(row), behind: row.waits_behind })
      else result.skipped += 1
    }
  }
  if (isAtEnd) result.after = END
  return result
}

function toClaimed(row: ExchangeRow): ClaimedDelivery {
  return {
    subscriberId: row.reader_id ?? 0,
    email: row.reader_email ?? '',
    name: row.reader_name ?? '',
    isTextOnly: row.is_text_only ?? false,
    attempts: row.tries ?? 0,
  }
}

/** PostgreSQL's text takes everything else. */
const clean = (reply: string) => (reply.includes('\0') ? reply.replaceAll('\0', '') : reply)
