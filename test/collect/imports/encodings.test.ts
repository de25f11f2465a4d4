import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readLinks } from './read-rows.ts'

const page = (title: string, meta = '') =>
  `<!DOCTYPE NETSCAPE-Bookmark-file-1>\n${meta}<DL><p>\n<DT><A HREF="https://a.example">${title}</A>\n<DT><A HREF="https://b.example">plain</A>\n</DL>`
const first = async (bytes: Uint8Array) => (await readLinks('netscape', bytes))[0]?.title

describe('the bytes of an import', () => {
  it('may begin with a UTF-8 mark', async () => {
    expect(await first(Buffer.from(`\uFEFF${page('Öfen 林 📬')}`))).toBe('Öfen 林 📬')
  })

  it.each(['utf-16le', 'utf-16be'])('may be %s with a mark', async (charset) => {
    expect(await first(iconv.encode(page('Öfen 林 📬'), charset, { addBOM: true }))).toBe(
      'Öfen 林 📬',
    )
  })

  it.each(['utf-16le', 'utf-16be'])('may be %s without a mark', async (charset) => {
    expect(await first(iconv.encode(page('Öfen'), charset))).toBe('Öfen')
  })

  it('may be latin-1 while claiming UTF-8', async () => {
    const meta = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">\n'
    expect(await first(iconv.encode(page('Öfen – “kalt”', meta), 'windows-1252'))).toBe(
      'Öfen – “kalt”',
    )
  })

  it('may mix UTF-8 and latin-1, line by line', async () => {
    const bytes = Buffer.concat([
      Buffer.from(page('Öfen')),
      Buffer.from('\n<DT><A HREF="https://c.example">Gl\xe4ser</A>', 'latin1'),
    ])
    const links = await readLinks('netscape', bytes)
    expect(links.map((link) => link.title)).toEqual(['Öfen', 'plain', 'Gläser'])
  })

  it('may be in a declared charset', async () => {
    const meta = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1251">\n'
    expect(await first(iconv.encode(page('Печь остыла', meta), 'windows-1251'))).toBe('Печь остыла')
  })

  it('may be UTF-8 while declaring latin-1', async () => {
    expect(await first(Buffer.from(page('Öfen', '<META CHARSET="iso-8859-1">\n')))).toBe('Öfen')
  })

  it('may hold NUL and end its lines with CR alone or CR LF', async () => {
    expect(await first(Buffer.from(page('A\0B').replaceAll('\n', '\r\n')))).toBe('AB')
    expect(await first(Buffer.from(page('AB').replaceAll('\n', '\r')))).toBe('AB')
  })

  it('may be one line of a megabyte', async () => {
    const item = '<DT><A HREF="https://a.example/NUMBER">Öfen</A>'
    const body = Array.from({ length: 22_000 }, (_, i) => item.replace('NUMBER', String(i))).join(
      '',
    )
    const links = await readLinks('netscape', `<!DOCTYPE NETSCAPE-Bookmark-file-1><DL>${body}</DL>`)
    expect(links.length).toBe(22_000)
    expect(links.every((link) => link.title === 'Öfen')).toBe(true)
  })
})
