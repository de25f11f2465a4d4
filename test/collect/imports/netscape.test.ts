import { describe, expect, it } from 'vitest'
import { readLink, readLinks, readRows } from './read-rows.ts'

const head = '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n'
const file = (body: string) => `${head}<DL><p>\n${body}\n</DL><p>\n`
const titles = async (body: string) => (await readLinks('netscape', file(body))).map((l) => l.title)

describe('reading bookmarks in HTML', () => {
  it('takes address, title, tags, date and note of a link', async () => {
    const body =
      '<DT><A HREF="https://a.example/?x=1&amp;y=2" ADD_DATE="1700000000" TAGS="one,two">Salt &amp; ash</A>\n<DD>Worth it'
    expect(await readLink('netscape', file(body))).toMatchObject({
      url: 'https://a.example/?x=1&y=2',
      title: 'Salt & ash',
      titleIsPlaceholder: false,
      note: 'Worth it',
      tags: ['one', 'two'],
      savedAt: new Date('2023-11-14T22:13:20Z'),
      private: false,
      unread: null,
      folderPath: [],
    })
  })

  it('gives the line of each link and refusal', async () => {
    const body =
      '<DT><A HREF="https://a.example">A</A>\n\n<DT><A HREF="javascript:alert(1)">Run</A>\r\n<DT><A HREF="">Empty</A>'
    const rows = await readRows('netscape', file(body))
    expect(rows.map((row) => [row.line, row.ok])).toEqual([
      [5, true],
      [7, false],
      [8, false],
    ])
    expect(rows[1]).toMatchObject({ input: 'javascript:alert(1)' })
    expect(rows[2]).toMatchObject({ input: 'Empty', reason: 'There is no address.' })
  })

  it.each([
    'javascript:void(0)',
    'java&#9;script:alert(1)',
    'JAVASCRIPT:x',
    'place:sort=8',
    'about:blank',
    'data:text/html,x',
    'file:///etc/x',
    'chrome://settings',
    'edge://favorites',
    'mailto:a@b.example',
    '   ',
    'https:',
    'https://',
    'http:///',
    '?note123',
    'not an address',
  ])('refuses “%s” with a sentence', async (href) => {
    const [row] = await readRows('netscape', file(`<DT><A HREF="${href}">X</A>`))
    expect(row).toMatchObject({ ok: false, reason: expect.stringMatching(/^[A-Z“].*\.$/) })
  })

  it('decodes entities once', async () => {
    expect(
      await titles('<DT><A HREF="https://a.example">R&amp;amp;D &lt;b&gt; &#x27;x&#39;</A>'),
    ).toEqual(["R&amp;D <b> 'x'"])
  })

  it.each([
    '<script>',
    '<textarea>',
    '<style>',
    '<title>',
    '<xmp>',
    '<plaintext>',
    '<svg>',
    '<!--',
    '<![CDATA[',
    '<?php',
    '< 3',
    '<a>',
    '<noscript>',
    '<iframe>',
    '<select>',
  ])('keeps an unescaped “%s” as text and goes on after it', async (markup) => {
    const body = `<DT><A HREF="https://a.example">How ${markup} works</A>\n<DD>On ${markup}, briefly\n<DT><A HREF="https://b.example">Next</A>`
    const links = await readLinks('netscape', file(body))
    expect(links.map((link) => link.title)).toEqual([`How ${markup} works`, 'Next'])
    expect(links[0]?.note).toBe(`On ${markup}, briefly`)
  })

  it('takes bookmarks without a link for none', async () => {
    expect(await readRows('netscape', file(''))).toEqual([])
  })

  it('skips comments with links in them', async () => {
    const body =
      '<!-- <DT><A HREF="https://old.example">Old</A>\n-->\n<DT><A HREF="https://a.example">A</A>'
    const rows = await readRows('netscape', file(body))
    expect(rows.map((row) => row.line)).toEqual([7])
  })

  it('reads lower case, single quotes, no quotes and attributes over several lines', async () => {
    const body = `<dt><a href='https://a.example' add_date=1700000000\n  tags="x">A</a>\n<dt><a\nhref=https://b.example>B</a>`
    const links = await readLinks('netscape', file(body))
    expect(links.map((link) => [link.url, link.title])).toEqual([
      ['https://a.example', 'A'],
      ['https://b.example', 'B'],
    ])
  })

  it('needs no closing tags', async () => {
    const body =
      '<DT><H3>Craft\n<DL>\n<DT><A HREF="https://a.example">A\n<DD>Note of A\n<DT><A HREF="https://b.example">B\n</DL>\n<DT><A HREF="https://c.example">C'
    const links = await readLinks('netscape', file(body))
    expect(links.map((link) => [link.title, link.note, link.folderPath])).toEqual([
      ['A', 'Note of A', ['Craft']],
      ['B', '', ['Craft']],
      ['C', '', []],
    ])
  })

  it('reads everything on one line', async () => {
    const body =
      '<DT><H3>F</H3><DL><p><DT><A HREF="https://a.example">A</A><DD>x<DT><A HREF="https://b.example">B</A></DL><p>'
    const links = await readLinks('netscape', head.replaceAll('\n', '') + body)
    expect(links.map((link) => [link.title, link.note])).toEqual([
      ['A', 'x'],
      ['B', ''],
    ])
  })

  it('gives a folder’s description to no link', async () => {
    const body =
      '<DT><A HREF="https://a.example">A</A>\n<DT><H3>F</H3>\n<DD>About the folder\n<DL><p><DT><A HREF="https://b.example">B</A></DL><p>'
    const links = await readLinks('netscape', file(body))
    expect(links.map((link) => link.note)).toEqual(['', ''])
  })

  it('keeps an anchor inside a description as part of it', async () => {
    const body =
      '<DT><A HREF="https://a.example">A</A>\n<DD>From <a href="https://c.example">Cleo</a>, line one<br>line two\n<DT><A HREF="https://b.example">B</A>'
    const links = await readLinks('netscape', file(body))
    expect(links.map((link) => link.note)).toEqual([
      'From [Cleo](https://c.example), line one\nline two',
      '',
    ])
  })

  it.each([
    ['a,b , c', ['a', 'b', 'c']],
    ['Long Winter,clay', ['Long Winter', 'clay']],
    ['a b c', ['a', 'b', 'c']],
    ['a;b', ['a', 'b']],
    ['a|b', ['a', 'b']],
    ['["a b","c"]', ['a b', 'c']],
    [',,a,,A,', ['a']],
    ['', []],
    [' , ', []],
  ])('divides the tags “%s”', async (tags, expected) => {
    const written = tags.replaceAll('"', '&quot;')
    const link = await readLink(
      'netscape',
      file(`<DT><A HREF="https://a.example" TAGS="${written}">A</A>`),
    )
    expect(link.tags).toEqual(expected)
  })

  it('keeps a single tag with a blank in files whose tags have blanks', async () => {
    const body =
      '<DT><A HREF="https://a.example" TAGS="Long Winter,clay">A</A>\n<DT><A HREF="https://b.example" TAGS="Long Winter">B</A>'
    const links = await readLinks('netscape', file(body))
    expect(links[1]?.tags).toEqual(['Long Winter'])
  })

  it.each([
    ['PRIVATE="1"', true, null],
    ['PRIVATE="0" TOREAD="1"', false, true],
    ['PRIVATE="true" TOREAD="0"', true, false],
    ['PUBLIC="0"', true, null],
    ['SHARED="yes"', false, null],
  ])('reads the flags %s', async (attributes, isPrivate, unread) => {
    const link = await readLink(
      'netscape',
      file(`<DT><A HREF="https://a.example" ${attributes}>A</A>`),
    )
    expect([link.private, link.unread]).toEqual([isPrivate, unread])
  })

  it('takes the address for a missing title', async () => {
    const body =
      '<DT><A HREF="https://a.example/x"></A>\n<DT><A HREF="https://b.example/">b.example</A>\n<DT><A HREF="https://c.example"> \n Two\n lines </A>'
    const links = await readLinks('netscape', file(body))
    expect(links.map((link) => [link.title, link.titleIsPlaceholder])).toEqual([
      ['https://a.example/x', true],
      ['b.example', true],
      ['Two lines', false],
    ])
  })

  it('puts linkding’s description and notes into one note', async () => {
    const body =
      '<DT><A HREF="https://a.example" PRIVATE="1" TAGS="x,linkding:bookmarks.archived">A</A>\n<DD>Short[linkding-notes]Long\nnotes[/linkding-notes]'
    const link = await readLink('netscape', file(body))
    expect([link.note, link.tags]).toEqual(['Short\n\nLong\nnotes', ['x']])
  })

  it('reports a link in whose middle the file ends and keeps those before', async () => {
    const body = '<DT><A HREF="https://a.example">A</A>\n<DT><A HREF="https://b.exam'
    const rows = await readRows('netscape', `${head}<DL><p>\n${body}`)
    expect(rows.map((row) => [row.line, row.ok])).toEqual([
      [5, true],
      [6, false],
    ])
    expect(rows[1]).toMatchObject({ input: '<A HREF="https://b.exam' })
  })

  it('does not trust a title in whose middle the file ends', async () => {
    const link = await readLink(
      'netscape',
      `${head}<DL><p><DT><A HREF="https://a.example">A long ti`,
    )
    expect([link.title, link.titleIsPlaceholder]).toEqual(['A long ti', true])
  })

  it('reads a picture of half a megabyte in an attribute', async () => {
    const icon = `data:image/png;base64,${'A'.repeat(500_000)}`
    const rows = await readRows(
      'netscape',
      file(`<DT><A HREF="https://a.example" ICON="${icon}">A</A>`),
      { pieceBytes: 16_384 },
    )
    expect(rows).toMatchObject([{ ok: true, link: { title: 'A' } }])
  })

  it('cuts a title of a megabyte', async () => {
    const rows = await readRows(
      'netscape',
      file(`<DT><A HREF="https://a.example">${'word '.repeat(200_000)}</A>`),
      { pieceBytes: 65_536 },
    )
    expect(rows[0]?.link?.title.length).toBeLessThanOrEqual(1000)
  })
})

describe('reading Pocket’s HTML', () => {
  it('takes unread from the headings', async () => {
    const html = `<!DOCTYPE html><html><head><title>Pocket Export</title></head><body>
<h1>Unread</h1>
<ul>
<li><a href="https://a.example" time_added="1700000000" tags="raw clay,kiln">A</a></li>
<li><a href="https://b.example" time_added="1700000001" tags="">https://b.example</a></li>
</ul>
<h1>Read Archive</h1>
<ul><li><a href="https://c.example" time_added="1700000002" tags="raw clay">C</a></li></ul>
</body></html>`
    const links = await readLinks('pocket', html)
    expect(links.map((l) => [l.title, l.unread, l.tags, l.titleIsPlaceholder])).toEqual([
      ['A', true, ['raw clay', 'kiln'], false],
      ['https://b.example', true, [], true],
      ['C', false, ['raw clay'], false],
    ])
    expect(links[0]?.savedAt).toEqual(new Date('2023-11-14T22:13:20Z'))
  })
})
