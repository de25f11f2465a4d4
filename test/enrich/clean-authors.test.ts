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
    ['Byrne Holloway', ['Byrne Holloway']],
    ['Words by Jane Doe. Photographs by John Roe', ['Jane Doe']],
    ['Jane Doe | Photo: John Roe', ['Jane Doe']],
    ['Jane Doe (Guest)', ['Jane Doe']],
    ['Jane Doe for The Ash', ['Jane Doe']],
    ['Jane Doe from The Ash', ['Jane Doe']],
    ['Jane Doe and 2 others', ['Jane Doe']],
    ['Jane Doe · 5 min read', ['Jane Doe']],
    ['Jane Doe, 25 February 2021', ['Jane Doe']],
    ['Jane Doe 25 February 2021', ['Jane Doe']],
    ['Jane Doe February 25th, 2021 at 9:40 a.m.', ['Jane Doe']],
    ['Jane Doe, Thu 25 Feb 2021', ['Jane Doe']],
    ['Jane Doe 2021-02-25', ['Jane Doe']],
    ['Jane Doe @jane 11:57AM', ['Jane Doe']],
    ['Jane Doe ❤️', ['Jane Doe']],
    ['Jane_Doe', ['Jane Doe']],
    ['Jane Doe, jane@ash.example', ['Jane Doe']],
    ['Geschrieben von Jane Doe', ['Jane Doe']],
    ['Écrit par Jane Doe', ['Jane Doe']],
    ['A cura di Jane Doe', ['Jane Doe']],
    ['Jane Doe; John Roe; ', ['Jane Doe', 'John Roe']],
    ['Jane Doe / John Roe', ['Jane Doe', 'John Roe']],
    ['Jane Doe, John Roe, MD', ['Jane Doe', 'John Roe']],
    ['van der Berg, Tom', ['Tom van der Berg']],
    ['Hank O&#039;Hop', ["Hank O'Hop"]],
    ['王小明、李明', ['王小明', '李明']],
    ['李明（编辑）', ['李明']],
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
    'February 25, 2021',
    'Published on Thu, 25 February 2021',
    'Updated 25. Februar 2021',
    '{{ author }}',
    '%author%',
    'u/jane_doe',
    'undefined undefined',
    'Your Name',
    'jane@ash.example and john@ash.example',
  ])('drops %j, which is no name', (raw) => {
    expect(cleanAuthors([raw], { language: null, siteNames: [] })).toEqual([])
  })

  it('keeps the words that are names in other languages', () => {
    const german = { language: 'de', siteNames: [] }
    expect(cleanAuthors(['Ursula von der Heide'], german)).toEqual(['Ursula von der Heide'])
    expect(cleanAuthors(['Von Ebba Krone und Jörg Lüders'], german)).toEqual([
      'Ebba Krone',
      'Jörg Lüders',
    ])
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

  it.each([
    ['<span id="author-name">Jo Hale</span>'],
    ['<span class="wrapper--detail__writer">Jo Hale</span>'],
    ['<div class="Byline_author__x7Z2k">Jo Hale</div>'],
    ['<div data-component="Byline">By <a href="/jo">Jo Hale</a></div>'],
    ['<div class="byline">By<div>Jo Hale</div><div>Editor</div></div>'],
    ['<author><span class="author">Jo Hale</span></author>'],
  ])('reads the byline in %s', async (body) => {
    expect((await readingOf(html('', body))).metadata.authors).toEqual(['Jo Hale'])
  })

  it.each([
    ['<figure><figcaption class="author">Photo Person</figcaption></figure>'],
    ['<body class="single-author"><p>Text.</p>'],
    ['<a class="author-topic" href="/t">Ceramics</a>'],
    ['<div class="author-bio"><h3 class="author">About Jo</h3></div>'],
    ['<template><p class="byline">Jo Hale</p></template>'],
    ['<p class="has-author-color">Painted walls</p>'],
    ['<div class="content-authors"><a>Get rights and content</a></div>'],
    ['<div class="author"><a>Print</a></div>'],
  ])('finds none in %s', async (body) => {
    expect((await readingOf(html('', body))).metadata.authors).toEqual([])
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
