import { beforeEach, describe, expect, it } from 'vitest'
import { BASE_URL, type Mail, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { arf, postfixDsn } from '../support/reports.ts'

const ADA = 'ada@reader.example'
const SERVICE_PATH = /^bounces\+m-(\d+)-[0-9a-f]{20}@links\.example$/

describe.each(DATABASE_KINDS)('bounces of mails about no issue, on %s', (kind) => {
  const app = useTestApp(kind, { config: { feedback: { bounceAddress: 'bounces@links.example' } } })
  let hook: string

  beforeEach(async () => {
    hook = new URL((await app.json<{ url: string }>('POST', '/hooks', { kind: 'bounce' })).body.url)
      .pathname
  })

  async function report(message: string) {
    const headers = { 'content-type': 'message/rfc822' }
    const answer = await app.request(hook, { method: 'POST', headers, body: message })
    return (await answer.json()) as { result: string; reason: string }
  }
  const bounce = (to: string) => report(postfixDsn({ to }))
  const pathOf = (mail: Mail | undefined) => mail?.message.envelope.from ?? ''
  const linkIn = (mail: Mail | undefined, path: string) =>
    new RegExp(`${BASE_URL}(/${path}/[\\w-]+)`).exec(mail?.text ?? '')?.[1] ?? 'none'
  const reader = () =>
    app.db.selectFrom('subscriber').select(['email', 'status', 'status_reason']).executeTakeFirst()
  /** What the act has mailed. */
  async function mailed(act: () => Promise<unknown>): Promise<Mail | undefined> {
    app.mails = []
    await act()
    await app.settled()
    return app.mails[0]
  }
  const post = (path: string, fields: Record<string, string> = {}) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(fields) })
  const join = () => mailed(() => post('/subscribe', { email: ADA }))

  it('a confirmation that comes back suppresses its address, once (BARS 33)', async () => {
    const confirmation = await join()
    expect(pathOf(confirmation)).toMatch(SERVICE_PATH)
    expect(await bounce(pathOf(confirmation))).toMatchObject({ result: 'bounced' })
    expect(await reader()).toMatchObject({
      status: 'bounced',
      status_reason: expect.stringContaining('550 5.1.1'),
    })
    expect(await bounce(pathOf(confirmation))).toMatchObject({ result: 'repeated' })
    const { body } = await app.json<{ items: object[] }>('GET', '/bounces')
    expect(body.items).toMatchObject([{ email: ADA, issue_id: null, kind: 'hard' }])
    // Nobody has that address mailed again by the form.
    app.now = new Date(app.now.getTime() + 3 * 24 * 3_600_000)
    expect(await join()).toBeUndefined()
  })

  it('a return path of somebody else’s making is ignored (BARS 33)', async () => {
    const genuine = pathOf(await join())
    const last = genuine.replace(/(.)@/, (_all, figure) => (figure === '0' ? '1@' : '0@'))
    for (const forged of [
      last,
      genuine.replace('+m-1-', '+m-2-'),
      genuine.replace('+m-1-', '+0-1-'),
      genuine.replace('+m-1-', '+1-1-'),
    ]) {
      expect(forged).not.toBe(genuine)
      expect([forged, (await bounce(forged)).result]).toEqual([forged, 'ignored'])
    }
    expect((await reader())?.status).toBe('pending')
    expect((await bounce(`${last}, ${genuine}`)).result).toBe('bounced')
  })

  it('a welcome and a complaint about it count, a goodbye is noted (BARS 33, BARS 34)', async () => {
    const confirmation = await join()
    const welcome = await mailed(() => post(linkIn(confirmation, 'confirm')))
    expect(welcome?.subject).toContain('You are on the list')
    const goodbye = await mailed(() => post(linkIn(welcome, 'unsubscribe')))
    expect(goodbye?.to).toBe(ADA)
    expect(await bounce(pathOf(goodbye))).toMatchObject({ result: 'recorded' })
    expect((await reader())?.status).toBe('unsubscribed')
    const complaint = arf({ original: 'Subject: You are on the list' })
    expect(await report(`Delivered-To: ${pathOf(welcome)}\r\n${complaint}`)).toMatchObject({
      result: 'complained',
    })
    expect((await reader())?.status).toBe('complained')
  })

  it('a bounce says nothing about the address that a reader has by now', async () => {
    const confirmation = await join()
    const welcome = await mailed(() => post(linkIn(confirmation, 'confirm')))
    const asked = await mailed(() =>
      post(linkIn(welcome, 'preferences'), { email: 'ada@new.example', paused_until: '' }),
    )
    expect(asked?.to).toBe('ada@new.example')
    // The new address does not exist: the old one goes on.
    expect(await bounce(pathOf(asked))).toMatchObject({ result: 'ignored' })
    expect(await reader()).toMatchObject({ email: ADA, status: 'active' })
    // It does, and takes over: what comes back from the old one is about nobody.
    await post(linkIn(asked, 'preferences/address'))
    await app.settled()
    expect(await reader()).toMatchObject({ email: 'ada@new.example', status: 'active' })
    expect(await bounce(pathOf(welcome))).toMatchObject({ result: 'ignored' })
    expect((await reader())?.status).toBe('active')
  })

  it('a reader who is no longer here is nobody', async () => {
    const confirmation = await join()
    await app.json('DELETE', '/subscribers/1')
    expect(await bounce(pathOf(confirmation))).toMatchObject({ result: 'ignored' })
  })
})
