import { hash } from 'node:crypto'

const BLOCK_BYTES = 64
const HASH_BYTES = 32

export type KeyedHash = (data: Uint8Array) => Buffer

/**
 * HMAC-SHA256 (RFC 2104) under one key, as `createHmac` makes it. A message of an issue has four
 * of them, and an object of node:crypto for each took longer than the hashing.
 */
export function createKeyedHash(key: string): KeyedHash {
  const bytes = Buffer.from(key, 'utf8')
  const padded = Buffer.alloc(BLOCK_BYTES)
  if (bytes.length > BLOCK_BYTES) padded.write(sha256(bytes), 'latin1')
  else bytes.copy(padded)
  const inner = Buffer.from(padded.map((byte) => byte ^ 0x36))
  const outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES)
  for (const [at, byte] of padded.entries()) outer[at] = byte ^ 0x5c

  return (data) => {
    outer.write(sha256(Buffer.concat([inner, data])), BLOCK_BYTES, 'latin1')
    return Buffer.from(sha256(outer), 'latin1')
  }
}

/** As a string of bytes, which is quicker than a Buffer; the types lack this encoding. */
const sha256 = (data: Uint8Array): string => hash('sha256', data, 'latin1' as 'hex')
