import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type PageOptions, readingOf } from './page-of.ts'

async function read(body: string | Uint8Array, contentType: string, options: PageOptions = {}) {
  const headers = {
    ...(contentType === '' ? {} : { 'content-type': contentType }),
    ...options.headers,
  }
  return (await readingOf(body, { ...options, headers })).metadata
}

const trailer = 'trailer << /Info 4 0 R >>'
const pdf = (info: string) =>
  Buffer.from(`%PDF-1.4\n14 0 obj << >> endobj\n4 0 obj << ${info} >> endobj\n${trailer}`, 'latin1')

describe('a PDF', () => {
  it('tells title, authors and date in its Info dictionary', async () => {
    const info =
      '/Title (On \\(wet\\) clay) /Author (Lena Okoro; Piet Marsh) /CreationDate (D:20240109)'
    expect(await read(pdf(info), 'application/pdf')).toMatchObject({
      kind: 'pdf',
      title: 'On (wet) clay',
      authors: ['Lena Okoro', 'Piet Marsh'],
      publishedAt: '2024-01-09',
    })
  })

  it('may write its title as UTF-16 in hexadecimal', async () => {
    expect((await read(pdf('/Title <FEFF041F043504470044>'), 'application/pdf')).title).toBe('ПечD')
  })

  it('may keep the dictionary in a compressed object stream', async () => {
    const packed = deflateSync(Buffer.from('4 0 9 20 << /Title (Packed) >> << /Title (Other) >>'))
    const objects = [
      Buffer.from(
        `%PDF-1.5\n8 0 obj << /Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`,
      ),
      packed,
      Buffer.from('\nendstream endobj\n9 0 obj << /Type /XRef /Info 4 0 R >>'),
    ]
    expect((await read(Buffer.concat(objects), 'application/pdf')).title).toBe('Packed')
  })

  it('is believed in its XMP packet first', async () => {
    const xmp =
      '<x:xmpmeta><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Clay &amp; ash</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Lena Okoro</rdf:li><rdf:li>Piet Marsh</rdf:li></rdf:Seq></dc:creator></x:xmpmeta>'
    const file = Buffer.concat([pdf('/Title (Microsoft Word - draft.doc)'), Buffer.from(xmp)])
    expect(await read(file, 'application/pdf')).toMatchObject({
      title: 'Clay & ash',
      authors: ['Lena Okoro', 'Piet Marsh'],
    })
  })

  it.each(['untitled', 'Microsoft Word - ', 'thesis.dvi'])(
    'titled %j goes by its file name',
    async (title) => {
      const url = 'https://filter.example/up/Ceramic_40_web.pdf'
      expect(
        (await read(pdf(`/Title (${title})`), 'application/octet-stream', { url })).title,
      ).toBe('Ceramic 40 web')
    },
  )
})

describe('a file that is no page', () => {
  it.each([
    ['image/jpeg', '\xff\xd8\xff', 'https://i.example/my-photo.jpg', 'image', 'my photo'],
    ['application/octet-stream', '\0\0\0\x18ftypmp42', 'https://i.example/clip', 'video', 'clip'],
    ['audio/mpeg', '\xff\xfb\x90', 'https://i.example/ep5.mp3', 'audio', 'ep5'],
    [
      'application/zip',
      'PK\x03\x04',
      'https://i.example/Report%20final.docx',
      'document',
      'Report final',
    ],
    ['application/json', '{"title":"x"}', 'https://i.example/kilns.json', 'data', 'kilns'],
    ['text/plain', '\n# On clay\n\nText', 'https://i.example/a.txt', 'text', 'On clay'],
    [
      'text/markdown',
      '---\ntitle: "On clay"\n---\nText',
      'https://i.example/a.md',
      'text',
      'On clay',
    ],
    [
      'application/atom+xml',
      '<?xml version="1.0"?><!-- x --><feed><title type="html"><![CDATA[Kiln &amp; Co]]></title><entry><title>e</title></entry></feed>',
      'https://i.example/a',
      'feed',
      'Kiln & Co',
    ],
    [
      'application/feed+json',
      '{"version":"https://jsonfeed.org/version/1.1","title":"Kilns"}',
      'https://i.example/f',
      'feed',
      'Kilns',
    ],
  ])('%s', async (contentType, body, url, kind, title) => {
    expect(await read(Buffer.from(body, 'latin1'), contentType, { url })).toMatchObject({
      kind,
      title,
    })
  })

  it('takes its name from Content-Disposition', async () => {
    const headers = {
      'content-disposition': "attachment; filename=x.zip; filename*=UTF-8''r%C3%A9sum%C3%A9.zip",
    }
    expect((await read('PK\x03\x04', 'application/zip', { headers })).title).toBe('résumé')
  })

  it.each(['', 'application/octet-stream', 'application/xhtml+xml'])(
    'is a page under the type %j all the same',
    async (type) => {
      expect(
        (await read('<?xml version="1.0"?><html><head><title>Kiln</title></head></html>', type))
          .title,
      ).toBe('Kiln')
    },
  )
})

describe('bytes that are called a page', () => {
  it('give no title of garbage', async () => {
    const packed = deflateSync(Buffer.from('<title>Kiln</title>'.repeat(20)))
    expect(
      (await read(packed, 'text/html', { url: 'https://kiln.example/a/post.html' })).title,
    ).toBe('post')
  })
})
