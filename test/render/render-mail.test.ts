import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { describe, expect, it } from 'vitest'
import { loadTemplates } from '../../src/node/load-templates.ts'
import { fillSlots } from '../../src/render/fill-slots.ts'
import { renderMarkdown } from '../../src/render/markdown.ts'
import { CLIPPING_BYTES, createRenderMail } from '../../src/render/render-mail.ts'
import { renderIssueMarkdown } from '../../src/render/render-markdown.ts'
import { renderIssueContent } from '../../src/render/render-page.ts'
import { dangers, HOSTILE, readHtml, spaced, textOf } from './html.ts'
import {
  aDocument,
  aDocumentWith,
  anEntry,
  readSampleMonth,
  sampleDocument,
} from './sample-document.ts'
import { blockedMs } from './timing.ts'

const renderMail = createRenderMail({ templates: await loadTemplates() })
const values = {
  unsubscribeUrl: 'https://small.example/unsubscribe/TOKEN',
  reason: 'You asked for this on 3 March 2023.',
}

/** Words of a text, markup and punctuation aside. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}

/** Elements of a mail in order, but for links. */
function tagsOf(html: string): string[] {
  return readHtml(html)
    .elements.map((element) => element.name)
    .filter((name) => name !== 'a')
}

describe('the mail of the sample month', async () => {
  const sample = await readSampleMonth()
  const entries = sample.sections.flatMap((section) => section.entries)
  const mail = await renderMail(await sampleDocument())
  const filled = fillSlots(mail, values)
  // As a mail program gets it: through nodemailer and back.
  const transport = createTransport({ streamTransport: true, buffer: true })
  const { message } = await transport.sendMail({
    from: { name: 'Ida', address: 'ida@small.example' },
    to: { name: 'Grete Ørsted', address: 'grete@reader.example' },
    subject: mail.subject,
    ...filled,
  })
  const received = await simpleParser(message as Buffer, { skipHtmlToText: true })
  const html = readHtml(received.html || '')
  const text = spaced(received.text ?? '')

  it.each([
    ['HTML', html.text],
    ['text', text],
  ])('holds every title, author and word of a note in its %s part', (_, body) => {
    const words = new Set(wordsOf(body))
    for (const entry of entries) {
      expect(body).toContain(entry.title)
      for (const author of entry.authors) expect(body).toContain(author)
      expect(wordsOf(entry.note).filter((word) => !words.has(word))).toEqual([])
    }
    expect(body).toContain(sample.intro)
    expect(body).toMatch(/view in browser/i)
    expect(body).toMatch(/unsubscribe/i)
  })

  it('links every title and holds every address in the text', () => {
    for (const [index, entry] of entries.entries()) {
      const url = `https://site-${index + 1}.example/page/${index + 1}`
      const title = html.byTag('h3').find((element) => textOf(element) === entry.title)
      expect(title && readHtml(received.html || '').links).toContain(url)
      expect(received.text).toContain(url)
    }
  })

  it('keeps the order, with the group without a heading last', () => {
    expect(html.byTag('h2').map(textOf)).toEqual([
      'Articles & Learning',
      'Neat Open Source Projects',
    ])
    expect(html.byTag('h3').map(textOf)).toEqual(entries.map((entry) => entry.title))
    expect(html.byTag('hr')).toHaveLength(2)
  })

  it('names two authors in one byline', () => {
    expect(html.text).toContain('by Charles Leiserson and Julian Shun')
  })

  it('has an inbox line of 85 to 140 characters made of titles', () => {
    expect(mail.preheader).toMatch(/^Flatter wait-free hazard pointers · .* · and \d+ more$/)
    expect(mail.preheader.length).toBeGreaterThanOrEqual(85)
    expect(mail.preheader.length).toBeLessThanOrEqual(140)
  })

  it('has real lists, both colour schemes, no images, and says UTF-8 (BARS 14)', () => {
    expect(html.byTag('ul')).toHaveLength(1)
    expect(html.byTag('img')).toHaveLength(0)
    const metas = html.byTag('meta').map((meta) => [meta.attribs.name, meta.attribs.content])
    expect(metas).toContainEqual(['color-scheme', 'light dark'])
    expect(metas).toContainEqual(['supported-color-schemes', 'light dark'])
    expect(mail.html).toContain('charset=UTF-8')
    expect(mail.html).toMatch(/prefers-color-scheme: dark[^}]*\{\s*body, body > div/)
    expect(html.byTag('html')[0]?.attribs).toMatchObject({ lang: 'en-GB', dir: 'ltr' })
  })

  it('is far below the size at which Gmail cuts', () => {
    expect(mail.htmlBytes).toBe(Buffer.byteLength(mail.html))
    expect(mail.htmlBytes).toBeLessThan(14_000)
    expect(mail.warnings).toEqual([])
  })
})

describe('hostile texts', () => {
  it.each(HOSTILE)('%j is inert in every format', async (text) => {
    const doc = aDocumentWith(
      { title: text, authors: [text], siteName: text, tags: [text], note: text },
      { title: text, intro: text, outro: text },
    )
    doc.publication.name = text
    doc.issue.sections[0] = { name: text, entries: doc.issue.sections[0]?.entries ?? [] }
    const mail = await renderMail(doc)
    const page = renderIssueContent(doc)
    const fromMarkdown = renderMarkdown(renderIssueMarkdown(doc))
    for (const html of [mail.html, page, fromMarkdown]) {
      expect(dangers(html)).toEqual([])
      expect(html).not.toMatch(/root:|\b49\b|fonts\.googleapis/)
    }
    // The elements that a harmless text makes, links aside: nothing of it became markup.
    const harmless = await renderMail(aDocumentWith({ siteName: 'x' }, { outro: 'x' }))
    expect(tagsOf(mail.html)).toEqual(tagsOf(harmless.html))
    for (const body of [mail.html, mail.text, mail.subject, page]) {
      expect(body).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/)
      expect(body.isWellFormed()).toBe(true)
    }
    expect(mail.subject).not.toContain('\n')
  })

  it('links no address but http(s), and tells the owner', async () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', ' java\nscript:alert(1)', 'x']) {
      const mail = await renderMail(aDocumentWith({ url }))
      expect(dangers(mail.html)).toEqual([])
      expect(readHtml(mail.html).text).toContain('Clocks that lie')
      expect(mail.warnings).toEqual([
        '"Clocks that lie" has no web address and stands without a link.',
      ])
    }
  })

  it('takes a megabyte of title, address or name in under 200 ms', async () => {
    const large = '(<'.repeat(500_000)
    for (const entry of [
      { title: large },
      { url: `https://a.example/${large}` },
      { authors: [large] },
    ]) {
      const doc = aDocumentWith(entry)
      expect(await blockedMs(() => renderMail(doc))).toBeLessThan(200)
    }
  })
})

describe('size', () => {
  const many = (count: number, note: string) =>
    aDocument({
      sections: [
        {
          name: 'Articles',
          entries: Array.from({ length: count }, (_, index) =>
            anEntry({
              id: index + 1,
              title: `A title as long as they are on average, number ${index}`,
              url: `https://norn.example/2023/07/an-address-of-usual-length-${index}`,
              note,
            }),
          ),
        },
      ],
    })
  const note =
    'A note of two lines, which says in the owner’s words why this page was worth the time.'

  it('holds 200 entries in fewer bytes than Gmail cuts at (BARS 12)', async () => {
    const mail = await renderMail(many(200, note))
    expect(mail.htmlBytes).toBeLessThan(CLIPPING_BYTES)
  })

  it('warns near the limit and above it (BARS 12)', async () => {
    const near = await renderMail(many(210, note))
    expect(near.warnings).toEqual([
      expect.stringMatching(/^The mail has \d+ KB, close to the 102 KB/),
    ])
    const above = await renderMail(many(200, note.repeat(3)))
    expect(above.warnings).toEqual([expect.stringMatching(/Gmail cuts it off at 102 KB/)])
  })
})

describe('languages', () => {
  it('writes Arabic from right to left with its own words (BARS 13)', async () => {
    const mail = await renderMail(aDocument({}, { locale: 'ar' }))
    const html = readHtml(mail.html)
    expect(html.byTag('html')[0]?.attribs).toMatchObject({ lang: 'ar', dir: 'rtl' })
    expect(mail.html).toContain('text-align:right')
  })

  it('uses German words for an Austrian publication', async () => {
    const mail = await renderMail(aDocument({}, { locale: 'de-AT' }))
    expect(mail.text).toContain('Abmelden: ')
    expect(mail.text).toContain('Juli 2023')
  })

  it('reads English for a locale that is none', async () => {
    const mail = await renderMail(aDocument({}, { locale: '"><script>' }))
    expect(readHtml(mail.html).byTag('html')[0]?.attribs.lang).toBe('en')
  })
})

describe('code in notes', () => {
  it('keeps its indentation and blank lines', async () => {
    const mail = await renderMail(aDocumentWith({ note: '```\nif x:\n    y\n\n    z\n```' }))
    expect(mail.html).toContain('if x:\n    y\n\n    z')
  })
})
