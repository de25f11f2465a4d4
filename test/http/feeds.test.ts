import { parseAtomFeed, parseFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import Parser from 'rss-parser'
import { describe, expect, it } from 'vitest'
import { dangers, HOSTILE } from '../render/html.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { atomProblems } from '../support/atom.ts'
import { DATABASE_KINDS, type DatabaseKind } from '../support/database.ts'
import { schemaProblems } from '../support/json-schema.ts'
import { grammarProblems, xmlProblems } from '../support/xml.ts'

const FEEDS = [
  ['/feed.xml', '/atom.xml', '/feed.json'],
  ['/links.xml', '/links.atom', '/links.json'],
  ['/tags/c%2B%2B/feed.xml', '/tags/c%2B%2B/atom.xml', '/tags/c%2B%2B/feed.json'],
  ['/sections/tools/feed.xml', '/sections/tools/atom.xml', '/sections/tools/feed.json'],
] as const

/** Saving refuses NUL. */
const SAVED = HOSTILE.map((text) => text.replaceAll('\0', ''))

/** An app on a database of this kind, and how issues get into it. */
function useFeeds(kind: DatabaseKind) {
  const app = useTestApp(kind)
  const read = async (path: string) => {
    const answer = await app.request(path)
    expect([path, answer.status]).toEqual([path, 200])
    return answer.text()
  }

  async function publish(titles = ['One <more>', 'Two']) {
    for (const [index, text] of titles.entries())
      await app.save(`https://norn.example/${index}`, {
        month: '2023-06',
        title: text,
        authors: [text],
        note: `${text} [x](javascript:alert(1))`,
        section: index % 2 ? 'Tools' : 'Articles',
        tags: ['c++', 'ab & <cd>'],
      })
    await app.save('https://www.norn.example/clocks?a=1&b=2', {
      title: 'Clocks that lie',
      authors: ['Ida Norn'],
      note: 'Why *leap seconds* break.',
      month: '2023-07',
      section: 'Tools',
      tags: ['C++'],
    })
    for (const month of ['2023-06', '2023-07']) {
      const { id } = await app.assemble(month)
      await app.json('PATCH', `/issues/${id}`, { intro: `A month ]]> of <b>${month}</b> & more.` })
      await app.send(id)
      app.now = new Date(app.now.getTime() + 86_400_000)
    }
    await app.save('https://norn.example/secret', { title: 'Secret', tags: ['c++'] })
  }

  return { app, read, publish }
}

describe('feeds', () => {
  const { app, read, publish } = useFeeds('postgres')

  it('are the same entries in RSS, Atom and JSON Feed for two parsers', async () => {
    await publish(SAVED)
    for (const [rss, atom, json] of FEEDS) {
      const texts = { rss: await read(rss), atom: await read(atom), json: await read(json) }
      const rssItems = parseRssFeed(texts.rss).items ?? []
      const atomItems = parseAtomFeed(texts.atom).entries ?? []
      const jsonFeed = parseJsonFeed(texts.json)
      const other = new Parser()
      const [otherRss, otherAtom] = [
        await other.parseString(texts.rss),
        await other.parseString(texts.atom),
      ]
      const known = (jsonFeed.items ?? []).map(({ id, title, url, external_url }) => [
        id,
        title,
        external_url ?? url,
      ])
      expect(known.length).toBeGreaterThan(1)
      expect(new Set(known.map(([id]) => id)).size).toBe(known.length)
      expect(JSON.stringify(known)).not.toContain('Secret')
      expect(rssItems.map((item) => [item.guid?.value, item.title, item.link])).toEqual(known)
      expect(
        atomItems.map((entry) => [
          entry.id,
          typeof entry.title === 'string' ? entry.title : entry.title?.value,
          entry.links?.find(({ rel }) => rel === 'alternate')?.href,
        ]),
      ).toEqual(known)
      const spaced = (rows: unknown[][]) =>
        rows.map((row) => row.map((cell) => String(cell).replace(/\s+/g, ' ').trim()))
      const fromRss = otherRss.items.map((item) => [item.guid, item.title, item.link])
      const fromAtom = otherAtom.items.map((item) => [item.id, item.title, item.link])
      expect(spaced(fromRss)).toEqual(spaced(known))
      expect(spaced(fromAtom)).toEqual(spaced(known))
      expect(otherRss.feedUrl).toBe(BASE_URL + rss)
      expect(parseFeed(texts.atom).format).toBe('atom')
      expect(await schemaProblems('json-feed-1.1', JSON.parse(texts.json))).toEqual([])
      for (const html of jsonFeed.items ?? []) expect(dangers(html.content_html ?? '')).toEqual([])
      for (const text of [texts.rss, texts.atom]) expect(await xmlProblems(text)).toEqual([])
    }
  })

  it('are valid against the grammars of Atom and RSS, whatever the titles hold', async () => {
    const check = async (folder: string, files = ['feed.xml', 'atom.xml']) => {
      const [rss = '', atom = ''] = files.map((file) => folder + file)
      expect([rss, await grammarProblems('rss-2.0', await read(rss))]).toEqual([rss, []])
      expect([atom, await atomProblems(await read(atom))]).toEqual([atom, []])
    }
    await check('/')
    await check('/', ['links.xml', 'links.atom'])
    const name = SAVED[9]
    expect(name).toContain(']]>')
    await app.json('PATCH', '/settings', { name, author: SAVED[5], description: SAVED[8] })
    await app.json('PATCH', '/settings/responses', { hub: 'https://hub.example/?a=1&b=2' })
    await publish(SAVED)
    await check('/')
    await check('/', ['links.xml', 'links.atom'])
    for (const folder of ['tags/c%2B%2B', 'tags/ab%20%26%20%3Ccd%3E', 'sections/tools'])
      await check(`/${folder}/`)
    await check('/sites/norn.example/')
    // Half a surrogate pair cannot stand in an address.
    const authors = SAVED.filter((text) => text.isWellFormed())
    expect(authors).toHaveLength(SAVED.length - 1)
    for (const author of authors) await check(`/authors/${encodeURIComponent(author)}/`)
  })

  it('are named in the head of their page, and answer 304 to whoever has them', async () => {
    await publish()
    const alternates = async (path: string) =>
      [...(await read(path)).matchAll(/rel="alternate" type="[^"]+" title="[^"]*" href="([^"]+)"/g)]
        .map(([, href = '']) => href.replace(BASE_URL, ''))
        .sort()
    const main = ['/atom.xml', '/feed.json', '/feed.xml']
    const links = ['/links.atom', '/links.json', '/links.xml']
    expect(await alternates('/issues/july-2023')).toEqual(main)
    for (const path of ['/', '/archive'])
      expect(await alternates(path)).toEqual([...main, ...links].sort())
    for (const path of ['/tags/c%2B%2B', '/sections/tools'])
      expect(await alternates(path)).toEqual([...main, ...main.map((file) => path + file)].sort())
    for (const path of FEEDS.flat()) {
      const first = await app.request(path)
      const headers = (name: string, value: string | null) => ({ headers: { [name]: value ?? '' } })
      const [etag, modified] = [first.headers.get('etag'), first.headers.get('last-modified')]
      expect([path, etag, modified]).toEqual([path, expect.any(String), expect.any(String)])
      const again = await app.request(path, headers('if-none-match', etag))
      const since = await app.request(path, headers('if-modified-since', modified))
      const long = headers('if-modified-since', 'Sat, 01 Jan 2000 00:00:00 GMT')
      expect([path, again.status, since.status]).toEqual([path, 304, 304])
      expect([path, (await app.request(path, long)).status]).toEqual([path, 200])
    }
  })

  it('lists all issues and tags in the sitemap, with the day of the last correction', async () => {
    await publish()
    const text = await read('/sitemap.xml')
    const rows = [...text.matchAll(/<loc>(.*?)<\/loc>(?:<lastmod>(.*?)<\/lastmod>)?/g)].map(
      ([, loc = '', day]) => [loc.replace(BASE_URL, ''), day],
    )
    expect(rows).toEqual([
      ['/', '2023-07-11'],
      ['/archive', '2023-07-11'],
      ['/issues/july-2023', '2023-07-11'],
      ['/issues/june-2023', '2023-07-10'],
      ['/archive/2023', undefined],
      ['/tags/ab%20%26%20%3Ccd%3E', undefined],
      ['/tags/c%2B%2B', undefined],
    ])
  })
})

describe.each(DATABASE_KINDS)('feeds of links on %s', (kind) => {
  const { app, read, publish } = useFeeds(kind)

  it('tell of a link what was said of it, where, and when', async () => {
    await publish()
    const { items } = JSON.parse(await read('/links.json'))
    expect(items).toHaveLength(3)
    expect(items[0]).toMatchObject({
      title: 'Clocks that lie',
      external_url: 'https://www.norn.example/clocks?a=1&b=2',
      authors: [{ name: 'Ida Norn' }],
      tags: ['c++'],
      date_published: '2023-07-11T12:00:00.000Z',
    })
    expect(items[0].url).toMatch(/^https:\/\/letters\.example\/issues\/july-2023#link-\d+$/)
    expect(items[0].content_html).toContain('<em>leap seconds</em>')
    expect(items[0].content_html).toContain(
      `by Ida Norn\u00a0· norn.example · <a href="${BASE_URL}`,
    )
    const before = items.map(({ id }: { id: string }) => id)
    const found = await app.json<{ items: { id: number }[] }>('GET', '/issues?month=2023-07')
    await app.json('PATCH', `/issues/${found.body.items[0]?.id}`, { slug: 'elsewhere' })
    const after = JSON.parse(await read('/links.json')).items
    expect(after.map(({ id }: { id: string }) => id)).toEqual(before)
    expect(after[0].url).toContain('/issues/elsewhere#')
  })

  it('are not there for what nobody linked', async () => {
    for (const path of ['/tags/none/feed.xml', '/sections/none/atom.xml', '/tags/%00/feed.json'])
      expect([path, (await app.request(path)).status]).toEqual([path, 404])
  })
})
