import { describe, expect, it } from 'vitest'
import { readLinks, readRows } from './read-rows.ts'

describe('reading a list of addresses', () => {
  it('takes one address a line, with comments and blank lines', async () => {
    const text =
      '# July\n\nhttps://a.example\r\n  kiln.example/post \n// later\nhttps://b.example/x#y # worth it\njavascript:x\nno address here\n'
    const rows = await readRows('urls', text)
    expect(rows.map((row) => [row.line, row.link?.url ?? null, row.link?.note ?? null])).toEqual([
      [3, 'https://a.example', ''],
      [4, 'https://kiln.example/post', ''],
      [6, 'https://b.example/x#y', 'worth it'],
      [7, null, null],
      [8, null, null],
    ])
  })

  it.each([
    ['A fine page\thttps://a.example', 'A fine page', ''],
    ['https://a.example\tA fine page', 'A fine page', ''],
    ['https://a.example\tA fine page\tmy words', 'A fine page', 'my words'],
    ['https://a.example | A fine page', 'A fine page', ''],
    ['A fine page - https://a.example', 'A fine page', ''],
    ['- [A fine page](https://a.example) – my words', 'A fine page', 'my words'],
    ['* [ ] [A fine page](<https://a.example>)', 'A fine page', ''],
    ['1. https://a.example A fine page', 'A fine page', ''],
    ['<https://a.example>', 'https://a.example', ''],
  ])('reads %j', async (line, title, note) => {
    expect(await readLinks('urls', line)).toMatchObject([{ url: 'https://a.example', title, note }])
  })

  it('stays calm at a line of a megabyte', async () => {
    const text = `${'x'.repeat(1_000_000)}\nhttps://a.example\n`
    const rows = await readRows('urls', text, { pieceBytes: 65_536 })
    expect(rows.map((row) => row.ok)).toEqual([false, true])
  })
})

describe('reading OPML', () => {
  const opml = (body: string) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><head><title>x</title></head><body>\n${body}\n</body></opml>`

  it('takes sources with their folders', async () => {
    const rows = await readRows(
      'opml',
      opml(`<outline text="Craft &amp; Clay">
<outline type="rss" text="Kiln" title="The Kiln" category="/raw clay,Glaze" xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/"/>
<outline text="No title" xmlurl="feed:https://b.example/rss"></outline>
</outline>
<outline xmlUrl="javascript:x" text="Bad"/>
<outline text="Top" XMLURL="https://c.example/atom"/>`),
    )
    expect(rows.map((row) => row.source ?? row.line)).toEqual([
      {
        feedUrl: 'https://a.example/feed?x=1&y=2',
        siteUrl: 'https://a.example/',
        title: 'The Kiln',
        tags: ['raw clay', 'Glaze'],
        folderPath: ['Craft & Clay'],
      },
      {
        feedUrl: 'https://b.example/rss',
        siteUrl: null,
        title: 'No title',
        tags: [],
        folderPath: ['Craft & Clay'],
      },
      7,
      { feedUrl: 'https://c.example/atom', siteUrl: null, title: 'Top', tags: [], folderPath: [] },
    ])
  })

  it('takes outlines of type link for links', async () => {
    const links = await readLinks(
      'opml',
      opml(
        '<outline type="link" text="A" url="https://a.example" created="Sat, 03 Feb 2024 04:05:06 GMT"/>',
      ),
    )
    expect(links).toMatchObject([{ title: 'A', savedAt: new Date('2024-02-03T04:05:06Z') }])
  })

  it('refuses entity bombs at once', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><opml>&b;</opml>`
    await expect(readRows('opml', bomb)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('says when the file is cut off', async () => {
    const rows = await readRows(
      'opml',
      '<opml><body><outline text="A" xmlUrl="https://a.example/f"/><outl',
    )
    expect(rows.map((row) => row.ok)).toEqual([true, false])
  })
})
