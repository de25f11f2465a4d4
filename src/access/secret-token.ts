import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, in letters that an address and a cookie can carry. */
export const newSecretToken = () => randomBytes(32).toString('base64url')

/** So much randomness needs no slow hash: only this is stored. */
export const hashOfToken = (token: string): Uint8Array =>
  createHash('sha256').update(token).digest()
