import { describe, expect, it } from 'vitest'
import { rssAnswer, type SourceJson, startFeedServer } from '../collect/feed-server.ts'
import { createTestFetch } from '../node/hostile-server.ts'
import type { LinkJson, Page } from '../support/app.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

describe.each(DATABASE_KINDS)('sources on %s', (kind) => {
  const app = useTestApp(kind)
  const links = async () =>
    (await app.json<Page<LinkJson>>('GET', '/links?limit=500')).body.items.toReversed()
  const urls = async () => (await links()).map((link) => link.url)
  const add = (url: string, values: Record<string, unknown> = {}) =>
    app.json<SourceJson>('POST', '/sources', { url, ...values }, { scope: 'edit' })

  describe('adding one', () => {
    it('fetches it, names it, and leaves out what it listed before', async () => {
      const site = await startFeedServer(app)
      site.pages['/feed'] = rssAnswer([2, 1])
      const { status, body } = await add(site.url('/feed'))
      expect(status).toBe(201)
      expect(body).toMatchObject({
        url: site.url('/feed'),
        title: 'Norn’s posts',
        site_url: 'https://posts.example/',
        state: 'active',
        problem: null,
        failures: 0,
        found_in: null,
        poll: { outcome: 'read', saved: 0, known: 0, passed_over: 2 },
      })
      expect(await urls()).toEqual([])
      expect(site.requests).toHaveLength(1)
      expect(site.requests[0]?.headers['user-agent']).toMatch(/^Linkletter\//)
    })

    it('saves the newest that were asked for, the newest last', async () => {
      const site = await startFeedServer(app)
      site.pages['/feed'] = rssAnswer([
        { n: 1, date: 'Sat, 01 Jul 2023 08:00:00 GMT' },
        { n: 3, date: 'Mon, 03 Jul 2023 08:00:00 GMT' },
        { n: 2, date: 'Sun, 02 Jul 2023 08:00:00 GMT' },
      ])
      const { body } = await add(site.url('/feed'), {
        backfill: 2,
        section: 'Posts',
        tags: ['norn'],
      })
      expect(body.poll).toEqual({ outcome: 'read', saved: 2, known: 0, passed_over: 1 })
      expect(await links()).toMatchObject([
        {
          url: 'https://posts.example/2',
          title: 'Post 2',
          section: 'Posts',
          tags: ['norn'],
          via: 'Norn’s posts',
          published_at: '2023-07-02T08:00:00.000Z',
          saved_at: '2023-07-10T12:00:00.000Z',
          enrichment: { status: 'pending', provenance: { title: 'feed' } },
        },
        { url: 'https://posts.example/3' },
      ])
      expect(app.enqueued).toHaveLength(2)
    })

    it('finds the feed of a web page and says which it took', async () => {
      const site = await startFeedServer(app)
      site.pages['/'] = {
        headers: { 'content-type': 'text/html' },
        body: `<!doctype html><html><head><title>x</title>
          <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
          <link rel="stylesheet" href="/style.css"><link rel="alternate" hreflang="de" href="/de">
          <link rel="alternate" type="application/atom+xml" title="Posts" href="atom.xml#x">
          <link rel="alternate" type="application/json" title="JSON" href="/wp-json/1"></head></html>`,
      }
      site.pages['/atom.xml'] = rssAnswer([1])
      const { status, body } = await add(site.url('/'))
      expect(status).toBe(201)
      expect(body).toMatchObject({
        url: site.url('/atom.xml'),
        found_in: site.url('/'),
        other_feeds: [{ url: site.url('/comments/feed'), title: 'Comments' }],
      })
    })

    it('answers a known one with 200', async () => {
      const site = await startFeedServer(app)
      site.pages['/feed'] = rssAnswer([1])
      site.pages['/'] = {
        body: '<html><link rel="alternate" type="application/rss+xml" href="/feed"></html>',
      }
      const first = await add(site.url('/feed'))
      for (const address of ['/feed', '/feed#top', '/']) {
        const again = await add(site.url(address))
        expect([again.status, again.body.duplicate, again.body.id]).toEqual([
          200,
          true,
          first.body.id,
        ])
      }
    })

    it('takes the address that the site gives for good, not that of a detour', async () => {
      const site = await startFeedServer(app)
      site.pages['/old'] = { status: 301, headers: { location: '/new' } }
      site.pages['/new'] = { status: 302, headers: { location: '/today' } }
      site.pages['/today'] = rssAnswer([1])
      expect((await add(site.url('/old'))).body.url).toBe(site.url('/new'))
    })

    it.each([
      ['a page without feeds', '<!doctype html><title>Hi</title>', /names none\. Look on the site/],
      ['something else', '{"a":1}', /no RSS, Atom or JSON feed/],
      ['nothing', '', /empty/],
      [
        'an entity bomb',
        '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
        /entities/,
      ],
    ])('refuses %s and says what to do', async (_, body, message) => {
      const site = await startFeedServer(app)
      site.pages['/feed'] = { body }
      const answer = await app.json<{ code: string; errors: { field: string; message: string }[] }>(
        'POST',
        '/sources',
        { url: site.url('/feed') },
      )
      expect(answer.status).toBe(422)
      expect(answer.body).toMatchObject({
        code: 'INVALID_INPUT',
        errors: [{ field: 'url', message: expect.stringMatching(message) }],
      })
      expect((await app.json<Page<SourceJson>>('GET', '/sources')).body.items).toEqual([])
    })

    it('says which feed of a page cannot be read, and what else there is', async () => {
      const site = await startFeedServer(app)
      site.pages['/'] = {
        body: '<html><link rel=alternate type=application/rss+xml href=/a><link rel=alternate type=application/atom+xml href=/b></html>',
      }
      const { status, body } = await app.json('POST', '/sources', { url: site.url('/') })
      expect(status).toBe(422)
      expect(body.detail).toContain(`${site.url('/a')}, but that cannot be read`)
      expect(body.detail).toContain(`It also names: ${site.url('/b')}`)
    })

    it.each([
      'http://127.0.0.1/feed',
      'http://169.254.169.254/',
      'http://[::1]/x',
      'feed://10.0.0.1/',
    ])('refuses %s inside our own network', async (url) => {
      app.guardedFetch = createTestFetch()
      const { status, body } = await app.json('POST', '/sources', { url })
      expect(status).toBe(422)
      expect(body).toMatchObject({ code: 'INVALID_URL', errors: [{ field: 'url' }] })
    })

    it('opens no connection to a name that leads inside, nor to a feed there that a page names', async () => {
      const inside = await startFeedServer(app)
      inside.pages['/'] = {
        body: '<html><link rel=alternate type=application/rss+xml href="http://inside.example:8080/feed"></html>',
      }
      const named = await app.json('POST', '/sources', { url: inside.url('/') })
      expect(named.status).toBe(422)
      app.guardedFetch = createTestFetch()
      const { status, body } = await app.json('POST', '/sources', {
        url: 'https://norn.example/feed',
      })
      expect(status).toBe(422)
      expect(body).toMatchObject({ code: 'FETCH_REFUSED', errors: [{ field: 'url' }] })
      expect(inside.requests).toHaveLength(1)
    })

    it.each([
      ['no address', {}, 'url'],
      ['a script', { url: 'javascript:alert(1)' }, 'url'],
      ['a password', { url: 'https://user:secret@norn.example/feed' }, 'url'],
      ['a long address', { url: `https://norn.example/${'x'.repeat(2_000)}` }, 'url'],
      ['too much of old', { url: 'https://norn.example/', backfill: 501 }, 'backfill'],
      ['a NUL character', { url: 'https://norn.example/', tags: ['a\0b'] }, 'tags.0'],
    ])('refuses %s at its field', async (_, body, field) => {
      const answer = await app.json<{ errors: { field: string }[] }>('POST', '/sources', body)
      expect(answer.status).toBe(422)
      expect(answer.body.errors.map((error) => error.field)).toContain(field)
      expect(app.faults).toEqual([])
    })

    it('needs the scope edit', async () => {
      const scope = 'save' as const
      for (const [method, path, body] of [
        ['GET', '/sources'],
        ['POST', '/sources', { url: 'https://a.example/' }],
        ['POST', '/sources/1/poll'],
        ['DELETE', '/sources/1'],
      ] as const)
        expect((await app.json(method, path, body, { scope })).status).toBe(403)
    })
  })

  it('lists, changes, pauses and removes', async () => {
    const site = await startFeedServer(app)
    for (const path of ['/a', '/b', '/c']) site.pages[path] = rssAnswer([1])
    for (const path of ['/a', '/b', '/c']) await add(site.url(path))
    const page = await app.json<Page<SourceJson>>('GET', '/sources?limit=2')
    expect(page.body.items.map((source) => source.url)).toEqual([site.url('/a'), site.url('/b')])
    const rest = await app.json<Page<SourceJson>>('GET', `/sources?cursor=${page.body.next_cursor}`)
    expect(rest.body).toMatchObject({ items: [{ url: site.url('/c') }], next_cursor: null })

    const changed = await app.json<SourceJson>('PATCH', '/sources/1', {
      title: 'My name',
      section: 'Posts',
      tags: ['x'],
      state: 'paused',
    })
    expect(changed.body).toMatchObject({
      title: 'My name',
      section: 'Posts',
      tags: ['x'],
      state: 'paused',
      next_poll_at: null,
    })
    const back = await app.json<SourceJson>('PATCH', '/sources/1', { title: null, section: null })
    expect(back.body).toMatchObject({ title: 'Norn’s posts', section: null, tags: ['x'] })
    expect(
      (await app.json<Page<SourceJson>>('GET', '/sources?state=paused')).body.items,
    ).toHaveLength(1)

    app.now = new Date('2023-07-12T12:00:00Z')
    site.requests.length = 0
    await app.services.sources.pollDue()
    expect(site.requests.map(({ path }) => path).sort()).toEqual(['/b', '/c'])

    expect((await app.json('DELETE', '/sources/2')).status).toBe(204)
    for (const [method, path] of [
      ['DELETE', '/sources/2'],
      ['GET', '/sources/2'],
      ['PATCH', '/sources/2'],
      ['POST', '/sources/2/poll'],
      ['GET', '/sources/x'],
    ] as const)
      expect((await app.json(method, path, method === 'PATCH' ? {} : undefined)).status).toBe(404)
    expect(app.faults).toEqual([])
  })

  it('imports an OPML file once, sections by their name, other folders as tags, and exports it', async () => {
    await app.json('PATCH', '/settings', { sections: ['Craft & Clay'] })
    const opml = `<?xml version="1.0"?><opml version="2.0"><body>
      <outline text="craft &amp; clay"><outline text="Daily">
        <outline type="rss" text="Kiln" xmlUrl="https://kiln.example/feed?key=s3cret&amp;utm_source=x" htmlUrl="https://kiln.example/"/>
      </outline></outline>
      <outline type="rss" text="Top" category="/a,b c" xmlUrl="https://top.example/atom"/>
      <outline type="rss" text="Again" xmlUrl="https://top.example/atom"/>
      <outline type="rss" text="Inside" xmlUrl="http://127.0.0.1/feed"/>
    </body></opml>`
    const send = async (text: string) => {
      const answer = await app.request('/api/v1/imports?format=opml', {
        method: 'POST',
        headers: { authorization: `Bearer ${app.tokens.edit}` },
        body: text,
      })
      return (await answer.json()) as Record<string, unknown>
    }
    expect(await send(opml)).toMatchObject({
      created: 2,
      duplicates: 1,
      rejected: [{ line: 7, reason: expect.stringContaining('network') }],
    })
    expect(await send(opml)).toMatchObject({ created: 0, duplicates: 3 })
    const { body } = await app.json<Page<SourceJson>>('GET', '/sources')
    expect(body.items).toMatchObject([
      {
        url: 'https://kiln.example/feed?key=s3cret&utm_source=x',
        title: 'Kiln',
        section: 'Craft & Clay',
        tags: ['Daily'],
        state: 'active',
        next_poll_at: '2023-07-10T12:00:00.000Z',
      },
      { url: 'https://top.example/atom', section: null, tags: ['a', 'b c'] },
    ])

    const exported = await app.request('/api/v1/export?format=opml', {
      headers: { authorization: `Bearer ${app.tokens.edit}` },
    })
    expect(exported.headers.get('content-type')).toMatch(/opml/)
    expect(exported.headers.get('content-disposition')).toContain('linkletter.opml')
    const text = await exported.text()
    for (const source of body.items) await app.json('DELETE', `/sources/${source.id}`)
    const empty = await app.request('/api/v1/export?format=opml', {
      headers: { authorization: `Bearer ${app.tokens.edit}` },
    })
    expect(await send(await empty.text())).toMatchObject({ created: 0, rejected: [] })
    expect(await send(text)).toMatchObject({ created: 2, duplicates: 0, rejected: [] })
    const again = await app.json<Page<SourceJson>>('GET', '/sources')
    const shown = ({ url, title, section, tags }: SourceJson) => ({ url, title, section, tags })
    expect(again.body.items.map(shown).sort((a, b) => (a.url < b.url ? -1 : 1))).toEqual(
      body.items.map(shown),
    )
  })

  it('takes what came out between an OPML import and the first poll', async () => {
    const site = await startFeedServer(app)
    site.pages['/feed'] = rssAnswer([
      { n: 2, date: 'Mon, 10 Jul 2023 12:30:00 GMT' },
      { n: 1, date: 'Mon, 10 Jul 2023 11:30:00 GMT' },
    ])
    await app.services.sources.addImported({
      feedUrl: site.url('/feed'),
      siteUrl: null,
      title: site.url('/feed'),
      tags: [],
      folderPath: [],
    })
    app.now = new Date('2023-07-10T13:00:00Z')
    await app.services.sources.pollDue()
    expect(await urls()).toEqual(['https://posts.example/2'])
    expect((await app.json<SourceJson>('GET', '/sources/1')).body.title).toBe('Norn’s posts')
  })
})
