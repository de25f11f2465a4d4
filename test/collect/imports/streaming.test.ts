import { describe, expect, it } from 'vitest'
import { type ImportFormat, readImport } from '../../../src/collect/imports/index.ts'
import { now } from './read-rows.ts'

const padding = 'word '.repeat(40)

/** Each format's beginning and its n-th link. */
const formats: [ImportFormat, string, (n: number) => string][] = [
  [
    'netscape',
    '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n',
    (n) => `<DT><A HREF="https://a.example/${n}" TAGS="a,b">Title ${n}</A>\n<DD>${padding}\n`,
  ],
  [
    'pinboard',
    '[\n',
    (n) =>
      `{"href":"https://a.example/${n}","description":"Title ${n}","extended":"${padding}"},\n`,
  ],
  [
    'linkletter',
    '{"version":1,"links":[\n',
    (n) => `{"url":"https://a.example/${n}","title":"Title ${n}","note":"${padding}"},\n`,
  ],
  ['csv', 'url,title,note\n', (n) => `https://a.example/${n},Title ${n},"${padding}"\n`],
  ['urls', '# links\n', (n) => `https://a.example/${n} Title ${n}\n`],
  [
    'opml',
    '<opml version="2.0"><body>\n',
    (n) =>
      `<outline type="link" text="Title ${n}" url="https://a.example/${n}" note="${padding}"/>\n`,
  ],
]

describe('a file of any length', () => {
  it.each(formats)('is read no further than rows are taken (%s)', async (format, head, link) => {
    const counted = { links: 0, isClosed: false }
    async function* endless() {
      try {
        yield head
        for (;;) {
          yield Buffer.from(Array.from({ length: 100 }, () => link(counted.links++)).join(''))
        }
      } finally {
        counted.isClosed = true
      }
    }
    let taken = 0
    for await (const row of readImport(format, endless(), { now })) {
      expect(row.link?.title).toBe(`Title ${taken}`)
      if (++taken === 20_000) break
    }
    // Beyond what is asked for, the 64 KB that the format is recognised by.
    expect(counted.links).toBeLessThan(24_000)
    expect(counted.isClosed).toBe(true)
  })

  it('ends with the error of its source', async () => {
    async function* broken() {
      yield '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL>'
      yield 'x'.repeat(70_000)
      throw new Error('The connection was lost.')
    }
    const rows = readImport('netscape', broken(), { now })
    await expect(Array.fromAsync(rows)).rejects.toThrow('The connection was lost.')
  })
})
