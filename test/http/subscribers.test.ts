import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { prepareSearch } from '../../src/store/subscriber-search.ts'
import { type Page, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

interface Reader {
  id: number
  email: string
  status: string
  status_reason: string | null
  tags: string[]
}

describe.each(DATABASE_KINDS)("the owner's list on %s", (kind) => {
  const app = useTestApp(kind)

  async function add(email: string, values: Record<string, unknown> = {}): Promise<number> {
    const body = { email, status: 'active', ...values }
    return (await app.json<{ id: number }>('POST', '/subscribers', body)).body.id
  }
  const find = async (query: string) =>
    (await app.json<Page<Reader>>('GET', `/subscribers?${query}`)).body
  const emails = async (query: string) => (await find(query)).items.map((item) => item.email)

  async function addMany() {
    await add('ada.lovelace@reader.example', { name: 'Ada Lovelace', tags: ['vip'] })
    await add('ben@reader.example', { name: 'Benedict', tags: ['VIP list'] })
    await add('cy@other.example', { name: 'Cy Ada', tags: ['vip', 'x'] })
    await add('dee_d@other.example', { name: '', status: 'unsubscribed' })
  }

  describe('finding readers', () => {
    it.each([
      ['q=ada.l', ['ada.lovelace@reader.example']],
      ['q=ADA', ['ada.lovelace@reader.example', 'cy@other.example']],
      ['q=lovelace', ['ada.lovelace@reader.example']],
      ['q=benedict', ['ben@reader.example']],
      ['q=%40other.example', ['cy@other.example', 'dee_d@other.example']],
      ['q=%40other', ['cy@other.example', 'dee_d@other.example']],
      ['q=%40reader.example&tag=vip', ['ada.lovelace@reader.example']],
      ['tag=vip', ['ada.lovelace@reader.example', 'cy@other.example']],
      ['tag=vip&q=cy', ['cy@other.example']],
      ['status=unsubscribed', ['dee_d@other.example']],
      ['q=cy', ['cy@other.example']],
      ['q=dee_', ['dee_d@other.example']],
      ['q=d_e', []],
      ['q=%25', []],
      ["q='; drop table subscriber", []],
      ['q=%5C', []],
      ['tag=%27', []],
    ])('finds by %s (BARS 50)', async (query, expected) => {
      await addMany()
      expect(await emails(query)).toEqual(expected)
    })

    it('pages without gaps or repeats while others are added', async () => {
      for (let n = 0; n < 25; n += 1) await add(`reader${n}@reader.example`)
      const seen: string[] = []
      let cursor = ''
      for (let page = 0; page < 10; page += 1) {
        const { items, next_cursor } = await find(`q=reader&limit=10${cursor}`)
        seen.push(...items.map((item) => item.email))
        if (next_cursor === null) break
        cursor = `&cursor=${next_cursor}`
        await add(`aaa${page}@reader.example`)
        await app.json('DELETE', `/subscribers/${items[0]?.id}`)
      }
      expect(seen.filter((email) => email.startsWith('reader'))).toHaveLength(25)
      expect(new Set(seen).size).toBe(seen.length)
    })

    it('counts each status, also those that nobody has', async () => {
      await addMany()
      expect((await app.json('GET', '/subscribers/counts')).body).toEqual({
        pending: 0,
        active: 3,
        unsubscribed: 1,
        bounced: 0,
        complained: 0,
      })
    })

    it('is for the admin scope alone', async () => {
      for (const path of ['/subscribers', '/subscribers/counts', '/subscribers/export.csv'])
        expect((await app.json('GET', path, undefined, { scope: 'edit' })).status).toBe(403)
    })
  })

  describe('changing readers', () => {
    it('keeps the reason of a status, and drops it with the status', async () => {
      const id = await add('ada@reader.example')
      const changed = await app.json<Reader>('PATCH', `/subscribers/${id}`, {
        status: 'unsubscribed',
        reason: 'Called me',
      })
      expect(changed.body).toMatchObject({ status: 'unsubscribed', status_reason: 'Called me' })
      const back = await app.json<Reader>('PATCH', `/subscribers/${id}`, { status: 'active' })
      expect(back.body).toMatchObject({ status: 'active', status_reason: null })
    })

    it('suppresses with a reason', async () => {
      const id = await add('ada@reader.example')
      const path = `/subscribers/${id}/suppress`
      expect((await app.json('POST', path, {})).status).toBe(422)
      expect((await app.json('POST', path, { reason: 'x', as: 'active' })).status).toBe(422)
      const by = await app.json<Reader>('POST', path, { reason: 'Asked by phone' })
      expect(by.body).toMatchObject({ status: 'unsubscribed', status_reason: 'Asked by phone' })
      const hard = await app.json<Reader>('POST', path, { reason: 'Spam trap', as: 'complained' })
      expect(hard.body).toMatchObject({ status: 'complained', status_reason: 'Spam trap' })
    })

    it('does not take an address that another reader has', async () => {
      const id = await add('ada@reader.example')
      await add('ben@reader.example')
      const taken = await app.json('PATCH', `/subscribers/${id}`, { email: 'BEN@reader.example' })
      expect([taken.status, taken.body.code]).toEqual([409, 'SUBSCRIBER_EXISTS'])
    })

    it('cleans tags and names', async () => {
      const id = await add('ada@reader.example')
      const { body } = await app.json<Reader>('PATCH', `/subscribers/${id}`, {
        name: 'Ada\r\nBcc: x@y.example',
        tags: [' vip ', 'VIP', '', 'new\nline'],
      })
      expect(body).toMatchObject({ name: 'Ada Bcc: x@y.example', tags: ['vip', 'new line'] })
    })
  })

  describe('an issue for a tag', () => {
    async function draft() {
      await addMany()
      await app.save('https://a.example/1')
      return app.assemble('2023-07')
    }
    const delivered = async (id: number) =>
      (await app.json<Page<{ email: string }>>('GET', `/issues/${id}/deliveries`)).body.items.map(
        (item) => item.email,
      )

    it('goes to its readers alone', async () => {
      const issue = await draft()
      const sent = await app.json('POST', `/issues/${issue.id}/send`, { tag: 'vip' })
      expect(sent.body).toMatchObject({ audience_tag: 'vip' })
      await app.tick()
      expect(await delivered(issue.id)).toEqual(['ada.lovelace@reader.example', 'cy@other.example'])
      expect(app.mails).toHaveLength(2)
    })

    it('keeps its tag when it is scheduled, and loses it on request', async () => {
      const issue = await draft()
      const at = '2023-08-01T09:00:00Z'
      const path = `/issues/${issue.id}/schedule`
      const scheduled = await app.json('POST', path, { at, tag: 'vip' })
      expect(scheduled.body).toMatchObject({ audience_tag: 'vip' })
      expect((await app.json('POST', path, { at })).body).toMatchObject({ audience_tag: 'vip' })
      const toAll = await app.json('POST', path, { at, tag: null })
      expect(toAll.body).toMatchObject({ audience_tag: null })
      app.now = new Date(at)
      await app.tick()
      expect(app.mails).toHaveLength(3)
    })

    it('is refused for a tag that nobody active has', async () => {
      const issue = await draft()
      for (const tag of ['vp', 'VIP', "v'ip", ''])
        expect((await app.json('POST', `/issues/${issue.id}/send`, { tag })).status).toBe(422)
      const { body } = await app.json('GET', `/issues/${issue.id}`)
      expect(body).toMatchObject({ state: 'draft', audience_tag: null })
    })
  })

  it('finds in a long list by an index, whatever is looked for', async () => {
    await sql`insert into subscriber (email, email_key, name, status, tags)
      select e, e, 'Reader ' || n, case when n % 10 = 0 then 'unsubscribed' else 'active' end,
        case when n % 1000 = 0 then '["rare"]'::jsonb else '["often"]'::jsonb end
      from (select n, 'reader' || n || '@host' || n % 100 || '.example' as e
        from generate_series(1, 60000) n) as made`.execute(app.db)
    await sql`analyze subscriber`.execute(app.db)
    const queries = [
      { q: 'reader4711@' },
      { q: '@host7.example' },
      { q: 'reader 4711' },
      { tag: 'rare' },
      { status: 'unsubscribed' as const },
      { q: 'reader', afterId: 59_000 },
    ]
    for (const query of queries) {
      const { select } = await prepareSearch(app.db, { ...query, limit: 51 })
      expect([query, (await select.execute()).length > 0]).toEqual([query, true])
      const plan = JSON.stringify(await select.explain())
      expect([query, plan]).toEqual([query, expect.stringMatching(/Index/)])
      expect([query, plan]).toEqual([query, expect.not.stringContaining('Seq Scan')])
    }
  })
})
