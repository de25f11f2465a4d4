import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cleanAddress, composeMail } from '../../src/deliver/compose-mail.ts'
import { issueMessage } from '../../src/deliver/issue-message.ts'
import { issueMail, tokens } from './sample-issue.ts'

const from = { name: 'Links', address: 'links@example.org' }
const to = { issueId: 1, subscriberId: 2, email: 'ann@example.org', name: '' }
const sender = { from, baseUrl: 'https://links.example.org', tokens }

describe('composing a mail', () => {
  it('signs what a mailbox provider looks at (bar 9)', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    const dkim = { domainName: 'example.org', keySelector: 's1', privateKey }
    const { raw } = await composeMail(issueMessage(issueMail, to, sender), dkim)
    const text = raw.toString('latin1')
    const split = text.indexOf('\r\n\r\n')
    const header = /^DKIM-Signature: (.*)$/m.exec(text.slice(0, split).replace(/\r\n[ \t]+/g, ' '))
    const signed = (/\bh=([^;]*)/.exec(header?.[1] ?? '')?.[1] ?? '')
      .replace(/\s/g, '')
      .toLowerCase()
    expect(signed.split(':')).toEqual(
      expect.arrayContaining([
        'from',
        'to',
        'subject',
        'date',
        'message-id',
        'list-unsubscribe',
        'list-unsubscribe-post',
      ]),
    )
    const body = text
      .slice(split + 4)
      .replace(/[ \t]+(?=\r\n)/g, '')
      .replace(/[ \t]+/g, ' ')
      .replace(/(\r\n)*$/, '\r\n')
    const hash = createHash('sha256').update(body, 'latin1').digest('base64')
    expect(header?.[1]?.replace(/\s/g, '')).toContain(`bh=${hash}`)
  })

  it.each([
    ['Links & more', 'List-Id: "Links & more" <links.example.org>'],
    ['A "quoted" one', 'List-Id: "A \\"quoted\\" one" <links.example.org>'],
    ['林', 'List-Id: =?utf-8?B?5p6X?= <links.example.org>'],
    ['x\r\nBcc: evil@x.example', 'List-Id: "x Bcc: evil@x.example" <links.example.org>'],
  ])('names the list %j so that its id stays readable', async (name, expected) => {
    const mail = { ...issueMail, publication: { name, locale: 'en' } }
    const { raw } = await composeMail(issueMessage(mail, to, sender))
    const unfolded = raw.toString('latin1').replace(/\r\n[ \t]+/g, ' ')
    expect(unfolded.toLowerCase()).toContain(`${expected.toLowerCase()}\r\n`)
    expect(unfolded).not.toMatch(/^Bcc/m)
  })

  it.each([
    ['a@x.example', 'a@x.example'],
    ['First.Last+tag@X.example', 'First.Last+tag@x.example'],
    ['zoë@bücher.example', 'zoë@xn--bcher-kva.example'],
    ["o'neil@x.example", "o'neil@x.example"],
    ['linkletter@localhost', 'linkletter@localhost'],
  ])('takes the address %s', (address, expected) => {
    expect(cleanAddress(address)).toBe(expected)
  })
})
