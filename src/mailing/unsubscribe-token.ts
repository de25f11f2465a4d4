import { createHmac, timingSafeEqual } from 'node:crypto'

export interface UnsubscribeClaim {
  subscriberId: number
  issueId: number
}

export interface UnsubscribeTokens {
  create(claim: UnsubscribeClaim): string
  read(token: string): UnsubscribeClaim | null
}

const ID_BYTES = 4
/** 160 of the 256 bits of HMAC-SHA256 (RFC 2104 §5 allows half). */
const MAC_BYTES = 20

/**
 * Tokens for the unsubscribe address: two numbers and a MAC over them, bound to this purpose.
 * They need no table and never expire: the link in an old mail must go on working (RFC 8058).
 */
export function createUnsubscribeTokens(secret: string): UnsubscribeTokens {
  const sign = (ids: Buffer) =>
    createHmac('sha256', secret).update('unsubscribe\0').update(ids).digest().subarray(0, MAC_BYTES)
  return {
    create({ subscriberId, issueId }) {
      const ids = Buffer.alloc(2 * ID_BYTES)
      ids.writeUInt32BE(subscriberId, 0)
      ids.writeUInt32BE(issueId, ID_BYTES)
      return Buffer.concat([ids, sign(ids)]).toString('base64url')
    },
    read(token) {
      if (!/^[\w-]{1,64}$/.test(token)) return null
      const bytes = Buffer.from(token, 'base64url')
      if (bytes.length !== 2 * ID_BYTES + MAC_BYTES) return null
      const ids = bytes.subarray(0, 2 * ID_BYTES)
      if (!timingSafeEqual(sign(ids), bytes.subarray(2 * ID_BYTES))) return null
      return { subscriberId: ids.readUInt32BE(0), issueId: ids.readUInt32BE(ID_BYTES) }
    },
  }
}
