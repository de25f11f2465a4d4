import { describe, expect, it } from 'vitest'
import { cleanAuthors } from '../../src/enrich/clean-authors.ts'
import { html, jsonLd, readingOf } from './page-of.ts'

describe('authors in one text', () => {
  it.each([
    ['By Petra Sandoval and Ivo Lantern', ['Petra Sandoval', 'Ivo Lantern']],
    [
      'Petra Sandoval, Ivo Lantern and Henrike Voss',
      ['Petra Sandoval', 'Ivo Lantern', 'Henrike Voss'],
    ],
    ['Jean-Luc Aubert; Jorun Hale', ['Jean-Luc Aubert', 'Jorun Hale']],
    ['Jane Doe & John Roe', ['Jane Doe', 'John Roe']],
    ['Jane Doe &amp; John Roe', ['Jane Doe', 'John Roe']],
    ['Doe, Jane', ['Jane Doe']],
    ['Crumb & Co', ['Crumb & Co']],
    ['Martin King, Jr.', ['Martin King, Jr.']],
    ['Lena Okoro, Ph.D.', ['Lena Okoro']],
    ['Jane Doe, Staff Writer', ['Jane Doe']],
    ['Jane Doe | Ash News', ['Jane Doe']],
    ['Posted by Jane Doe on 5 May 2024', ['Jane Doe']],
    ['jane@ash.example (Jane Doe)', ['Jane Doe']],
    ['Jane Doe <jane@ash.example>', ['Jane Doe']],
    ['Jane Doe (@jane)', ['Jane Doe']],
    ['文 / 王小明', ['王小明']],
    ['Jane  Doe,\n', ['Jane Doe']],
    ['J. R. R. Hale', ['J. R. R. Hale']],
  ])('%j', (raw, names) => {
    expect(cleanAuthors([raw], { language: 'en', siteNames: [] })).toEqual(names)
  })

  it.each([
    'admin',
    '@jane',
    'https://ash.example/jane',
    'www.ash.example',
    'jane@ash.example',
    '[object Object]',
    'Staff Writer',
    'null',
    '-',
    '12',
  ])('drops %j, which is no name', (raw) => {
    expect(cleanAuthors([raw], { language: null, siteNames: [] })).toEqual([])
  })

  it('reads "by" in the language of the page only', () => {
    expect(cleanAuthors(['Von Petra Sandoval'], { language: 'de', siteNames: [] })).toEqual([
      'Petra Sandoval',
    ])
    expect(cleanAuthors(['Von Miller'], { language: 'en', siteNames: [] })).toEqual(['Von Miller'])
  })

  it('names nobody twice', () => {
    expect(cleanAuthors(['Jane Doe', 'JANE DOE'], { language: null, siteNames: [] })).toEqual([
      'Jane Doe',
    ])
  })
})

describe('authors of a page', () => {
  it('finds the name that belongs to a profile address', async () => {
    const person = jsonLd({
      '@type': 'Person',
      url: 'https://kiln.example/p7',
      name: 'Dilara Kestane',
    })
    const page = html(`<meta property="article:author" content="https://kiln.example/p7">${person}`)
    expect((await readingOf(page)).metadata.authors).toEqual(['Dilara Kestane'])
  })

  it('prefers a person to the organisation that publishes', async () => {
    const page = html(
      `<meta property="og:site_name" content="Ash Daily"><meta name="author" content="Ash Daily">`,
      '<p class="byline">By Jo Hale</p>',
    )
    expect((await readingOf(page)).metadata.authors).toEqual(['Jo Hale'])
  })

  it('ignores the people who comment', async () => {
    const page = html('', '<div class="comments"><a rel="author" href="/x">A Troll</a></div>')
    expect((await readingOf(page)).metadata.authors).toEqual([])
  })

  it.each([
    [
      'a list of strings and people',
      ['A Bee', { name: 'C Dee' }, { givenName: 'E', familyName: 'Eff' }],
      ['A Bee', 'C Dee', 'E Eff'],
    ],
    ['an ordered list', { '@list': [{ name: 'A Bee' }] }, ['A Bee']],
    ['names in a list', { '@type': 'Person', name: ['A Bee', 'C Dee'] }, ['A Bee', 'C Dee']],
    ['nothing', null, []],
  ])('reads %s in JSON-LD', async (_what, author, names) => {
    const page = html(jsonLd({ '@type': 'Article', headline: 'x', author }))
    expect((await readingOf(page)).metadata.authors).toEqual(names)
  })
})
