import { describe, expect, it } from 'vitest'
import { readFeed } from '../../src/collect/feeds.ts'
import { isAppError } from '../../src/errors.ts'

const options = { feedUrl: 'https://k.example/feeds/all', now: new Date('2026-01-15T12:00:00Z') }
const read = (text: string) => readFeed(text, options)
const rss = (items: string) =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Kiln &amp;amp; Co</title><link>https://k.example/</link>${items}</channel></rss>`

describe('reading a feed', () => {
  it('takes the items of RSS 2.0', () => {
    const feed = read(
      rss(
        `<item><title>A &amp;amp; &lt;em&gt;B&lt;/em&gt;</title><link>https://k.example/a?x=1&amp;y=2</link><guid isPermaLink="false">g1</guid><pubDate>Sat, 03 Feb 2024 04:05:06 +0100</pubDate><author>ada@k.example (Ada L)</author><category>clay</category><category>Clay</category><description><![CDATA[<p>Hello &amp; bye</p><p>Two</p>]]></description></item>`,
      ),
    )
    expect(feed).toEqual({
      title: 'Kiln & Co',
      siteUrl: 'https://k.example/',
      skipped: 0,
      ttlS: null,
      items: [
        {
          url: 'https://k.example/a?x=1&y=2',
          externalUrl: null,
          title: 'A & B',
          authors: ['Ada L'],
          publishedAt: new Date('2024-02-03T03:05:06Z'),
          summary: 'Hello & bye\nTwo',
          tags: ['clay'],
          guid: 'g1',
        },
      ],
    })
  })

  it('takes a permalink for the address and names from Dublin Core', () => {
    const [item] = read(
      rss(
        '<item><guid>https://k.example/b</guid><dc:creator>Grete</dc:creator><author>grete@k.example</author></item>',
      ),
    ).items
    expect(item).toMatchObject({ url: 'https://k.example/b', title: null, authors: ['Grete'] })
  })

  it('gives no mail address for an author', () => {
    const [item] = read(rss('<item><link>/x</link><author>ada@k.example</author></item>')).items
    expect(item).toMatchObject({ url: 'https://k.example/x', authors: [] })
  })

  it('keeps the words of a title that speaks of tags', () => {
    const [item] = read(
      rss('<item><title>How &lt;script&gt; works</title><link>/x</link></item>'),
    ).items
    expect(item?.title).toBe('How <script> works')
  })

  it('leaves out items without a usable address and counts them', () => {
    const feed = read(
      rss(
        '<item><title>None</title></item><item><link>javascript:alert(1)</link></item><item><guid isPermaLink="false">17</guid></item><item><link>https://k.example/ok</link></item>',
      ),
    )
    expect([feed.items.map((item) => item.url), feed.skipped]).toEqual([
      ['https://k.example/ok'],
      3,
    ])
  })

  it('takes the entries of Atom', () => {
    const feed = read(
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>x</id><link href="https://k.example/"/><author><name>Feed</name></author><entry><id>urn:1</id><title type="html">A &amp;lt; B</title><link rel="self" href="/self"/><link rel="alternate" type="text/html" href="/a"/><link rel="related" href="https://far.example/"/><author><name>Ada</name></author><author><name>林</name></author><published>2024-02-03T04:05:06+02:00</published><summary>S</summary><category term="x"/></entry><entry><id>https://k.example/b</id><title>B</title><updated>2024-02-04T00:00:00Z</updated></entry></feed>`,
    )
    expect(feed.items).toMatchObject([
      {
        url: 'https://k.example/a',
        externalUrl: 'https://far.example/',
        title: 'A < B',
        authors: ['Ada', '林'],
        publishedAt: new Date('2024-02-03T02:05:06Z'),
        summary: 'S',
        tags: ['x'],
        guid: 'urn:1',
      },
      { url: 'https://k.example/b', authors: ['Feed'], publishedAt: new Date('2024-02-04') },
    ])
  })

  it('takes the items of a JSON feed', () => {
    const feed = read(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'J',
        home_page_url: 'https://k.example',
        items: [
          {
            id: '1',
            url: 'https://k.example/1',
            external_url: 'https://far.example/',
            title: 'T',
            authors: [{ name: 'Z' }],
            date_published: '2024-02-03T04:05:06Z',
            tags: ['a'],
            content_text: 'a < b',
          },
          { id: '2' },
        ],
      }),
    )
    expect(feed.items).toMatchObject([
      {
        url: 'https://k.example/1',
        externalUrl: 'https://far.example/',
        authors: ['Z'],
        summary: 'a < b',
      },
    ])
    expect(feed.skipped).toBe(1)
  })

  it('divides the tags of Pinboard’s RDF', () => {
    const feed = read(
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://p.example"><title>t</title></channel><item rdf:about="https://a.example"><title>A</title><link>https://a.example</link><dc:date>2024-02-03T04:05:06Z</dc:date><dc:subject>raw clay</dc:subject><description>My words</description></item></rdf:RDF>',
    )
    expect(feed.items).toMatchObject([
      { url: 'https://a.example', tags: ['raw', 'clay'], summary: 'My words' },
    ])
  })

  it.each([
    ['nothing', ''],
    ['a web page', '<!doctype html><html><body>Hello</body></html>'],
    ['plain text', 'hello'],
    ['other JSON', '{"a":1}'],
    ['half a feed', '<rss version="2.0"><channel><item><title>x'],
  ])('says of %s that it is no feed', (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})

describe('a hostile feed', () => {
  const open = '<rss version="2.0"><channel><title>'
  const many = 200_000

  it.each([
    [
      'entities within entities',
      `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${open}&b;`,
    ],
    [
      'an entity from outside',
      `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>${open}&a;`,
    ],
    ['tags that never end', open + '<a '.repeat(many)],
    ['attributes that never end', `${open}${'<a b="'.repeat(many)}"></title>`],
    ['sections that never end', open + '<![CDATA['.repeat(many)],
    ['comments that never end', open + '<!--'.repeat(many)],
    [
      '100,000 attributes',
      `<rss version="2.0"><channel><item ${'a="x" '.repeat(100_000)}/></channel></rss>`,
    ],
    ['deep nesting', open + '<b>'.repeat(many)],
    [
      'deep nesting in a summary',
      rss(
        `<item><link>/x</link><description><![CDATA[${'<div>'.repeat(many)}]]></description></item>`,
      ),
    ],
  ])('with %s costs no time', (_, text) => {
    const start = performance.now()
    try {
      read(text)
    } catch (error) {
      if (!isAppError(error, 'INVALID_INPUT')) throw error
    }
    expect(performance.now() - start).toBeLessThan(1000) // 10 to 100 ms here
  })

  it('with entities of its own is refused', () => {
    expect(() => read(`<!DOCTYPE x [<!ENTITY a "a">]>${open}&a;</title></channel></rss>`)).toThrow(
      /entities of its own/,
    )
  })
})
