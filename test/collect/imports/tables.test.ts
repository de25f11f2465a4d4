import { describe, expect, it } from 'vitest'
import { readLink, readLinks, readRows } from './read-rows.ts'

describe('reading a table of links', () => {
  it.each([
    'url,title,note',
    'URL,Title,Note',
    '"url","title","note"',
    'Link, Name, Comments',
    'href;title;notes',
    'url\ttitle\tnote',
    'sep=;\nurl;title;note',
    '\uFEFFurl,title,note',
  ])('knows the columns of %j', async (header) => {
    const last = header.split('\n').at(-1) ?? ''
    const divider = last.includes(';') ? ';' : last.includes('\t') ? '\t' : ','
    const row = ['https://a.example', 'A', 'Fine'].join(divider)
    expect(await readLink('csv', `${header}\n${row}\n`)).toMatchObject({ title: 'A', note: 'Fine' })
  })

  it('keeps dividers, line breaks and doubled quotes inside quotes', async () => {
    const text =
      'url,title,note\r\nhttps://a.example,"Say ""raku"", twice","One\r\n\r\nTwo"\r\nhttps://b.example,B,\r\n'
    const rows = await readRows('csv', text)
    expect(rows.map((row) => [row.line, row.link?.title, row.link?.note])).toEqual([
      [2, 'Say "raku", twice', 'One\n\nTwo'],
      [5, 'B', ''],
    ])
  })

  it('reads quotes inside an unquoted cell', async () => {
    const text = 'url,title\nhttps://a.example,A 5" disk\nhttps://b.example,"B" side\n'
    const links = await readLinks('csv', text)
    expect(links.map((link) => link.url)).toEqual(['https://a.example', 'https://b.example'])
    expect(links[0]?.title).toBe('A 5" disk')
  })

  it('reads rows that are too short, too long, empty or differ in line ends', async () => {
    const text =
      'title,url,tags\r\nA,https://a.example\n,,\n\nB,https://b.example,x,more,cells\rC,https://c.example,'
    const links = await readLinks('csv', text)
    expect(links.map((link) => link.title)).toEqual(['A', 'B', 'C'])
  })

  it('reports the line where a quote is left open', async () => {
    const rows = await readRows(
      'csv',
      'url,title\nhttps://a.example,A\nhttps://b.example,"B\nhttps://c.example,C\n',
    )
    expect(rows.map((row) => [row.line, row.ok])).toEqual([
      [2, true],
      [3, false],
    ])
  })

  it('refuses rows without a usable address and goes on', async () => {
    const rows = await readRows(
      'csv',
      'url,title\n,Nothing\njavascript:x,Run\nhttps://a.example,A\n',
    )
    expect(rows.map((row) => [row.line, row.ok, row.ok ? '' : row.input])).toEqual([
      [2, false, ',Nothing'],
      [3, false, 'javascript:x'],
      [4, true, ''],
    ])
  })

  it('finds address and title without a header', async () => {
    const links = await readLinks('csv', 'A fine page,https://a.example\nhttps://b.example,B\n')
    expect(links.map((link) => [link.url, link.title])).toEqual([
      ['https://a.example', 'A fine page'],
      ['https://b.example', 'B'],
    ])
  })

  it.each([
    ['a,b', ['a', 'b']],
    ['a b', ['a', 'b']],
    ['a; b', ['a', 'b']],
    ['["a b", "c"]', ['a b', 'c']],
    ["['a b', 'c']", ['a b', 'c']],
    ['raw clay, kiln', ['raw clay', 'kiln']],
  ])('divides the tags %s', async (tags, expected) => {
    const cell = `"${tags.replaceAll('"', '""')}"`
    expect((await readLink('csv', `url,tags\nhttps://a.example,${cell}\n`)).tags).toEqual(expected)
  })

  it('reads authors, section, month, flags and folder', async () => {
    const text =
      'url,authors,section,month,private,unread,folder,saved_at\nhttps://a.example,"Ada, Countess; 林",Neat,2024-05,yes,0,Craft/Clay,2024-02-03T04:05:06Z\n'
    expect(await readLink('csv', text)).toMatchObject({
      authors: ['Ada, Countess', '林'],
      section: 'Neat',
      month: '2024-05',
      private: true,
      unread: false,
      folderPath: ['Craft', 'Clay'],
      savedAt: new Date('2024-02-03T04:05:06Z'),
    })
  })

  it('takes a description for the note only where there are no notes', async () => {
    const alone = await readLink('csv', 'url,description\nhttps://a.example,Mine\n')
    expect([alone.note, alone.metadata.description]).toEqual(['Mine', null])
    const both = await readLink('csv', 'url,description,note\nhttps://a.example,Theirs,Mine\n')
    expect([both.note, both.metadata.description]).toEqual(['Mine', 'Theirs'])
  })

  it('reads Instapaper’s columns', async () => {
    const text =
      'URL,Title,Selection,Folder,Timestamp\nhttps://a.example,A,"Cold\nkilns",Unread,1700000000\nhttps://b.example,B,,Archive,1700000001\n'
    const links = await readLinks('csv', text)
    expect(links.map((l) => [l.note, l.unread, l.folderPath])).toEqual([
      ['> Cold\n> kilns', true, []],
      ['', false, []],
    ])
  })

  it('names the missing column', async () => {
    await expect(readRows('csv', 'title,note\nA,B\n')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('column “url”'),
    })
  })
})

describe('reading Pocket’s table', () => {
  it('knows unread from archived and divides tags at |', async () => {
    const text =
      'title,url,time_added,tags,status\nA,https://a.example,1333333333,raw clay|b,unread\nhttps://b.example,https://b.example,,,archive\n'
    const links = await readLinks('pocket', text)
    expect(
      links.map((l) => [l.tags, l.unread, l.savedAt?.getTime() ?? null, l.titleIsPlaceholder]),
    ).toEqual([
      [['raw clay', 'b'], true, 1333333333000, false],
      [[], false, null, true],
    ])
  })
})

describe('reading Raindrop’s table', () => {
  const header = 'id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n'

  it('keeps the owner’s note apart from the page’s excerpt', async () => {
    const row =
      '1,A,Mine,Theirs,https://a.example,Craft / Clay,Long Winter,2024-02-03T04:05:06.789Z,https://a.example/c.jpg,,false\n'
    expect(await readLink('raindrop', header + row)).toMatchObject({
      note: 'Mine',
      tags: ['Long Winter'],
      folderPath: ['Craft', 'Clay'],
      metadata: { description: 'Theirs', imageUrl: 'https://a.example/c.jpg' },
    })
  })

  it('keeps highlights as quotes below the note', async () => {
    const row =
      '1,A,Mine,,https://a.example,Unsorted,,2024-02-03T04:05:06.789Z,,"Cold is\nslow",false\n'
    const link = await readLink('raindrop', header + row)
    expect([link.note, link.folderPath]).toEqual(['Mine\n\n> Cold is\n> slow', []])
  })

  it('is recognised when it is sent as any table', async () => {
    const row = '1,A,,,https://a.example,Unsorted,"Long Winter",,,,false\n'
    expect(await readLink('csv', header + row)).toMatchObject({
      tags: ['Long Winter'],
      folderPath: [],
    })
  })
})
