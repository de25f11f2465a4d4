import { createHmac, timingSafeEqual } from 'node:crypto'

export interface RecipientOfIssue {
  subscriberId: number
  issueId: number
}

export type UnsubscribeTokens = ReturnType<typeof createUnsubscribeTokens>

const MAC_BYTES = 20
const ID_BYTES = 6

/**
 * Tokens of unsubscribe and preference links, and the unguessable part of a Message-ID.
 *
 * base64url of: version (1 byte), subscriber (6), issue (6), HMAC-SHA256 cut to 160 bits.
 * The MAC covers a purpose, so that no other signature of the same secret passes here.
 * Tokens do not expire: the links of an old mail have to work.
 */
export function createUnsubscribeTokens(secret: string) {
  if (secret === '') throw new RangeError('The secret of unsubscribe tokens is empty.')

  function mac(purpose: string, data: Uint8Array, bytes: number): Buffer {
    const hmac = createHmac('sha256', secret).update(`linkletter:${purpose}\0`).update(data)
    return hmac.digest().subarray(0, bytes)
  }

  function sign(purpose: string, recipient: RecipientOfIssue): string {
    const data = encode(recipient)
    return Buffer.concat([data, mac(purpose, data, MAC_BYTES)]).toString('base64url')
  }

  /** Null for anything that was not signed for this purpose with this secret. */
  function check(purpose: string, token: string): RecipientOfIssue | null {
    if (!/^[A-Za-z0-9_-]{44}$/.test(token)) return null
    const bytes = Buffer.from(token, 'base64url')
    const data = bytes.subarray(0, 1 + 2 * ID_BYTES)
    const given = bytes.subarray(data.length)
    if (data[0] !== 1 || given.length !== MAC_BYTES) return null
    if (!timingSafeEqual(given, mac(purpose, data, MAC_BYTES))) return null
    return {
      subscriberId: data.readUIntBE(1, ID_BYTES),
      issueId: data.readUIntBE(1 + ID_BYTES, ID_BYTES),
    }
  }

  return {
    create: (recipient: RecipientOfIssue) => sign('unsubscribe', recipient),
    /** Null for anything that was not made by `create` with this secret. */
    read: (token: string) => check('unsubscribe', token),
    createPreferences: (recipient: RecipientOfIssue) => sign('preferences', recipient),
    readPreferences: (token: string) => check('preferences', token),
    /** For Message-IDs: tied to the recipient, says nothing about the unsubscribe token. */
    messageKey(recipient: RecipientOfIssue): string {
      return mac('message-id', encode(recipient), 10).toString('hex')
    },
  }
}

/** A link that is genuine and nobody's: to see whether such links can be reached. */
export function nobodysUnsubscribeUrl(baseUrl: string, tokens: UnsubscribeTokens): string {
  return `${baseUrl}/unsubscribe/${tokens.create({ subscriberId: 0, issueId: 0 })}`
}

function encode({ subscriberId, issueId }: RecipientOfIssue): Buffer {
  const data = Buffer.alloc(1 + 2 * ID_BYTES)
  data[0] = 1
  data.writeUIntBE(subscriberId, 1, ID_BYTES)
  data.writeUIntBE(issueId, 1 + ID_BYTES, ID_BYTES)
  return data
}
