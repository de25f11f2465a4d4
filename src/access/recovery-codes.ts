import { createHash, randomBytes } from 'node:crypto'

/** Crockford's alphabet: no letters that are taken for digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
/** 80 bits, five to a letter: more than can be tried even with the hashes at hand. */
const LETTERS = 16
export const RECOVERY_CODES = 10

export interface RecoveryCode {
  /** `abcd-efgh-jkmn-pqrs` */
  text: string
  hash: Uint8Array
}

export function newRecoveryCodes(): RecoveryCode[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(LETTERS)].map((byte) => ALPHABET[byte % ALPHABET.length])
    const text = letters.join('').replace(/(.{4})(?=.)/g, '$1-')
    return { text, hash: hashOfRecoveryCode(text) }
  })
}

/** However it was typed: case, spaces and lines do not count, nor o for 0 and i or l for 1. */
export function hashOfRecoveryCode(typed: string): Uint8Array {
  const plain = typed
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1')
  return createHash('sha256').update(`recovery:${plain}`).digest()
}
