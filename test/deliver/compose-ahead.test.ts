import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createComposeAhead } from '../../src/deliver/compose-ahead.ts'
import type { IssueRecipient } from '../../src/deliver/issue-message.ts'

const reader = (subscriberId: number, email = `r${subscriberId}@x.example`): IssueRecipient => ({
  subscriberId,
  email,
  name: '',
})

/** A composer that writes down whom it composes for, and readers 1 to 1,000. */
function ahead(options: { findNext?: (afterId: number, limit: number) => Promise<never[]> } = {}) {
  const composed: string[] = []
  const looks: number[] = []
  const errors: unknown[] = []
  const compose = createComposeAhead({
    compose: async ({ email, subscriberId }) => {
      composed.push(email)
      if (email.includes('bad')) throw new Error(`Not a plain mail address: ${email}`)
      const envelope = { from: 'a@x.example', to: email }
      return { chunks: [], envelope, messageId: `<${subscriberId}@x.example>` }
    },
    findNext: async (afterId, limit) => {
      looks.push(afterId)
      if (options.findNext) return options.findNext(afterId, limit)
      const ids = Array.from({ length: limit }, (_, index) => Math.max(0, afterId) + index + 1)
      return ids.filter((id) => id <= 1000).map((id) => reader(id))
    },
    connections: 4,
    onError: (error) => errors.push(error),
  })
  return { compose, composed, looks, errors }
}

describe('composing before the turn comes', () => {
  it('has each message once, in any order within what is under way', async () => {
    const { compose, composed, looks } = ahead()
    for (let from = 1; from <= 1000; from += 4) {
      const ids = [from + 3, from, from + 2, from + 1]
      const messages = await Promise.all(ids.map((id) => compose(reader(id))))
      expect(messages.map((message) => message.envelope.to)).toEqual(
        ids.map((id) => `r${id}@x.example`),
      )
      await turn()
    }
    // The first ones come before anybody could look ahead.
    expect(composed.length).toBeLessThan(1010)
    expect(looks.length).toBeLessThan(130)
  })

  it('composes again for a reader whose address has changed meanwhile', async () => {
    const { compose, composed } = ahead()
    await compose(reader(1))
    await turn()
    expect(composed).toContain('r2@x.example')
    expect((await compose(reader(2, 'new@x.example'))).envelope.to).toBe('new@x.example')
  })

  it('says what is wrong with an address when its turn comes, and not before', async () => {
    const { compose, errors } = ahead({ findNext: async () => [reader(2, 'bad')] as never[] })
    await compose(reader(1))
    await turn()
    await expect(compose(reader(2, 'bad'))).rejects.toThrow('Not a plain mail address')
    expect(errors).toEqual([])
  })

  it('goes on without looking ahead when the database does not answer', async () => {
    const { compose, errors, looks } = ahead({ findNext: () => Promise.reject(new Error('away')) })
    for (let id = 1; id <= 20; id += 1) {
      expect((await compose(reader(id))).envelope.to).toBe(`r${id}@x.example`)
      await turn()
    }
    expect(errors).toEqual([new Error('away')])
    expect(looks).toHaveLength(1)
  })

  it('stops looking ahead where others send nearly all of what was composed', async () => {
    const { compose, composed } = ahead()
    for (let id = 1; id <= 1000; id += 8) {
      await compose(reader(id))
      await turn()
    }
    expect(composed.length).toBeLessThan(500)
  })
})
