import { XMLParser } from 'fast-xml-parser'
import { Liquid } from 'liquidjs'
import MarkdownIt from 'markdown-it'
import { describe, expect, it } from 'vitest'
import { readWxr } from '../../src/collect/posts/read-wxr.ts'
import { POST_FORMATS, type PostFormat, writePost } from '../../src/render/posts/post-files.ts'
import { writeWxr } from '../../src/render/posts/wxr.ts'
import { buildWithEleventy } from '../support/eleventy.ts'
import { readAsSimpleXml, readByLine, refusals } from '../support/wordpress.ts'
import { xmlProblems } from '../support/xml.ts'
import { dangers, HOSTILE, readHtml, spaced, textOf } from './html.ts'
import { aDocument, aDocumentWith, sampleDocument } from './sample-document.ts'

const now = new Date('2023-08-02T22:30:00Z')
const sample = await sampleDocument()
const blogs = POST_FORMATS.filter((format) => format !== 'wxr')

/** Front matter, whose values are JSON and so YAML, and the text. */
function readPost(text: string) {
  const [, matter = '', body = ''] = /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/.exec(text) ?? []
  const rows = matter.split('\n').map((row) => /^(\w+): (.*)$/.exec(row) ?? [])
  const values = rows.map(([, key, value = 'null']) => [key, JSON.parse(value)])
  return { matter: Object.fromEntries(values), body }
}

const itemOf = (xml: string) =>
  new XMLParser({ parseTagValue: false, htmlEntities: true }).parse(xml).rss.channel.item as Record<
    string,
    string
  >

describe('a post file', () => {
  it.each(blogs)('for %s has the issue in its front matter and its text', (format) => {
    const doc = aDocument({
      correctedAt: new Date('2023-08-03T09:00:00Z'),
      publishedAt: new Date('2023-08-01T22:30:00Z'),
      title: 'A "quoted": title\\',
    })
    const { name, text } = writePost(format, doc, now)
    const { matter, body } = readPost(text)
    expect(matter).toMatchObject({
      title: 'A "quoted": title\\',
      date: '2023-08-01T22:30:00.000Z',
      description: 'A short month.',
    })
    expect(Object.values(matter)).toContain('https://small.example/issues/july-2023')
    // The day of a Jekyll post is that of the publication's time zone.
    expect(name).toBe(format === 'jekyll' ? '2023-08-02-july-2023.md' : 'july-2023.md')
    expect(body).toContain('## Articles & Learning')
    expect(body).toContain('### [Clocks that lie](https://norn.example/1)')
    expect(body).not.toContain('# A "quoted"')
  })

  it('dates an issue that is not out yet with now, and names no address of it', () => {
    const { matter } = readPost(writePost('hugo', aDocument({ publishedAt: null }), now).text)
    expect(matter.date).toBe(now.toISOString())
    expect(matter.canonicalURL).toBeUndefined()
  })

  it.each(blogs)('for %s shows hostile texts as they are', async (format) => {
    for (const hostile of HOSTILE) {
      const doc = aDocumentWith(
        { title: hostile, note: hostile, authors: [hostile], tags: [hostile] },
        { title: hostile, intro: hostile },
      )
      const { body } = readPost(writePost(format, doc, now).text)
      const page = new MarkdownIt({ html: true }).render(await templated(format, body))
      expect(dangers(page)).toEqual([])
    }
  })

  it.each(blogs)('for %s keeps templates in code from being run', async (format) => {
    const doc = aDocumentWith({
      note: '`{{ site.secret }}` and {{ site.secret }}\n\n```\n{% endraw %}{{< include "x" >}}{% include x %}\n```',
    })
    const { text } = writePost(format, doc, now)
    const { body, matter } = readPost(text)
    const html = new MarkdownIt().render(await templated(format, body))
    const page = readHtml(`<body>${html}`).text
    expect(page).toContain('{{ site.secret }} and {{ site.secret }}')
    expect(page).toContain('% include x %}')
    if (format === 'hugo') expect(body).not.toMatch(/\{\{[<%]/)
    if (format === 'eleventy') expect(matter.templateEngineOverride).toBe('md')
  })

  /** What the blog's own templates make of the text before it is Markdown. */
  async function templated(format: PostFormat, body: string): Promise<string> {
    if (format !== 'jekyll') return body
    const liquid = new Liquid({ strictFilters: true, strictVariables: true })
    return liquid.parseAndRender(body)
  }
})

describe('a blog that Eleventy builds of post files', () => {
  it('shows title, date, summary, address, entries and notes of the issue', async () => {
    const post = writePost('eleventy', sample, now)
    const page = readHtml((await buildWithEleventy([post])).get(post.name) ?? '')
    const attribute = (tag: string, name: string) =>
      page.byTag(tag).map(({ attribs }) => attribs[name])
    expect(page.byTag('h1').map(textOf)).toEqual([sample.issue.title])
    expect(attribute('time', 'datetime')).toEqual(['2023-08-01T06:00:00.000Z'])
    expect(attribute('link', 'href')).toEqual(['https://small.example/issues/july-2023'])
    expect(page.byClass('permalink').map(({ attribs }) => attribs.href)).toEqual([
      '/posts/july-2023/',
    ])
    expect(attribute('meta', 'content')[0]?.length).toBeGreaterThan(20)
    const { sections } = sample.issue
    const entries = sections.flatMap((section) => section.entries)
    expect(page.byTag('h2').map(textOf)).toEqual(sections.flatMap(({ name }) => name ?? []))
    expect(page.byTag('h3').map(textOf)).toEqual(entries.map(({ title }) => spaced(title)))
    expect(page.links).toEqual(expect.arrayContaining(entries.map(({ url }) => url)))
    expect(page.byClass('tag').map(textOf)).toEqual([...new Set(entries.flatMap((e) => e.tags))])
    const notes = entries.map(({ note }) => readHtml(`<body>${new MarkdownIt().render(note)}`).text)
    expect(notes.filter((note) => note !== '').length).toBeGreaterThan(5)
    for (const note of notes) expect(page.text).toContain(note)
  })

  it('is built whatever texts and tags hold, and runs nothing of it', async () => {
    const texts = [...HOSTILE, '{{ page.inputPath }}{% include "x" %}', '---\nlayout: none\n---']
    const posts = texts.map((text, index) =>
      writePost(
        'eleventy',
        aDocumentWith(
          { title: text, note: text, authors: [text], tags: [text, 'constructor', '__proto__'] },
          { title: text, intro: text, slug: `issue-${index}` },
        ),
        now,
      ),
    )
    const pages = await buildWithEleventy(posts)
    expect(pages.size).toBe(texts.length)
    for (const page of pages.values()) expect(dangers(page)).toEqual([])
    const last = readHtml(pages.get(`issue-${HOSTILE.length}.md`) ?? '')
    expect(last.byTag('h1').map(textOf)).toEqual(['{{ page.inputPath }}{% include "x" %}'])
    expect(last.byTag('h3').map(textOf)).toEqual(['{{ page.inputPath }}{% include "x" %}'])
  })
})

describe('a WXR file', () => {
  it('is one item that WordPress reads', async () => {
    const { name, text } = writePost('wxr', sample, now)
    expect(name).toBe('july-2023.wordpress.xml')
    expect(await xmlProblems(text)).toEqual([])
    const item = itemOf(text)
    expect(item).toMatchObject({
      title: sample.issue.title,
      link: 'https://small.example/issues/july-2023',
      'wp:post_name': 'july-2023',
      'wp:status': 'publish',
      'wp:post_type': 'post',
      'wp:post_date': '2023-08-01 08:00:00',
      'wp:post_date_gmt': '2023-08-01 06:00:00',
    })
    const content = item['content:encoded'] ?? ''
    const titles = sample.issue.sections.flatMap(({ entries }) => entries.map((e) => e.title))
    for (const title of titles)
      expect(readHtml(`<body>${content}`).text).toContain(title.slice(0, 20))
  })

  it.each([
    ['its parser of XML', readAsSimpleXml],
    ['its parser without XML', readByLine],
  ])('has what the WordPress Importer asks for, by %s', (_, read) => {
    const documents = [
      sample,
      aDocumentWith({ tags: ['ab & <cd>', 'c++', 'größe ]]>'] }, { id: 8 }),
    ]
    const texts = [
      ...writeWxr(
        sample,
        documents.map((doc) => ({ doc, at: now })),
      ),
    ]
    const file = read(texts.join(''))
    expect(file).toMatchObject({ version: '1.2', baseUrl: 'https://small.example' })
    expect(file.posts.map(({ id, title }) => [id, title])).toEqual(
      documents.map(({ issue }) => [issue.id, issue.title]),
    )
    for (const post of file.posts) {
      expect(refusals(post)).toEqual([])
      // One that is not among the authors goes to whoever runs the import.
      expect(file.authors).toContain(post.author)
      // Nothing is fetched or looked up but what the file names: no attachment, no other post.
      expect(post.guid).toBe('https://small.example/issues/july-2023')
    }
    expect(file.posts[0]?.content).toContain('href="https://site-1.example/page/1"')
    expect(file.posts[1]?.terms.map(({ name }) => name)).toEqual(['ab & <cd>', 'c++', 'größe ]]>'])
  })

  it('is left out by none of the checks for nothing', () => {
    const [post] = readAsSimpleXml(writePost('wxr', sample, now).text).posts
    if (!post) throw new Error('No post was read.')
    for (const wrong of [
      { type: 'attachment' },
      { status: 'auto-draft' },
      { date: '2023-08-01T08:00:00Z' },
      { id: Number.NaN },
      { name: '' },
      { terms: [{ name: '', slug: '', domain: 'post_tag' }] },
    ])
      expect(refusals({ ...post, ...wrong })).toHaveLength(1)
    expect(() => readByLine('<rss><channel><item>\n</item></channel></rss>')).toThrow('WXR version')
  })

  it('gives its own titles back when it is read here again', () => {
    for (const title of ['Q&A: 1 < 2', 'Q&amp;A', '<b>Bold</b>']) {
      const { text } = writePost('wxr', aDocumentWith({}, { title }), now)
      expect(readWxr(text).posts.map((post) => post.title)).toEqual([title])
    }
  })

  it('runs nothing of what hostile texts hold, shortcodes neither', async () => {
    for (const hostile of [...HOSTILE, '[gallery ids="1"] [embed]http://a.example[/embed] ]]>']) {
      const doc = aDocumentWith(
        { title: hostile, note: hostile, tags: [hostile] },
        { title: hostile, intro: hostile },
      )
      const { text } = writePost('wxr', doc, now)
      expect(await xmlProblems(text)).toEqual([])
      const item = itemOf(text)
      for (const html of [item['content:encoded'], item['excerpt:encoded'], item.title]) {
        expect(html).toBeTruthy()
        expect(dangers(html ?? '')).toEqual([])
      }
      expect(`${item['content:encoded']}${item['excerpt:encoded']}`).not.toMatch(/[[\]]/)
    }
  })
})
