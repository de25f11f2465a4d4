import { describe, expect, it } from 'vitest'
import { classifyBounce } from '../../../src/deliver/feedback/classify-bounce.ts'

describe('what a refusal says about the address', () => {
  it.each([
    // an exact code decides
    ['5.1.1', '550 5.1.1 User unknown', 'hard'],
    ['5.1.2', '', 'hard'],
    ['5.1.10', '556 5.1.10 Recipient address has a null MX', 'hard'],
    ['5.2.1', '550 5.2.1 The email account that you tried to reach is disabled.', 'hard'],
    ['5.4.4', 'Host or domain name not found', 'hard'],
    ['5.2.2', '552 5.2.2 Mailbox full', 'soft'],
    ['5.2.3', '552 message too large', 'soft'],
    ['4.2.2', '452 4.2.2 over quota', 'soft'],
    ['4.4.7', 'delivery time expired', 'soft'],
    ['5.4.7', 'delivery time expired', 'soft'],
    ['5.7.1', '550 5.7.1 Service unavailable; client host blocked using Spamhaus', 'blocked'],
    ['5.7.26', 'This mail is unauthenticated', 'blocked'],
    ['5.1.8', 'Sender address rejected: Domain not found', 'blocked'],
    ['5.6.0', 'content', 'blocked'],
    // the server's own code counts where the status says only that it failed
    ['5.0.0', '550 5.1.1 <ada@reader.example>... User unknown', 'hard'],
    ['5.0.0', '550-5.1.1 The email account does not exist', 'hard'],
    ['', 'Sorry, no mailbox here by that name. (#5.1.1)', 'hard'],
    ['5.0.0', '552 5.2.2 quota', 'soft'],
    // codes that are used for everything: the words decide
    ['5.4.1', '550 5.4.1 Recipient address rejected: Access denied', 'hard'],
    ['5.5.0', '550 5.5.0 Requested action not taken: mailbox unavailable', 'hard'],
    ['5.0.0', '550 No such user here', 'hard'],
    ['', '550 No such user here', 'hard'],
    ['5.0.0', '554 Message rejected as spam: user unknown to our filter', 'blocked'],
    ['5.0.0', "554 The recipient's mailbox is full", 'soft'],
    // unclear: never costs a reader at once
    ['5.0.0', '554 Transaction failed', 'soft'],
    ['', '', 'soft'],
    ['nonsense', 'nonsense', 'soft'],
    ['', '451 user unknown, try again later', 'soft'],
  ])('%s %s: %s', (status, words, kind) => {
    expect(classifyBounce(status, words)).toBe(kind)
  })
})
