import { describe, expect, it } from 'vitest'
import { importedLink } from '../../../src/collect/imports/imported-link.ts'
import {
  detectFormat,
  IMPORT_FORMATS,
  mergeImportedLinks,
  readImport,
} from '../../../src/collect/imports/index.ts'
import { now, readRows } from './read-rows.ts'

const samples = {
  netscape: '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF="https://a.example">A</A></DL>',
  pinboard: '[{"href":"https://a.example","description":"A"}]',
  pocket: 'title,url,time_added,tags,status\nA,https://a.example,1333333333,,archive\n',
  raindrop: 'id,title,note,excerpt,url,folder,tags,created\n1,A,,,https://a.example,,,\n',
  csv: 'url,title\nhttps://a.example,A\n',
  opml: '<opml version="2.0"><body><outline xmlUrl="https://a.example/f"/></body></opml>',
  urls: 'https://a.example\n',
  month: '{"month":"2023-07","sections":[{"name":"x","entries":[{"url":"https://a.example"}]}]}',
  linkletter: '{"version":1,"links":[{"url":"https://a.example"}]}',
  json: '[{"url":"https://a.example","title":"A"}]',
} as const

describe('choosing how to read a file', () => {
  it.each(IMPORT_FORMATS)('recognises %s by its content', async (format) => {
    expect(detectFormat(samples[format])).toBe(format)
    const rows = await readRows('auto', samples[format])
    expect(rows[0]?.ok).toBe(true)
  })

  it.each(IMPORT_FORMATS)('says of an empty file that it is empty (%s)', async (format) => {
    for (const empty of ['', ' \r\n\n', '\uFEFF']) {
      await expect(readRows(format, empty)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining('empty'),
      })
    }
  })

  it.each([
    ['netscape', 'pinboard'],
    ['netscape', 'csv'],
    ['pinboard', 'csv'],
    ['pocket', 'pinboard'],
    ['raindrop', 'linkletter'],
    ['csv', 'netscape'],
    ['csv', 'pinboard'],
    ['opml', 'netscape'],
    ['urls', 'netscape'],
    ['month', 'opml'],
    ['linkletter', 'netscape'],
  ] as const)('asked for %s, names %s as what the file is', async (asked, given) => {
    await expect(readRows(asked, samples[given])).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(`“${given}”`),
    })
  })

  it.each([
    ['a web page', '<!doctype html><html><body><p>Hello</p></body></html>'],
    ['a feed', '<?xml version="1.0"?><rss version="2.0"><channel/></rss>'],
    ['a packed file', 'PK\u0003\u0004xxxx'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex')],
  ])('says of %s that it cannot be imported', async (_, content) => {
    await expect(readRows('netscape', content)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(readRows('auto', content)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('reads Raindrop’s, Pinboard’s and Pocket’s HTML under their own names', async () => {
    for (const format of ['raindrop', 'pinboard', 'pocket'] as const) {
      expect(await readRows(format, samples.netscape)).toMatchObject([{ ok: true }])
    }
  })

  it('can be stopped half way', async () => {
    for (const format of IMPORT_FORMATS) {
      async function* input() {
        yield samples[format]
      }
      for await (const row of readImport(format, input(), { now })) {
        expect(row.ok).toBe(true)
        break
      }
    }
  })
})

describe('two imported links that mean one page', () => {
  const url = 'https://a.example'

  it('keep both notes, all tags and folders, and the earlier date', () => {
    const merged = mergeImportedLinks(
      importedLink({
        url,
        note: 'One',
        tags: ['a', 'B'],
        folderPath: ['x'],
        savedAt: new Date(2e12),
      }),
      importedLink({
        url,
        title: 'T',
        note: 'Two',
        tags: ['b', 'c'],
        folderPath: ['y', 'z'],
        savedAt: new Date(1e12),
      }),
    )
    expect(merged).toMatchObject({
      title: 'T',
      titleIsPlaceholder: false,
      note: 'One\n\nTwo',
      tags: ['a', 'B', 'c'],
      folderPath: ['x'],
      otherFolderPaths: [['y', 'z']],
      savedAt: new Date(1e12),
    })
  })

  it('have one note where they say the same', () => {
    const merged = mergeImportedLinks(
      importedLink({ url, note: 'One' }),
      importedLink({ url, note: 'One' }),
    )
    expect(merged.note).toBe('One')
  })

  it('are private when one of them is', () => {
    const open = importedLink({ url })
    const secret = importedLink({ url, private: true })
    expect(mergeImportedLinks(open, secret).private).toBe(true)
    expect(mergeImportedLinks(secret, open).private).toBe(true)
  })
})
