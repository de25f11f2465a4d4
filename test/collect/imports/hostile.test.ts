import { describe, expect, it } from 'vitest'
import type { ImportFormat } from '../../../src/collect/imports/index.ts'
import { isAppError } from '../../../src/errors.ts'
import { readRows } from './read-rows.ts'

const head = '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n'
const many = 100_000
const json = (text: string) => `[{"href":"https://a.example","description":"${text}"}]`
const csv = (cell: string) => `url,title\nhttps://a.example,${cell}\n`

const files: [string, ImportFormat, string][] = [
  ['nested lists', 'netscape', head + '<DL><p>'.repeat(many)],
  ['anchors that never end', 'netscape', head + '<DT><A HREF="https://a.example">A\n'.repeat(many)],
  ['tags that never end', 'netscape', head + '<A HREF="'.repeat(many)],
  ['comments that never end', 'netscape', head + '<!-- '.repeat(many)],
  [
    'a note of blanks',
    'netscape',
    `${head}<DT><A HREF="https://a.example">A</A><DD>x${' '.repeat(1e6)}y`,
  ],
  ['a million “<”', 'netscape', `${head}<DT><A HREF="https://a.example">${'<'.repeat(1e6)}</A>`],
  ['anchors before any list', 'pocket', `<html>${'<a '.repeat(many)}`],
  ['nested outlines', 'opml', `<opml>${'<outline text="x">'.repeat(many)}`],
  ['nested lists in JSON', 'pinboard', '['.repeat(1e6)],
  ['four megabytes of broken JSON', 'pinboard', json(`\n${'x\\"'.repeat(1_300_000)}`)],
  ['a string that never ends', 'pinboard', `[{"href":"${'x'.repeat(3e6)}`],
  ['escaped quotes', 'csv', csv(`"${'\\"'.repeat(many * 3)}x`)],
  ['quotes and blanks', 'csv', csv(`"${'" '.repeat(many * 3)}x`)],
  ['a header of dividers', 'csv', `url${','.repeat(1e6)}\nhttps://a.example\n`],
  ['a note of blanks in a table', 'csv', `url,note\nhttps://a.example,"x${' '.repeat(1e6)}y"\n`],
  ['dots', 'urls', `${'a.'.repeat(many)}\n`],
  ['blanks', 'urls', `x${' '.repeat(90_000)}y\n`],
  ['brackets', 'urls', `${'[](<'.repeat(20_000)}\n`],
]

describe('a file made to keep us busy', () => {
  it.each(files)('with %s costs little time', async (_, format, text) => {
    const start = performance.now()
    try {
      await readRows(format, text)
    } catch (error) {
      if (!isAppError(error, 'INVALID_INPUT')) throw error
    }
    expect(performance.now() - start).toBeLessThan(10_000) // 10 ms to 3 s here; by the square it would be minutes
  })
})
