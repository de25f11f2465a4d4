import { brotliCompressSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate'
import { mf2 } from 'microformats-parser'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LOOK } from '../../src/domain/look.ts'
import { siteAssets } from '../../src/http/views/styles.ts'
import { dangers, HOSTILE, readHtml } from '../render/html.ts'
import { aDocumentWith, sampleDocument } from '../render/sample-document.ts'
import { schemaProblems } from '../support/json-schema.ts'
import { aSite, issuePageOf, ORIGIN, samplePages } from './sample-pages.ts'

const sample = await sampleDocument()
const pages = await samplePages()
const look = {
  ...DEFAULT_LOOK,
  sheet: 'A1b2C3d4E5f6G7h8I9j0K1',
  hasAbout: true,
  logo: { hash: 'A1b2C3d4E5f6G7h8I9j0K1', type: 'image/webp' as const, width: 300, height: 96 },
}
pages['home-looks'] = (await samplePages(aSite({ look }))).home ?? ''

/** JSON-LD of a page, as a search engine reads it. */
function jsonLdOf(html: string) {
  const scripts = readHtml(html).byTag('script')
  expect(scripts.map(({ attribs }) => attribs.type)).toEqual(['application/ld+json'])
  const [, text = ''] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html) ?? []
  return JSON.parse(text)
}

const metaOf = (html: string) =>
  Object.fromEntries(
    readHtml(html)
      .byTag('meta')
      .map(({ attribs }) => [attribs.property ?? attribs.name, attribs.content]),
  )

describe('every public page', () => {
  it('is valid HTML', async () => {
    const validator = new HtmlValidate({
      root: true,
      extends: ['html-validate:recommended'],
      rules: {
        // Matters of taste: both ways are valid.
        'doctype-style': 'off',
        'no-implicit-input-type': 'off',
        'no-redundant-for': 'off',
      },
    })
    const found: string[] = []
    for (const [name, html] of Object.entries(pages)) {
      const { results } = await validator.validateString(html)
      for (const { line, message, ruleId } of results.flatMap(({ messages }) => messages))
        found.push(`${name}:${line} ${message} (${ruleId})`)
    }
    expect(found).toEqual([])
  })

  it('is light: an issue of 14 links is at most 40 KB, 60 KB with all it needs', () => {
    const html = pages.issue ?? ''
    expect(readHtml(html).byClass('h-cite')).toHaveLength(14)
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(40_000)
    const sent = [html, ...siteAssets.map(({ body }) => body)].map((text) =>
      brotliCompressSync(text),
    )
    expect(sent.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThanOrEqual(60_000)
  })
})

describe('microformats', () => {
  it('of an issue are an entry that bookmarks its links', () => {
    const { items, rels } = mf2(pages.issue ?? '', { baseUrl: ORIGIN })
    const entry = items.find(({ type }) => type?.includes('h-entry'))
    const url = `${ORIGIN}/issues/july-2023`
    expect(entry?.properties).toMatchObject({
      name: [sample.issue.title],
      url: [url],
      uid: [url],
      published: ['2023-08-01T06:00:00.000Z'],
      category: ['Articles & Learning', 'Neat Open Source Projects'],
      author: [{ type: ['h-card'], properties: { name: ['Ida Norn'], url: [`${ORIGIN}/`] } }],
    })
    expect(JSON.stringify(entry?.properties.summary)).toContain('month')
    const links = sample.issue.sections.flatMap(({ entries }) => entries)
    const bookmarks = entry?.properties['bookmark-of'] ?? []
    expect(
      bookmarks.map((each) =>
        typeof each === 'string' || !('type' in each)
          ? each
          : [each.type, each.properties.name, each.properties.url],
      ),
    ).toEqual(links.map((link) => [['h-cite'], [link.title], [link.url]]))
    expect(rels.author).toEqual([`${ORIGIN}/`])
  })

  it.each(['home', 'archive'])('of %s are a feed of issues', (name) => {
    const { items } = mf2(pages[name] ?? '', { baseUrl: ORIGIN })
    const feed = items.find(({ type }) => type?.includes('h-feed'))
    const entries = (feed?.children ?? []).filter(({ type }) => type?.includes('h-entry'))
    expect(feed?.properties.name).toHaveLength(1)
    expect(entries.length).toBeGreaterThan(4)
    for (const { properties } of entries) {
      expect(properties.url?.[0]).toMatch(/^https:\/\/small\.example\/issues\/.+/)
      expect(properties.name?.[0]).toBeTruthy()
      expect(properties.published?.[0]).toMatch(/^2\d{3}-\d\d-\d\dT/)
    }
  })
})

describe('what an issue says of itself', () => {
  it('follows schema.org', async () => {
    const data = jsonLdOf(pages.issue ?? '')
    expect(await schemaProblems('issue-json-ld', data)).toEqual([])
    expect(data).toMatchObject({
      headline: sample.issue.title,
      image: `${ORIGIN}/issues/july-2023/card.png`,
      mainEntity: { numberOfItems: 14 },
    })
  })

  it('is a card with a picture where its address is shown', () => {
    expect(metaOf(pages.issue ?? '')).toMatchObject({
      'og:type': 'article',
      'og:title': sample.issue.title,
      'og:url': `${ORIGIN}/issues/july-2023`,
      'og:site_name': 'Small Hours',
      'og:locale': 'en_GB',
      'og:image': `${ORIGIN}/issues/july-2023/card.png`,
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:image:alt': sample.issue.title,
      'twitter:card': 'summary_large_image',
    })
    expect(metaOf(pages.home ?? '')['og:image']).toMatch(/\/card\.png$/)
  })

  it.each(HOSTILE)('stays inert with %j (BARS 43)', async (hostile) => {
    const doc = aDocumentWith(
      { title: hostile, note: hostile, authors: [hostile], tags: [hostile], siteName: hostile },
      { title: hostile, intro: hostile },
    )
    const html = String(await issuePageOf(doc, aSite({ name: hostile, author: hostile })))
    const data = jsonLdOf(html)
    expect(await schemaProblems('issue-json-ld', data)).toEqual([])
    expect(dangers(html).filter((each) => each !== '<script>' && each !== '<form>')).toEqual([])
    expect(readHtml(html).byTag('form')).toHaveLength(1)
    expect(metaOf(html)['og:image']).toBe(`${ORIGIN}/issues/july-2023/card.png`)
    expect(mf2(html, { baseUrl: ORIGIN }).items).toHaveLength(1)
  })
})
