import { createHmac, timingSafeEqual } from 'node:crypto'
import type { RecipientOfIssue } from './unsubscribe-token.ts'

/** What a PostgreSQL integer holds. */
const LARGEST_ID = 2_147_483_647
/** Each costs a MAC; a report names one or two. */
const MOST_CANDIDATES = 50
const MAC_HEX = 20
const VERP = new RegExp(`\\+(\\d{1,10})-(\\d{1,10})-([0-9a-f]{${MAC_HEX}})@`, 'gi')

const SERVICE_VERP = new RegExp(`\\+m-(\\d{1,10})-([0-9a-f]{${MAC_HEX}})@`, 'gi')

/** A return path that may be ours: only the address that was mailed shows whether it is. */
export interface ServiceMailPath {
  subscriberId: number
  isOf(email: string): boolean
}

export type ReturnPaths = ReturnType<typeof createReturnPaths>

/**
 * Where bounces of one message go: `bounces+ISSUE-SUBSCRIBER-MAC@host` (VERP), so that a bounce
 * names its recipient whatever it says inside.
 *
 * The MAC is HMAC-SHA256 cut to 80 bits, in hex because servers change the case of addresses.
 * It covers a purpose, so that no other signature of the same secret passes here. A bounce may
 * come weeks later: return paths do not expire.
 *
 * Mails about no issue (a confirmation, a goodbye) leave no row behind. Theirs are
 * `bounces+m-SUBSCRIBER-MAC@host`, and the MAC covers the address, so that a bounce counts only
 * while the reader still has the address that was mailed.
 */
export function createReturnPaths({ secret, address }: { secret: string; address: string }) {
  if (secret === '') throw new RangeError('The secret of return paths is empty.')
  const at = address.lastIndexOf('@')
  const [local, host] = [address.slice(0, at), address.slice(at + 1)]

  function sign(purpose: string, text: string): string {
    const hmac = createHmac('sha256', secret).update(`linkletter:${purpose}\0`)
    return hmac.update(text).digest('hex').slice(0, MAC_HEX)
  }

  const mac = ({ issueId, subscriberId }: RecipientOfIssue) =>
    sign('return-path', `${issueId}-${subscriberId}`)

  const serviceMac = (subscriberId: number, email: string) =>
    sign('service-return-path', `${subscriberId}\0${email.toLowerCase()}`)

  return {
    /** The plain address, for mail that is about no issue. */
    address,
    create(recipient: RecipientOfIssue): string {
      const { issueId, subscriberId } = recipient
      return `${local}+${issueId}-${subscriberId}-${mac(recipient)}@${host}`
    },
    createForServiceMail({ subscriberId, email }: { subscriberId: number; email: string }): string {
      return `${local}+m-${subscriberId}-${serviceMac(subscriberId, email)}@${host}`
    },
    /** All that stand anywhere in the text, forged ones as well. */
    findServiceMails(text: string): ServiceMailPath[] {
      const found = [...text.matchAll(SERVICE_VERP).take(MOST_CANDIDATES)]
      return found.flatMap(([, id, given = '']) => {
        const subscriberId = Number(id)
        if (subscriberId > LARGEST_ID) return []
        const bytes = Buffer.from(given.toLowerCase())
        const isOf = (email: string) =>
          timingSafeEqual(Buffer.from(serviceMac(subscriberId, email)), bytes)
        return [{ subscriberId, isOf }]
      })
    },
    /** The first genuine return path that stands anywhere in the text, else null. */
    find(text: string): RecipientOfIssue | null {
      for (const [, issue, subscriber, given = ''] of text.matchAll(VERP).take(MOST_CANDIDATES)) {
        const recipient = { issueId: Number(issue), subscriberId: Number(subscriber) }
        if (recipient.issueId > LARGEST_ID || recipient.subscriberId > LARGEST_ID) continue
        const wanted = Buffer.from(mac(recipient))
        if (timingSafeEqual(wanted, Buffer.from(given.toLowerCase()))) return recipient
      }
      return null
    },
  }
}
