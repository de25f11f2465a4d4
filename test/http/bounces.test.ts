import { beforeEach, describe, expect, it } from 'vitest'
import { SOFT_LIMIT } from '../../src/domain/feedback.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { arf, crlf, postfixDsn, qmailBounce, vacation } from '../support/reports.ts'

const BOUNCES = 'bounces@links.example'

describe.each(DATABASE_KINDS)('bounces and complaints on %s', (kind) => {
  const app = useTestApp(kind, { config: { feedback: { bounceAddress: BOUNCES } } })
  let path: string
  let reader: number

  beforeEach(async () => {
    reader = await app.subscribe('ada@reader.example')
    path = await newHook()
  })

  async function newHook() {
    const { status, body } = await app.json<{ url: string }>('POST', '/hooks', { kind: 'bounce' })
    expect(status).toBe(201)
    return new URL(body.url).pathname
  }
  async function post(message: string, to = path) {
    const answer = await app.request(to, {
      method: 'POST',
      headers: { 'content-type': 'message/rfc822' },
      body: message,
    })
    return {
      status: answer.status,
      ...((await answer.json()) as { result: string; reason: string }),
    }
  }
  async function subscriber(id = reader) {
    const row = await app.db
      .selectFrom('subscriber')
      .select(['status', 'status_reason'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return row
  }
  const statusOf = async (id = reader) => (await subscriber(id)).status
  /** Mails an issue of that month; the last mail is ada's. */
  async function mail(month = '2023-07') {
    await app.saveAt(`${month}-10T12:00:00Z`, `https://a.example/${month}`)
    const issue = await app.assemble(month)
    app.mails = []
    await app.send(issue.id)
    const sent = app.mails.find(({ to }) => to === 'ada@reader.example')
    if (!sent) throw new Error('Ada got no mail.')
    return {
      issueId: issue.id,
      returnPath: sent.message.envelope.from,
      messageId: sent.message.messageId,
      headers: sent.headers,
    }
  }

  it('sends from an address that names the recipient, and the same at a test (BARS 33)', async () => {
    const { returnPath, issueId, headers } = await mail()
    expect(returnPath).toMatch(
      new RegExp(`^bounces\\+${issueId}-${reader}-[0-9a-f]{20}@links\\.example$`),
    )
    expect(headers.from).toContain('editor@letters.example')
    expect(headers['list-unsubscribe']).toContain(`<mailto:${BOUNCES}?subject=unsubscribe%20`)
  })

  it('suppresses an address that a delivery report calls unknown (BARS 33)', async () => {
    const { returnPath } = await mail()
    expect(await post(postfixDsn({ to: returnPath }))).toMatchObject({
      status: 200,
      result: 'bounced',
    })
    expect(await subscriber()).toEqual({
      status: 'bounced',
      status_reason: '550 5.1.1 <ada@reader.example>: Recipient address rejected: User unknown',
    })
    await app.subscribe('ben@reader.example')
    await expect(mail('2023-08')).rejects.toThrow('Ada got no mail.')
    expect(app.mails.map(({ to }) => to)).toEqual(['ben@reader.example'])
  })

  it.each([
    ['Delivered-To', (to: string) => `Delivered-To: ${to}\n`],
    ['X-Original-To', (to: string) => `X-Original-To: ${to}\n`],
    ['Envelope-To', (to: string) => `Envelope-To: <${to}>\n`],
  ])('finds the return path in %s where To was rewritten (BARS 33)', async (_name, header) => {
    const { returnPath } = await mail()
    const report = crlf(header(returnPath)) + postfixDsn({ to: 'postmaster@links.example' })
    expect(await post(report)).toMatchObject({ result: 'bounced' })
  })

  it('knows the recipient by our Message-ID in the returned headers (BARS 33)', async () => {
    const { messageId } = await mail()
    const report = postfixDsn({
      to: 'editor@letters.example',
      original: `Message-ID: ${messageId}\nSubject: July`,
    })
    expect(await post(report)).toMatchObject({ result: 'bounced' })
    expect(await statusOf()).toBe('bounced')
  })

  it('ignores forged return paths and Message-IDs, and says so (BARS 33)', async () => {
    const { returnPath, messageId } = await mail()
    const last = (text: string) => (text.endsWith('0') ? '1' : '0')
    const [local = '', host] = returnPath.split('@')
    const forgedPath = `${local.slice(0, -1)}${last(local)}@${host}`
    const [left = '', right] = messageId.split('@')
    const forgedId = `${left.slice(0, -1)}${last(left)}@${right}`
    for (const report of [
      postfixDsn({ to: forgedPath }),
      postfixDsn({ to: BOUNCES, original: `Message-ID: ${forgedId}` }),
      arf({ original: `Message-ID: ${forgedId}` }),
      qmailBounce({ to: forgedPath }),
    ]) {
      const { status, result, reason } = await post(report)
      expect({ status, result, reason }).toEqual({
        status: 200,
        result: 'ignored',
        reason: expect.stringContaining('no mail of ours'),
      })
    }
    expect(await statusOf()).toBe('active')
    expect(app.logged).toContainEqual({
      message: 'mail feedback',
      details: expect.objectContaining({ result: 'ignored' }),
    })
  })

  it('ignores a genuine return path of a mail that never left (BARS 33)', async () => {
    const { returnPath, issueId } = await mail()
    await app.db.deleteFrom('delivery').where('issue_id', '=', issueId).execute()
    expect(await post(postfixDsn({ to: returnPath }))).toMatchObject({
      result: 'ignored',
      reason: expect.stringContaining('No mail of this issue'),
    })
    expect(await statusOf()).toBe('active')
  })

  it('does not blame the new address for a bounce of the old one (BARS 33)', async () => {
    const { returnPath } = await mail()
    await app.json('PATCH', `/subscribers/${reader}`, { email: 'ada@new.example' })
    expect(await post(postfixDsn({ to: returnPath }))).toMatchObject({ result: 'ignored' })
    expect(await statusOf()).toBe('active')
  })

  it('reads the plain text of servers without delivery reports (BARS 33)', async () => {
    const { returnPath } = await mail()
    expect(await post(qmailBounce({ to: returnPath }))).toMatchObject({ result: 'bounced' })
    expect((await subscriber()).status_reason).toContain('no mailbox here by that name')
  })

  it('does not take the returned letter for the words of the server', async () => {
    const { returnPath } = await mail()
    const odd = qmailBounce({ to: returnPath, text: 'It went wrong in a way of its own.' })
    expect(await post(odd)).toMatchObject({ result: 'counted' })
  })

  it('suppresses nobody for a refusal that is about us', async () => {
    const { returnPath } = await mail()
    const refusal = postfixDsn({
      to: returnPath,
      status: '5.7.1',
      diagnostic: 'smtp; 550 5.7.1 Message rejected as spam',
    })
    expect(await post(refusal)).toMatchObject({ result: 'recorded' })
    expect(await statusOf()).toBe('active')
  })

  it('waits while the server goes on trying', async () => {
    const { returnPath } = await mail()
    const delayed = postfixDsn({ to: returnPath, action: 'delayed', status: '4.4.1' })
    expect(await post(delayed)).toMatchObject({ result: 'ignored' })
    expect(await statusOf()).toBe('active')
  })

  it('takes no vacation for a bounce, whatever it says', async () => {
    const { returnPath } = await mail()
    expect(await post(vacation(returnPath))).toMatchObject({
      result: 'ignored',
      reason: expect.stringContaining('automatic'),
    })
    expect(await statusOf()).toBe('active')
  })

  it('suppresses who complains, once; the same report again is a no-op (BARS 34)', async () => {
    const { messageId } = await mail()
    const report = arf({ original: `Message-ID: ${messageId}` })
    expect(await post(report)).toMatchObject({ status: 200, result: 'complained' })
    expect(await statusOf()).toBe('complained')
    // The owner and the reader have talked it over.
    await app.json('PATCH', `/subscribers/${reader}`, { status: 'active' })
    expect(await post(report)).toMatchObject({ status: 200, result: 'repeated' })
    expect(await post(`${crlf('Received: by another.example\n')}${report}`)).toMatchObject({
      result: 'repeated',
    })
    expect(await statusOf()).toBe('active')
  })

  it('does not take "not spam" for a complaint (BARS 34)', async () => {
    const { messageId } = await mail()
    const report = arf({ original: `Message-ID: ${messageId}`, type: 'not-spam' })
    expect(await post(report)).toMatchObject({ result: 'ignored' })
    expect(await statusOf()).toBe('active')
  })

  describe('soft bounces', () => {
    const full = (to: string, n: number) =>
      postfixDsn({
        to,
        status: '5.2.2',
        diagnostic: 'smtp; 552 5.2.2 Mailbox full',
        messageId: `<full-${n}@mx.reader.example>`,
      })
    const months = ['2023-07', '2023-08', '2023-09', '2023-10', '2023-11', '2023-12', '2024-01']

    it(`suppress after ${SOFT_LIMIT.bounces} in a row over months`, async () => {
      const results: string[] = []
      for (const [n, month] of months.slice(0, SOFT_LIMIT.bounces).entries()) {
        const { returnPath } = await mail(month)
        results.push((await post(full(returnPath, n))).result)
      }
      expect(results).toEqual(['counted', 'counted', 'counted', 'counted', 'bounced'])
      expect((await subscriber()).status_reason).toContain('5 soft bounces in a row')
    })

    it('of one issue never suppress, however many', async () => {
      const { returnPath } = await mail()
      for (let n = 0; n < 8; n += 1) {
        app.now = new Date(app.now.getTime() + 3 * 86_400_000)
        expect(await post(full(returnPath, n))).toMatchObject({ result: 'counted' })
      }
      expect(await statusOf()).toBe('active')
    })

    it('begin anew after an issue that came through', async () => {
      for (const [n, month] of months.slice(0, 4).entries()) {
        const { returnPath } = await mail(month)
        await post(full(returnPath, n))
      }
      await mail(months[4])
      for (const [n, month] of months.slice(5).entries()) {
        const { returnPath } = await mail(month)
        expect(await post(full(returnPath, 10 + n))).toMatchObject({ result: 'counted' })
      }
      expect(await statusOf()).toBe('active')
    })
  })

  it('unsubscribes who writes what List-Unsubscribe says', async () => {
    const { headers } = await mail()
    const token = /subject=unsubscribe%20([\w-]+)/.exec(headers['list-unsubscribe'] ?? '')?.[1]
    const letter = (subject: string) =>
      crlf(`From: ada@reader.example\nTo: ${BOUNCES}\nSubject: ${subject}\n\n`)
    expect(await post(letter(`unsubscribe ${'A'.repeat(44)}`))).toMatchObject({ result: 'ignored' })
    expect(await statusOf()).toBe('active')
    expect(await post(letter(`unsubscribe ${token}`))).toMatchObject({ result: 'unsubscribed' })
    expect(await statusOf()).toBe('unsubscribed')
  })

  it('keeps a reader who left gone, and marks a complaint all the same', async () => {
    const { returnPath, messageId } = await mail()
    await app.services.subscribers.unsubscribe(reader)
    expect(await post(postfixDsn({ to: returnPath }))).toMatchObject({ result: 'recorded' })
    expect(await statusOf()).toBe('unsubscribed')
    expect(await post(arf({ original: `Message-ID: ${messageId}` }))).toMatchObject({
      result: 'complained',
    })
  })

  it('counts two equal reports at the same moment once', async () => {
    const { returnPath } = await mail()
    const results = await Promise.all([1, 2, 3].map(() => post(postfixDsn({ to: returnPath }))))
    expect(results.map(({ result }) => result).sort()).toEqual(['bounced', 'repeated', 'repeated'])
  })

  it('answers a wrong secret, and one for other mail, like any unknown address', async () => {
    const { returnPath } = await mail()
    const inbound = await app.json<{ url: string }>('POST', '/hooks', { kind: 'inbound' })
    const other = new URL(inbound.body.url).pathname.replace('/inbound/', '/bounce/')
    for (const wrong of [`${path}x`, '/hooks/bounce/x', '/hooks/bounce', other])
      expect([wrong, (await post(postfixDsn({ to: returnPath }), wrong)).status]).toEqual([
        wrong,
        404,
      ])
    expect(await statusOf()).toBe('active')
  })

  it.each([
    ['', 422],
    ['no headers at all', 200],
    [
      'Content-Type: multipart/report; boundary="x"\n\n--x\nContent-Type: message/delivery-status\n\n',
      200,
    ],
    [`Subject: ${'é'.repeat(5_000)}\n\n\u0000\u0001`, 200],
  ])('is not upset by %j', async (message, status) => {
    expect((await post(crlf(message))).status).toBe(status)
    expect(app.faults).toEqual([])
  })

  it('is done with long hostile reports', async () => {
    const { returnPath } = await mail()
    const hostile = [
      postfixDsn({ to: returnPath, diagnostic: `smtp; ${'user '.repeat(100_000)}` }),
      qmailBounce({ to: `${returnPath}\n${'\n- \n'.repeat(500_000)}` }),
      postfixDsn({ to: `+1-1-${'a'.repeat(20)}@`.repeat(20_000) }),
    ]
    const results: string[] = []
    for (const report of hostile) results.push((await post(report)).result)
    expect(results).toEqual(['bounced', 'ignored', 'ignored'])
  })

  it('lists what came back to the owner alone', async () => {
    const { returnPath, issueId } = await mail()
    await post(postfixDsn({ to: returnPath }))
    const { body } = await app.json<{ items: unknown[] }>('GET', '/bounces?kind=hard')
    expect(body.items).toEqual([
      {
        id: expect.any(Number),
        subscriber_id: reader,
        email: 'ada@reader.example',
        issue_id: issueId,
        kind: 'hard',
        source: 'report',
        reason: expect.stringContaining('User unknown'),
        received_at: '2023-07-10T12:00:00.000Z',
      },
    ])
    expect((await app.json('GET', '/bounces', undefined, { scope: 'edit' })).status).toBe(403)
    expect((await app.json('GET', '/bounces?kind=loud')).status).toBe(422)
  })

  it('forgets the events with the subscriber', async () => {
    const { returnPath } = await mail()
    await post(postfixDsn({ to: returnPath }))
    await app.json('DELETE', `/subscribers/${reader}`)
    expect(await app.db.selectFrom('bounce_event').selectAll().execute()).toEqual([])
  })
})
