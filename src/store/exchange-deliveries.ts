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
  /** How many further rows to take, each for a connection that is open and idle. */
  take: number
  /** The reader up to whom pending rows were taken before; `START` at the beginning. */
  after: number
  /** The mail server's last words, to be shown while the send goes on. */
  said?: string | undefined
}

export interface ExchangeResult {
  /** Readers whose outcome was not recorded, because their rows were taken from us. */
  lost: number[]
  taken: ClaimedDelivery[]
  /** For the next exchange. */
  after: number
}

/** Before every row, and behind. */
export const START = -1
const END = 2_147_483_647

/** The name lets PostgreSQL keep what it made of the text, see node/database.ts. */
const EXCHANGE = `/* prepared exchange_deliveries_3 */ select * from exchange_deliveries_3(
  $1::int, $2::text, $3::float8, $4::timestamptz, $5::int[], $6::text[], $7::text[], $8::int[],
  $9::timestamptz[], $10::int, $11::int, $12::text)`

interface ExchangeRow {
  kind: 'lost' | 'end' | 'taken' | 'skipped'
  reader_id: number
  place: number | null
  reader_email: string | null
  reader_name: string | null
  is_text_only: boolean | null
  tries: number | null
}

/**
 * Closes rows and takes others in one statement: one commit for what a sender learns and does
 * next. Taken rows are `sending` from here on, so each must be for a message that is handed to an
 * open connection at once. Rows of readers who have left are closed as `skipped` on the way.
 * Pending rows come in the order of their readers, each only once until `after` is `START` again.
 */
export async function exchangeDeliveries(
  db: Db,
  exchange: DeliveryExchange,
): Promise<ExchangeResult> {
  const { issueId, leaseToken, leaseMs, now, take, outcomes, said } = exchange
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
      take,
      exchange.after,
      said === undefined ? null : clean(said),
    ]),
  )
  const result: ExchangeResult = { lost: [], taken: [], after: exchange.after }
  let isAtEnd = false
  for (const row of rows) {
    if (row.kind === 'lost') result.lost.push(row.reader_id)
    else if (row.kind === 'end') isAtEnd = true
    else {
      if (row.place !== null && row.place > result.after) result.after = row.place
      if (row.kind === 'taken') result.taken.push(toClaimed(row))
    }
  }
  if (isAtEnd) result.after = END
  return result
}

function toClaimed(row: ExchangeRow): ClaimedDelivery {
  return {
    subscriberId: row.reader_id,
    email: row.reader_email ?? '',
    name: row.reader_name ?? '',
    isTextOnly: row.is_text_only ?? false,
    attempts: row.tries ?? 0,
  }
}

/** PostgreSQL's text takes everything else. */
const clean = (reply: string) => (reply.includes('\0') ? reply.replaceAll('\0', '') : reply)
