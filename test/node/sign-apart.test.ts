import { generateKeyPairSync, verify } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createSigningThread } from '../../src/node/sign-apart.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

describe('signing in a thread of its own', () => {
  it('gives each of many at once its own signature', async () => {
    const sign = createSigningThread(privateKey)
    const texts = Array.from({ length: 30 }, (_, n) => Buffer.from(`message ${n}`))
    const signatures = await Promise.all(texts.map(sign))
    for (const [n, text] of texts.entries())
      expect(verify('sha256', text, publicKey, signatures[n] ?? Buffer.alloc(0))).toBe(true)
  })

  it('goes on in a new thread after the first one has ended of idleness', async () => {
    const sign = createSigningThread(privateKey, 20)
    const text = Buffer.from('words')
    const first = await sign(text)
    await wait(100)
    expect(await sign(text)).toEqual(first)
  })

  it('says so when the thread breaks, and tries again with the next one', async () => {
    const sign = createSigningThread('no key')
    await expect(sign(Buffer.from('words'))).rejects.toThrow()
    await expect(sign(Buffer.from('words'))).rejects.toThrow()
  })
})
