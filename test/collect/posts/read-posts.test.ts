import { describe, expect, it } from 'vitest'
import { type ReadOptions, readPosts } from '../../../src/collect/posts/read-posts.ts'
import { leftOutReasonIn } from '../../../src/http/views/rooms/posts/left-out.ts'
import { renderWebPage } from '../../../src/http/web-page.ts'
import { loadFixture } from '../../../src/node/load-templates.ts'
import { reviveDocument } from '../../../src/render/preview.ts'
import { renderIssueMarkdown } from '../../../src/render/render-markdown.ts'
import type { IssueDocument } from '../../../src/render/rendered-issue.ts'
import {
  blocksOf,
  bodyOf,
  markdownOf,
  outline,
  pageOf,
  STYLES,
  sample,
  wxrOf,
} from './sample-forms.ts'
import { VARIANTS } from './variants.ts'

async function read(text: string, options: ReadOptions = {}) {
  return readPosts(
    (async function* () {
      yield text
    })(),
    options,
  )
}
const one = async (text: string, options: ReadOptions = {}) => {
  const { posts } = await read(text, options)
  expect(posts).toHaveLength(1)
  return posts[0]
}

const inWordPress = (content: string) =>
  wxrOf([
    {
      title: sample.title,
      link: 'https://old.example/july/',
      date: '2023-08-01T07:00:00Z',
      content,
    },
  ])

const FORMS: Record<string, (style: string) => string> = {
  Markdown: markdownOf,
  HTML: pageOf,
  WXR: (style) => inWordPress(bodyOf(style)),
  'WXR with blocks': (style) => inWordPress(blocksOf(style)),
}

describe('a month written out as a post', () => {
  it.each(Object.keys(FORMS).flatMap((form) => Object.keys(STYLES).map((style) => [form, style])))(
    'gives all entries back from %s with %s',
    async (form, style) => {
      const post = await one(FORMS[form]?.(style) ?? '')
      expect(post?.sections).toEqual(outline)
      expect(post).toMatchObject({
        title: sample.title,
        intro: sample.intro,
        outro: '',
        leftOut: [],
        month: form === 'Markdown' ? null : '2023-07',
      })
    },
  )
})

describe('posts as people write them', () => {
  it.each(VARIANTS.map((variant) => [variant.name, variant] as const))('%s', async (_, variant) => {
    const { text, fileName, entries, leftOut = [], name, ...about } = variant
    const post = await one(text, { fileName })
    expect(
      post?.sections.flatMap((section) =>
        section.entries.map(({ title, url, authors, note }) => [
          section.name,
          title,
          url,
          authors,
          note,
        ]),
      ),
    ).toEqual(entries)
    expect(post).toMatchObject(about)
    expect(post?.leftOut.map(({ reason }) => reason)).toEqual(
      leftOut.map((part) => expect.stringContaining(part)),
    )
    // The rooms say each of them in German too.
    for (const { reason } of post?.leftOut ?? [])
      expect(leftOutReasonIn('de-DE', reason)).not.toBe(leftOutReasonIn('en', reason))
  })

  it('reads our own Markdown and our own page back as they were', async () => {
    const document = reviveDocument((await loadFixture('issue')) as IssueDocument)
    const { issue } = document
    const entries = issue.sections.map((section) => ({
      name: section.name,
      entries: section.entries.map(({ title, url, authors, note }) => ({
        title,
        url,
        authors,
        note,
      })),
    }))
    for (const text of [renderIssueMarkdown(document), String(await renderWebPage(document))])
      expect(await one(text)).toMatchObject({
        title: issue.title,
        month: issue.month,
        oldUrl: document.urls.issue,
        intro: issue.intro,
        outro: issue.outro,
        sections: entries,
        leftOut: [],
      })
  })

  it('takes relative links from the old address that was given', async () => {
    const post = await one('## Articles\n\n- [Clocks](../clocks) by Ida Norn', {
      oldUrl: 'https://old.example/2023/july/',
    })
    expect(post?.sections[0]?.entries[0]?.url).toBe('https://old.example/2023/clocks')
  })

  it('reads the published posts of a WordPress export and nothing else', async () => {
    const post = { link: 'https://old.example/a', date: '2020-03-01T10:00:00Z' }
    // Before its block editor, WordPress made paragraphs of blank lines.
    const content = `Hello.\n\n<h2>Articles</h2>\n<a href="https://norn.example/clocks">Clocks</a> by Ida Norn\n\nLeap seconds.\n\n<a href="https://lind.example/">Locks</a>\nAbout locks.`
    const { posts, format } = await read(
      wxrOf([
        { ...post, title: 'Links & more, February', content },
        { ...post, title: 'Draft', content, status: 'draft' },
        { ...post, title: 'Page', content, type: 'page' },
      ]),
    )
    expect(format).toBe('wxr')
    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatchObject({
      title: 'Links & more, February',
      month: '2020-02',
      intro: 'Hello.',
      sections: [
        {
          name: 'Articles',
          entries: [
            { title: 'Clocks', authors: ['Ida Norn'], note: 'Leap seconds.' },
            { title: 'Locks', authors: [], note: 'About locks.' },
          ],
        },
      ],
    })
  })
})

describe('hostile files', () => {
  const item = (content: string) =>
    wxrOf([{ title: 'T', link: 'https://old.example/t', date: '2020-01-01T00:00:00Z', content }])

  it('expands no entity that a file defines', async () => {
    const bomb = item('<p>&lol;</p>').replace(
      '<rss',
      '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY lol "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><rss',
    )
    const { posts } = await read(bomb.replace('<title>T</title>', '<title>&lol;&f;</title>'))
    expect(posts[0]?.title).toBe('&lol;&f;')
    expect(posts[0]?.intro).not.toContain('haha')
  })

  it.each([
    ['elements nested without end', '<div>'.repeat(300_000)],
    ['lists nested without end', '<ul><li>'.repeat(50_000)],
    ['brackets without end', '['.repeat(200_000)],
    ['emphasis without end', '*a_ '.repeat(50_000)],
    ['one word without end', 'x'.repeat(1_500_000)],
    ['links without end', '- [a](https://a.example/) by A B\n'.repeat(3_000)],
    ['dashes and spaces', `[a](https://a.example/) ${'– A '.repeat(50_000)}`],
  ])('reads %s and ends', async (_, text) => {
    const { posts } = await read(text)
    expect(posts).toHaveLength(1)
    expect(posts[0]?.sections.flatMap(({ entries }) => entries).length).toBeLessThanOrEqual(1_000)
  })

  it('lets no markup through that could act', async () => {
    const post = await one(
      `<h2>A<script>alert(1)</script></h2><h3><a href="https://a.example/" onclick="x()">T</a></h3>
<p>Note <img src=x onerror=alert(1)> <a href="data:text/html,x">d</a> <a href="&#106;avascript:x()">j</a> <iframe src="https://b.example/"></iframe></p>`,
      { format: 'html', oldUrl: 'https://old.example/' },
    )
    expect(post?.sections).toEqual([
      {
        name: 'A',
        entries: [
          {
            title: 'T',
            url: 'https://a.example/',
            authors: [],
            note: 'Note ![](https://old.example/x) d j',
          },
        ],
      },
    ])
    expect(post?.leftOut).toHaveLength(2)
  })

  it('refuses what is empty or too large, in a sentence', async () => {
    await expect(read(' \n')).rejects.toThrow('empty')
    await expect(read('a b '.repeat(600_000), { format: 'markdown' })).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    })
    await expect(read('<rss></rss>')).rejects.toThrow('no published post')
  })
})
