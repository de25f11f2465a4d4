import type { ResponseSettings } from '../domain/response.ts'
import { countHeldSince } from '../store/responses.ts'
import type { Database } from '../store/schema.ts'
import { readSetting, writeSetting } from '../store/settings.ts'

const KEY = 'responses_digest'
const DAY_MS = 86_400_000

export interface DigestDeps {
  db: Database
  now: () => Date
  readSettings: () => Promise<ResponseSettings>
  /** Where the owner reads mail; undefined while nobody has said. */
  ownerEmail: () => Promise<string | undefined>
  /** False when no server took it. */
  send: (to: string, mail: { count: number; id: string }) => Promise<boolean>
}

/** One mail a day, at most, when something new is held. */
export function createDigest({ db, now, readSettings, ownerEmail, send }: DigestDeps) {
  return async function sendDigest(): Promise<void> {
    if (!(await readSettings()).digest) return
    const last = await readSetting<{ at: string }>(db, KEY)
    const since = last ? new Date(last.at) : new Date(0)
    if (now().getTime() - since.getTime() < DAY_MS) return
    const count = await countHeldSince(db, since)
    const to = count === 0 ? undefined : await ownerEmail()
    if (to === undefined) return
    // First: a mail too few is better than one at each tick.
    const at = now().toISOString()
    await writeSetting(db, KEY, { at })
    const isSent = await send(to, { count, id: `responses-${Date.parse(at).toString(36)}` })
    if (!isSent) await writeSetting(db, KEY, { at: since.toISOString() })
  }
}
