import { describe, expect, it } from 'vitest'
import { toIssueModel } from '../../src/render/issue-model.ts'
import { markdownToText } from '../../src/render/markdown-to-text.ts'
import { renderText } from '../../src/render/render-text.ts'
import { columnsOf, wrap } from '../../src/render/wrap.ts'
import { aDocument, aDocumentWith, anEntry } from './sample-document.ts'

const slots = { unsubscribeUrl: 'UNSUBSCRIBE', reason: 'REASON' }

describe('the text part', () => {
  it('is laid out like a letter', () => {
    const doc = aDocument({
      sections: [
        { name: null, entries: [anEntry({ id: 2, title: 'Loose', authors: [], note: '' })] },
        { name: 'Articles & Learning', entries: [anEntry({ authors: ['Ida Norn', 'Bo', '林'] })] },
      ],
      outro: 'Bye.',
    })
    expect(renderText(toIssueModel(doc), slots)).toBe(`WHAT I'VE BEEN READING IN JULY
Small Hours, July 2023

View in browser:
https://small.example/issues/july-2023

A short month.

ARTICLES & LEARNING

1. Clocks that lie
   by Ida Norn, Bo and 林 · norn.example
   https://norn.example/1
   Why leap seconds break more than code.

* * *

2. Loose
   norn.example
   https://norn.example/2

* * *

Bye.

* * *
REASON
Unsubscribe: UNSUBSCRIBE
All issues: https://small.example/archive
`)
  })

  it('keeps to 72 columns except for addresses', () => {
    const doc = aDocumentWith({
      title: 'A title of many words '.repeat(9),
      url: `https://norn.example/${'long/'.repeat(40)}`,
      authors: Array.from({ length: 20 }, (_, index) => `Author Number ${index}`),
      note: `${'Some words of a note. '.repeat(30)}\n\n- ${'in a list '.repeat(20)}`,
    })
    const lines = renderText(toIssueModel(doc), slots).split('\n')
    const long = lines.filter((line) => columnsOf(line) > 72)
    expect(long.map((line) => line.trim().slice(0, 8))).toEqual(['https://'])
  })
})

describe('notes as text', () => {
  it.each([
    ['a *b* **c** `d`', 'a b c d'],
    ['a ~~b~~', 'a ~~b~~'],
    ['- a\n- b\n  - c', '- a\n- b\n  - c'],
    ['1. a\n2. b', '1. a\n2. b'],
    ['> a\n\nb', '> a\n\nb'],
    ['See [the paper](https://a.example/p).', 'See the paper.\nhttps://a.example/p'],
    [
      '[a](https://a.example/) or [b](https://b.example/)',
      'a or b\nhttps://a.example/\nhttps://b.example/',
    ],
    ['See https://a.example/b too', 'See https://a.example/b too'],
    ['[Ida](mailto:ida@norn.example)', 'Ida\nida@norn.example'],
    ['![A cat](https://a.example/c.png)', 'A cat\nhttps://a.example/c.png'],
    ['    let a = 1\n      b', '  let a = 1\n    b'],
    ['a  \nb', 'a\nb'],
    ['# Big', 'Big'],
    ['', ''],
  ])('%j', (markdown, text) => {
    expect(markdownToText(markdown)).toBe(text)
  })
})

describe('wrapping', () => {
  it('never breaks a word or an address', () => {
    const url = `https://a.example/${'x'.repeat(100)}`
    expect(wrap(`see ${url} now`, 20)).toEqual(['see', url, 'now'])
  })

  it('breaks Chinese between characters, two columns each', () => {
    expect(wrap('林'.repeat(10), 8)).toEqual(['林林林林', '林林林林', '林林'])
  })
})
