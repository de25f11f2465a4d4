import { describe, expect, it } from 'vitest'
import type { ImportFormat } from '../../../src/collect/imports/index.ts'
import { isAppError } from '../../../src/errors.ts'
import { readRows } from './read-rows.ts'

const head = '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n'
const anchor = '<DT><A HREF="https://a.example">A\n'
const json = (text: string) => `[{"href":"https://a.example","description":"${text}"}]`
const csv = (cell: string) => `url,title\nhttps://a.example,${cell}\n`

/** Each as long as it is told. */
const files: [string, ImportFormat, (size: number) => string][] = [
  ['nested lists', 'netscape', (n) => head + '<DL><p>'.repeat(n)],
  ['anchors that never end', 'netscape', (n) => head + anchor.repeat(n)],
  ['tags that never end', 'netscape', (n) => head + '<A HREF="'.repeat(n)],
  ['comments that never end', 'netscape', (n) => head + '<!-- '.repeat(n)],
  ['a note of blanks', 'netscape', (n) => `${head}${anchor}<DD>x${' '.repeat(n * 10)}y`],
  ['quotations', 'netscape', (n) => `${head}${anchor}<DD>${'<blockquote>'.repeat(n)}`],
  ['many “<”', 'netscape', (n) => `${head}${anchor}${'<'.repeat(n * 10)}</A>`],
  [
    'a tag without end',
    'netscape',
    (n) => `${head}<A HREF="https://a.example" TAGS="${'\\&quot;'.repeat(n)}">`,
  ],
  ['anchors before any list', 'pocket', (n) => `<html>${'<a '.repeat(n)}`],
  ['nested outlines', 'opml', (n) => `<opml>${'<outline text="x">'.repeat(n)}`],
  ['nested posts', 'pinboard', (n) => `<posts>${'<post href="https://a.example">'.repeat(n)}`],
  ['nested lists in JSON', 'pinboard', (n) => '['.repeat(n * 10)],
  ['broken JSON', 'pinboard', (n) => json(`\n${'x\\"'.repeat(n * 10)}`)],
  ['a string that never ends', 'pinboard', (n) => `[{"href":"${'x'.repeat(n * 30)}`],
  ['folders in folders', 'json', (n) => `[${'{"children":['.repeat(n)}`],
  ['escaped quotes', 'csv', (n) => csv(`"${'\\"'.repeat(n * 3)}x`)],
  ['quotes and blanks', 'csv', (n) => csv(`"${'" '.repeat(n * 3)}x`)],
  ['tags that are no list', 'csv', (n) => `url,tags\nhttps://a.example,"[${'\\""'.repeat(n)}]"\n`],
  ['a header of dividers', 'csv', (n) => `url${','.repeat(n * 10)}\nhttps://a.example\n`],
  [
    'a note of blanks in a table',
    'csv',
    (n) => `url,note\nhttps://a.example,"x${' '.repeat(n * 10)}y"\n`,
  ],
  ['dots', 'urls', (n) => `${'a.'.repeat(n)}\n`],
  ['blanks', 'urls', (n) => `x${' '.repeat(n)}y\n`],
  ['brackets', 'urls', (n) => `${'[](<'.repeat(n)}\n`],
]

/** Milliseconds of work to read it. */
async function cost(format: ImportFormat, text: string): Promise<number> {
  const start = process.threadCpuUsage()
  try {
    await readRows(format, text)
  } catch (error) {
    if (!isAppError(error, 'INVALID_INPUT')) throw error
  }
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1000
}

describe('a file made to keep us busy', () => {
  it.each(files)('with %s costs no more than its length', async (_, format, textOf) => {
    await cost(format, textOf(500)) // compiles
    const small = await cost(format, textOf(5_000))
    // Twelve times as long; growing by the square it would cost 144 times as much.
    expect(await cost(format, textOf(60_000))).toBeLessThan(Math.max(small, 10) * 60)
  })
})
