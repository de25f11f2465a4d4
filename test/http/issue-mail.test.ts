/** The mail of an issue, made by the API, as a real mail server gets it. */
import { generateKeyPairSync } from 'node:crypto'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Mailer } from '../../src/deliver/mailer.ts'
import { createSmtpMailer } from '../../src/node/smtp-mailer.ts'
import { readHtml } from '../render/html.ts'
import { BASE_URL, type IssueJson, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'

const CLIPPING_BYTES = 102_000
const SENDER = 'Zoë, "x" <y>'
const EVIL = '\r\nBcc: evil@x.example\r\n\r\nhello'
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'der' },
})
const dkim = {
  domainName: 'letters.example',
  keySelector: 'mail',
  privateKey: keys.privateKey,
}

describe.each(DATABASE_KINDS)('an issue at the mail server, on %s', (kind) => {
  const app = useTestApp(kind, {
    config: { mailFrom: { name: SENDER, address: 'editor@letters.example' }, dkim },
  })
  let server: MailServer
  let mailer: Mailer

  beforeEach(async () => {
    server = await startMailServer({ disabledCommands: ['STARTTLS'] })
    mailer = createSmtpMailer({ smtpUrl: `smtp://127.0.0.1:${server.port}`, connections: 4 })
    app.onMail = async ({ message }) => {
      expect(await mailer.send(message)).toMatchObject({ state: 'sent' })
    }
  })
  afterEach(async () => {
    await mailer.close()
    await server.close()
  })

  async function draft(links = 2): Promise<IssueJson> {
    for (let n = 1; n <= links; n += 1) await app.save(`https://norn.example/clocks-${n}`)
    return app.assemble('2023-07')
  }
  /** Headers unfolded, a line each, and the message as a mail program reads it. */
  async function receivedBy(email: string) {
    const raw = server.received.find(({ to }) => to.includes(email))?.raw ?? ''
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
    const headers = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
    return { raw, head, headers, mail: await simpleParser(raw, { skipHtmlToText: true }) }
  }
  async function sendTo(...emails: string[]) {
    for (const email of emails) await app.subscribe(email)
    await app.send(1)
    await app.settled()
    expect(server.received.map(({ to }) => to).sort()).toEqual(emails.sort().map((to) => [to]))
  }

  it('has headers that any mail program reads, for the longest title (BARS 1, BARS 2)', async () => {
    const issue = await draft()
    const title = 'Mötley 📬 '.repeat(20).trim()
    await app.json('PATCH', `/issues/${issue.id}`, { title })
    await sendTo('ada@reader.example')
    const { head, mail } = await receivedBy('ada@reader.example')
    expect(head).toMatch(/^[\x20-\x7e\r\n]*$/)
    // An address is not to be folded: the ways out may be longer, up to what SMTP takes.
    const lines = head.split('\r\n')
    const others = lines.filter((line) => !/\/unsubscribe\/|unsubscribe%20/.test(line))
    expect(Math.max(...others.map((line) => line.length))).toBeLessThanOrEqual(78)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998)
    for (const [word] of head.matchAll(/=\?utf-8\?[^?]*\?[^?]*\?=/gi))
      expect(word.length).toBeLessThanOrEqual(75)
    expect(mail.subject).toBe(title)
    expect(mail.from?.value).toEqual([{ name: SENDER, address: 'editor@letters.example' }])
  })

  it('gets no header and no recipient from a title, a name or a reader (BARS 3)', async () => {
    const issue = await draft()
    await app.json('PATCH', '/settings', { name: `Letters${EVIL}` })
    await app.json('PATCH', `/issues/${issue.id}`, { title: `July${EVIL}` })
    const id = await app.subscribe('ada@reader.example')
    await app.json('PATCH', `/subscribers/${id}`, { name: `Ada${EVIL}` })
    // Also where something bad has come into the database past all checks.
    await app.db
      .updateTable('issue')
      .set({ title: `July${EVIL}` })
      .execute()
    await app.db
      .updateTable('subscriber')
      .set({ name: `Ada${EVIL}` })
      .execute()
    await app.send(issue.id)
    expect(server.received.map(({ to }) => to)).toEqual([['ada@reader.example']])
    const { headers, mail } = await receivedBy('ada@reader.example')
    const names = headers.map((line) => line.split(':')[0]?.toLowerCase())
    expect(names).not.toContain('bcc')
    expect(new Set(names).size).toBe(names.length)
    expect(mail.subject).toMatch(/^July\s+Bcc: evil@x\.example/)
    expect(mail.to).toMatchObject({ value: [{ address: 'ada@reader.example' }] })
  })

  it('has its text first, with all links and the way out (BARS 7)', async () => {
    await draft(5)
    await sendTo('ada@reader.example')
    const { raw, headers, mail } = await receivedBy('ada@reader.example')
    expect(headers.find((line) => /^content-type:/i.test(line))).toMatch(/multipart\/alternative/)
    expect(raw.indexOf('Content-Type: text/plain')).toBeGreaterThan(0)
    expect(raw.indexOf('Content-Type: text/plain')).toBeLessThan(
      raw.indexOf('Content-Type: text/html'),
    )
    for (let n = 1; n <= 5; n += 1) expect(mail.text).toContain(`https://norn.example/clocks-${n}`)
    for (const part of [mail.text, mail.html]) expect(part).toContain(`${BASE_URL}/unsubscribe/`)
  })

  it('names the list and the way out of it for machines (BARS 8, BARS 10)', async () => {
    await draft()
    await sendTo('ada@reader.example', 'ben@reader.example')
    const [ada, ben] = [
      await receivedBy('ada@reader.example'),
      await receivedBy('ben@reader.example'),
    ]
    expect(ada.headers).toContainEqual('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(ada.headers.filter((line) => /^List-Id: .*<[\w.-]+>$/i.test(line))).toHaveLength(1)
    const url = (headers: string[]) =>
      headers.join('\n').match(/^List-Unsubscribe: <(https:[^>]+)>, <mailto:/m)?.[1] ?? ''
    // Opaque: neither the address nor an id can be read from it, and each has its own.
    const token = url(ada.headers).slice(`${BASE_URL}/unsubscribe/`.length)
    expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16)
    expect(url(ben.headers)).not.toBe(url(ada.headers))
    expect(ada.mail.messageId).toMatch(/^<\S+@letters\.example>$/)
    expect(ben.mail.messageId).not.toBe(ada.mail.messageId)
  })

  it('has a signature that holds behind the mail server (BARS 9)', async () => {
    const note = '. one\n\n.. two\n\n.hidden   blanks  \n\n    .code\n'
    await app.save('https://norn.example/dots', { note })
    await app.assemble('2023-07')
    await sendTo('ada@reader.example', 'ben@reader.example')
    for (const { raw } of server.received) {
      const { results } = await dkimVerify(Buffer.from(raw, 'latin1'), {
        resolver: async (name: string) => {
          expect(name).toBe('mail._domainkey.letters.example')
          return [[`v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`]]
        },
      } as never)
      expect(results).toMatchObject([{ status: { result: 'pass' } }])
      const unfolded = raw.replace(/\r\n[ \t]+/g, '')
      const signed = /^DKIM-Signature:.*;h=([^;]+)/im.exec(unfolded)?.[1]?.toLowerCase().split(':')
      expect(signed).toEqual(expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post']))
    }
  })

  it('of 200 links is not cut off by Gmail, and a longer one says so before (BARS 12)', async () => {
    const note =
      'A note of two lines that says in the words of the owner why it was worth the time.'
    const addLinks = async (month: string, text: string) => {
      const rows = Array.from(
        { length: 200 },
        (_, n) =>
          `https://norn.example/${month}/address-${n},A title as long as most are ${n},${text}`,
      )
      await app.request('/api/v1/imports?format=csv', {
        method: 'POST',
        headers: { authorization: `Bearer ${app.tokens.admin}`, 'content-type': 'text/csv' },
        body: ['url,title,note', ...rows].join('\n'),
      })
      return (await app.assemble(month)).id
    }
    const warningOf = async (id: number) =>
      (await app.json('GET', `/issues/${id}/render?format=html`)).headers.get('linkletter-warning')

    expect(await warningOf(await addLinks('2023-07', note))).toBeNull()
    await sendTo('ada@reader.example')
    const { mail } = await receivedBy('ada@reader.example')
    expect(mail.text?.match(/https:\/\/norn\.example\//g)).toHaveLength(200)
    expect(mail.text?.split(note.slice(0, 20))).toHaveLength(201)
    expect(Buffer.byteLength(mail.html || '')).toBeLessThan(CLIPPING_BYTES)

    app.now = new Date('2023-08-10T12:00:00Z')
    const warning = await warningOf(await addLinks('2023-08', `${note} ${note} ${note}`))
    expect(warning).toMatch(/^The mail has \d+ KB.*Gmail cuts it off at 102 KB/)
  })

  it('in Arabic reads from right to left (BARS 13)', async () => {
    await app.json('PATCH', '/settings', { locale: 'ar', name: 'رسائل' })
    await draft()
    await sendTo('ada@reader.example')
    const { mail } = await receivedBy('ada@reader.example')
    expect(readHtml(mail.html || '').byTag('html')[0]?.attribs).toMatchObject({
      lang: 'ar',
      dir: 'rtl',
    })
  })

  it('names both colour schemes (BARS 14)', async () => {
    await draft()
    await sendTo('ada@reader.example')
    const { mail } = await receivedBy('ada@reader.example')
    const metas = readHtml(mail.html || '').byTag('meta')
    for (const name of ['color-scheme', 'supported-color-schemes'])
      expect(metas.find((meta) => meta.attribs.name === name)?.attribs.content).toBe('light dark')
  })

  it('can be forwarded: "view in browser" says nothing of its reader (BARS 26)', async () => {
    await draft()
    await sendTo('ada@reader.example', 'ben@reader.example')
    const pages: (string | undefined)[] = []
    for (const email of ['ada@reader.example', 'ben@reader.example']) {
      const { mail } = await receivedBy(email)
      const link = /<a [^>]*href="([^"]+)"[^>]*>[^<]*view in browser/i.exec(mail.html || '')
      pages.push(link?.[1])
    }
    expect(pages).toEqual([`${BASE_URL}/issues/july-2023`, `${BASE_URL}/issues/july-2023`])
  })
})
