import { describe, expect, it } from 'vitest'
import { type LinkJson, type Page, pageThatSays, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const URL_A = 'https://a.example/post'

describe.each(DATABASE_KINDS)('saving a link on %s', (kind) => {
  const app = useTestApp(kind)

  it('answers 201 with the link, and asks for its page', async () => {
    const { status, body } = await app.json<LinkJson>('POST', '/links', {
      url: URL_A,
      note: 'Read this.',
      section: 'Articles',
      tags: ['one'],
      authors: ['Grete Ørsted', '林'],
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      url: URL_A,
      note: 'Read this.',
      section: 'Articles',
      tags: ['one'],
      authors: ['Grete Ørsted', '林'],
      status: 'inbox',
      saved_at: '2023-07-10T12:00:00.000Z',
      enrichment: { status: 'pending', error: null },
    })
    expect(app.enqueued).toEqual([body.id])
  })

  it('answers a known address with 200, its note and tags merged', async () => {
    const first = await app.save(URL_A, { note: 'First.', tags: ['One', 'two'] })
    const { status, body } = await app.json<LinkJson>('POST', '/links', {
      url: `${URL_A}?utm_source=x`,
      note: 'Second.',
      tags: ['one', 'three'],
    })
    expect(status).toBe(200)
    expect(body.duplicate).toBe(true)
    expect(body.id).toBe(first.id)
    expect(body.note).toBe('First.\n\nSecond.')
    expect(body.tags).toEqual(['One', 'two', 'three'])
  })

  it('does not repeat a note that it has', async () => {
    await app.save(URL_A, { note: 'Same.' })
    expect((await app.save(URL_A, { note: 'Same.' })).note).toBe('Same.')
  })

  it('makes one link of several savings at once and keeps every note', async () => {
    const notes = ['alpha', 'beta', 'gamma', 'delta']
    const answers = await Promise.all(
      notes.map((note) => app.json<LinkJson>('POST', '/links', { url: URL_A, note })),
    )
    expect(answers.map((a) => a.status).sort()).toEqual([200, 200, 200, 201])
    const { body } = await app.json<Page<LinkJson>>('GET', '/links')
    expect(body.items).toHaveLength(1)
    for (const note of notes) expect(body.items[0]?.note).toContain(note)
  })

  it("never overwrites the owner's title with the page's", async () => {
    const { id } = await app.save(URL_A, { title: 'My title' })
    app.enrichPage = pageThatSays({ title: 'Page title', siteName: 'The Site' })
    await app.services.enrichLink(id, { isLastTry: true })
    const { body } = await app.json<LinkJson>('GET', `/links/${id}`)
    expect(body).toMatchObject({
      title: 'My title',
      site_name: 'The Site',
      enrichment: { status: 'done', error: null },
    })
  })

  it("keeps a title that is typed while the page's is read", async () => {
    const { id } = await app.save(URL_A, { title: null })
    app.enrichPage = async (url) => {
      await app.json('PATCH', `/links/${id}`, { title: 'Typed meanwhile' })
      return pageThatSays({ title: 'Page title' })(url)
    }
    await app.services.enrichLink(id, { isLastTry: true })
    expect((await app.json('GET', `/links/${id}`)).body.title).toBe('Typed meanwhile')
  })

  it('shows a page that cannot be read as failed, with the reason, and reads it again', async () => {
    const { id } = await app.save(URL_A, { note: 'Kept.' })
    app.enrichPage = async () => {
      throw new Error('broken markup')
    }
    expect(await app.services.enrichLink(id, { isLastTry: true })).toMatchObject({
      outcome: 'failed',
    })
    const failed = await app.json<LinkJson>('GET', `/links/${id}`)
    expect(failed.body).toMatchObject({ note: 'Kept.', enrichment: { status: 'failed' } })
    expect(failed.body.enrichment.error).toContain('broken markup')
    const again = await app.json<LinkJson>('POST', `/links/${id}/refresh`)
    expect(again.status).toBe(202)
    expect(again.body.enrichment).toMatchObject({ status: 'pending', error: null })
    expect(app.enqueued).toEqual([id, id])
  })

  it.each([
    '',
    'nothing',
    'javascript:alert(1)',
    'ftp://a.example/',
    'http://',
    'mailto:a@b.example',
  ])('refuses the address "%s" with a problem', async (url) => {
    const { status, type, body } = await app.json('POST', '/links', { url })
    expect(status).toBe(422)
    expect(type).toMatch(/^application\/problem\+json/)
    expect(body).toMatchObject({ status: 422, code: 'INVALID_URL' })
  })

  it.each(['2023-13', '2023-7', 'July', '2023-07-01', ''])(
    'refuses the month "%s"',
    async (month) => {
      const { status, body } = await app.json('POST', '/links', { url: URL_A, month })
      expect(status).toBe(422)
      expect(body).toMatchObject({ code: 'INVALID_INPUT', errors: [{ field: 'month' }] })
    },
  )

  it.each(['url', 'title', 'note', 'section', 'via'])(
    'refuses a NUL character in %s instead of failing',
    async (field) => {
      const { status } = await app.json('POST', '/links', { url: URL_A, [field]: `${URL_A}\0x` })
      // An address may lose it as browsers strip control characters; text is refused.
      expect(field === 'url' ? [201, 422] : [422]).toContain(status)
      expect(app.faults).toEqual([])
    },
  )

  it('refuses a NUL character in lists and in queries', async () => {
    expect((await app.json('POST', '/links', { url: URL_A, tags: ['a\0b'] })).status).toBe(422)
    expect((await app.json('POST', '/links', { url: URL_A, authors: ['a\0b'] })).status).toBe(422)
    expect((await app.json('GET', '/links?q=a%00b')).status).toBe(422)
    expect((await app.json('GET', '/links?section=a%00b')).status).toBe(422)
    expect(app.faults).toEqual([])
  })

  it.each(["'", "';--", '%', '_', '\\', '"', '{{x}}'])(
    'searches for %s as it stands',
    async (q) => {
      const hit = await app.save(URL_A, { title: `Before ${q} after` })
      await app.save('https://b.example/', { title: 'Plain' })
      const { status, body } = await app.json<Page<LinkJson>>(
        'GET',
        `/links?q=${encodeURIComponent(`e ${q} a`)}`,
      )
      expect(status).toBe(200)
      expect(body.items.map((link) => link.id)).toEqual([hit.id])
    },
  )

  it('refuses a body that is no JSON', async () => {
    const answer = await app.request('/api/v1/links', {
      method: 'POST',
      headers: { authorization: `Bearer ${app.tokens.save}`, 'content-type': 'application/json' },
      body: '{"url":',
    })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('pages through all links once, though more are saved meanwhile', async () => {
    for (let i = 0; i < 7; i++) await app.save(`https://a.example/${i}`)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await app.json<Page<LinkJson>>('GET', `/links?limit=3${query}`)
      seen.push(...body.items.map((link) => link.url.slice(-1)))
      cursor = body.next_cursor
      await app.saveAt('2023-07-10T13:00:00Z', `https://new.example/${seen.length}`)
    }
    expect(seen).toEqual(['6', '5', '4', '3', '2', '1', '0'])
  })

  it('refuses a cursor that it did not make', async () => {
    for (const cursor of ['zzz', 'bnVsbA', Buffer.from('["x",1]').toString('base64url')])
      expect((await app.json('GET', `/links?cursor=${cursor}`)).status).toBe(422)
    const far = Buffer.from('["2023-01-01T00:00:00Z",99999999999]').toString('base64url')
    expect([200, 422]).toContain((await app.json('GET', `/links?cursor=${far}`)).status)
    expect(app.faults).toEqual([])
  })

  it('filters by status, section and month', async () => {
    const a = await app.save('https://a.example/', { section: 'One' })
    const b = await app.save('https://b.example/', { month: '2023-09' })
    await app.json('PATCH', `/links/${b.id}`, { status: 'skipped' })
    const ids = async (query: string) =>
      (await app.json<Page<LinkJson>>('GET', `/links?${query}`)).body.items.map((link) => link.id)
    expect(await ids('status=inbox')).toEqual([a.id])
    expect(await ids('status=skipped')).toEqual([b.id])
    expect(await ids('section=One')).toEqual([a.id])
    expect(await ids('month=2023-07')).toEqual([a.id])
    expect(await ids('month=2023-09')).toEqual([b.id])
  })
})

describe.each(DATABASE_KINDS)('tokens on %s', (kind) => {
  const app = useTestApp(kind)

  it('lets the scope save only add links', async () => {
    const scope = 'save' as const
    const saved = await app.json<LinkJson>('POST', '/links', { url: URL_A }, { scope })
    expect(saved.status).toBe(201)
    const refused = [
      ['GET', '/links'],
      ['GET', `/links/${saved.body.id}`],
      ['PATCH', `/links/${saved.body.id}`, { note: 'x' }],
      ['DELETE', `/links/${saved.body.id}`],
      ['POST', `/links/${saved.body.id}/refresh`],
      ['POST', '/issues', { month: '2023-07' }],
      ['GET', '/issues'],
      ['GET', '/export'],
      ['POST', '/imports', {}],
      ['GET', '/subscribers'],
      ['GET', '/settings'],
      ['GET', '/tokens'],
    ] as const
    for (const [method, path, body] of refused) {
      const answer = await app.json(method, path, body, { scope })
      expect([method, path, answer.status, answer.body?.code]).toEqual([
        method,
        path,
        403,
        'FORBIDDEN',
      ])
    }
  })

  it('lets the scope edit edit, but not send or see people', async () => {
    const scope = 'edit' as const
    const link = await app.save(URL_A)
    expect((await app.json('PATCH', `/links/${link.id}`, { note: 'x' }, { scope })).status).toBe(
      200,
    )
    const issue = await app.json('POST', '/issues', { month: '2023-07' }, { scope })
    expect(issue.status).toBe(201)
    const base = `/issues/${issue.body.id}`
    const refused = [
      ['POST', `${base}/send`, {}],
      ['POST', `${base}/schedule`, { at: '2030-01-01T00:00:00Z' }],
      ['POST', `${base}/test`, { to: ['a@b.example'] }],
      ['POST', `${base}/pause`],
      ['POST', `${base}/resume`],
      ['POST', `${base}/cancel`],
      ['GET', `${base}/deliveries`],
      ['GET', '/subscribers'],
      ['POST', '/subscribers', { email: 'a@b.example' }],
      ['POST', '/subscribers/import', {}],
      ['GET', '/subscribers/export.csv'],
      ['PATCH', '/settings', { name: 'x' }],
      ['POST', '/tokens', { name: 'x', scope: 'admin' }],
    ] as const
    for (const [method, path, body] of refused)
      expect([path, (await app.json(method, path, body, { scope })).status]).toEqual([path, 403])
    expect((await app.json('GET', base)).body.state).toBe('draft')
  })

  it('refuses wrong and missing tokens with 401', async () => {
    for (const token of [null, 'wrong', `${app.tokens.admin}x`, app.tokens.admin.slice(0, -1)]) {
      const { status, type, headers, body } = await app.json('GET', '/links', undefined, { token })
      expect(status).toBe(401)
      expect(type).toMatch(/problem\+json/)
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/)
      expect(body.code).toBe('UNAUTHORIZED')
    }
  })

  it('refuses a revoked token at once', async () => {
    const made = await app.json<{ id: number; token: string }>('POST', '/tokens', {
      name: 'phone',
      scope: 'admin',
    })
    const { id, token } = made.body
    expect((await app.json('GET', '/links', undefined, { token })).status).toBe(200)
    expect((await app.json('DELETE', `/tokens/${id}`)).status).toBe(204)
    expect((await app.json('GET', '/links', undefined, { token })).status).toBe(401)
    const list = await app.request('/api/v1/tokens', {
      headers: { authorization: `Bearer ${app.tokens.admin}` },
    })
    expect(await list.text()).not.toContain(token)
  })
})
