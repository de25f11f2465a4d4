import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import type { TokenScope } from '../../src/store/schema.ts'
import { type LinkJson, type Page, pageThatSays, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

interface Post {
  href: string
  description: string
  extended: string
  meta: string
  hash: string
  time: string
  shared: string
  toread: string
  tags: string
}
type Params = Record<string, string>

const URL_A = 'https://a.example/post'
const done = { status: 200, body: { result_code: 'done' } }
const xml = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseAttributeValue: false,
  htmlEntities: true,
})

describe.each(DATABASE_KINDS)('the Pinboard API on %s', (kind) => {
  const app = useTestApp(kind)

  async function ask(path: string, params: Params, init?: RequestInit) {
    const query = new URLSearchParams(params)
    const answer = await app.request(`/pinboard/v1/${path}?${query}`, init)
    return { answer, status: answer.status, text: await answer.text() }
  }
  /** In JSON, with the token of a scope. */
  async function call<T = Record<string, unknown>>(
    path: string,
    params: Params = {},
    scope: TokenScope = 'edit',
  ) {
    const auth_token = `me:${app.tokens[scope]}`
    const { status, text, answer } = await ask(path, { auth_token, format: 'json', ...params })
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    return { status, body: JSON.parse(text) as T }
  }
  const posts = async (params: Params = {}) => (await call<Post[]>('posts/all', params)).body
  const link = async (id = 1) => (await app.json<LinkJson>('GET', `/links/${id}`)).body

  it('adds a bookmark with all that the client sends', async () => {
    const added = await call('posts/add', {
      url: `${URL_A}?utm_source=x`,
      description: 'Clocks & <time>',
      extended: 'Two\nlines “quoted”',
      tags: 'Time clocks,leap',
      dt: '2023-02-03T04:05:06Z',
      toread: 'yes',
    })
    expect(added).toEqual(done)
    expect(await link()).toMatchObject({
      url: URL_A,
      title: 'Clocks & <time>',
      note: 'Two\nlines “quoted”',
      tags: ['Time', 'clocks', 'leap'],
      saved_at: '2023-02-03T04:05:06.000Z',
      status: 'inbox',
      to_read: true,
      enrichment: { status: 'pending' },
    })
    expect(app.enqueued).toEqual([1])
    expect(await posts()).toEqual([
      {
        href: URL_A,
        description: 'Clocks & <time>',
        extended: 'Two\nlines “quoted”',
        time: '2023-02-03T04:05:06Z',
        shared: 'yes',
        toread: 'yes',
        tags: 'Time clocks leap',
        hash: 'e1780d64ed8b4581c9c7cbdae9df1b29',
        meta: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ])
  })

  it('takes the title of the page where the client knows none', async () => {
    await call('posts/add', { url: URL_A, description: URL_A })
    app.enrichPage = pageThatSays({ title: 'From the page' })
    await app.services.enrichLink(1, { isLastTry: true })
    expect((await posts())[0]?.description).toBe('From the page')
  })

  it('resets a date more than ten minutes ahead to now', async () => {
    await call('posts/add', { url: URL_A, dt: '2023-07-10T12:10:01Z' })
    await call('posts/add', { url: 'https://b.example/', dt: '2023-07-10T12:09:59Z' })
    expect((await posts()).map((post) => post.time)).toEqual([
      '2023-07-10T12:09:59Z',
      '2023-07-10T12:00:00Z',
    ])
  })

  it('keeps what is not shared out of the next issue', async () => {
    await call('posts/add', { url: URL_A, shared: 'no' })
    await call('posts/add', { url: 'https://b.example/', shared: 'yes' })
    expect((await link()).status).toBe('skipped')
    expect((await posts()).map((post) => post.shared).sort()).toEqual(['no', 'yes'])
    const issue = await app.assemble('2023-07')
    expect(JSON.stringify(issue)).not.toContain(URL_A)
    await call('posts/add', { url: URL_A, shared: 'yes' })
    expect((await link()).status).toBe('inbox')
  })

  it('replaces a known one by what was sent, and by nothing that was not', async () => {
    await app.save(URL_A, { title: 'Old', note: 'Old note.', tags: ['old'], section: 'Articles' })
    await call('posts/add', { url: URL_A, description: 'New', tags: 'new', extended: '' })
    expect(await link()).toMatchObject({
      title: 'New',
      note: '',
      tags: ['new'],
      section: 'Articles',
      saved_at: '2023-07-10T12:00:00.000Z',
    })
    await call('posts/add', { url: URL_A, description: 'Newer' })
    expect(await link()).toMatchObject({ title: 'Newer', tags: ['new'] })
  })

  it("leaves the page's title to the page when the client sends it back", async () => {
    await call('posts/add', { url: URL_A })
    app.enrichPage = pageThatSays({ title: 'From the page' })
    await app.services.enrichLink(1, { isLastTry: true })
    await call('posts/add', { url: URL_A, description: 'From the page', extended: 'A note.' })
    expect((await link()).enrichment.provenance.title).toBe('test')
  })

  it('says that an item exists, and changes nothing, with replace=no', async () => {
    await app.save(URL_A, { note: 'Old note.' })
    const answer = await call('posts/add', { url: URL_A, extended: 'New.', replace: 'no' })
    expect(answer).toEqual({ status: 200, body: { result_code: 'item already exists' } })
    expect((await link()).note).toBe('Old note.')
  })

  it('never unpublishes', async () => {
    await app.saveAt('2023-05-04T12:00:00Z', URL_A)
    await app.send((await app.assemble('2023-05')).id)
    await call('posts/add', { url: URL_A, shared: 'no' })
    expect((await link()).status).toBe('published')
  })

  it.each([
    ['posts/add', { description: 'x' }, 'missing url'],
    ['posts/add', { url: ' ' }, 'missing url'],
    ['posts/add', { url: 'javascript:alert(1)' }, 'something went wrong'],
    ['posts/add', { url: URL_A, dt: 'yesterday' }, 'something went wrong'],
    ['posts/add', { url: URL_A, dt: '2023-02-31T00:00:00Zx' }, 'something went wrong'],
    ['posts/add', { url: URL_A, toread: 'maybe' }, 'something went wrong'],
    ['posts/add', { url: URL_A, extended: 'a\0b' }, 'something went wrong'],
    ['posts/add', { url: URL_A, tags: 'x '.repeat(101) }, 'something went wrong'],
    ['posts/delete', {}, 'missing url'],
    ['posts/delete', { url: URL_A }, 'item not found'],
    ['posts/all', { tag: 'a b c d' }, 'something went wrong'],
    ['posts/all', { start: '-1' }, 'something went wrong'],
    ['posts/all', { fromdt: '2023' }, 'something went wrong'],
    ['posts/get', { dt: 'July' }, 'something went wrong'],
    ['posts/suggest', {}, 'missing url'],
  ])('answers %s %j with 200 and "%s"', async (path, params, code) => {
    const { status, body } = await call(path, params)
    expect([status, body.result_code]).toEqual([200, code])
    expect(app.faults).toEqual([])
    expect(await posts()).toEqual([])
  })

  it('deletes by any spelling of the address', async () => {
    await app.save(URL_A)
    expect(await call('posts/delete', { url: `${URL_A}#top` })).toEqual(done)
    expect(await posts()).toEqual([])
  })

  it('says when anything changed, deletions too', async () => {
    const time = async () => (await call('posts/update')).body.update_time
    expect(await time()).toBe('1970-01-01T00:00:00Z')
    await call('posts/add', { url: URL_A, dt: '2020-01-01T00:00:00Z' })
    expect(await time()).toBe('2023-07-10T12:00:00Z')
    app.now = new Date('2023-07-10T13:00:00Z')
    await call('posts/delete', { url: URL_A })
    expect(await time()).toBe('2023-07-10T13:00:00Z')
  })

  it('lists newest first, by tags, time, place and number', async () => {
    await app.saveAt('2023-07-01T10:00:00Z', 'https://a.example/1', { tags: ['x', 'Raw Clay'] })
    await app.saveAt('2023-07-01T20:00:00.700Z', 'https://a.example/2', { tags: ['X'] })
    await app.saveAt('2023-07-02T10:00:00Z', 'https://a.example/3', { tags: ['x', 'y'] })
    const ids = async (params: Params) => (await posts(params)).map((post) => post.href.slice(-1))
    expect(await ids({})).toEqual(['3', '2', '1'])
    expect(await ids({ start: '1' })).toEqual(['2', '1'])
    expect(await ids({ start: '1', results: '1' })).toEqual(['2'])
    expect(await ids({ results: '0' })).toEqual([])
    expect(await ids({ tag: 'x' })).toEqual(['3', '2', '1'])
    expect(await ids({ tag: 'x y' })).toEqual(['3'])
    expect(await ids({ tag: 'raw_clay' })).toEqual(['1'])
    expect(await ids({ tag: 'x nobody' })).toEqual([])
    expect(await ids({ fromdt: '2023-07-01T20:00:00Z' })).toEqual(['3', '2'])
    expect(await ids({ todt: '2023-07-01T20:00:00Z' })).toEqual(['2', '1'])
    const recent = await call<{ user: string; posts: Post[] }>('posts/recent', { count: '2' })
    expect(recent.body.user).toBe('me')
    expect(recent.body.posts.map((post) => post.href.slice(-1))).toEqual(['3', '2'])
    const day = await call<{ date: string; posts: Post[] }>('posts/get', { dt: '2023-07-01' })
    expect(day.body.posts.map((post) => post.href.slice(-1))).toEqual(['2', '1'])
    const latest = await call<{ posts: Post[] }>('posts/get', { tag: 'raw_clay' })
    expect(latest.body.posts.map((post) => post.href.slice(-1))).toEqual(['1'])
    const one = await call<{ posts: Post[] }>('posts/get', { url: 'https://a.example/3#x' })
    expect(one.body.posts).toMatchObject([{ href: 'https://a.example/3', tags: 'x y' }])
    const none = await call<{ posts: Post[] }>('posts/get', { url: 'https://b.example/' })
    expect(none.body.posts).toEqual([])
    expect((await call('posts/dates')).body).toEqual({
      user: 'me',
      tag: '',
      dates: { '2023-07-02': '1', '2023-07-01': '2' },
    })
    expect((await call('posts/dates', { tag: 'y' })).body.dates).toEqual({ '2023-07-02': '1' })
  })

  it('pages through more than a thousand, each once', async () => {
    await app.db
      .insertInto('link')
      .values(
        Array.from({ length: 2100 }, (_, n) => ({
          url: `https://a.example/${n}`,
          dedupe_key: `a.example/${n}`,
          // Many at the same instant: their order must not repeat or lose one.
          saved_at: new Date(Date.UTC(2023, 0, 1, 0, 0, n % 3)),
          updated_at: app.now,
          enrich_after: app.now,
        })),
      )
      .execute()
    const hrefs = (await posts({ start: '50' })).map((post) => post.href)
    expect([hrefs.length, new Set(hrefs).size]).toEqual([2050, 2050])
    expect(await posts({ start: '50', results: '1500' })).toHaveLength(1500)
  })

  it('changes meta when the bookmark changes, and hash never', async () => {
    await app.save(URL_A)
    const before = (await posts())[0]
    expect((await posts())[0]).toEqual(before)
    await call('posts/add', { url: URL_A, extended: 'More.' })
    const after = (await posts())[0]
    expect(after?.hash).toBe(before?.hash)
    expect(after?.meta).not.toBe(before?.meta)
  })

  it('gives tags with blanks back as what they are', async () => {
    await app.save(URL_A, { tags: ['raw clay', 'a,b', 'plain'] })
    const [post] = await posts()
    expect(post?.tags).toBe('raw_clay a_b plain')
    await call('posts/add', { url: URL_A, tags: `${post?.tags} snake_case` })
    expect((await link()).tags).toEqual(['raw clay', 'a,b', 'plain', 'snake_case'])
  })

  it('counts, renames, folds and deletes tags', async () => {
    await app.save('https://a.example/', { tags: ['Old', 'keep'] })
    await app.save('https://b.example/', { tags: ['old', 'new', 'keep'] })
    expect((await call('tags/get')).body).toEqual({ keep: '2', new: '1', Old: '2' })
    const result = async (path: string, params: Params) => (await call(path, params)).body.result
    expect(await result('tags/rename', { old: 'OLD', new: 'new' })).toBe('done')
    expect((await call('tags/get')).body).toEqual({ keep: '2', new: '2' })
    expect((await link(1)).tags).toEqual(['new', 'keep'])
    expect(await result('tags/rename', { old: 'new', new: 'NEW' })).toBe('done')
    expect((await link(2)).tags).toEqual(['NEW', 'keep'])
    expect(await result('tags/rename', { old: 'nobody', new: 'x' })).toBe('item not found')
    expect(await result('tags/delete', { tag: 'keep' })).toBe('done')
    expect(await result('tags/delete', { tag: 'keep' })).toBe('item not found')
    expect((await link(2)).tags).toEqual(['NEW'])
    expect(await posts()).toHaveLength(2)
  })

  it('suggests the tags of the same site', async () => {
    await app.save('https://a.example/1', { tags: ['raw clay', 'kiln'] })
    await app.save('https://a.example/2', { tags: ['kiln'] })
    await app.save('https://b.example/', { tags: ['other'] })
    expect((await call('posts/suggest', { url: 'https://a.example/3' })).body).toEqual([
      { popular: [] },
      { recommended: ['kiln', 'raw_clay'] },
    ])
    expect((await call('posts/suggest', { url: 'no address' })).body).toEqual([
      { popular: [] },
      { recommended: [] },
    ])
  })

  it('speaks XML unless asked for JSON, and escapes it', async () => {
    const title = `A & B <c> "d" 'e' ]]> \u{1F4EC}`
    await app.save(URL_A, { title, note: 'one\n\ttwo \u0007', tags: ['<x>', 'y&z'] })
    const auth_token = `me:${app.tokens.edit}`
    const read = async (path: string, params: Params = {}) => {
      const { answer, text } = await ask(path, { auth_token, ...params })
      expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8')
      expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n</)
      return xml.parse(text)
    }
    const post = {
      href: URL_A,
      description: title,
      extended: 'one\n\ttwo ',
      tag: '<x> y&z',
      time: '2023-07-10T12:00:00Z',
      shared: 'yes',
      toread: 'no',
    }
    expect((await read('posts/all')).posts.post).toMatchObject(post)
    expect((await read('posts/get')).posts).toMatchObject({ user: 'me', post })
    expect((await read('posts/recent')).posts).toMatchObject({
      dt: '2023-07-10T12:00:00Z',
      post,
    })
    expect((await read('posts/update')).update.time).toBe('2023-07-10T12:00:00Z')
    expect((await read('posts/dates')).dates.date).toEqual({ date: '2023-07-10', count: '1' })
    expect((await read('tags/get')).tags.tag).toEqual([
      { count: '1', tag: '<x>' },
      { count: '1', tag: 'y&z' },
    ])
    expect((await read('posts/suggest', { url: URL_A })).suggested.recommended).toEqual([
      '<x>',
      'y&z',
    ])
    expect((await read('posts/add', { url: 'https://b.example/' })).result.code).toBe('done')
    expect((await read('posts/add')).result.code).toBe('missing url')
    expect((await read('tags/delete', { tag: 'x' })).result).toBe('item not found')
    expect((await read('notes/list')).notes).toMatchObject({ count: '0', user: 'me' })
    expect((await read('user/api_token')).result).toBe(app.tokens.edit)
  })

  it('takes HTTP Basic with the token as password', async () => {
    const authorization = `Basic ${Buffer.from(`me:${app.tokens.edit}`).toString('base64')}`
    const { status, text } = await ask(
      'user/api_token',
      { format: 'json' },
      { headers: { authorization } },
    )
    expect([status, JSON.parse(text)]).toEqual([200, { result: app.tokens.edit }])
  })

  it('refuses a password that a browser adds to a call from another site', async () => {
    const headers = {
      authorization: `Basic ${Buffer.from(`me:${app.tokens.edit}`).toString('base64')}`,
      'sec-fetch-site': 'cross-site',
    }
    expect((await ask('posts/add', { url: URL_A }, { headers })).status).toBe(403)
    expect(await posts()).toEqual([])
    const auth_token = `me:${app.tokens.edit}`
    const extension = { 'sec-fetch-site': 'cross-site' }
    expect(
      (await ask('posts/add', { url: URL_A, auth_token }, { headers: extension })).status,
    ).toBe(200)
  })

  it('answers 401 in its own format to wrong and missing tokens', async () => {
    const revoked = await app.json<{ id: number; token: string }>('POST', '/tokens', {
      name: 'old',
      scope: 'admin',
    })
    await app.json('DELETE', `/tokens/${revoked.body.id}`)
    for (const auth_token of [
      '',
      'me:',
      'me:wrong',
      `me:${revoked.body.token}`,
      `x${'y'.repeat(600)}`,
    ]) {
      const { status, text, answer } = await ask('posts/add', {
        url: URL_A,
        format: 'json',
        ...(auth_token && { auth_token }),
      })
      expect([auth_token, status]).toEqual([auth_token, auth_token.length > 500 ? 200 : 401])
      if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /)
      expect(JSON.parse(text).result_code).toBe('something went wrong')
    }
    const inXml = await ask('tags/get', {})
    expect(inXml.status).toBe(401)
    expect(xml.parse(inXml.text).result.code).toBe('something went wrong')
    expect(await posts()).toEqual([])
  })

  it('lets the scope save add, and neither read nor change', async () => {
    await app.save(URL_A, { title: 'Mine', note: 'Mine.', tags: ['mine'] })
    const add = { url: URL_A, description: 'Theirs', extended: 'Theirs.', tags: 'theirs' }
    expect(await call('posts/add', add, 'save')).toEqual(done)
    expect(await link()).toMatchObject({
      title: 'Mine',
      note: 'Mine.\n\nTheirs.',
      tags: ['mine', 'theirs'],
    })
    expect((await call('posts/update', {}, 'save')).status).toBe(200)
    for (const path of [
      'posts/get',
      'posts/recent',
      'posts/all',
      'posts/dates',
      'posts/suggest',
      'posts/delete',
      'tags/get',
      'tags/delete',
      'tags/rename',
      'notes/list',
    ]) {
      const answer = await call(path, { url: URL_A, tag: 'mine', old: 'mine', new: 'x' }, 'save')
      expect([path, answer.status, answer.body.result_code]).toEqual([
        path,
        403,
        'something went wrong',
      ])
    }
    expect((await link()).tags).toEqual(['mine', 'theirs'])
  })

  it('takes a posted form, for notes too long for an address', async () => {
    const extended = 'word '.repeat(10_000)
    const auth_token = `me:${app.tokens.save}`
    const { status } = await ask(
      'posts/add',
      {},
      {
        method: 'POST',
        body: new URLSearchParams({ auth_token, url: URL_A, extended }),
      },
    )
    expect([status, (await link()).note]).toEqual([200, extended])
  })

  it('changes nothing by HEAD, and knows no other calls', async () => {
    const auth_token = `me:${app.tokens.edit}`
    const head = await ask('posts/add', { auth_token, url: URL_A }, { method: 'HEAD' })
    expect(head.status).toBe(405)
    for (const path of ['posts/fly', 'constructor/name', 'posts', 'posts/add/more', 'user/secret'])
      expect((await ask(path, { auth_token })).status).toBe(404)
    expect((await ask('posts/add', { auth_token, url: URL_A }, { method: 'DELETE' })).status).toBe(
      404,
    )
    expect(await posts()).toEqual([])
    expect(app.faults).toEqual([])
  })

  it('says in its own format that something of ours broke', async () => {
    await app.db.schema.alterTable('link_tag').renameTo('link_tag_gone').execute()
    try {
      const { status, body } = await call('tags/get')
      expect(status).toBe(500)
      expect(body).toEqual({
        result_code: 'something went wrong',
        detail: 'The log of the server tells what.',
      })
      expect(app.faults).toHaveLength(1)
    } finally {
      await app.db.schema.alterTable('link_tag_gone').renameTo('link_tag').execute()
    }
  })

  it('holds links that other tools saved as well', async () => {
    await app.save(URL_A, { note: 'From the API.' })
    const { body } = await app.json<Page<LinkJson>>('GET', '/links')
    expect((await posts()).map((post) => post.href)).toEqual(body.items.map((item) => item.url))
  })
})
