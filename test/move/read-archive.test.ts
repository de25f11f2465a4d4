import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGunzip, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../../src/move/read-archive.ts'
import { partsOf } from './archive-of.ts'

const HEAD = {
  format: 'linkletter-archive',
  version: 1,
  app: '0.1.0',
  created_at: '2023-07-10T12:00:00.000Z',
  base_url: 'https://letters.example',
  database: 'pglite',
  migrations: ['0001-start'],
  secret: { fingerprint: 'f' },
  tables: [{ name: 'section', rows: 2, columns: ['id', 'name', 'position'] }],
}
const ROWS = ['["1", "Articles", "1"]', '["2", "Tools \\u2028 and ends", null]']

function archive(head: object = HEAD, rows = ROWS): string {
  const lines = [head, { table: 'section' }].map((value) => JSON.stringify(value))
  const body = `${[...lines, ...rows, '{"counters":{"section.id":2}}'].join('\n')}\n`
  const sha256 = createHash('sha256').update(body).digest('hex')
  return `${body}${JSON.stringify({ end: true, rows: rows.length, sha256 })}\n`
}

const read = (text: string) => partsOf([Buffer.from(text)])

describe('reading an archive', () => {
  it('gives what was written, wherever the stream is cut into parts', async () => {
    const bytes = Buffer.from(archive())
    for (const size of [1, 7, 10_000]) {
      const parts: Buffer[] = []
      for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size))
      expect((await partsOf(parts)).slice(1)).toEqual([
        { kind: 'rows', table: 'section', lines: ROWS },
        { kind: 'counters', counters: { 'section.id': 2 } },
      ])
    }
  })

  it.each<[string, (text: string) => string, RegExp]>([
    ['cut off at a line', (text) => text.slice(0, text.lastIndexOf('{"end')), /its end is missing/],
    ['cut off in a line', (text) => text.slice(0, -10), /last line is not whole/],
    ['cut off in a row', (text) => text.slice(0, text.indexOf('Tools')), /last line is not whole/],
    ['changed in a row', (text) => text.replace('Tools', 'Tales'), /checksum is another one/],
    ['short of a row', (text) => text.replace(`${ROWS[0]}\n`, ''), /holds 1 rows where 2 were/],
    ['longer than its end', (text) => `${text}{}\n`, /something follows/],
    ['without its tables', (text) => text.replace('{"table":"section"}\n', ''), /before its table/],
    ['empty', () => '', /is empty/],
    ['something else', () => '{"links":[]}\n', /no archive that export --all has written/],
    ['no JSON', () => 'url,title\nhttps://a.example/,A\n', /cannot be read/],
    [
      'of a later format',
      () => archive({ ...HEAD, version: 2, app: '9.0.0' }),
      /later Linkletter \(9\.0\.0\)/,
    ],
  ])('refuses a file that is %s', async (_what, change, words) => {
    await expect(read(change(archive()))).rejects.toThrow(words)
  })

  it('says so when the packed file is cut off, damaged or not packed at all', async () => {
    const packed = gzipSync(archive())
    const unpack = (bytes: Buffer) =>
      Array.fromAsync(readArchive(Readable.from([bytes]).pipe(createGunzip())))
    expect(await unpack(packed)).toHaveLength(3)
    await expect(unpack(packed.subarray(0, -12))).rejects.toThrow(/cannot be unpacked to its end/)
    const changed = Buffer.from(packed)
    changed[40] = (changed[40] ?? 0) ^ 0xff
    await expect(unpack(changed)).rejects.toThrow(/damaged|no archive/)
    await expect(unpack(Buffer.from('url,title\n'))).rejects.toThrow(/no archive/)
  })

  it('holds no more than a few rows at a time', async () => {
    const rows = Array.from({ length: 1_000 }, (_, id) => JSON.stringify([String(id), 'x', '1']))
    const parts = await read(archive(HEAD, rows))
    const sizes = parts.map((part) => (part.kind === 'rows' ? part.lines.length : 0))
    expect(Math.max(...sizes)).toBe(200)
    expect(sizes.reduce((sum, size) => sum + size)).toBe(1_000)
  })
})
