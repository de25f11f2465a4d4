import { createHmac } from 'node:crypto'

export type AddressHash = (email: string) => Uint8Array

/**
 * HMAC-SHA256 of an address, whatever its case. Recognises an address that was erased without
 * keeping it; without the secret nobody can try addresses against it.
 */
export function createAddressHash(secret: string): AddressHash {
  if (secret === '') throw new RangeError('The secret of address hashes is empty.')
  return (email) =>
    createHmac('sha256', secret).update(`linkletter:address\0${email.toLowerCase()}`).digest()
}

/** The hash as text, where a column holds addresses. It is none: it has no @. */
export const hashedAddress = (hash: Uint8Array): string =>
  `erased-${Buffer.from(hash).toString('base64url')}`
