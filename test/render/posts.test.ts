import { XMLParser } from 'fast-xml-parser'
import { Liquid } from 'liquidjs'
import MarkdownIt from 'markdown-it'
import { describe, expect, it } from 'vitest'
import { POST_FORMATS, type PostFormat, writePost } from '../../src/render/posts/post-files.ts'
import { xmlProblems } from '../support/xml.ts'
import { dangers, HOSTILE, readHtml } from './html.ts'
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

  it('runs nothing of what hostile texts hold, shortcodes neither', async () => {
    for (const hostile of [...HOSTILE, '[gallery ids="1"] [embed]http://a.example[/embed] ]]>']) {
      const doc = aDocumentWith(
        { title: hostile, note: hostile, tags: [hostile] },
        { title: hostile },
      )
      const { text } = writePost('wxr', doc, now)
      expect(await xmlProblems(text)).toEqual([])
      const content = itemOf(text)['content:encoded'] ?? ''
      expect(dangers(content)).toEqual([])
      expect(content).not.toMatch(/[[\]]/)
    }
  })
})
