import { expect, it } from 'vitest'
import { readSharedPage, toQuote } from '../../src/collect/shared-page.ts'

const URL_A = 'https://a.example/post?x=1'

it.each([
  [
    'the bookmarklet',
    { url: URL_A, title: 'Clocks', text: 'Two lines\nof it.' },
    { url: URL_A, title: 'Clocks', quote: 'Two lines\nof it.' },
  ],
  [
    'the bookmarklet, on an address that ends in punctuation',
    { url: 'https://a.example/Foo_(bar).', title: 'Foo', text: '' },
    { url: 'https://a.example/Foo_(bar).', title: 'Foo', quote: '' },
  ],
  [
    'Chrome on Android',
    { url: '', title: 'Clocks', text: URL_A },
    { url: URL_A, title: 'Clocks', quote: '' },
  ],
  [
    'Chrome on Android, with selected words',
    { url: '', title: 'Clocks', text: `"Leap seconds break more."\n ${URL_A}` },
    { url: URL_A, title: 'Clocks', quote: '"Leap seconds break more."' },
  ],
  [
    'an app that sends title and address as one text',
    { url: '', title: '', text: `Clocks that lie ${URL_A}` },
    { url: URL_A, title: 'Clocks that lie', quote: '' },
  ],
  [
    'an app that repeats the title in the text',
    { url: '', title: 'Clocks', text: `Clocks ${URL_A}` },
    { url: URL_A, title: 'Clocks', quote: '' },
  ],
  [
    'an app that puts the address into the title',
    { url: '', title: `Clocks ${URL_A}`, text: '' },
    { url: URL_A, title: 'Clocks', quote: '' },
  ],
  [
    'an app that sends several lines and no title',
    { url: '', title: '', text: `One.\nTwo.\n${URL_A}` },
    { url: URL_A, title: '', quote: 'One.\nTwo.' },
  ],
  [
    'the first of several addresses',
    { url: '', title: '', text: `${URL_A} https://b.example/` },
    { url: URL_A, title: 'https://b.example/', quote: '' },
  ],
  [
    'no address at all',
    { url: 'about:blank', title: 'New tab', text: '' },
    { url: 'about:blank', title: 'New tab', quote: '' },
  ],
  ['nothing', { url: '', title: '', text: '' }, { url: '', title: '', quote: '' }],
])('reads %s', (_, shared, read) => {
  expect(readSharedPage(shared)).toEqual(read)
})

it.each([
  ['', ''],
  ['  \n ', ''],
  ['One.', '> One.\n\n'],
  ['One.\r\nTwo.\n\n\n\nThree.', '> One.\n> Two.\n>\n> Three.\n\n'],
])('quotes %j as %j', (text, quote) => {
  expect(toQuote(text)).toBe(quote)
})
