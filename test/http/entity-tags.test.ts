import { Hono } from 'hono'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/http/app.ts'
import { tokenRate } from '../../src/http/token-rate.ts'
import { createEditTurn } from '../../src/store/edit-turn.ts'
import type { Database, Schema } from '../../src/store/schema.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'

describe('tags of single things', () => {
  const app = useTestApp('pglite')
  const call = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    app.request(`/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${app.tokens.admin}`, ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
  const tagOf = async (path: string) => (await call('GET', path, {})).headers.get('etag') ?? ''

  it('keep two from writing over each other: links, issues, readers, settings', async () => {
    await app.save('https://norn.example/a')
    await app.assemble('2023-07')
    await app.subscribe('ada@reader.example')
    const changes = {
      '/links/1': [{ note: 'One.' }, { note: 'Two.' }],
      '/issues/1': [{ intro: 'One.' }, { intro: 'Two.' }],
      '/subscribers/1': [{ name: 'One' }, { name: 'Two' }],
      '/settings': [{ name: 'One' }, { name: 'Two' }],
    }
    for (const [path, [first, second]] of Object.entries(changes)) {
      const tag = await tagOf(path)
      expect(tag, path).toMatch(/^"[\w-]{22}"$/)
      const [done, late] = await Promise.all([
        call('PATCH', path, { 'if-match': tag }, first),
        call('PATCH', path, { 'if-match': `W/${tag}` }, second),
      ])
      expect([done.status, late.status], path).toEqual([200, 412])
      expect(await late.json()).toMatchObject({
        code: 'PRECONDITION_FAILED',
        detail: 'It has changed since you read it. Read it again and repeat your change.',
      })
      expect(await tagOf(path), path).toBe(done.headers.get('etag'))
      expect((await call('PATCH', path, {}, second)).status, path).toBe(200)
      const any = await call('PATCH', path, { 'if-match': `"x", ${await tagOf(path)}` }, first)
      expect(any.status, path).toBe(200)
    }
  })

  it('spare an answer that is known, and stop a removal of what has changed', async () => {
    await app.save('https://norn.example/a')
    const tag = await tagOf('/links/1')
    const known = await call('GET', '/links/1', { 'if-none-match': tag })
    expect([known.status, await known.text(), known.headers.get('etag')]).toEqual([304, '', tag])
    await app.json('PATCH', '/links/1', { note: 'New.' })
    expect((await call('GET', '/links/1', { 'if-none-match': tag })).status).toBe(200)
    expect((await call('DELETE', '/links/1', { 'if-match': tag })).status).toBe(412)
    expect((await call('DELETE', '/links/1', { 'if-match': '*' })).status).toBe(204)
    expect((await call('PATCH', '/links/1', { 'if-match': '*' }, {})).status).toBe(404)
  })

  it('tell nobody more than the token may read', async () => {
    await app.save('https://norn.example/a')
    const refused = await app.request('/api/v1/links/1', {
      method: 'PATCH',
      headers: { authorization: `Bearer ${app.tokens.save}`, 'if-match': '"x"' },
    })
    expect(refused.status).toBe(403)
  })
})

describe('tags of single things, with several processes on one PostgreSQL', () => {
  const app = useTestApp('postgres')
  const pools: Database[] = []
  afterAll(() => Promise.all(pools.map((db) => db.destroy())))

  /** As few connections as an invocation of a Worker has. */
  function startTwo({ connections = 2 } = {}) {
    return [1, 2].map(() => {
      const pool = new pg.Pool({ connectionString: app.databaseUrl, max: connections })
      const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
      pools.push(db)
      return createApp({
        services: app.servicesOn(db),
        baseUrl: BASE_URL,
        checkReady: async () => undefined,
        log: (error) => app.faults.push(error),
        clientAddress: () => '',
        editTurn: createEditTurn(db),
      })
    })
  }

  it('let one of two through, whichever process they ask', async () => {
    const [one, other] = startTwo()
    await app.save('https://norn.example/a')
    await app.assemble('2023-07')
    await app.subscribe('ada@reader.example')
    const call = (web: typeof one, path: string, headers = {}, body?: object) =>
      web?.request(`${BASE_URL}/api/v1${path}`, {
        headers: { authorization: `Bearer ${app.tokens.admin}`, ...headers },
        ...(body && { method: 'PATCH', body: JSON.stringify(body) }),
      }) as Promise<Response>
    await app.json('POST', '/webhooks', { url: 'https://hooks.example/a' })
    const names = { '/subscribers/1': 'name', '/webhooks/1': 'name', '/settings': 'name' }
    const statuses: Record<string, number[][]> = {}
    for (const [path, field] of Object.entries({
      '/links/1': 'note',
      '/issues/1': 'intro',
      ...names,
    }))
      for (let round = 0; round < 8; round++) {
        const tag = (await call(one, path)).headers.get('etag')
        const answers = await Promise.all(
          [one, other].map((web, n) =>
            call(web, path, { 'if-match': tag }, { [field]: `${round} by ${n}` }),
          ),
        )
        statuses[path] ??= []
        statuses[path].push(answers.map(({ status }) => status).toSorted())
        const winner = answers.findIndex(({ ok }) => ok)
        const stored = (await (await call(one, path)).json()) as Record<string, string>
        expect(stored[field]).toBe(`${round} by ${winner}`)
      }
    for (const [path, rounds] of Object.entries(statuses))
      expect([path, rounds]).toEqual([path, rounds.map(() => [200, 412])])
    expect(app.faults).toEqual([])
  })

  it('leave connections for the work, however many wait for their turn', async () => {
    const [one] = startTwo({ connections: 5 })
    for (let n = 1; n <= 12; n++) await app.save(`https://norn.example/${n}`)
    const changes = Array.from({ length: 12 }, (_, n) =>
      one?.request(`${BASE_URL}/api/v1/links/${n + 1}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${app.tokens.admin}`, 'if-match': '*' },
        body: '{"note":"New."}',
      }),
    )
    expect((await Promise.all(changes)).map((answer) => answer?.status)).toEqual(
      Array.from({ length: 12 }, () => 200),
    )
  })
})

describe('the limit of calls', () => {
  const app = useTestApp('pglite')
  it('is counted for each token and told in headers', async () => {
    const web = createApp({
      services: app.services,
      baseUrl: BASE_URL,
      checkReady: async () => undefined,
      log: () => undefined,
      clientAddress: () => '',
      apiRate: 2,
    })
    const ask = (token: string) =>
      web.request('/api/v1/links', { headers: { authorization: `Bearer ${token}` } })
    const [first, second, third] = [
      await ask(app.tokens.edit),
      await ask(app.tokens.edit),
      await ask(app.tokens.edit),
    ]
    expect(first.headers.get('ratelimit-policy')).toBe('"token";q=2;w=60')
    expect(first.headers.get('ratelimit')).toMatch(/^"token";r=1;t=(?:60|5\d)$/)
    expect([second.status, third.status]).toEqual([200, 429])
    expect(third.headers.get('ratelimit')).toContain('r=0')
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await third.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    expect((await ask(app.tokens.admin)).status).toBe(200)
  })

  it('begins anew after a minute, and is none at zero', async () => {
    let clock = 0
    const limited = (perMinute: number) =>
      new Hono()
        .onError((error, c) => c.text(error.message, 429))
        .use(async (c, next) => {
          c.set('tokenId' as never, 1 as never)
          await next()
        })
        .use(tokenRate({ perMinute, clockMs: () => clock }))
        .get('/', (c) => c.text('ok'))
    const web = limited(1)
    const statuses = []
    for (const at of [0, 59_999, 60_001]) {
      clock = at
      statuses.push((await web.request('/')).status)
    }
    expect(statuses).toEqual([200, 429, 200])
    const free = await limited(0).request('/')
    expect([free.status, free.headers.get('ratelimit')]).toEqual([200, null])
  })
})
