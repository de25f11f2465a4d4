import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { composeMail } from '../../src/deliver/compose-mail.ts'
import { createDkimSigner } from '../../src/deliver/dkim.ts'
import { createIssueMessages } from '../../src/deliver/issue-message.ts'
import { cleanAddress } from '../../src/deliver/mailbox.ts'
import { createMimeTemplate } from '../../src/deliver/mime-template.ts'
import { dkimPair } from './dkim-pair.ts'
import { issueMail, rawOf, tokens } from './sample-issue.ts'

const from = { name: 'Links', address: 'links@example.org' }
const to = { subscriberId: 2, email: 'ann@example.org', name: '' }
const now = () => new Date('2023-08-01T09:00:00Z')
const sender = { from, baseUrl: 'https://links.example.org', tokens, now }

const { signer: dkim, verify: verifyDkim } = dkimPair()

describe('signing', () => {
  it.each([
    ['an issue', () => createIssueMessages(1, issueMail, { ...sender, dkim })(to)],
    [
      'a reader with a name beyond ASCII',
      () => createIssueMessages(1, issueMail, { ...sender, dkim })({ ...to, name: 'Zoë, "x" <y>' }),
    ],
    [
      'a letter',
      () =>
        composeMail(
          {
            from,
            to: { name: '', address: 'ann@example.org' },
            subject: 'Mötley 📬 '.repeat(20),
            html: '<p>  two  blanks </p>\n\n\n',
            text: 'Blanks at the end  \n.\n..\n\n\n',
            messageId: '<1@example.org>',
            headers: { 'Auto-Submitted': 'auto-generated' },
            date: now(),
          },
          dkim,
        ),
    ],
  ])('%s verifies, and a changed one does not (BARS 9)', async (_name, compose) => {
    const raw = rawOf(await compose())
    expect(await verifyDkim(raw)).toMatchObject([{ result: 'pass' }])
    const changed = Buffer.from(raw.toString('latin1').replace(/^Subject: /m, '$&x'), 'latin1')
    expect(await verifyDkim(changed)).toMatchObject([{ result: 'fail' }])
  })

  it('covers what a mailbox provider looks at (BARS 9)', async () => {
    const raw = rawOf(await createIssueMessages(1, issueMail, { ...sender, dkim })(to))
    const head =
      raw
        .toString('latin1')
        .split('\r\n\r\n')[0]
        ?.replace(/\r\n[ \t]+/g, '') ?? ''
    const signed = /\bh=([^;]*)/.exec(/^DKIM-Signature:(.*)$/m.exec(head)?.[1] ?? '')?.[1]
    expect(signed?.split(':')).toEqual(
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
  })

  it.each(['no key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'])(
    'says so when the key is none: %j',
    (privateKey) => {
      const make = () => createDkimSigner({ domainName: 'x', keySelector: 'x', privateKey })
      expect(make).toThrow('DKIM_PRIVATE_KEY')
    },
  )
})

describe('composing a mail', () => {
  it.each([
    ['Links & more', 'List-Id: "Links & more" <links.example.org>'],
    ['A "quoted" one', 'List-Id: "A \\"quoted\\" one" <links.example.org>'],
    ['林', 'List-Id: =?utf-8?B?5p6X?= <links.example.org>'],
    ['x\r\nBcc: evil@x.example', 'List-Id: "x Bcc: evil@x.example" <links.example.org>'],
  ])('names the list %j so that its id stays readable', async (name, expected) => {
    const mail = { ...issueMail, publication: { name, locale: 'en' } }
    const raw = rawOf(await createIssueMessages(1, mail, sender)(to))
    const unfolded = raw.toString('latin1').replace(/\r\n[ \t]+/g, ' ')
    expect(unfolded.toLowerCase()).toContain(`${expected.toLowerCase()}\r\n`)
    expect(unfolded).not.toMatch(/^Bcc/m)
  })

  const LINE = 'Grüße, 林 and a dot. '
  it.each([
    ['at the start', 'SLOT\nafter'],
    ['at the end', 'before SLOT'],
    ['within a long line', `${LINE.repeat(9)}SLOT${LINE.repeat(9)}`],
    ['after a blank', 'before \nSLOT \n SLOT'],
    ['alone on its line', 'a\nSLOT\nb'],
    ['after dots', '.\n..\n.SLOT.\n.'],
    ['after equals signs', 'a=SLOT=b'],
  ])('fills a place %s with any value, and every line stays whole', async (_where, text) => {
    const template = createMimeTemplate({
      from,
      subject: 'x',
      text,
      html: `<p>${text}</p>`,
      slots: { it: 'SLOT' },
    })
    for (const value of ['', '.', 'v', ' blanks ', 'ü'.repeat(100), 'x=3D.y'.repeat(60)]) {
      const message = await template.fill({
        to: { name: '', address: 'ann@example.org' },
        messageId: '<1@x>',
        date: now(),
        text: { it: value },
        html: { it: value },
      })
      const raw = rawOf(message)
      const lines = raw.toString('latin1').split('\r\n')
      expect(lines.filter((line) => line.startsWith('.') || line.length > 78)).toEqual([])
      expect(raw.toString('latin1')).not.toMatch(/[^\r]\n|[^\0-\x7f]/)
      const parsed = await simpleParser(raw, { skipTextToHtml: true })
      expect(parsed.text).toBe(text.replaceAll('SLOT', value))
      expect(parsed.html).toBe(`<p>${text}</p>`.replaceAll('SLOT', value))
    }
  })

  it('is plain text alone for a reader who wants no HTML, signed as well', async () => {
    const compose = createIssueMessages(1, issueMail, { ...sender, dkim })
    const raw = rawOf(await compose({ ...to, isTextOnly: true }))
    const parsed = await simpleParser(raw, { skipTextToHtml: true })
    expect(parsed.html).toBe(false)
    expect(parsed.headers.get('content-type')).toMatchObject({ value: 'text/plain' })
    expect(parsed.text).toContain('Grete Ørsted and 林.\n.a line with a dot')
    expect(parsed.text).toContain('https://links.example.org/unsubscribe/')
    expect(await verifyDkim(raw)).toMatchObject([{ result: 'pass' }])
  })

  it('shares the bytes that all readers get', async () => {
    const compose = createIssueMessages(1, issueMail, sender)
    const [one, two] = await Promise.all([compose(to), compose({ ...to, subscriberId: 3 })])
    const shared = one.chunks.filter((chunk) => two.chunks.includes(chunk))
    const bytes = (chunks: readonly Uint8Array[]) => chunks.reduce((sum, c) => sum + c.length, 0)
    expect(bytes(shared) / bytes(one.chunks)).toBeGreaterThan(0.9)
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
