import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

export type Sealer = ReturnType<typeof createSealer>

/**
 * Encrypts what the database alone must not give away: AES-256-GCM with a key that HKDF makes of
 * SECRET (RFC 5869), one for each purpose. `context` is bound to it: what was sealed for one
 * account does not open for another.
 */
export function createSealer({ secret, purpose }: { secret: string; purpose: string }) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
  return {
    seal(plain: Uint8Array, context: string): Uint8Array {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    /** Undefined when it was changed, is of another context, or SECRET is another one. */
    open(sealed: Uint8Array, context: string): Uint8Array | undefined {
      const bytes = Buffer.from(sealed)
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
      const end = bytes.length - TAG_BYTES
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(end))
      const plain = decipher.update(bytes.subarray(NONCE_BYTES, end))
      try {
        return Buffer.concat([plain, decipher.final()])
      } catch {
        // The one thing `final` finds out is that the tag is not right: the answer, not a fault.
        return undefined
      }
    },
  }
}
