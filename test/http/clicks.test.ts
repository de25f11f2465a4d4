import { mf2 } from 'microformats-parser'
import { afterEach, describe, expect, it } from 'vitest'
import { addClicks } from '../../src/store/clicks.ts'
import { BASE_URL, type IssueJson, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
type CountedIssue = IssueJson & {
  sections: { entries: { id: number; clicks?: number | null }[] }[]
}

describe.each(DATABASE_KINDS)('clicks on %s', (kind) => {
  const app = useTestApp(kind)
  afterEach(() => app.services.clicks.close())

  const turn = (isOn: boolean) => app.json('PATCH', '/settings', { count_clicks: isOn })
  const page = async (path: string) => (await app.request(path)).text()
  const idsOn = (text = '') => [...text.matchAll(/\/r\/([\w-]{8})"/g)].map(([, id = '']) => id)

  /** An issue of so many links that is out, mailed to one reader. */
  async function published(links = 2) {
    for (let n = 1; n <= links; n++)
      await app.save(`https://norn.example/${n}?a=1&b=2`, { title: `Clock ${n}` })
    await app.subscribe('ada@reader.example')
    const { id } = await app.assemble('2023-07')
    await app.send(id)
    return id
  }
  function click(id: string, headers: Record<string, string> = {}, method = 'GET') {
    return app.request(`/r/${id}`, { method, headers: { 'user-agent': FIREFOX, ...headers } })
  }
  /** All clicks of an issue, after everything is written. */
  async function clicksOf(issueId: number) {
    await app.services.clicks.close()
    const { body } = await app.json<CountedIssue>('GET', `/issues/${issueId}`)
    return body.sections.flatMap(({ entries }) => entries.map((entry) => entry.clicks))
  }

  it('are not counted and change no address unless the owner wants it', async () => {
    const id = await published()
    expect((await app.json('GET', '/settings')).body).toMatchObject({ count_clicks: false })
    const [html, mail] = [await page('/issues/july-2023'), app.mails[0]?.html ?? '']
    for (const text of [html, mail]) {
      expect(text).toContain('href="https://norn.example/1?a=1&amp;b=2"')
      expect(text).not.toMatch(/\/r\/|counted/)
    }
    expect(await clicksOf(id)).toEqual([undefined, undefined])
    // Turned on afterwards, what is out stays as it is.
    await turn(true)
    expect(await page('/issues/july-2023')).not.toContain('/r/')
    expect(await clicksOf(id)).toEqual([null, null])
  })

  it('lead over the same address for everybody, in mail and page alone, and readers are told', async () => {
    await turn(true)
    await app.subscribe('bea@reader.example')
    await published()
    const html = await page('/issues/july-2023')
    const ids = idsOn(html)
    expect(new Set(ids).size).toBe(2)
    expect(app.mails.map((mail) => idsOn(mail.html))).toEqual([ids, ids])
    // Readers of microformats are still told where the link leads.
    const { items } = mf2(html, { baseUrl: BASE_URL })
    const cites = items[0]?.properties['bookmark-of'] ?? []
    expect(cites.map((cite) => (typeof cite === 'object' ? cite.value : cite))).toEqual([
      'https://norn.example/1?a=1&b=2',
      'https://norn.example/2?a=1&b=2',
    ])
    for (const text of [html, app.mails[0]?.html])
      expect(text).toContain('Clicks on links are counted, but not whose.')
    const elsewhere = ['/issues/july-2023.md', '/feed.xml', '/atom.xml', '/feed.json', '/archive']
    for (const text of [app.mails[0]?.text ?? '', ...(await Promise.all(elsewhere.map(page)))])
      expect(text).not.toContain('/r/')
    expect(app.mails[0]?.text).toContain('https://norn.example/1?a=1&b=2')
  })

  it('are led on without a trace and counted by entry', async () => {
    await turn(true)
    const issueId = await published()
    const [first = ''] = idsOn(await page('/issues/july-2023'))
    const answer = await click(first)
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe('https://norn.example/1?a=1&b=2')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-robots-tag')).toContain('noindex')
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await page('/robots.txt')).toContain('Disallow: /r/')
    app.clientAddress = '192.0.2.8'
    await click(first)
    expect(await clicksOf(issueId)).toEqual([2, 0])
    const { rows } = { rows: await app.db.selectFrom('entry_click').selectAll().execute() }
    expect(rows).toEqual([{ entry_id: expect.any(Number), clicks: expect.anything() }])
  })

  it('go nowhere but to a stored entry', async () => {
    await turn(true)
    await published()
    for (const path of [
      '/r/AAAAAAAA',
      '/r/AAAAAAAA?url=https://evil.example',
      '/r/https://evil.example',
      '/r//evil.example',
      '/r/%2e%2e%2f',
    ]) {
      const answer = await app.request(path, { headers: { 'user-agent': FIREFOX } })
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 404, null])
    }
    const [first = ''] = idsOn(await page('/issues/july-2023'))
    const answer = await app.request(`/r/${first}?url=https://evil.example`, {
      headers: { 'user-agent': FIREFOX, host: 'evil.example' },
    })
    expect(answer.headers.get('location')).toBe('https://norn.example/1?a=1&b=2')
    await app.db.updateTable('entry').set({ url: 'javascript:alert(1)' }).execute()
    expect((await click(first)).status).toBe(404)
  })

  it('of one reader count once in ten seconds, and those of a scanner not at all', async () => {
    await turn(true)
    const issueId = await published(8)
    const ids = idsOn(await page('/issues/july-2023'))
    await click(ids[0] ?? '')
    await click(ids[0] ?? '')
    app.clientAddress = '192.0.2.9'
    for (const id of ids) await click(id)
    expect(await clicksOf(issueId)).toEqual([1, 0, 0, 0, 0, 0, 0, 0])
    app.clientAddress = '192.0.2.7'
    app.now = new Date(app.now.getTime() + 11_000)
    await click(ids[0] ?? '')
    expect((await clicksOf(issueId))[0]).toBe(2)
  })

  it('are led on but not counted for programs and for who does not want it', async () => {
    await turn(true)
    const issueId = await published()
    const [first = ''] = idsOn(await page('/issues/july-2023'))
    const answers = [
      await click(first, { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }),
      await click(first, { 'sec-gpc': '1' }),
      await click(first, { dnt: '1' }),
      await click(first, { 'sec-purpose': 'prefetch' }),
      await click(first, {}, 'HEAD'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([302, 302, 302, 302, 302])
    expect(await clicksOf(issueId)).toEqual([0, 0])
  })

  it('go on to lead to their places when counting is turned off or an entry is taken out', async () => {
    await turn(true)
    const issueId = await published()
    const [first = '', second = ''] = idsOn(await page('/issues/july-2023'))
    await click(first)
    expect(await clicksOf(issueId)).toEqual([1, 0])
    await turn(false)
    expect(await page('/issues/july-2023')).not.toContain('/r/')
    expect((await click(first)).headers.get('location')).toContain('norn.example/1')
    await app.json('PATCH', `/issues/${issueId}`, { sections: [] })
    expect((await click(second)).headers.get('location')).toContain('norn.example/2')
    await app.services.clicks.close()
    const rows = await app.db.selectFrom('entry_click').select('clicks').execute()
    expect(rows.map(({ clicks }) => Number(clicks))).toEqual([1])
  })

  it('wait for a database that is away, and are written by several processes at once', async () => {
    await turn(true)
    const issueId = await published()
    const { entries } = (await app.services.getIssue(issueId)).sections[0] ?? { entries: [] }
    const [entry = { id: 0 }] = entries
    await app.db.schema.alterTable('entry_click').renameTo('entry_click_away').execute()
    app.services.clicks.note(entry.id, { address: '192.0.2.1', agent: FIREFOX })
    await expect(app.services.clicks.close()).rejects.toThrow(/entry_click/)
    await app.db.schema.alterTable('entry_click_away').renameTo('entry_click').execute()
    await Promise.all([
      ...Array.from({ length: 4 }, (_, n) =>
        addClicks(
          app.db,
          new Map(entries.map(({ id }) => [id, 1] as const).toSorted(() => (n % 2 ? 1 : -1))),
        ),
      ),
      // One that is gone holds up no other.
      addClicks(app.db, new Map([[999_999, 1]])),
    ])
    expect(await clicksOf(issueId)).toEqual([5, 4])
  })

  it('are shown where the owner looks, and as what is popular', async () => {
    await turn(true)
    const issueId = await published()
    const [first = ''] = idsOn(await page('/issues/july-2023'))
    expect(await page('/')).not.toContain('Popular')
    await click(first)
    await app.services.clicks.close()
    expect(await page('/')).toMatch(/Popular[\s\S]*july-2023#link-\d+">Clock 1</)
    const owner = createVisitor(app)
    await owner.enter((await app.services.logins.commandLink()) ?? '')
    const result = await owner.get(`/admin/issues/${issueId}/sending`)
    expect(result.text).toMatch(
      /What readers followed Counted without who: one click in all.*Clock 1 ?1 Clock 2 ?0/,
    )
    const { link_id } = (await app.json<IssueJson>('GET', `/issues/${issueId}`)).body.sections[0]
      ?.entries[0] ?? { link_id: 0 }
    expect((await owner.get(`/admin/links/${link_id}`)).text).toContain('one click in July 2023')
    expect((await owner.get('/admin')).text).toMatch(/Most read.*Clock 1 July 2023/)
    await owner.get('/admin/settings/numbers')
    const saved = await owner.follow(
      await owner.submit('/admin/settings/numbers', { count_clicks: '' }),
    )
    expect(saved.text).toContain('Saved.')
    expect((await app.json('GET', '/settings')).body).toMatchObject({ count_clicks: false })
    for (const path of [`/admin/issues/${issueId}/sending`, `/admin/links/${link_id}`, '/admin'])
      expect((await owner.get(path)).text).not.toMatch(/click/i)
    expect(await page('/')).not.toContain('Popular')
  })

  it('move along with an issue to another installation', async () => {
    await turn(true)
    await published()
    const [first = ''] = idsOn(await page('/issues/july-2023'))
    await click(first)
    await app.services.clicks.close()
    const file = await app.request(`${BASE_URL}/api/v1/export?format=json`, {
      headers: { authorization: `Bearer ${app.tokens.admin}` },
    })
    const text = await file.text()
    await app.db.deleteFrom('delivery').execute()
    await app.db.deleteFrom('issue').execute()
    expect((await click(first)).status).toBe(404)
    await app.request('/api/v1/imports?format=auto', {
      method: 'POST',
      headers: { authorization: `Bearer ${app.tokens.admin}` },
      body: text,
    })
    expect((await click(first)).headers.get('location')).toContain('norn.example/1')
    const [issue] = (await app.json<{ items: IssueJson[] }>('GET', '/issues')).body.items
    expect(await clicksOf(issue?.id ?? 0)).toEqual([2, 0])
  })
})
