import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { cachePages } from '../../src/http/page-cache.ts'
import { readSiteVersion } from '../../src/store/site-version.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const TEXT = '<p>Leap seconds break more than code.</p>\n'.repeat(60)

function site(options: { headers?: Record<string, string>; status?: number } = {}) {
  const state = { version: 'a', text: TEXT, rendered: 0, asked: 0, nowMs: 0, change: () => {} }
  const fetch = cachePages(
    async () => {
      state.rendered++
      const { text } = state
      await Promise.resolve()
      return new Response(text, {
        status: options.status ?? 200,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'public, max-age=60',
          ...options.headers,
        },
      })
    },
    {
      checkMs: 40,
      clock: () => state.nowMs,
      onChange: (listener) => {
        state.change = listener
      },
      readVersion: async () => {
        state.asked++
        return state.version
      },
    },
  )
  const get = async (path = '/', headers: Record<string, string> = {}, method = 'GET') =>
    fetch(new Request(`https://letters.example${path}`, { method, headers }))
  return { state, get }
}

/** Packing goes on after the first answer, and one encoding may be ready before the other. */
const packed = async (
  get: ReturnType<typeof site>['get'],
  accepted: string,
  wanted: 'br' | 'gzip',
) => {
  for (;;) {
    const answer = await get('/', { 'accept-encoding': accepted })
    if (answer.headers.get('content-encoding') === wanted) return answer
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

describe('a kept page', () => {
  it('is rendered once, however often it is asked for', async () => {
    const { state, get } = site()
    for (let i = 0; i < 5; i++) expect(await (await get()).text()).toBe(TEXT)
    expect(state).toMatchObject({ rendered: 1, asked: 1 })
  })

  it('goes when the site has changed, at the latest after the time between two looks', async () => {
    const { state, get } = site()
    await get()
    Object.assign(state, { version: 'b', text: 'new' })
    state.nowMs += 50
    expect(await (await get()).text()).toBe('new')
  })

  it('goes at once when this process was told to change something', async () => {
    const { state, get } = site()
    await get()
    Object.assign(state, { version: 'b', text: 'new' })
    await get('/issues', {}, 'POST')
    expect(await (await get()).text()).toBe('new')
  })

  it('goes at once when another process says that it changed something', async () => {
    const { state, get } = site()
    await get()
    Object.assign(state, { version: 'b', text: 'new' })
    state.change()
    expect(await (await get()).text()).toBe('new')
  })

  it('is not kept when the site changed while it was made', async () => {
    const { state, get } = site()
    const first = get()
    await Promise.resolve()
    Object.assign(state, { version: 'b', text: 'new' })
    state.nowMs += 50
    await first
    expect(await (await get()).text()).toBe('new')
  })

  it('comes packed to whoever takes that, each with a tag of its own', async () => {
    const { get } = site()
    await get()
    const br = await packed(get, 'gzip, deflate, br', 'br')
    const gz = await packed(get, 'br;q=0, gzip', 'gzip')
    const plain = await get('/', { 'accept-encoding': 'identity' })
    expect(brotliDecompressSync(await bytesOf(br)).toString()).toBe(TEXT)
    expect(gunzipSync(await bytesOf(gz)).toString()).toBe(TEXT)
    expect(await plain.text()).toBe(TEXT)
    const tags = [br, gz, plain].map(({ headers }) => headers.get('etag'))
    expect(new Set(tags).size).toBe(3)
    for (const { headers } of [br, gz, plain]) expect(headers.get('vary')).toBe('accept-encoding')
    for (const tag of tags) {
      const again = await get('/', { 'if-none-match': `"other", W/${tag}` })
      expect(again.status).toBe(304)
      expect(await again.text()).toBe('')
      expect(again.headers.get('cache-control')).toContain('public')
    }
    expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('answers HEAD with the headers alone', async () => {
    const { get } = site()
    await get()
    const answer = await get('/', {}, 'HEAD')
    expect(await answer.text()).toBe('')
    expect(answer.headers.get('etag')).toBe((await get()).headers.get('etag'))
  })

  it.each([
    ['has a query', '/?q=x', {}],
    ['is private', '/admin', {}],
    ['says no-store', '/', { headers: { 'cache-control': 'no-store' } }],
    ['sets a cookie', '/', { headers: { 'set-cookie': 'a=b' } }],
    ['is missing', '/', { status: 404 }],
  ])('is none when it %s', async (_, path, options) => {
    const { state, get } = site(options)
    await get(path)
    await get(path)
    expect(state.rendered).toBe(2)
  })

  it('makes room for others when there are many', async () => {
    let rendered = 0
    const fetch = cachePages(
      async () => {
        rendered++
        return new Response('x'.repeat(800), { headers: { 'cache-control': 'public' } })
      },
      { readVersion: async () => '', mostBytes: 2_000 },
    )
    const get = async (path: string) =>
      (await fetch(new Request(`https://a.example${path}`))).text()
    for (const path of ['/1', '/2', '/1', '/3', '/1']) await get(path)
    expect(rendered).toBe(3)
    await get('/2')
    expect(rendered).toBe(4)
  })
})

describe.each(DATABASE_KINDS)('the version of the site on %s', (kind) => {
  const app = useTestApp(kind)
  const version = () => readSiteVersion(app.db)

  it('changes with what readers can see, and with nothing else', async () => {
    const link = await app.save('https://norn.example/clocks', { title: 'Clocks', note: 'Old.' })
    const issue = await app.assemble('2023-07')
    const draft = await version()
    await app.json('PATCH', `/issues/${issue.id}`, { intro: 'A short month.' })
    await app.json('PATCH', `/links/${link.id}`, { note: 'New.' })
    expect(await version()).toBe(draft)

    await app.subscribe('grete@reader.example')
    await app.send(issue.id)
    const published = await version()
    expect(published).not.toBe(draft)
    const page = `/issues/${issue.slug}`
    expect(await (await app.request(page)).text()).toContain('A short month.')

    await app.json('PATCH', `/issues/${issue.id}`, { intro: 'A shorter month.' })
    const corrected = await version()
    expect(corrected).not.toBe(published)
    expect(await (await app.request(page)).text()).toContain('A shorter month.')

    await app.json('PATCH', '/settings', { name: 'Small Hours' })
    expect(await version()).not.toBe(corrected)
    expect(await (await app.request(page)).text()).toContain('Small Hours')
  })

  it('forgets old changes, and is another one then as well', async () => {
    for (let i = 0; i < 3; i++) await app.json('PATCH', '/settings', { name: `Name ${i}` })
    const before = await version()
    expect(await version()).toBe(before)
    await app.json('PATCH', '/settings', { name: 'Once more' })
    expect(await version()).not.toBe(before)
  })
})
