import { describe, expect, it } from 'vitest'
import { createUnsubscribeTokens } from '../../src/deliver/unsubscribe-token.ts'

describe('unsubscribe tokens', () => {
  const tokens = createUnsubscribeTokens('secret')
  const recipient = { subscriberId: 123_456, issueId: 7 }
  const token = tokens.create(recipient)

  it('read back what they were made of', () => {
    expect(tokens.read(token)).toEqual(recipient)
    expect(token).toMatch(/^[\w-]{44}$/)
  })

  it('are the same each time, so that an old link goes on working (BARS 19)', () => {
    expect(createUnsubscribeTokens('secret').create(recipient)).toBe(token)
  })

  it('do not pass with a letter changed anywhere (BARS 22)', () => {
    for (let at = 0; at < token.length; at += 1) {
      const letter = token[at] === 'A' ? 'B' : 'A'
      expect(tokens.read(token.slice(0, at) + letter + token.slice(at + 1))).toBeNull()
    }
  })

  it.each(['', 'x', 'A'.repeat(44), '../../etc/passwd', `${'A'.repeat(43)}=`])(
    'are not %j',
    (text) => {
      expect(tokens.read(text)).toBeNull()
    },
  )

  it('of another secret do not pass, nor does the key of a Message-ID', () => {
    expect(createUnsubscribeTokens('other').read(token)).toBeNull()
    const key = tokens.messageKey(recipient)
    expect(Buffer.from(token, 'base64url').toString('hex')).not.toContain(key)
  })

  it('need a secret', () => {
    expect(() => createUnsubscribeTokens('')).toThrow(RangeError)
  })
})
