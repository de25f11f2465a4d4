import { DomUtils, parseDocument } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import {
  atomFeed,
  type FeedInput,
  jsonFeed,
  permanentId,
  rssFeed,
  sitemap,
} from '../../src/archive/feed.ts'
import { renderIssueContent } from '../../src/render/render-page.ts'
import type { IssueDocument } from '../../src/render/rendered-issue.ts'
import { dangers, HOSTILE } from '../render/html.ts'
import { aDocument, aDocumentWith, publication, sampleDocument } from '../render/sample-document.ts'
import { atomProblems } from '../support/atom.ts'
import { grammarProblems } from '../support/xml.ts'

const home = 'https://small.example/'
const urls = {
  home,
  rss: `${home}feed.xml`,
  atom: `${home}atom.xml`,
  json: `${home}feed.json`,
}

function inputOf(...docs: IssueDocument[]): FeedInput {
  return {
    publication: docs[0]?.publication ?? publication,
    urls,
    issues: docs.map((doc) => ({
      issue: doc.issue,
      contentHtml: renderIssueContent(doc, { anchors: false }),
      url: doc.urls.issue,
    })),
  }
}

/** Parses strictly: each element closed in order, no stray `<` or `&`, no forbidden character. */
function readXml(xml: string) {
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
  expect(xml.isWellFormed()).toBe(true)
  expect(xml).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/)
  const open: string[] = []
  for (const [, closing, name, selfClosing] of xml.matchAll(/<(\/?)([\w:]+)[^<>]*?(\/?)>/g)) {
    if (closing) expect(open.pop()).toBe(name)
    else if (!selfClosing) open.push(name ?? '')
  }
  expect(open).toEqual([])
  expect(xml.replace(/<\??\/?[\w:]+[^<>]*>/g, '')).not.toMatch(/[<>]/)
  const document = parseDocument(xml, { xmlMode: true })
  return (name: string) =>
    DomUtils.getElementsByTagName(name, document, true).map((element) => ({
      text: DomUtils.textContent(element),
      attribs: element.attribs,
    }))
}

const sample = await sampleDocument()

describe('RSS', () => {
  it('has what the specification and readers want', () => {
    const get = readXml(rssFeed(inputOf(sample)))
    expect(get('language')[0]?.text).toBe('en-gb')
    expect(get('lastBuildDate')[0]?.text).toBe('Tue, 01 Aug 2023 06:00:00 GMT')
    expect(get('atom:link')[0]?.attribs).toMatchObject({ rel: 'self', href: urls.rss })
    expect(get('item')).toHaveLength(1)
    expect(get('guid')[0]).toMatchObject({
      text: 'tag:small.example,2023-07-01:issue-7',
      attribs: { isPermaLink: 'false' },
    })
    expect(get('category').map((each) => each.text)).toEqual([
      'Articles & Learning',
      'Neat Open Source Projects',
    ])
    const xml = rssFeed(inputOf(sample))
    expect(xml.indexOf('<description>', xml.indexOf('<item>'))).toBeLessThan(
      xml.indexOf('<content:encoded>'),
    )
  })

  it('carries the whole issue with absolute addresses', () => {
    const content = readXml(rssFeed(inputOf(sample)))('content:encoded')[0]?.text ?? ''
    for (const entry of sample.issue.sections.flatMap((section) => section.entries)) {
      expect(content).toContain(entry.url)
    }
    expect(content).not.toMatch(/href="(?!https?:)/)
    expect(content).not.toContain(' id=')
  })
})

describe('Atom', () => {
  it('has id, author, both links and dates', () => {
    const get = readXml(atomFeed(inputOf(sample)))
    expect(get('feed')[0]?.attribs['xml:lang']).toBe('en-GB')
    expect(get('id').map((each) => each.text)).toEqual([home, permanentId(sample.issue, home)])
    expect(get('name')[0]?.text).toBe('Ida Norn')
    expect(get('link').map((each) => each.attribs.rel)).toEqual(['self', 'alternate', 'alternate'])
    expect(get('updated').map((each) => each.text)).toEqual([
      '2023-08-01T06:00:00.000Z',
      '2023-08-01T06:00:00.000Z',
    ])
    expect(get('content')[0]?.attribs.type).toBe('html')
  })

  it('is valid without an issue', () => {
    const get = readXml(atomFeed({ publication, urls, issues: [] }))
    expect(get('updated')[0]?.text).toBe('1970-01-01T00:00:00.000Z')
  })

  it('dates a correction, and keeps the id', () => {
    const corrected = aDocument({ correctedAt: new Date('2023-08-03T10:00:00Z'), slug: 'renamed' })
    const get = readXml(atomFeed(inputOf(corrected)))
    expect(get('updated')[1]?.text).toBe('2023-08-03T10:00:00.000Z')
    expect(get('id')[1]?.text).toBe(permanentId(sample.issue, home))
  })
})

describe('JSON Feed', () => {
  it('is version 1.1 with the issue in full', () => {
    expect(JSON.parse(jsonFeed(inputOf(sample)))).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      feed_url: urls.json,
      authors: [{ name: 'Ida Norn' }],
      items: [
        {
          id: permanentId(sample.issue, home),
          title: "What I've been reading in July",
          date_published: '2023-08-01T06:00:00.000Z',
          tags: ['Articles & Learning', 'Neat Open Source Projects'],
        },
      ],
    })
  })
})

describe('all feeds', () => {
  it('carry the 20 newest issues', () => {
    const docs = Array.from({ length: 25 }, (_, index) => aDocument({ id: 100 - index }))
    expect(readXml(rssFeed(inputOf(...docs)))('item')).toHaveLength(20)
    expect(readXml(atomFeed(inputOf(...docs)))('entry')).toHaveLength(20)
    expect(JSON.parse(jsonFeed(inputOf(...docs))).items).toHaveLength(20)
  })

  it.each(HOSTILE)('stay well-formed with %j', (text) => {
    const doc = aDocumentWith(
      { title: text, authors: [text], note: text, siteName: text },
      { title: text, intro: text },
    )
    doc.publication = { ...doc.publication, name: text, description: text, author: text }
    doc.issue.sections.push({ name: text, entries: doc.issue.sections[0]?.entries ?? [] })
    const rss = readXml(rssFeed(inputOf(doc)))
    const atom = readXml(atomFeed(inputOf(doc)))
    const json = JSON.parse(jsonFeed(inputOf(doc)))
    expect(dangers(rss('content:encoded')[0]?.text ?? '')).toEqual([])
    expect(dangers(atom('content')[0]?.text ?? '')).toEqual([])
    expect(dangers(json.items[0].content_html)).toEqual([])
  })
})

describe('the check of feeds against their grammars', () => {
  const atom = atomFeed(inputOf(sample))
  const rss = rssFeed(inputOf(sample))

  it('has nothing to say of ours, full or empty', async () => {
    for (const input of [inputOf(sample), { publication, urls, issues: [] }]) {
      expect(await atomProblems(atomFeed(input))).toEqual([])
      expect(await grammarProblems('rss-2.0', rssFeed(input))).toEqual([])
    }
  })

  it.each([
    ['a missing date', /<updated>.*<\/updated>/, ''],
    ['a date of another form', /<updated>.*<\/updated>/, '<updated>1 Aug 2023</updated>'],
    ['a second title', '<entry>', '<entry><title>Two</title>'],
    ['an element that Atom does not know', '<entry>', '<entry><guid>x</guid>'],
    ['a type of text that there is not', '<content type="html">', '<content type="markdown">'],
    ['a language that is none', 'xml:lang="en-GB"', 'xml:lang="en_GB"'],
    ['a link to nowhere', /(rel="self" type="\S+") href="[^"]*"/, '$1'],
    ['no author', /<author>.*<\/author>/, ''],
    ['an author without a name', /<name>.*<\/name>/, '<name></name>'],
    ['one entry twice', /<entry>[\s\S]*<\/entry>/, '$&$&'],
  ])('finds in Atom %s', async (_, from, to) => {
    expect(atom.replace(from, to)).not.toBe(atom)
    expect(await atomProblems(atom.replace(from, to))).not.toEqual([])
  })

  it.each([
    ['a missing description', /<description>.*<\/description>/, ''],
    ['a date of another form', /<pubDate>.*<\/pubDate>/, '<pubDate>2023-08-01</pubDate>'],
    ['a guid said to be an address', 'isPermaLink="false">tag:', 'isPermaLink="true">'],
    ['an author who is no mail address', '<item>', '<item><author>Ida Norn</author>'],
    ['an element that RSS does not know', '<item>', '<item><summary>x</summary>'],
    ['a relative link', /<link>.*<\/link>/, '<link>/</link>'],
  ])('finds in RSS %s', async (_, from, to) => {
    expect(rss.replace(from, to)).not.toBe(rss)
    expect(await grammarProblems('rss-2.0', rss.replace(from, to))).not.toEqual([])
  })
})

describe('the sitemap', () => {
  it('lists pages and issues with their day', () => {
    const get = readXml(
      sitemap({
        pages: [{ url: home }, { url: sample.urls.issue, changedAt: sample.issue.publishedAt }],
      }),
    )
    expect(get('loc').map((each) => each.text)).toEqual([home, sample.urls.issue])
    expect(get('lastmod').map((each) => each.text)).toEqual(['2023-08-01'])
  })
})
