import { generateKeyPairSync } from 'node:crypto'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { expect } from 'vitest'
import { createDkimSigner } from '../../src/deliver/dkim.ts'

/** A signer of ours, and what mailbox providers do, in a library that is not ours. */
export function dkimPair() {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  })
  const record = `v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`
  const resolver = async (name: string) => {
    expect(name).toBe('s1._domainkey.example.org')
    return [[record]]
  }
  return {
    signer: createDkimSigner({
      domainName: 'example.org',
      keySelector: 's1',
      privateKey: keys.privateKey,
    }),
    async verify(raw: string | Buffer) {
      const { results } = await dkimVerify(raw, { resolver } as never)
      return results.map(
        (result: { status: { result: string; comment?: string } }) => result.status,
      )
    },
  }
}
