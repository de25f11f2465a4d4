import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import type { Options } from 'nodemailer/lib/mailer/index.js'
import { describe, expect, it } from 'vitest'
import { type LinkJson, type Page, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const A = 'https://a.example/x'
const B = 'https://b.example/y'

interface Answer {
  status: number
  body: {
    saved: number
    links: { url: string; title: string | null; note: string; tags: string[]; duplicate?: true }[]
    rejected?: { url: string; reason: string }[]
    reason?: string
    code?: string
  }
}

const compose = (mail: Options): Promise<Buffer> =>
  new MailComposer({ from: 'Ida <ida@a.example>', to: 'save@letters.example', ...mail })
    .compile()
    .build()

describe.each(DATABASE_KINDS)('mail that comes in on %s', (kind) => {
  const app = useTestApp(kind)
  const links = async () =>
    (await app.json<Page<LinkJson>>('GET', '/links?limit=500')).body.items.toReversed()
  async function makeHook(): Promise<string> {
    const { status, body } = await app.json<{ url: string }>('POST', '/hooks', { name: 'postfix' })
    expect(status).toBe(201)
    return body.url
  }
  async function post(
    body: string | Buffer | FormData | URLSearchParams | ReadableStream,
    options: { url?: string; type?: string } = {},
  ): Promise<Answer> {
    const url = options.url ?? (await makeHook())
    const isForm = body instanceof FormData || body instanceof URLSearchParams
    const answer = await app.request(url, {
      method: 'POST',
      headers: isForm ? {} : { 'content-type': options.type ?? 'message/rfc822' },
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    } as never)
    return { status: answer.status, body: (await answer.json()) as Answer['body'] }
  }
  const send = async (mail: Options) => post(await compose(mail))

  it('saves the link with the words above it for a note and the subject for a title', async () => {
    const { status, body } = await send({
      subject: 'Clocks that lie #time',
      text: `Worth an hour: why leap seconds\nbreak more than code.\n\n${A}?utm_source=mail\n\n-- \nIda`,
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      saved: 1,
      links: [
        {
          id: 1,
          url: A,
          title: 'Clocks that lie',
          note: 'Worth an hour: why leap seconds\nbreak more than code.',
          tags: ['time'],
        },
      ],
    })
    expect(await links()).toMatchObject([
      {
        url: A,
        status: 'inbox',
        saved_at: '2023-07-10T12:00:00.000Z',
        enrichment: { status: 'pending', provenance: { title: 'owner' } },
      },
    ])
    expect(app.enqueued).toEqual([1])
  })

  it('takes no title when there are two links, or the subject is the address', async () => {
    await send({ subject: 'Two', text: `One.\n${A}\nTwo.\n${B}` })
    expect((await links()).map(({ title, note }) => [title, note])).toEqual([
      [null, 'One.'],
      [null, 'Two.'],
    ])
    for (const subject of ['https://c.example/z', 'c.example/z/', 'Fwd:', ''])
      expect((await send({ subject, text: 'https://c.example/z' })).status).toBe(200)
    expect((await links()).at(-1)?.title).toBeNull()
  })

  it('does not repeat the title as a note', async () => {
    const { body } = await send({ subject: 'Clocks that lie', text: `Clocks that lie\n${A}` })
    expect(body.links[0]).toMatchObject({ title: 'Clocks that lie', note: '' })
  })

  it('adds the note to a link that is known, and shows nothing of it', async () => {
    await app.save(A, { title: 'Mine', note: 'Before.' })
    const { body } = await send({ subject: 'Other', text: `After.\n${A}` })
    expect(body).toEqual({ saved: 0, links: [{ id: 1, url: A, duplicate: true }] })
    expect(await links()).toMatchObject([{ title: 'Mine', note: 'Before.\n\nAfter.' }])
  })

  it('makes one link of an address that the mail has twice', async () => {
    const { body } = await send({
      subject: 'x',
      text: `One.\n${A}\nTwo.\n${A}?utm_medium=mail#:~:text=z`,
    })
    expect(body.links).toMatchObject([{ title: 'x', note: 'One.\n\nTwo.' }])
  })

  it('takes a message once, also when it comes twice at once', async () => {
    const url = await makeHook()
    const raw = await compose({ subject: 'x', text: `Words.\n${A}`, messageId: '<1@a.example>' })
    const answers = await Promise.all([post(raw, { url }), post(raw, { url }), post(raw, { url })])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(answers.map(({ body }) => body.saved).sort()).toEqual([0, 0, 1])
    const again = await post(await compose({ text: B, messageId: '<1@a.example>' }), { url })
    expect(again.body).toEqual({
      saved: 0,
      links: [],
      reason: expect.stringContaining('taken before'),
    })
    expect(await links()).toHaveLength(1)
  })

  it('takes a message without Message-ID once too', async () => {
    const raw = `Subject: x\r\n\r\n${A}\r\n`
    expect((await post(raw)).body.saved).toBe(1)
    await app.json('DELETE', '/links/1')
    expect((await post(raw)).body.saved).toBe(0)
  })

  describe('however it is written:', () => {
    it('format=flowed and quoted-printable', async () => {
      const { body } = await post(
        `Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nM=C3=B6rtel is =\r\nold, and =20\r\nits story longer.\r\n\r\nhttps://a.example/very-long-=\r\nway-to-go?x=3D1\r\n`,
      )
      expect(body.links).toMatchObject([
        {
          url: 'https://a.example/very-long-way-to-go?x=1',
          note: 'Mörtel is old, and its story longer.',
        },
      ])
    })

    it('base64 and UTF-8', async () => {
      const { body } = await send({
        subject: 'Mötley 📬',
        text: `„Größe“ 📬\n\n${A}`,
        textEncoding: 'base64',
      })
      expect(body.links).toMatchObject([{ title: 'Mötley 📬', note: '„Größe“ 📬' }])
    })

    it('Japanese in seven bits, declared or not', async () => {
      const jis = Buffer.from('1b2442473b376c1b2842', 'hex')
      for (const type of ['text/plain; charset=ISO-2022-JP', 'text/plain']) {
        const url = `https://a.example/${type.length}`
        const raw = Buffer.concat([
          Buffer.from(
            `Subject: =?ISO-2022-JP?B?${jis.toString('base64')}?=\r\nContent-Type: ${type}\r\n\r\n`,
          ),
          jis,
          Buffer.from(`\r\n${url}\r\n`),
        ])
        // "時計" would be a repetition of the title, so the note goes.
        expect((await post(raw)).body.links).toMatchObject([
          { url, title: expect.stringMatching(/^\p{L}{2}$/u), note: '' },
        ])
      }
    })

    it('eight bits that nobody declared', async () => {
      const latin = Buffer.from(
        `Subject: M\xf6rtel\r\n\r\nGr\xf6\xdfe z\xe4hlt hier nicht.\r\n${A}\r\n`,
        'latin1',
      )
      expect((await post(latin)).body.links).toMatchObject([
        { title: 'Mörtel', note: 'Größe zählt hier nicht.' },
      ])
      const utf8 = `Subject: Mörtel\n\nGröße\n${B}\n`
      expect((await post(utf8)).body.links).toMatchObject([{ title: 'Mörtel', note: 'Größe' }])
    })

    it('no headers, bare line feeds, a line of the mailbox file before', async () => {
      expect((await post(`Words.\n${A}`)).body.links).toMatchObject([
        { note: 'Words.', title: null },
      ])
      const mbox = `From ida@a.example Mon Jul  3 09:00:00 2023\nSubject: Salt\n\nMore.\n${B}`
      expect((await post(mbox)).body.links).toMatchObject([{ note: 'More.', title: 'Salt' }])
    })

    it('HTML alone', async () => {
      const { body } = await send({
        subject: 'Two',
        html: `<style>a{}</style><p>Salt &amp; ash.</p><p><a href="${A}">Clocks</a></p><p>More:</p><ul><li><a href="${B}">${B}</a></li></ul><img src="https://track.example/o.gif">`,
      })
      expect(body.links.map(({ url, note }) => [url, note])).toEqual([
        [A, 'Salt & ash.'],
        [B, 'More:'],
      ])
    })

    it('text and HTML: the text, unless only the HTML has links', async () => {
      const both = await send({ text: `Text.\n${A}`, html: `<p>HTML.</p><a href="${B}">x</a>` })
      expect(both.body.links.map(({ url, note }) => [url, note])).toEqual([[A, 'Text.']])
      const html = await send({ text: 'See the HTML.', html: `<p>HTML.</p><a href="${B}">x</a>` })
      expect(html.body.links.map(({ url, note }) => [url, note])).toEqual([[B, 'HTML.']])
    })

    it('an attachment of megabytes between two texts', async () => {
      const { body } = await send({
        subject: 'x',
        text: `Words.\n${A}`,
        attachments: [
          { filename: 'a.pdf', content: Buffer.alloc(5_000_000, 7) },
          { filename: 'links.html', contentType: 'text/html', content: `<a href="${B}">x</a>` },
        ],
      })
      expect(body.links.map(({ url }) => url)).toEqual([A])
    })

    it('a message forwarded as an attachment', async () => {
      const inner = await compose({ subject: 'Clocks', text: `Inside.\n${B}` })
      const { body } = await send({
        subject: 'Fwd: Clocks',
        text: 'For August.',
        attachments: [{ filename: 'clocks.eml', contentType: 'message/rfc822', content: inner }],
      })
      expect(body.links).toMatchObject([
        { url: B, title: 'Clocks', note: 'For August.\n\nInside.' },
      ])
    })
  })

  describe('that has nothing to save', () => {
    it.each([
      ['no link', { text: 'Hello' }, /no link in the mail/],
      ['nothing', {}, /no link in the mail/],
      [
        'addresses inside our network',
        { text: 'http://127.0.0.1/\nhttp://localhost/x' },
        /None of the addresses/,
      ],
      [
        'an automatic reply',
        { text: A, headers: { 'auto-submitted': 'auto-replied (vacation)' } },
        /automatic reply/,
      ],
    ])('is answered with 200 and a reason: %s', async (_, mail, reason) => {
      const { status, body } = await send(mail)
      expect(status).toBe(200)
      expect(body).toMatchObject({ saved: 0, links: [], reason: expect.stringMatching(reason) })
      expect(await links()).toEqual([])
      expect(app.logged).toMatchObject([
        { message: 'inbound mail', details: { hookId: 1, saved: 0 } },
      ])
      expect(JSON.stringify(app.logged)).not.toMatch(/a\.example|ll_hook/)
    })

    it('is a delivery report', async () => {
      const raw = `From: MAILER-DAEMON\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSee ${A}\r\n--b--\r\n`
      expect((await post(raw)).body).toMatchObject({
        saved: 0,
        reason: expect.stringContaining('delivery report'),
      })
    })

    it('is a megabyte of noise', async () => {
      const noise = Buffer.alloc(1_000_000)
      for (let at = 0; at < noise.length; at++) noise[at] = (at * 7_919 + (at >> 3)) & 0xff
      const start = performance.now()
      const { status } = await post(noise)
      expect([200, 422]).toContain(status)
      expect((await post('\n'.repeat(1_000_000))).status).toBe(200)
      expect((await post(`Subject: ${'=?utf-8?q?'.repeat(100_000)}\n\n${A}`)).status).toBe(200)
      expect(performance.now() - start).toBeLessThan(20_000) // under 1 s here
      expect(app.faults).toEqual([])
    })
  })

  it('keeps to 50 links and says so', async () => {
    const list = Array.from({ length: 60 }, (_, i) => `https://a.example/${i}`)
    const { body } = await send({ text: list.join('\n') })
    expect(body.saved).toBe(50)
    expect(body.reason).toMatch(/more than 50 links.* 10 are not/)
  })

  it('names the addresses that cannot be saved', async () => {
    const { body } = await send({ text: `Good.\n${A}\nhttp://192.168.0.1/admin` })
    expect(body).toMatchObject({ saved: 1, rejected: [{ url: 'http://192.168.0.1/admin' }] })
    expect(body.reason).toBeUndefined()
  })

  describe('by the ways of providers', () => {
    it.each(['email', 'message', 'body-mime'])('takes the field %s of a form', async (field) => {
      const mail = async (url: string) =>
        (await compose({ subject: 'Größe', text: `Wörter.\n${url}` })).toString('utf8')
      const asText = new FormData()
      asText.set('to', 'save@letters.example')
      asText.set(field, await mail(A))
      const asFile = new FormData()
      asFile.set(field, new Blob([await mail(B)], { type: 'message/rfc822' }), 'message')
      const encoded = new URLSearchParams({ [field]: await mail('https://c.example/') })
      for (const form of [asText, asFile, encoded])
        expect((await post(form)).body).toMatchObject({
          links: [{ note: 'Wörter.', title: 'Größe' }],
        })
      expect(await links()).toHaveLength(3)
    })

    it('takes a form that is no form but a message', async () => {
      const raw = await compose({ text: `Words.\n${A}` })
      const { body } = await post(raw, { type: 'application/x-www-form-urlencoded' })
      expect(body.saved).toBe(1)
    })

    it('takes JSON with the raw message', async () => {
      const raw = (await compose({ text: `Words.\n${A}` })).toString('utf8')
      const { body } = await post(JSON.stringify({ RawEmail: raw }), { type: 'application/json' })
      expect(body.saved).toBe(1)
    })

    it('says what is missing in a form or JSON without it', async () => {
      const form = new FormData()
      form.set('subject', 'x')
      for (const answer of [
        await post(form),
        await post('{"a":1}', { type: 'application/json' }),
        await post('{', { type: 'application/json' }),
        await post('', {}),
        await post('x', { type: 'multipart/form-data' }),
      ]) {
        expect(answer.status).toBe(422)
        expect(answer.body.code).toBe('INVALID_INPUT')
      }
      expect(app.faults).toEqual([])
    })

    it('finds the secret in the path, before /mime, and in the query', async () => {
      const url = await makeHook()
      const secret = url.split('/').at(-1) ?? ''
      expect(url).toMatch(/^https:\/\/letters\.example\/hooks\/inbound\/ll_hook_[\w-]{43}$/)
      const base = url.slice(0, -secret.length - 1)
      for (const [at, address] of [url, `${url}/mime`, `${base}?secret=${secret}`].entries())
        expect((await post(`https://a.example/${at}`, { url: address })).body.saved).toBe(1)
    })
  })

  it('answers 404 to a wrong secret and 413 to more than 10 MB, as problems', async () => {
    const url = await makeHook()
    for (const wrong of [
      `${url}x`,
      url.slice(0, -1),
      url.replace(/[^/]*$/, ''),
      `${url.replace(/\/[^/]*$/, '')}?secret=`,
    ]) {
      const answer = await app.request(wrong, { method: 'POST', body: A })
      expect(answer.status).toBe(404)
    }
    const answer = await app.request(`${url}x`, { method: 'POST', body: A })
    expect(answer.headers.get('content-type')).toMatch(/problem\+json/)
    expect(await answer.text()).not.toContain('ll_hook')
    const large = Buffer.alloc(10 * 1024 * 1024 + 1, 'x\n')
    const stream = () => new Blob([large]).stream()
    for (const body of [large, stream()]) {
      const { status, body: problem } = await post(body, { url })
      expect([status, problem.code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    }
    expect((await app.request(url)).status).toBe(404)
    expect(await links()).toEqual([])
    expect(app.faults).toEqual([])
  })

  it('lets an admin make, list and remove hooks, and shows the secret once', async () => {
    const url = await makeHook()
    const secret = url.split('/').at(-1) ?? ''
    await post(A, { url })
    const list = await app.json('GET', '/hooks')
    expect(list.body).toMatchObject({
      items: [
        {
          id: 1,
          kind: 'inbound',
          name: 'postfix',
          prefix: secret.slice(0, 12),
          last_used_at: '2023-07-10T12:00:00.000Z',
        },
      ],
    })
    expect(JSON.stringify(list.body)).not.toContain(secret)
    const rows = await app.db.selectFrom('hook').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(secret)
    for (const scope of ['save', 'edit'] as const)
      expect((await app.json('POST', '/hooks', {}, { scope })).status).toBe(403)
    expect((await app.json('POST', '/hooks', { kind: 'outbound' })).status).toBe(422)
    expect((await app.json('DELETE', '/hooks/1')).status).toBe(204)
    expect((await app.json('DELETE', '/hooks/1')).status).toBe(404)
    expect((await app.request(url, { method: 'POST', body: B })).status).toBe(404)
  })
})
