import { describe, expect, it } from 'vitest'
import { markdownSummary, renderMarkdown } from '../../src/render/markdown.ts'
import { markdownToText } from '../../src/render/markdown-to-text.ts'
import { tidyMarkdown } from '../../src/render/render-markdown.ts'
import { dangers, HOSTILE, readHtml } from './html.ts'
import { blockedMs } from './timing.ts'

describe('notes as HTML', () => {
  it.each([
    ['a *b* **c** ~~d~~ `e`', '<p>a <em>b</em> <strong>c</strong> <s>d</s> <code>e</code></p>'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>'],
    ['3. a\n4. b', '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'],
    ['# Big', '<p><strong>Big</strong></p>'],
    ['[a](https://a.example/)', '<p><a href="https://a.example/" rel="noopener">a</a></p>'],
    ['[a](mailto:a@b.example)', '<p><a href="mailto:a@b.example">a</a></p>'],
    [
      '![A cat](https://a.example/c.png)',
      '<p><a href="https://a.example/c.png" rel="noopener">A cat</a></p>',
    ],
    ['![A cat](data:image/png;base64,AAAA)', '<p>![A cat](data:image/png;base64,AAAA)</p>'],
    ['<b>x</b>', '<p>&lt;b&gt;x&lt;/b&gt;</p>'],
    ['main.rs and README.md', '<p>main.rs and README.md</p>'],
    ['| a |\n|---|\n| b |', '<p>| a |\n|---|\n| b |</p>'],
  ])('renders %j', (markdown, html) => {
    expect(renderMarkdown(markdown)).toBe(html)
  })

  it('makes bare web addresses links', () => {
    expect(readHtml(renderMarkdown('See https://a.example/b.')).links).toEqual([
      'https://a.example/b',
    ])
  })

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](&#x6A;&#x61;vascript&colon;alert(1))',
    '[x](java%0ascript:alert(1))',
    '[x](<java\nscript:alert(1)>)',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:msgbox(1))',
    '[x](file:///etc/passwd)',
    '[x](//evil.example/)',
    '[x](/relative)',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '[x][y]\n\n[y]: javascript:alert(1)',
    'javascript:alert(1)',
  ])('makes no link of %j', (markdown) => {
    const html = renderMarkdown(markdown)
    expect(readHtml(html).links).toEqual([])
    expect(dangers(html)).toEqual([])
  })

  it.each(HOSTILE)('keeps %j as text', (text) => {
    const html = renderMarkdown(text)
    expect(dangers(html)).toEqual([])
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/)
  })

  it('takes a note above 20,000 characters as plain paragraphs', () => {
    const html = renderMarkdown(`${'*word* '.repeat(4000)}\n\n<script>`)
    expect(html).toContain('<p>*word* *word*')
    expect(html).toContain('<p>&lt;script&gt;</p>')
  })
})

describe('hostile amounts of Markdown', () => {
  const MEGABYTE = 1_000_000
  const fill = (pattern: string, length: number) =>
    pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length)

  it.each([
    '[',
    '[a](',
    '*a_',
    '**a *b ',
    '`a ',
    '>',
    '> > > a\n',
    '![[',
    'http://a.b/',
    'mailto:',
    '<a ',
    '&#x',
    '[a]: <b\n',
    '~~a',
    '- ',
    '\\',
    'a\n=\n',
    '\n',
    '林',
    ' ',
  ])('spend under 200 ms in any format on %j', async (pattern) => {
    for (const length of [20_000, MEGABYTE]) {
      const source = fill(pattern, length)
      for (const render of [renderMarkdown, markdownToText, tidyMarkdown]) {
        expect(await blockedMs(() => render(source))).toBeLessThan(200)
      }
    }
  })
})

describe('notes as one line', () => {
  it('drops the markup and cuts between words', () => {
    expect(markdownSummary('A **short** [month](https://a.example).\n\nMore `code`.', 100)).toBe(
      'A short month. More code.',
    )
    expect(markdownSummary('one two three four', 12)).toBe('one two…')
  })
})

describe('notes as tidy Markdown', () => {
  it.each([
    'a *b* **c** ~~d~~ `e` and ``f`g``',
    '- a\n- b\n  - c\n\n1. x\n2. y',
    '> quoted\n> on\n\nafter\n\n---\n\n    code <b>\n\n```js\nlet a = `b`\n```',
    'one  \ntwo\\\nthree',
    '[a *b*](https://a.example/x_(y)) <https://b.example/?a=1&b=2> ![c](https://c.example/d.png)',
    '<script>alert(1)</script> & &amp; 1 < 2 > 1',
    '\\# no heading\n\n1\\. no list\n\n+ list',
    ...HOSTILE,
  ])('means the same as %j', (markdown) => {
    expect(renderMarkdown(tidyMarkdown(markdown))).toBe(renderMarkdown(markdown))
  })

  it('leaves no template tag outside code', () => {
    expect(tidyMarkdown('{{ env }} {% include x %}')).not.toMatch(/\{\{|\{%/)
  })
})
