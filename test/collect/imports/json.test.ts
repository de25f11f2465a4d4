import { describe, expect, it } from 'vitest'
import { readLink, readLinks, readRows } from './read-rows.ts'

const post = (more: Record<string, unknown>) =>
  JSON.stringify([{ href: 'https://a.example', description: 'A', ...more }])

describe('reading Pinboard JSON', () => {
  it.each([
    ['no', true],
    ['yes', false],
    [undefined, false],
    [false, true],
  ])('shared %s means private %s', async (shared, isPrivate) => {
    expect((await readLink('pinboard', post({ shared }))).private).toBe(isPrivate)
  })

  it.each([
    ['video handmade .private', ['video', 'handmade', '.private']],
    ['a, b', ['a', 'b']],
    [
      ['long winter', 'b'],
      ['long winter', 'b'],
    ],
    [[{ name: 'x' }, null], ['x']],
    ['', []],
    [null, []],
  ])('divides the tags %j', async (tags, expected) => {
    expect((await readLink('pinboard', post({ tags }))).tags).toEqual(expected)
  })

  it('has no title where description is empty, false or missing', async () => {
    for (const description of ['', '  ', false, null, undefined]) {
      const link = await readLink('pinboard', post({ description }))
      expect([link.title, link.titleIsPlaceholder]).toEqual(['https://a.example', true])
    }
  })

  it('keeps the lines of a note, without control characters', async () => {
    const link = await readLink('pinboard', post({ extended: 'One \r\n\r\n<b>&amp;\u0000\u0007' }))
    expect(link.note).toBe('One\n\n<b>&amp;')
  })

  it('mends half a surrogate pair', async () => {
    const rows = await readRows(
      'pinboard',
      '[{"href":"https://a.example","description":"x\\ud83d"}]',
    )
    expect(rows[0]?.link?.title).toBe('x\uFFFD')
  })

  it('reads the list inside an object', async () => {
    const links = await readLinks('pinboard', `{"user":"x","posts":${post({})}}`)
    expect(links.map((link) => link.title)).toEqual(['A'])
  })

  it('loses only the entry that is broken, and says on which line', async () => {
    const text = `[
{"href":"https://a.example"},
{"href":"https://b.example",},
{"href":"about:blank"},
"text", 7, null, [],
{"description":"no address"},
{"href":"https://c.example","extended":"line
break	tab"}
]`
    const rows = await readRows('pinboard', text)
    expect(rows.map((row) => [row.line, row.ok])).toEqual([
      [2, true],
      [3, false],
      [4, false],
      [5, false],
      [5, false],
      [5, false],
      [5, false],
      [6, false],
      [7, true],
    ])
    expect(rows[2]).toMatchObject({ input: 'about:blank' })
    expect(rows[8]?.link?.note).toBe('line\nbreak\ttab')
  })

  it('reports the entry in whose middle the file ends', async () => {
    const rows = await readRows('pinboard', '[{"href":"https://a.example"},\n{"href":"https://b.ex')
    expect(rows.map((row) => [row.line, row.ok])).toEqual([
      [1, true],
      [2, false],
    ])
    const after = await readRows('pinboard', '[{"href":"https://a.example"}\n')
    expect(after.map((row) => row.ok)).toEqual([true, false])
  })

  it('is not misled by brackets and quotes in strings', async () => {
    const links = await readLinks(
      'pinboard',
      post({ extended: 'a ] } " \\ [ {', description: '\\"' }),
    )
    expect(links.map((link) => [link.title, link.note])).toEqual([['\\"', 'a ] } " \\ [ {']])
  })

  it('skips an entry of six megabytes', async () => {
    const text = `[{"href":"https://a.example","extended":"${'x'.repeat(6_000_000)}"},{"href":"https://b.example"}]`
    const rows = await readRows('pinboard', text, { pieceBytes: 65_536 })
    expect(rows.map((row) => row.ok)).toEqual([false, true])
  })

  it('takes an empty list for no links', async () => {
    expect(await readRows('pinboard', '[]')).toEqual([])
  })
})

describe('reading a month in JSON', () => {
  const month = {
    month: '2023-07',
    title: 'July',
    sections: [
      {
        name: 'Articles',
        entries: [
          {
            title: 'A',
            url: 'https://a.example',
            authors: ['Grete Ørsted', '林'],
            tags: ['x'],
            note: 'One\n\n- two',
            kind: 'paper',
          },
          { title: 'Without address' },
        ],
      },
      { name: null, entries: [{ title: 'B', url: 'https://b.example' }] },
    ],
    subscribers: [{ email: 'ada@reader.example' }],
  }

  it('takes section, month, authors, tags, note and kind, in order', async () => {
    const links = await readLinks('month', JSON.stringify(month, null, 1))
    expect(links).toMatchObject([
      {
        title: 'A',
        section: 'Articles',
        month: '2023-07',
        authors: ['Grete Ørsted', '林'],
        tags: ['x'],
        note: 'One\n\n- two',
        metadata: { kind: 'paper' },
        savedAt: null,
      },
      { title: 'B', section: null, month: '2023-07' },
    ])
  })

  it('refuses an entry without an address and says what was left out', async () => {
    const rows = await readRows('month', JSON.stringify(month, null, 1))
    expect(rows.filter((row) => !row.ok)).toMatchObject([{ input: 'Without address' }])
    expect(rows.flatMap((row) => row.notice ?? [])).toEqual([
      '1 subscribers were left out; import them under Subscribers.',
      'Title and intro belong to the issue and were left out; set them there.',
    ])
  })

  it('says what is wrong with broken JSON', async () => {
    await expect(readRows('month', '{"month": "2023-07", ')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('no valid JSON'),
    })
  })
})

describe('reading our own JSON', () => {
  it('takes a bare list as well as an object', async () => {
    const link = { url: 'https://a.example', title: null, note: '', private: true }
    for (const text of [JSON.stringify([link]), JSON.stringify({ version: 1, links: [link] })]) {
      expect(await readLink('linkletter', text)).toMatchObject({
        title: 'https://a.example',
        titleIsPlaceholder: true,
        private: true,
      })
    }
  })

  it('says how much of other lists was left out', async () => {
    const text = JSON.stringify({
      feeds: [{ id: 1 }, { id: 2 }],
      links: [{ url: 'https://a.example' }],
    })
    const rows = await readRows('linkletter', text)
    expect(rows.map((row) => row.notice ?? row.ok)).toEqual([
      true,
      '2 under “feeds” are no links and were left out.',
    ])
  })
})
