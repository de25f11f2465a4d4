import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type PageOptions, readingOf } from './page-of.ts'
import { line, pdfOf } from './pdf-of.ts'

async function read(body: string | Uint8Array, contentType: string, options: PageOptions = {}) {
  const headers = {
    ...(contentType === '' ? {} : { 'content-type': contentType }),
    ...options.headers,
  }
  return (await readingOf(body, { ...options, headers })).metadata
}

const xmpOf = (inner: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">${inner}</rdf:Description></rdf:RDF></x:xmpmeta>`

describe('a PDF', () => {
  it('tells title, authors and date in its Info dictionary', async () => {
    const info =
      '/Title (On \\(wet\\) clay) /Author (Lena Okoro; Piet Marsh) /CreationDate (D:20240109)'
    expect(await read(pdfOf({ info }), 'application/pdf')).toMatchObject({
      kind: 'pdf',
      title: 'On (wet) clay',
      authors: ['Lena Okoro', 'Piet Marsh'],
      publishedAt: '2024-01-09',
    })
  })

  it('may write its title as UTF-16 in hexadecimal', async () => {
    const info = '/Title <FEFF041F043504470044>'
    expect((await read(pdfOf({ info }), 'application/pdf')).title).toBe('ПечD')
  })

  it('is believed in its XMP packet first', async () => {
    const xmp = xmpOf(
      '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Clay &amp; ash</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Lena Okoro</rdf:li><rdf:li>Piet Marsh</rdf:li></rdf:Seq></dc:creator>',
    )
    const file = pdfOf({ info: '/Title (Microsoft Word - draft.doc)', xmp })
    expect(await read(file, 'application/pdf')).toMatchObject({
      title: 'Clay & ash',
      authors: ['Lena Okoro', 'Piet Marsh'],
    })
  })

  it.each([
    ['untitled'],
    ['Microsoft Word - '],
    ['thesis.dvi'],
    ['i-xx_Fire-fm.indd'],
    ['Layout 1'],
    ['Slide 1'],
    ['file.html'],
    ['0123 45'],
  ])('titled %j goes by its file name', async (title) => {
    const url = 'https://filter.example/up/Ceramic_40_web.pdf'
    const file = pdfOf({ info: `/Title (${title})` })
    expect((await read(file, 'application/octet-stream', { url })).title).toBe('Ceramic 40 web')
  })

  it.each([
    ['Microsoft Word - Kiln manual v7.docx', 'Kiln manual v7'],
    ['PowerPoint Presentation: a history', 'PowerPoint Presentation: a history'],
    ['Report.pdf', 'Report'],
  ])('titled %j is %j', async (title, wanted) => {
    const file = pdfOf({ info: `/Title (${title})` })
    expect((await read(file, 'application/pdf')).title).toBe(wanted)
  })
})

describe('a PDF without a title', () => {
  const url = 'https://filter.example/up/9f8e7d6c.pdf'
  const body = line('Body text that goes on and on and on.', 11, 600)

  it.each([
    ['the largest line', line('A journal', 10, 780) + line('How glass remembers', 28, 700) + body],
    ['two lines', line('How glass', 28, 700) + line('remembers', 28, 668) + body],
    ['not a number', line('42', 60, 750) + line('How glass remembers', 28, 700) + body],
  ])('is named by its first page: %s', async (_what, page) => {
    expect((await read(pdfOf({ page }), 'application/pdf', { url })).title).toBe(
      'How glass remembers',
    )
  })

  it('is not named by a page of one size', async () => {
    expect((await read(pdfOf({ page: body }), 'application/pdf', { url })).title).toBeNull()
  })
})

describe('a file that is no page', () => {
  it.each([
    ['image/jpeg', '\xff\xd8\xff', 'https://i.example/my-photo.jpg', 'image', 'my photo'],
    ['application/octet-stream', '\0\0\0\x18ftypmp42', 'https://i.example/clip', 'video', 'clip'],
    [
      'image/svg+xml',
      '<svg xmlns="http://www.w3.org/2000/svg"><title>A kiln &amp; I</title></svg>',
      'https://i.example/plan.svg',
      'image',
      'A kiln & I',
    ],
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
