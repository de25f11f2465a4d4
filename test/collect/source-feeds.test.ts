import { describe, expect, it } from 'vitest'
import { findFeeds } from '../../src/collect/find-feeds.ts'
import { type LinkJson, type Page, useTestApp } from '../support/app.ts'
import { rss, type SourceJson, startFeedServer } from './feed-server.ts'

describe('a source of each kind', () => {
  const app = useTestApp('pglite')
  const links = async () =>
    (await app.json<Page<LinkJson>>('GET', '/links?limit=500')).body.items.toReversed()
  async function addFeed(
    body: string | Buffer,
    values: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    const site = await startFeedServer(app)
    site.pages['/feed'] = { body, headers }
    const answer = await app.json<SourceJson>('POST', '/sources', {
      url: site.url('/feed'),
      backfill: 100,
      ...values,
    })
    return { site, ...answer }
  }

  it('reads Atom', async () => {
    await addFeed(
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>Journal</title><id>urn:j</id><entry><id>urn:1</id><title type="html">Salt &amp;amp; ash</title><link href="/1" rel="alternate"/><updated>2023-07-08T08:00:00+02:00</updated><author><name>Ida</name></author><category term="clay"/></entry></feed>',
    )
    const [link] = await links()
    expect(link).toMatchObject({
      title: 'Salt & ash',
      authors: ['Ida'],
      tags: ['clay'],
      via: 'Journal',
      published_at: '2023-07-08T06:00:00.000Z',
    })
    expect(link?.url).toMatch(/^http:\/\/norn\.example:\d+\/1$/)
  })

  const linkBlog = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Link blog',
    items: [
      {
        id: 'a',
        url: 'https://blog.example/a',
        external_url: 'https://far.example/story',
        title: 'A story',
        content_text: 'My words about it',
        authors: [{ name: 'Blogger' }],
        date_published: '2023-07-08T08:00:00Z',
      },
      { id: 'b', url: 'https://blog.example/b', title: 'Own post', authors: [{ name: 'Blogger' }] },
    ],
  })

  it('saves a link blog’s own pages unless told otherwise', async () => {
    await addFeed(linkBlog, {}, { 'content-type': 'application/feed+json' })
    expect((await links()).map(({ url }) => url)).toEqual([
      'https://blog.example/b',
      'https://blog.example/a',
    ])
  })

  it('saves what a link blog points to, without its author and date', async () => {
    await addFeed(linkBlog, { follow_external: true })
    expect(await links()).toMatchObject([
      { url: 'https://blog.example/b', authors: ['Blogger'] },
      { url: 'https://far.example/story', authors: [], published_at: null, via: 'Link blog' },
    ])
  })

  it('takes linkding’s descriptions for notes, whole, and tags for tags', async () => {
    const long = 'word '.repeat(2_000).trim()
    await addFeed(
      `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>All bookmarks</title><link>https://ld.example/bookmarks</link><description>All bookmarks</description><item><title>Clocks</title><link>https://norn.example/clocks</link><description>My own words.

Second paragraph &amp; more. ${long}</description><pubDate>Sat, 08 Jul 2023 08:00:00 +0000</pubDate><guid>https://norn.example/clocks</guid><category>time</category><category>to read</category></item></channel></rss>`,
      { notes: true, tags: ['ld'] },
    )
    const [link] = await links()
    expect(link).toMatchObject({
      url: 'https://norn.example/clocks',
      tags: ['ld', 'time', 'to read'],
      authors: [],
      published_at: null,
      description: null,
    })
    expect(link?.note).toMatch(/^My own words\.\s+Second paragraph & more\. word/)
    expect(link?.note.endsWith('word')).toBe(true)
    expect(link?.note.length).toBeGreaterThan(9_000)
  })

  it('takes Pinboard’s RDF with its tags, and not its user for an author', async () => {
    await addFeed(
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://feeds.pinboard.example/rss/u:ada/"><title>Pinboard (ada)</title></channel><item rdf:about="https://norn.example/clocks"><title>Clocks</title><dc:date>2023-07-08T08:00:00+00:00</dc:date><link>https://norn.example/clocks</link><dc:creator>ada</dc:creator><description><![CDATA[My words]]></description><dc:subject>time raw_clay</dc:subject></item></rdf:RDF>',
      { notes: true },
    )
    expect(await links()).toMatchObject([
      { note: 'My words', tags: ['time', 'raw_clay'], authors: [], via: 'Pinboard (ada)' },
    ])
  })

  it('takes Raindrop’s feed', async () => {
    await addFeed(
      '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Craft</title><link>https://raindrop.example/ada/craft-1</link><item><title><![CDATA[Clocks]]></title><link>https://norn.example/clocks</link><guid isPermaLink="false">601</guid><description><![CDATA[<img src="https://norn.example/c.png"/><br/>Worth an hour]]></description><category>time</category><pubDate>Sat, 08 Jul 2023 08:00:00 GMT</pubDate></item></channel></rss>',
      { notes: true },
    )
    expect(await links()).toMatchObject([
      { title: 'Clocks', note: 'Worth an hour', tags: ['time'] },
    ])
  })

  it('adds the words of a bookmark feed to a link that is known', async () => {
    await app.save('https://posts.example/1', { note: 'Before.', tags: ['mine'] })
    await addFeed(
      rss([{ n: 1, more: '<description>From the feed.</description><category>fed</category>' }]),
      { notes: true },
    )
    expect(await links()).toMatchObject([
      { note: 'Before.\n\nFrom the feed.', tags: ['mine', 'fed'] },
    ])
  })

  it('reads a feed in the charset that its header names', async () => {
    const latin = Buffer.from(
      rss([1]).replace('utf-8', 'iso-8859-1').replace('Post 1', 'Mörtel'),
      'latin1',
    )
    await addFeed(latin, {}, { 'content-type': 'text/xml; charset=ISO-8859-1' })
    expect(await links()).toMatchObject([{ title: 'Mörtel' }])
  })

  it('reads the beginning of a feed that is longer than 2 MB', async () => {
    const items = Array.from({ length: 30 }, (_, i) => ({
      n: 30 - i,
      more: `<description>${'x'.repeat(100_000)}</description>`,
    }))
    const { status, body } = await addFeed(rss(items), { backfill: 3 })
    expect([status, body.poll.saved]).toEqual([201, 3])
    expect((await links()).map(({ url }) => url)).toEqual(
      [28, 29, 30].map((n) => `https://posts.example/${n}`),
    )
  })

  it('says of an endless line that it is too long', async () => {
    const { status, body } = await addFeed(`<rss><channel><title>${'x'.repeat(2_100_000)}`)
    expect(status).toBe(422)
    expect(JSON.stringify(body)).toContain('longer than 2 MB')
  })
})

describe('finding the feeds of a page', () => {
  const find = (html: string) => findFeeds(html, 'https://k.example/a/')

  it('starts at the base of the page and leaves comment feeds for last', () => {
    expect(
      find(
        `<base href="/b/"><link rel=alternate type="application/rss+xml" title="Site » Comments Feed" href="c"><link rel="alternate feed" type="APPLICATION/ATOM+XML; charset=utf-8" title=" Two
 lines " href=d><link rel="ALTERNATE" type="application/feed+json" href="//far.example/e">`,
      ),
    ).toEqual([
      { url: 'https://k.example/b/d', title: 'Two lines' },
      { url: 'https://far.example/e', title: null },
      { url: 'https://k.example/b/c', title: 'Site » Comments Feed' },
    ])
  })

  it.each([
    '<link rel="alternate" type="text/html" href="/de">',
    '<link rel="stylesheet" type="application/rss+xml" href="/x">',
    '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
    '<link rel="alternate" type="application/rss+xml" href="">',
    '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">',
    '<a href="/feed">RSS</a>',
    '<!-- <link rel="alternate" type="application/rss+xml" href="/x"> -->',
  ])('finds none in %s', (html) => {
    expect(find(html)).toEqual([])
  })

  it('loses no time on mark-up that is nested without end', () => {
    const start = performance.now()
    expect(find('<b><i></p>'.repeat(200_000))).toEqual([])
    expect(find('<div>'.repeat(200_000))).toEqual([])
    expect(performance.now() - start).toBeLessThan(1_000) // 10 ms here
  })
})
