import { sql } from 'kysely'
import type { Db } from './schema.ts'
import { readSetting, writeSetting } from './settings.ts'

/** Nothing leaves by itself, because this is a copy of another instance. */
export interface Hold {
  /** ISO 8601, when it was put on. */
  at: string
  /** Address of the instance that was copied, and when; null when the owner put the hold on. */
  copyOf: string | null
  madeAt: string | null
}

const KEY = 'hold'

export async function findHold(db: Db): Promise<Hold | undefined> {
  return readSetting<Hold>(db, KEY)
}

/** Marks the database and stops what is on its way or waits for its time. */
export async function holdSending(
  db: Db,
  { at, copyOf, madeAt }: { at: Date; copyOf: string | null; madeAt: string | null },
): Promise<void> {
  await writeSetting(db, KEY, { at: at.toISOString(), copyOf, madeAt } satisfies Hold)
  const reason = copyOf === null ? 'Held by hand.' : 'This is a restored copy.'
  await sql`
    update issue set state = 'paused', updated_at = ${at}::timestamptz,
      paused_reason = ${reason}::text || case
        when state = 'sending' then ' The issue was being sent. Look what the other instance has sent since, then resume it.'
        else ' The issue was scheduled for ' || to_char(scheduled_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC. Resume to send it now.' end
    where state in ('sending', 'scheduled')`.execute(db)
}

/** From now on mail leaves again; issues that were paused stay so until each is resumed. */
export async function releaseHold(db: Db): Promise<void> {
  await db.deleteFrom('setting').where('key', '=', KEY).execute()
}
