import { sql } from 'kysely'
import type { Db } from './schema.ts'

/**
 * Reserves the next `count` turns at `rate` a second, for whoever asks in whatever process: one
 * row in the database holds when the next turn is, in the database's time. Unused time is not
 * saved up. Answers in how many milliseconds the first of them is.
 */
export async function reserveSendTurns(db: Db, count: number, rate: number): Promise<number> {
  const { rows } = await sql<{ wait_ms: number }>`
    insert into send_turn as t (id, next_at)
    values (1, clock_timestamp() + ${count / rate}::float8 * interval '1 second')
    on conflict (id) do update set
      next_at = greatest(t.next_at, clock_timestamp()) + ${count / rate}::float8 * interval '1 second'
    returning greatest(0, extract(epoch from
      next_at - ${count / rate}::float8 * interval '1 second' - clock_timestamp()) * 1000)::float8
      as wait_ms`.execute(db)
  return rows[0]?.wait_ms ?? 0
}
