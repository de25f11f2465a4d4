import { describe, expect, it } from 'vitest'
import { decodeBody } from '../../src/enrich/charset.ts'
import { EMPTY_METADATA } from '../../src/enrich/page-reading.ts'
import { createSourceService } from '../../src/source-service.ts'
import { type LinkJson, type Page, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { rss, rssAnswer, type SourceJson, startFeedServer } from './feed-server.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

describe.each(DATABASE_KINDS)('polling a source on %s', (kind) => {
  const app = useTestApp(kind)
  const links = async () =>
    (await app.json<Page<LinkJson>>('GET', '/links?limit=500')).body.items.toReversed()
  const urls = async () => (await links()).map((link) => link.url)
  const source = async (id = 1) => (await app.json<SourceJson>('GET', `/sources/${id}`)).body
  const later = (ms: number) => {
    app.now = new Date(app.now.getTime() + ms)
  }
  const poll = async (id = 1) => (await app.json<SourceJson>('POST', `/sources/${id}/poll`)).body
  /** A source at /feed that has been polled once. */
  async function begin(values: Record<string, unknown> = {}) {
    const site = await startFeedServer(app)
    site.pages['/feed'] ??= rssAnswer([1])
    const { status } = await app.json('POST', '/sources', { url: site.url('/feed'), ...values })
    expect(status).toBe(201)
    later(2 * 60 * MINUTE_MS)
    return site
  }

  it('saves what is new, once, with the name, section and tags of the source', async () => {
    const site = await begin({ title: 'Norn', section: 'Posts', tags: ['norn'] })
    site.pages['/feed'] = rssAnswer([
      {
        n: 2,
        more: '<category>clay</category><category>NORN</category><description>&lt;p&gt;About it&lt;/p&gt;</description><dc:creator>Ida</dc:creator>',
      },
      1,
    ])
    expect((await poll()).poll).toEqual({ outcome: 'read', saved: 1, known: 0, passed_over: 0 })
    expect(await links()).toMatchObject([
      {
        url: 'https://posts.example/2',
        title: 'Post 2',
        authors: ['Ida'],
        description: 'About it',
        note: '',
        section: 'Posts',
        tags: ['norn', 'clay'],
        via: 'Norn',
        saved_at: '2023-07-10T14:00:00.000Z',
        enrichment: { provenance: { title: 'feed', authors: 'feed', description: 'feed' } },
      },
    ])
    site.pages['/feed'] = rssAnswer([2, 1], '<!-- touched -->')
    expect((await poll()).poll).toEqual({ outcome: 'read', saved: 0, known: 0, passed_over: 0 })
    expect(await urls()).toHaveLength(1)
  })

  it('lets the page have the last word on its title', async () => {
    const site = await begin()
    site.pages['/feed'] = rssAnswer([2, 1])
    await poll()
    app.enrichPage = async () => ({
      outcome: 'ok',
      error: null,
      metadata: { ...EMPTY_METADATA, title: 'As the page says' },
      provenance: { title: 'og:title' },
    })
    const [link] = await links()
    await app.services.enrichLink(link?.id ?? 0, { isLastTry: true })
    expect((await links())[0]?.title).toBe('As the page says')
  })

  it('leaves a link deleted that the owner deleted', async () => {
    const site = await begin()
    site.pages['/feed'] = rssAnswer([2, 1])
    await poll()
    const [link] = await links()
    await app.json('DELETE', `/links/${link?.id}`)
    site.pages['/feed'] = rssAnswer([2, 1], '<!-- touched -->')
    await poll()
    expect(await urls()).toEqual([])
  })

  it('leaves a link that is known as the owner has it', async () => {
    const site = await begin({ tags: ['norn'], section: 'Posts' })
    await app.save('https://posts.example/2?utm_source=feed', { title: 'Mine', tags: ['a'] })
    const before = await links()
    site.pages['/feed'] = rssAnswer([2, 1])
    expect((await poll()).poll).toMatchObject({ saved: 0, known: 1 })
    expect(await links()).toEqual(before)
  })

  it('recognises an item by its address when the feed makes new guids', async () => {
    const site = await begin({ backfill: 1 })
    site.pages['/feed'] = {
      body: rss([2, 1]).replaceAll('guid-', 'other-').replaceAll('https://posts', 'http://posts'),
    }
    await poll()
    expect(await urls()).toEqual(['https://posts.example/1', 'http://posts.example/2'])
  })

  it('takes no old item for a new one when it moves up into the feed', async () => {
    const site = await begin()
    site.pages['/feed'] = rssAnswer([
      { n: 3, date: 'Mon, 10 Jul 2023 13:00:00 GMT' },
      { n: 2, date: 'Fri, 07 Jul 2023 00:00:00 GMT' },
      { n: 0, date: 'Thu, 01 Jun 2023 00:00:00 GMT' },
    ])
    expect((await poll()).poll).toMatchObject({ saved: 2, passed_over: 1 })
    expect(await urls()).toEqual(['https://posts.example/2', 'https://posts.example/3'])
  })

  it('passes over an address that cannot be saved', async () => {
    const site = await begin()
    site.pages['/feed'] = {
      body: rss([3, 2, 1]).replace('https://posts.example/3', 'http://localhost/x'),
    }
    expect((await poll()).poll).toMatchObject({ outcome: 'read', saved: 1, passed_over: 1 })
  })

  describe('asking politely', () => {
    it('sends the validators back and reads nothing at 304', async () => {
      const site = await begin()
      site.pages['/feed'] = (headers) =>
        headers['if-none-match'] === 'W/"a,1"' &&
        headers['if-modified-since'] === 'Sat, 08 Jul 2023 00:00:00 GMT'
          ? { status: 304, headers: { etag: 'W/"a,2"' } }
          : {
              headers: { etag: 'W/"a,1"', 'last-modified': 'Sat, 08 Jul 2023 00:00:00 GMT' },
              body: rss([2, 1]),
            }
      expect((await poll()).poll).toMatchObject({ outcome: 'read', saved: 1 })
      expect((await poll()).poll).toEqual({ outcome: 'unchanged' })
      await poll()
      expect(site.requests.at(-1)?.headers).toMatchObject({
        'if-none-match': 'W/"a,2"',
        'if-modified-since': 'Sat, 08 Jul 2023 00:00:00 GMT',
      })
    })

    it('reads nothing when the body is the same', async () => {
      await begin()
      expect((await poll()).poll).toEqual({ outcome: 'unchanged' })
    })

    it.each([
      ['says nothing', {}, '', 3_600],
      ['allows a copy for four hours', { 'cache-control': 'public, max-age=14400' }, '', 14_400],
      ['allows a copy for a month', { 'cache-control': 'max-age=2592000' }, '', 86_400],
      ['allows no copy', { 'cache-control': 'max-age=0, must-revalidate' }, '', 3_600],
      ['allows a copy for a minute', { 'cache-control': 'max-age=60' }, '', 900],
      ['has a ttl', {}, '<ttl>180</ttl>', 10_800],
      [
        'has a ttl and a shorter max-age',
        { 'cache-control': 'max-age=60' },
        '<ttl>30</ttl>',
        1_800,
      ],
      [
        'updates twice a day',
        {},
        '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod><sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">2</sy:updateFrequency>',
        43_200,
      ],
    ])('comes as often as the feed wishes that %s', async (_, headers, channel, intervalS) => {
      const site = await begin()
      site.pages['/feed'] = { headers, body: rss([2, 1], channel) }
      const { interval_s, next_poll_at } = await poll()
      expect(interval_s).toBe(intervalS)
      const waitS = (Date.parse(next_poll_at ?? '') - app.now.getTime()) / 1_000
      expect(waitS).toBeGreaterThanOrEqual(intervalS)
      expect(waitS).toBeLessThanOrEqual(Math.min(86_400, intervalS * 1.1))
    })

    it.each([
      ['seconds', '7200', 2 * 60 * MINUTE_MS],
      ['a date', 'Tue, 11 Jul 2023 14:00:00 GMT', DAY_MS],
    ])('stays away as long as Retry-After says in %s', async (_, value, waitMs) => {
      const site = await begin()
      const headers = { 'retry-after': value, date: app.now.toUTCString() }
      site.pages['/feed'] = { status: 429, headers }
      const answer = await poll()
      expect(answer.poll).toEqual({
        outcome: 'failed',
        reason: expect.stringContaining('later (status 429)'),
      })
      expect(Date.parse(answer.next_poll_at ?? '')).toBe(app.now.getTime() + waitMs)
      site.requests.length = 0
      later(waitMs - 1)
      await app.services.sources.pollDue()
      expect(site.requests).toHaveLength(0)
      later(1)
      await app.services.sources.pollDue()
      expect(site.requests).toHaveLength(1)
    })
  })

  describe('when it fails', () => {
    it('waits longer each time, from 15 minutes to a day, and says so after three times', async () => {
      const site = await begin()
      site.pages['/feed'] = { status: 500, body: '<rss/>' }
      const waits: number[] = []
      for (let failures = 1; failures <= 9; failures++) {
        const answer = await poll()
        expect(answer).toMatchObject({ failures, state: 'active' })
        expect(answer.problem === null).toBe(failures < 3)
        waits.push((Date.parse(answer.next_poll_at ?? '') - app.now.getTime()) / MINUTE_MS)
        later(MINUTE_MS)
      }
      for (const [index, wait] of waits.entries()) {
        const doubled = Math.min(15 * 2 ** index, 1_440)
        expect(wait).toBeGreaterThanOrEqual(Math.max(15, doubled * 0.8))
        expect(wait).toBeLessThanOrEqual(Math.min(1_440, doubled * 1.2))
      }
      site.pages['/feed'] = rssAnswer([2, 1])
      expect(await poll()).toMatchObject({ failures: 0, problem: null, last_error: null })
      expect(await urls()).toEqual(['https://posts.example/2'])
    })

    it('gives up after two weeks, reports it, and begins again when told', async () => {
      const site = await begin()
      site.pages['/feed'] = undefined as never
      let days = 0
      for (; days < 40 && (await source()).state === 'active'; days++) {
        await app.services.sources.pollDue()
        later(DAY_MS)
      }
      expect(days).toBeGreaterThanOrEqual(14)
      expect(days).toBeLessThan(20)
      const dead = await source()
      expect(dead).toMatchObject({
        state: 'dead',
        next_poll_at: null,
        problem: expect.stringMatching(
          /^Not polled any more\. .*no feed at this address \(status 404\)/,
        ),
      })
      expect(app.logged.map(({ message }) => message)).toContain('source given up')
      expect((await app.json('GET', '/sources')).body.problems).toEqual([
        { id: 1, name: 'Norn’s posts', state: 'dead', problem: dead.problem },
      ])
      const asked = site.requests.length
      later(30 * DAY_MS)
      await app.services.sources.pollDue()
      expect(site.requests).toHaveLength(asked)

      site.pages['/feed'] = rssAnswer([2, 1])
      await app.json('PATCH', '/sources/1', { state: 'active' })
      await app.services.sources.pollDue()
      expect(await source()).toMatchObject({ state: 'active', failures: 0, problem: null })
      expect(await urls()).toEqual(['https://posts.example/2'])
    })

    it('does not give up when it was off for a month and fails once', async () => {
      const site = await begin()
      site.pages['/feed'] = { status: 503 }
      await poll()
      later(30 * DAY_MS)
      expect(await poll()).toMatchObject({ state: 'active', failures: 2 })
    })

    it('believes a site that says the feed is gone', async () => {
      const site = await begin()
      site.pages['/feed'] = { status: 410 }
      expect(await poll()).toMatchObject({
        state: 'dead',
        last_error: expect.stringContaining('gone for good'),
      })
    })

    it('keeps everything when a parking page takes the place of the feed', async () => {
      const site = await begin({ backfill: 1 })
      site.pages['/feed'] = { body: '<!doctype html><title>For sale</title>' }
      expect(await poll()).toMatchObject({
        state: 'active',
        title: 'Norn’s posts',
        last_error: expect.stringContaining('a web page, no feed'),
      })
      expect(await urls()).toEqual(['https://posts.example/1'])
    })

    it.each([
      [
        'entities of its own',
        '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title><link>https://x.example</link></item></channel></rss>',
      ],
      ['half an element', '<rss version="2.0"><channel><item><tit'],
      ['no XML', 'hello'],
    ])('saves nothing of a feed with %s', async (_, body) => {
      const site = await begin()
      site.pages['/feed'] = { body }
      expect((await poll()).poll).toMatchObject({ outcome: 'failed' })
      expect(await urls()).toEqual([])
    })

    it('never repeats the secret of an address', async () => {
      const site = await startFeedServer(app)
      site.pages['/feed?key=s3cret'] = rssAnswer([1])
      await app.json('POST', '/sources', { url: site.url('/feed?key=s3cret') })
      site.pages['/feed?key=s3cret'] = { status: 500 }
      const answer = await poll()
      expect(answer.last_error).toContain('norn.example')
      expect(JSON.stringify([answer.last_error, app.logged])).not.toContain('s3cret')
    })

    it('notes down a fault of saving, and goes on at the next poll', async () => {
      const site = await begin()
      site.pages['/feed'] = rssAnswer([2, 1])
      await app.db.schema.alterTable('link').renameTo('gone').execute()
      const broken = await app.services.sources
        .poll(1)
        .finally(() => app.db.schema.alterTable('gone').renameTo('link').execute())
      expect(broken).toMatchObject({ outcome: 'failed' })
      expect((await poll()).poll).toMatchObject({ outcome: 'read', saved: 1 })
    })
  })

  describe('a feed that moves', () => {
    it('is followed when it moved for good, and not for a detour', async () => {
      const site = await begin()
      site.pages['/feed'] = { status: 302, headers: { location: '/other' } }
      site.pages['/other'] = rssAnswer([2, 1])
      expect((await poll()).url).toBe(site.url('/feed'))
      site.pages['/feed'] = { status: 308, headers: { location: '/new#x' } }
      site.pages['/new'] = rssAnswer([3, 2, 1])
      expect((await poll()).url).toBe(site.url('/new'))
      expect(await urls()).toEqual(['https://posts.example/2', 'https://posts.example/3'])
    })

    it('stays where it was when there is no feed at the new place', async () => {
      const site = await begin()
      site.pages['/feed'] = { status: 301, headers: { location: '/' } }
      site.pages['/'] = { body: '<!doctype html><title>Welcome</title>' }
      expect(await poll()).toMatchObject({ url: site.url('/feed'), failures: 1 })
    })

    it('is paused when another source is there already', async () => {
      const site = await begin()
      site.pages['/new'] = rssAnswer([1])
      await app.json('POST', '/sources', { url: site.url('/new') })
      site.pages['/feed'] = { status: 301, headers: { location: '/new' } }
      expect(await poll(1)).toMatchObject({
        state: 'paused',
        url: site.url('/feed'),
        problem: expect.stringMatching(/source 2 \(Norn’s posts\)\. Remove this one/),
      })
    })

    it('is refused when it moves into our own network', async () => {
      const site = await begin()
      site.pages['/feed'] = { status: 301, headers: { location: 'http://127.0.0.1:8080/feed' } }
      expect(await poll()).toMatchObject({
        url: site.url('/feed'),
        last_error: expect.stringContaining('redirects elsewhere'),
      })
    })
  })

  describe('several polls at once', () => {
    it('share the due sources, and save each item once', async () => {
      const site = await startFeedServer(app)
      for (let i = 0; i < 6; i++) {
        site.pages[`/${i}`] = rssAnswer([1])
        await app.json('POST', '/sources', { url: site.url(`/${i}`) })
        site.pages[`/${i}`] = rssAnswer([5, 4, 3, 2, 1])
      }
      later(2 * 60 * MINUTE_MS)
      site.requests.length = 0
      const processes = [1, 2, 3].map(() =>
        createSourceService({
          db: app.db,
          now: () => app.now,
          fetchAllow: app.fetchAllow,
          enqueueEnrichment: async () => undefined,
          guardedFetch: (request) => app.guardedFetch(request),
          decodeBody,
        }),
      )
      const polls = await Promise.all(processes.map((each) => each.pollDue()))
      expect(polls.reduce((a, b) => a + b)).toBe(6)
      expect(site.requests).toHaveLength(6)
      expect((await urls()).sort()).toEqual([2, 3, 4, 5].map((n) => `https://posts.example/${n}`))
      const { last_error } = await source()
      expect(last_error).toBeNull()
    })

    it('answers 409 while another process holds the source, and goes on when its lease has ended', async () => {
      await begin()
      const hold = (minutes: number) =>
        app.db
          .updateTable('source')
          .set({ lease_token: 'other', lease_until: new Date(Date.now() + minutes * MINUTE_MS) })
          .execute()
      await hold(1)
      expect((await app.json('POST', '/sources/1/poll')).status).toBe(409)
      expect(await app.services.sources.pollDue()).toBe(0)
      await hold(-1)
      expect(await app.services.sources.pollDue()).toBe(1)
    })

    it('saves an item once even when two polls hold the source', async () => {
      const site = await begin()
      site.pages['/feed'] = rssAnswer([3, 2, 1])
      const fetchFeed = app.guardedFetch
      const both = Promise.withResolvers<void>()
      let second: Promise<unknown> | undefined
      app.guardedFetch = async (request) => {
        const answer = await fetchFeed(request)
        if (second) both.resolve()
        else {
          // As if the first had been asleep for longer than its lease.
          await app.db.updateTable('source').set({ lease_token: null }).execute()
          second = app.services.sources.poll(1)
        }
        await both.promise
        return answer
      }
      await app.services.sources.poll(1)
      await second
      expect((await urls()).sort()).toEqual(['https://posts.example/2', 'https://posts.example/3'])
      expect(await source()).toMatchObject({ failures: 0, last_error: null })
    })

    it('stops in the middle without counting it as a failure', async () => {
      await begin()
      const stopping = new AbortController()
      const fetchFeed = app.guardedFetch
      app.guardedFetch = async (request) => {
        stopping.abort()
        return fetchFeed(request)
      }
      await app.services.sources.pollDue(stopping.signal)
      expect(await source()).toMatchObject({ failures: 0, last_error: null })
      app.guardedFetch = fetchFeed
      expect(await app.services.sources.pollDue()).toBe(1)
    })
  })
})
