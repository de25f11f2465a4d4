import { hashOfToken, newSecretToken } from '../access/secret-token.ts'
import type { Db, SubscriberTokenPurpose } from '../store/schema.ts'
import {
  deleteOldSubscriberTokens,
  findSubscriberToken,
  insertSubscriberToken,
  type SubscriberToken,
} from '../store/subscriber-tokens.ts'

const DAY_MS = 24 * 3_600_000

/** How long a mailed link works. */
export const LINK_DAYS = {
  confirm: 7,
  return: 30,
  address: 7,
  data: 1 / 24,
} as const satisfies Record<SubscriberTokenPurpose, number>
/** An address that somebody replaced can be put back for longer than a new one may wait. */
export const PUT_BACK_DAYS = 30
/** Ended links are still known for a while: their readers are told so, and may ask for another. */
const REMEMBERED_DAYS = 30

export type LinkState = 'good' | 'used' | 'over' | 'unknown'

/** A new link of this purpose; the database keeps its hash alone. */
export async function makeReaderLink(
  db: Db,
  link: {
    subscriberId: number
    purpose: SubscriberTokenPurpose
    email?: string | undefined
    days?: number
  },
  now: Date,
): Promise<string> {
  await deleteOldSubscriberTokens(db, new Date(now.getTime() - REMEMBERED_DAYS * DAY_MS))
  const token = newSecretToken()
  const days = link.days ?? LINK_DAYS[link.purpose]
  await insertSubscriberToken(
    db,
    {
      hash: hashOfToken(token),
      subscriberId: link.subscriberId,
      purpose: link.purpose,
      email: link.email,
      expiresAt: new Date(now.getTime() + days * DAY_MS),
    },
    now,
  )
  return token
}

export async function readReaderLink(
  db: Db,
  token: string,
  purpose: SubscriberTokenPurpose,
  now: Date,
): Promise<{ state: LinkState; link?: SubscriberToken }> {
  const link = await findSubscriberToken(db, hashOfToken(token), purpose)
  if (!link) return { state: 'unknown' }
  if (link.usedAt) return { state: 'used', link }
  return { state: link.expiresAt > now ? 'good' : 'over', link }
}
