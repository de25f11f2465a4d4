import { describe, expect, it } from 'vitest'
import { createUnsubscribeTokens } from '../../src/deliver/unsubscribe-token.ts'
import { APP_SECRET, BASE_URL, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const tokens = createUnsubscribeTokens(APP_SECRET)

describe.each(DATABASE_KINDS)('leaving the list on %s', (kind) => {
  const app = useTestApp(kind)
  const statusOf = async (id: number) =>
    (await app.json<{ status: string }>('GET', `/subscribers/${id}`)).body.status

  /** One subscriber who got a mail, and the address that its List-Unsubscribe names. */
  async function mailed() {
    await app.save('https://a.example/1')
    const issue = await app.assemble('2023-07')
    const id = await app.subscribe('ada@reader.example')
    await app.send(issue.id)
    const header = app.mails[0]?.headers['list-unsubscribe'] ?? ''
    const url = /<(https:[^>]+)>/.exec(header)?.[1] ?? ''
    expect(url).toMatch(`${BASE_URL}/unsubscribe/`)
    return { id, path: url.slice(BASE_URL.length) }
  }

  it('changes nothing by GET and HEAD, however often (BARS 16)', async () => {
    const { id, path } = await mailed()
    for (let i = 0; i < 10; i++) {
      const answer = await app.request(path)
      expect(answer.status).toBe(200)
      expect(await answer.text()).toMatch(/<form[^>]+method="post"/i)
      expect((await app.request(path, { method: 'HEAD' })).status).toBe(200)
    }
    expect(await statusOf(id)).toBe('active')
  })

  it('acts on the one-click POST of a mail program, without origin or cookie (BARS 18)', async () => {
    const { id, path } = await mailed()
    const answer = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null])
    expect(await statusOf(id)).toBe('unsubscribed')
  })

  it('acts on a multipart POST too (BARS 18)', async () => {
    const { id, path } = await mailed()
    const body = new FormData()
    body.set('List-Unsubscribe', 'One-Click')
    expect((await app.request(path, { method: 'POST', body })).status).toBe(200)
    expect(await statusOf(id)).toBe('unsubscribed')
  })

  it('answers the second time like the first (BARS 19)', async () => {
    const { id, path } = await mailed()
    const answers = [await app.request(path, { method: 'POST' })]
    answers.push(await app.request(path, { method: 'POST' }))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200])
    expect(await statusOf(id)).toBe('unsubscribed')
  })

  it('goes on taking the link of an old issue (BARS 19)', async () => {
    const { id, path } = await mailed()
    await app.saveAt('2023-08-10T12:00:00Z', 'https://a.example/2')
    await app.send((await app.assemble('2023-08')).id)
    app.now = new Date('2026-08-10T12:00:00Z')
    for (let n = 0; n < 2; n += 1)
      expect((await app.request(path, { method: 'POST' })).status).toBe(200)
    expect(await statusOf(id)).toBe('unsubscribed')
  })

  it('does not know a forged address', async () => {
    const { id, path } = await mailed()
    const other = path.at(-1) === 'A' ? 'Q' : 'A'
    const middle = path.slice(0, 20) + (path[20] === 'A' ? 'B' : 'A') + path.slice(21)
    for (const forged of [
      '/unsubscribe/x',
      `${path}A`,
      middle,
      `${path.slice(0, -2)}${other}${other}`,
    ])
      for (const method of ['GET', 'POST'])
        expect([forged, (await app.request(forged, { method })).status]).toEqual([forged, 404])
    expect(await statusOf(id)).toBe('active')
  })

  it('keeps the address out of caches, indexes and referrers', async () => {
    const { path } = await mailed()
    const { headers } = await app.request(path)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-robots-tag')).toContain('noindex')
  })

  it('skips who left in the next issue', async () => {
    const { path } = await mailed()
    await app.subscribe('ben@reader.example')
    await app.request(path, { method: 'POST' })
    await app.settled()
    await app.saveAt('2023-08-10T12:00:00Z', 'https://a.example/2')
    const next = await app.assemble('2023-08')
    app.mails = []
    await app.send(next.id)
    expect(app.mails.map((mail) => mail.to)).toEqual(['ben@reader.example'])
  })

  it('skips who leaves by one click between the plan and the mail (BARS 18, BARS 20)', async () => {
    const ids: number[] = []
    for (let n = 1; n <= 12; n += 1) ids.push(await app.subscribe(`reader${n}@reader.example`))
    await app.saveAt('2023-07-10T12:00:00Z', 'https://norn.example/clocks')
    const issue = await app.assemble('2023-07')
    // While the first mail goes out the last reader leaves; four connections have not come so far.
    app.onMail = async () => {
      app.onMail = async () => undefined
      const path = `/unsubscribe/${tokens.create({ issueId: issue.id, subscriberId: ids.at(-1) ?? 0 })}`
      const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
      expect((await app.request(path, { method: 'POST', body })).status).toBe(200)
    }
    await app.send(issue.id)
    await app.tick()
    await app.settled()
    const issues = app.mails.filter((mail) => 'list-id' in mail.headers)
    expect(issues.map((mail) => mail.to).sort()).toEqual(
      ids
        .slice(0, -1)
        .map((_, index) => `reader${index + 1}@reader.example`)
        .sort(),
    )
    const { body } = await app.json<{ sum: object }>('GET', `/issues/${issue.id}/progress`)
    expect(body.sum).toEqual({
      candidates: 12,
      sent: 11,
      suppressed: 1,
      failed: 0,
      unknown: 0,
      pending: 0,
      holds: true,
    })
  })
})
