import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '../errors.ts'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

export type SecretBox = ReturnType<typeof createSecretBox>

/**
 * Keeps what has to be read again, which a hash would not allow: signing needs the secret itself.
 *
 * AES-256-GCM with a key of its own, derived from SECRET (HKDF-SHA256, RFC 5869). A stolen copy
 * of the database alone signs nothing. Stored: nonce (12 bytes), tag (16), ciphertext.
 */
export function createSecretBox(secret: string, purpose: string) {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', `linkletter:${purpose}`, 32))
  return {
    seal(text: string): Uint8Array {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed]))
    },
    /** Throws CONFIGURATION when it was sealed with another SECRET, or is damaged. */
    open(sealed: Uint8Array): string {
      try {
        const bytes = Buffer.from(sealed)
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES))
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
        const rest = bytes.subarray(NONCE_BYTES + TAG_BYTES)
        return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new AppError('CONFIGURATION', 'This was encrypted with another SECRET.', { cause })
      }
    },
  }
}
