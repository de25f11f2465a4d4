import { describe, expect, it } from 'vitest'
import type { Entry, Issue } from '../../src/domain/issue.ts'
import { findProblems } from '../../src/preflight/checks.ts'
import { brokenMarkdown, imagesWithoutAlt } from '../../src/preflight/markdown-faults.ts'
import { CHECKS, type Facts } from '../../src/preflight/problem.ts'

const entry: Entry = {
  id: 7,
  linkId: 3,
  title: 'Clocks that lie',
  url: 'https://norn.example/clocks',
  authors: ['Ida Norn'],
  note: 'Why *leap seconds* break.',
  siteName: null,
  kind: null,
  tags: [],
}
const issue: Issue = {
  id: 1,
  month: '2023-07',
  title: 'July',
  slug: 'july-2023',
  state: 'draft',
  intro: 'A short month.',
  outro: '',
  sections: [{ name: 'Articles', entries: [entry] }],
  scheduledAt: null,
  audienceTag: null,
  publishedAt: null,
  sentAt: null,
  correctedAt: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
}
const good: Facts = {
  issue,
  subject: 'July',
  htmlBytes: 6_000,
  hash: 'a',
  testedHash: 'a',
  published: new Map(),
  reading: new Map([[3, { status: 'done', error: null }]]),
  senderFaults: [],
}
const withEntry = (changes: Partial<Entry>, more: Partial<Facts> = {}): Facts => ({
  ...good,
  issue: { ...issue, sections: [{ name: 'Articles', entries: [{ ...entry, ...changes }] }] },
  ...more,
})
const withIssue = (changes: Partial<Issue>): Facts => ({ ...good, issue: { ...issue, ...changes } })

/** What makes each check speak, and what it says. */
const bad: [check: (typeof CHECKS)[number], facts: Facts, about: string, detail: string][] = [
  ['empty', withIssue({ sections: [] }), '', ''],
  ['note', withEntry({ note: ' \n' }), 'Clocks that lie', ''],
  ['placeholder', withEntry({ note: 'todo: say why' }), 'Clocks that lie', 'todo'],
  ['placeholder', withEntry({ note: 'TK' }), 'Clocks that lie', 'TK'],
  ['placeholder', withIssue({ intro: 'Lorem ipsum dolor.' }), '', 'Lorem ipsum'],
  ['author', withEntry({ authors: [] }), 'Clocks that lie', ''],
  [
    'dead',
    withEntry({ dead: { since: new Date(0), reason: 'Gone.' } }),
    'Clocks that lie',
    'Gone.',
  ],
  [
    'unread',
    withEntry({}, { reading: new Map([[3, { status: 'failed', error: 'No answer.' }]]) }),
    'Clocks that lie',
    'No answer.',
  ],
  [
    'repeated',
    withEntry({}, { published: new Map([[3, '2022-05']]) }),
    'Clocks that lie',
    '2022-05',
  ],
  [
    'address',
    withEntry({ url: 'http://norn.example/' }),
    'Clocks that lie',
    'http://norn.example/',
  ],
  ['address', withEntry({ url: 'javascript:alert(1)' }), 'Clocks that lie', 'javascript:alert(1)'],
  ['image', withEntry({ note: 'See ![](https://a.example/x.png).' }), 'Clocks that lie', ''],
  ['markdown', withEntry({ note: 'See [this](https://a.example' }), 'Clocks that lie', 'link'],
  [
    'section',
    withIssue({ sections: [...issue.sections, { name: 'Tools', entries: [] }] }),
    '',
    'Tools',
  ],
  ['subject', { ...good, subject: 'x'.repeat(79) }, '', '79'],
  ['size', { ...good, htmlBytes: 95_000 }, '', 'near'],
  ['size', { ...good, htmlBytes: 103_000 }, '', 'over'],
  ['sender', { ...good, senderFaults: ['No SPF.'] }, '', 'No SPF.'],
  ['test', { ...good, testedHash: 'b' }, '', 'old'],
  ['test', { ...good, testedHash: null }, '', 'none'],
]

describe('looking an issue over', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(findProblems(good)).toEqual([])
  })

  it.each(bad)('finds %s', (check, facts, about, detail) => {
    expect(findProblems(facts)).toMatchObject([{ check, about, detail }])
  })

  it('has an example for each check', () => {
    expect(new Set(bad.map(([check]) => check))).toEqual(new Set(CHECKS))
  })

  it('tells two problems apart, and knows one again', () => {
    const keys = bad.flatMap(([, facts]) => findProblems(facts).map(({ key }) => key))
    expect(new Set(keys).size).toBe(keys.length)
    const again = bad.flatMap(([, facts]) => findProblems(facts).map(({ key }) => key))
    expect(again).toEqual(keys)
  })

  it.each(['The Todoist app', 'A stk of cards', 'Network', 'xx', 'Is it? Really??', 'Tbilisi'])(
    'takes %j for no placeholder',
    (note) => {
      expect(findProblems(withEntry({ note }))).toEqual([])
    },
  )

  it('puts first what readers would suffer from', () => {
    const facts = withEntry({ authors: [], note: '' }, { testedHash: null })
    expect(findProblems(facts).map(({ check }) => check)).toEqual(['note', 'author', 'test'])
  })
})

describe('Markdown that is not what it was meant to be', () => {
  it.each([
    ['```\ncode', 'fence'],
    ['See [this] (https://a.example).', 'link'],
    ['See [this](https://a.example', 'link'],
    ['It is **very good.', 'emphasis'],
    ['It is *good .', 'emphasis'],
  ])('is seen: %j', (source, fault) => {
    expect(brokenMarkdown(source)).toBe(fault)
  })

  it.each([
    '',
    'See [this](https://a.example) and `*this`.',
    '**Bold** and *not*.',
    '2 * 3 * 4',
    '- one\n- two',
    '```\n*x\n```',
    '[not a link] at all',
    'https://a.example/*/x',
  ])('is not seen where there is none: %j', (source) => {
    expect(brokenMarkdown(source)).toBeNull()
  })

  it('is an image without words, outside of code', () => {
    expect(imagesWithoutAlt('![](x)')).toBe(true)
    expect(imagesWithoutAlt('![a clock](x)')).toBe(false)
    expect(imagesWithoutAlt('`![](x)`')).toBe(false)
  })
})
