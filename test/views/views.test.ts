import { describe, expect, it } from 'vitest'
import { archivePage } from '../../src/http/views/archive.ts'
import { homePage } from '../../src/http/views/home.ts'
import { summaryOf } from '../../src/http/views/issue-list.ts'
import { subscribePage } from '../../src/http/views/subscribe.ts'
import { renderMarkdown } from '../../src/render/markdown.ts'
import { contentsOf } from '../../src/render/render-page.ts'
import { HOSTILE, readHtml, textOf } from '../render/html.ts'
import { aDocumentWith, sampleDocument } from '../render/sample-document.ts'
import { aSite, issuePageOf, samplePages, summaries } from './sample-pages.ts'

const pages = await samplePages()
const issue = readHtml(pages.issue ?? '')

describe('the issue page', () => {
  it('is a microformats2 entry that bookmarks its links', () => {
    expect(issue.byClass('h-entry')).toHaveLength(1)
    for (const name of ['u-uid', 'dt-published', 'e-content', 'p-summary']) {
      expect(issue.byClass(name)).toHaveLength(1)
    }
    const cites = issue.byClass('u-bookmark-of')
    expect(cites).toHaveLength(14)
    expect(cites.every((cite) => cite.attribs.class?.includes('h-cite'))).toBe(true)
    expect(issue.byClass('u-url').map((link) => link.attribs.href)).toContain(
      'https://site-14.example/page/14',
    )
    expect(issue.byClass('p-author').map(textOf)).toContain('Samy Al Bahra')
  })

  it('tells machines its address, feeds and neighbours', () => {
    const rels = issue.byTag('link').map((link) => [link.attribs.rel, link.attribs.href])
    expect(rels).toContainEqual(['canonical', 'https://small.example/issues/july-2023'])
    expect(rels).toContainEqual(['alternate', 'https://small.example/feed.xml'])
    expect(rels).toContainEqual(['alternate', 'https://small.example/atom.xml'])
    expect(rels).toContainEqual(['alternate', 'https://small.example/feed.json'])
    expect(rels).toContainEqual(['alternate', 'https://small.example/issues/july-2023.md'])
    const og = issue.byTag('meta').map((meta) => [meta.attribs.property, meta.attribs.content])
    expect(og).toContainEqual(['og:title', "What I've been reading in July"])
    expect(og).toContainEqual(['og:type', 'article'])
    expect(issue.links).toContain('/issues/2023-06')
  })

  it('has one heading a level, sections in order, the last group unnamed to the eye', () => {
    expect(issue.byTag('h1').map(textOf)).toEqual(["What I've been reading in July"])
    expect(issue.byClass('group').map((group) => group.attribs['aria-label'] ?? '')).toEqual([
      '',
      '',
      'More links',
    ])
  })

  it('leads from its contents to every entry', () => {
    const ids = new Set(issue.elements.map((element) => element.attribs.id))
    const fragments = issue.links.filter((href) => href.startsWith('#'))
    expect(fragments.length).toBeGreaterThan(28)
    expect(fragments.filter((href) => !ids.has(href.slice(1)))).toEqual([])
  })

  it('describes itself in JSON-LD', () => {
    const [script] = issue.byTag('script')
    const data = JSON.parse(script ? textOf(script) : '')
    expect(data).toMatchObject({
      '@type': 'Article',
      datePublished: '2023-08-01T06:00:00.000Z',
      isPartOf: { '@type': 'Periodical', name: 'Small Hours' },
      mainEntity: { numberOfItems: 14 },
    })
  })

  it('says when it was corrected', async () => {
    const doc = await sampleDocument()
    doc.issue.correctedAt = new Date('2023-08-03T10:00:00Z')
    expect(readHtml(String(await issuePageOf(doc))).text).toContain('corrected on 3 August 2023')
  })
})

describe('hostile texts', () => {
  it.each(HOSTILE)('%j stays text on every page', async (text) => {
    const site = aSite({ name: text, author: text, description: text })
    const doc = aDocumentWith(
      { title: text, authors: [text], tags: [text], note: text, siteName: text },
      { title: text, intro: text, slug: `a"><script>${text}` },
    )
    const summary = summaryOf(doc.issue)
    const all = [
      issuePageOf(doc, site),
      archivePage({ site, issues: [summary] }),
      subscribePage({ site, email: text, error: text }),
      homePage({
        site,
        latest: { summary, introHtml: renderMarkdown(text), contents: contentsOf(doc) },
        recent: [summary],
      }),
    ]
    for (const page of await Promise.all(all)) {
      const { elements } = readHtml(String(page))
      const scripts = elements.filter((element) => element.name === 'script')
      expect(scripts.every((script) => script.attribs.type === 'application/ld+json')).toBe(true)
      expect(elements.filter(({ name }) => ['img', 'iframe', 'mj-raw'].includes(name))).toEqual([])
      const attributes = elements.flatMap((element) => Object.keys(element.attribs))
      expect(attributes.filter((name) => name.startsWith('on'))).toEqual([])
    }
  })
})

describe('pages for one person', () => {
  it.each(['confirm', 'unsubscribe', 'unsubscribed', 'check-mail', 'expired'])(
    '%s is neither indexed nor told to others',
    (name) => {
      const page = readHtml(pages[name] ?? '')
      const metas = page.byTag('meta').map((meta) => [meta.attribs.name, meta.attribs.content])
      expect(metas).toContainEqual(['robots', 'noindex, nofollow'])
      expect(metas).toContainEqual(['referrer', 'no-referrer'])
      expect(page.byTag('link').map((link) => link.attribs.rel)).not.toContain('canonical')
    },
  )

  it('offers Undo after leaving only where it can be done', () => {
    expect(readHtml(pages.unsubscribed ?? '').byTag('form')).toHaveLength(0)
    expect(
      readHtml(pages['unsubscribed-undo'] ?? '')
        .byTag('button')
        .map(textOf),
    ).toEqual(['Undo'])
  })
})

describe('lists', () => {
  it('groups the archive by year, newest first', async () => {
    const page = readHtml(String(await archivePage({ site: aSite(), issues: summaries })))
    expect(page.byTag('h2').map(textOf)).toEqual(['2023', '2022'])
    expect(page.byClass('h-feed')).toHaveLength(1)
    expect(page.byClass('h-entry')).toHaveLength(summaries.length)
  })

  it('says that the first issue is on its way', () => {
    expect(readHtml(pages['home-empty'] ?? '').text).toContain('The first issue is on its way.')
  })

  it('speaks German where the publication does', async () => {
    const german = await samplePages(aSite({ locale: 'de' }))
    expect(readHtml(german.unsubscribe ?? '').text).toContain('Abmelden')
    expect(readHtml(german.issue ?? '').text).toContain('1. August 2023')
  })
})
