import { sql } from 'kysely'
import type { Db } from './schema.ts'
import { readSetting, writeSetting } from './settings.ts'

/** How far a mailbox has been read. UIDs grow, as long as the mailbox keeps its validity. */
export interface MailboxPosition {
  uidValidity: string
  lastUid: number
}

const POSITION = 'bounce_mailbox'
const TURN = 'bounce_mailbox_turn'

export function readMailboxPosition(db: Db): Promise<MailboxPosition | undefined> {
  return readSetting<MailboxPosition>(db, POSITION)
}

export function writeMailboxPosition(db: Db, position: MailboxPosition): Promise<void> {
  return writeSetting(db, POSITION, position)
}

/** True for one process each so many seconds: whoever gets it looks into the mailbox. */
export async function takeMailboxTurn(db: Db, now: Date, everyS: number): Promise<boolean> {
  const value = JSON.stringify(now.toISOString())
  const { rows } = await sql`
    insert into setting (key, value, updated_at) values (${TURN}, ${value}::jsonb, ${now}::timestamptz)
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at
      where setting.updated_at <= ${now}::timestamptz - ${everyS}::int * interval '1 second'
    returning 1`.execute(db)
  return rows.length > 0
}
