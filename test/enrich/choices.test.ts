import { describe, expect, it } from 'vitest'
import type { MetadataField } from '../../src/domain/link.ts'
import { CHOICES } from '../../src/enrich/choices.ts'
import type { FindingField } from '../../src/enrich/page-reading.ts'
import { html, jsonLd, type PageOptions, readingOf } from './page-of.ts'
import { line, pdfOf } from './pdf-of.ts'

const API_NAMES: Record<FindingField, MetadataField> = {
  title: 'title',
  author: 'authors',
  siteName: 'site_name',
  description: 'description',
  image: 'image_url',
  published: 'published_at',
  language: 'language',
  canonical: 'canonical_url',
  kind: 'kind',
}

type Line = readonly [
  field: FindingField,
  source: string,
  head: string,
  options?: PageOptions & { body?: string; raw?: string | Uint8Array },
]

const meta = (name: string, content: string) => `<meta name="${name}" content="${content}">`
const og = (name: string, content: string) => `<meta property="${name}" content="${content}">`
const article = (more: object) => jsonLd({ '@type': 'Article', ...more })
const REPOSITORY = { url: 'https://github.com/example-org/kiln' }
const VIDEO = { url: 'https://www.youtube.com/watch?v=AAAAkiln001' }
const MP3 =
  '\x49\x44\x33\x03\0\0\0\0\0\x64TIT2\0\0\0\x0a\0\0\0Episode 5TPE1\0\0\0\x05\0\0\0Jo HTALB\0\0\0\x06\0\0\0Kilns'
const audio = { headers: { 'content-type': 'audio/mpeg' }, raw: MP3 }
const FEED =
  '<rss><channel><title>Kilns</title><description>All of them</description><language>fi</language></channel></rss>'
const feed = { headers: { 'content-type': 'application/rss+xml' }, raw: FEED }
const PDF = pdfOf({ info: '/CreationDate (D:20240530081500Z)' })
const PDF_PAGE = pdfOf({ page: line('On clay', 28, 700) + line('Text of the page.', 10, 600) })

const PAPER: PageOptions = {
  url: 'https://doi.org/10.9999/clay.7',
  csl: {
    title: 'On clay',
    author: [{ given: 'Henrike', family: 'Voss' }],
    issued: { 'date-parts': [[2024, 1, 9]] },
    'container-title': ['Journal of Clay'],
    abstract: '<jats:p>A log</jats:p>',
    language: 'fi',
  },
}

/** For every name in the table a page that has nothing else for the field. */
const LINES: readonly Line[] = [
  ['title', 'doi', '', PAPER],
  ['title', 'site', '', REPOSITORY],
  ['title', 'citation_title', meta('citation_title', 'On clay')],
  ['title', 'og:title', og('og:title', 'On clay')],
  ['title', 'json-ld', article({ headline: 'On clay' })],
  ['title', 'twitter:title', meta('twitter:title', 'On clay')],
  ['title', 'dc.title', meta('DC.title', 'On clay')],
  ['title', 'itemprop', '', { body: '<h2 itemprop="headline">On clay</h2>' }],
  [
    'title',
    'microformats',
    '',
    { body: '<div class="h-entry"><b class="p-name">On clay</b></div>' },
  ],
  [
    'title',
    'site title',
    '<title>[2401.00001] On clay</title>',
    { url: 'https://arxiv.org/abs/2401.00001' },
  ],
  ['title', 'title', '<title>On clay</title>'],
  ['title', 'meta title', meta('title', 'On clay')],
  ['title', 'oembed', '', { ...VIDEO, oembed: { title: 'On clay' } }],
  ['title', 'document', '', audio],
  ['title', 'h1', '', { body: '<h1>On clay</h1>' }],
  ['title', 'itemprop name', '<meta itemprop="name" content="On clay">'],
  ['title', 'h2', '', { body: '<h2>On clay</h2>' }],
  ['title', 'first page', '', { headers: { 'content-type': 'application/pdf' }, raw: PDF_PAGE }],
  [
    'title',
    'file name',
    '',
    { url: 'https://kiln.example/On_clay.png', headers: { 'content-type': 'image/png' } },
  ],
  ['author', 'doi', '', PAPER],
  ['author', 'citation_author', meta('citation_author', 'Voss, Henrike')],
  ['author', 'json-ld', article({ author: { name: 'Henrike Voss' } })],
  ['author', 'author', meta('author', 'Henrike Voss')],
  ['author', 'article:author', og('article:author', 'Henrike Voss')],
  ['author', 'dc.creator', meta('DC.creator', 'Voss, Henrike')],
  ['author', 'itemprop', '', { body: '<b itemprop="author">Henrike Voss</b>' }],
  ['author', 'microformats', '', { body: '<b class="p-author h-card">Henrike Voss</b>' }],
  ['author', 'rel=author', '', { body: '<a rel="author" href="/h">Henrike Voss</a>' }],
  [
    'author',
    'profile',
    og('og:title', 'Henrike Voss (@hv.example)'),
    { url: 'https://bsky.app/profile/hv.example/post/3kabc' },
  ],
  ['author', 'byline', '', { body: '<p class="byline">By Henrike Voss</p>' }],
  [
    'author',
    'twitter:data',
    meta('twitter:label1', 'Written by') + meta('twitter:data1', 'Henrike Voss'),
  ],
  ['author', 'authors', meta('authors', 'Henrike Voss')],
  ['author', 'oembed', '', { ...VIDEO, oembed: { author_name: 'Henrike Voss' } }],
  ['author', 'document', '', audio],
  ['author', 'twitter:creator', meta('twitter:creator', 'Henrike Voss')],
  ['siteName', 'doi', '', PAPER],
  ['siteName', 'og:site_name', og('og:site_name', 'Clay Lane')],
  ['siteName', 'json-ld WebSite', jsonLd({ '@type': 'WebSite', name: 'Clay Lane' })],
  ['siteName', 'host', '', VIDEO],
  ['siteName', 'application-name', meta('application-name', 'Clay Lane')],
  ['siteName', 'json-ld', article({ publisher: { name: 'Clay Lane' } })],
  [
    'siteName',
    'oembed',
    '<link type="application/json+oembed" rel="alternate" href="/oembed">',
    { oembed: { provider_name: 'Clay Lane' } },
  ],
  ['siteName', 'citation_journal', meta('citation_journal_title', 'Clay Lane')],
  ['siteName', 'apple-mobile-web-app-title', meta('apple-mobile-web-app-title', 'Clay Lane')],
  ['siteName', 'document', '', audio],
  ['siteName', 'dc.publisher', meta('DC.publisher', 'Clay Lane')],
  [
    'siteName',
    'feed link',
    '<link rel="alternate" type="application/rss+xml" title="Clay Lane » Feed" href="/f">',
  ],
  [
    'siteName',
    'title suffix',
    '<title>On clay | Clay Lane</title>',
    { url: 'https://claylane.example/a/post' },
  ],
  ['description', 'doi', '', PAPER],
  ['description', 'site', meta('description', 'A log'), REPOSITORY],
  ['description', 'og:description', og('og:description', 'A log')],
  ['description', 'description', meta('description', 'A log')],
  ['description', 'json-ld', article({ description: 'A log' })],
  ['description', 'twitter:description', meta('twitter:description', 'A log')],
  ['description', 'citation_abstract', meta('citation_abstract', 'A log')],
  ['description', 'dc.description', meta('DC.description', 'A log')],
  ['description', 'itemprop', '<meta itemprop="description" content="A log">'],
  [
    'description',
    'microformats',
    '',
    { body: '<p class="h-entry"><b class="p-summary">A log</b></p>' },
  ],
  ['description', 'document', '', feed],
  ['image', 'og:image', og('og:image', '/i.jpg')],
  ['image', 'twitter:image', meta('twitter:image', '/i.jpg')],
  ['image', 'json-ld', article({ image: '/i.jpg' })],
  ['image', 'itemprop', '<meta itemprop="image" content="/i.jpg">'],
  ['image', 'link image_src', '<link rel="image_src" href="/i.jpg">'],
  [
    'image',
    'microformats',
    '',
    { body: '<p class="h-entry"><img class="u-photo" src="/i.jpg"></p>' },
  ],
  ['image', 'meta image', meta('thumbnail', '/i.jpg')],
  ['image', 'oembed', '', { ...VIDEO, oembed: { thumbnail_url: 'https://i.example/i.jpg' } }],
  ['published', 'doi', '', PAPER],
  ['published', 'citation_date', meta('citation_date', '2024/01/09')],
  ['published', 'article:published_time', og('article:published_time', '2024-01-09')],
  ['published', 'json-ld', article({ datePublished: '2024-01-09' })],
  [
    'published',
    'itemprop',
    '<meta itemprop="datePublished" content="2024-01-09">',
    { body: '<time itemprop="datePublished" datetime="2024-01-09">x</time>' },
  ],
  [
    'published',
    'microformats',
    '',
    { body: '<time class="dt-published" datetime="2024-01-09">x</time>' },
  ],
  ['published', 'dc.date', meta('DC.date', '2024-01-09')],
  ['published', 'date', meta('date', '2024-01-09')],
  ['published', 'time', '', { body: '<time datetime="2024-01-09">x</time>' }],
  ['published', 'dateline', '', { body: '<p class="post-date">9 January 2024</p>' }],
  ['published', 'document', '', { headers: { 'content-type': 'application/pdf' }, raw: PDF }],
  ['published', 'address', '', { url: 'https://kiln.example/2024/01/09/clay' }],
  ['language', 'doi', '', { ...PAPER, lang: '' }],
  ['language', 'html lang', ''],
  [
    'language',
    'content-language',
    '<meta http-equiv="content-language" content="fi">',
    { lang: '' },
  ],
  ['language', 'json-ld', article({ headline: 'x', inLanguage: 'fi' }), { lang: '' }],
  ['language', 'itemprop', '<meta itemprop="inLanguage" content="fi">', { lang: '' }],
  ['language', 'meta language', meta('language', 'fi'), { lang: '' }],
  ['language', 'dc.language', meta('DC.language', 'fi'), { lang: '' }],
  ['language', 'citation_language', meta('citation_language', 'fi'), { lang: '' }],
  ['language', 'document', '', feed],
  [
    'language',
    'content-language header',
    '',
    { lang: '', headers: { 'content-type': 'text/html', 'content-language': 'fi' } },
  ],
  ['language', 'og:locale', og('og:locale', 'fi_FI'), { lang: '' }],
  ['canonical', 'site', '', VIDEO],
  ['canonical', 'link canonical', '<link rel="canonical" href="/b">'],
  [
    'canonical',
    'link header',
    '',
    { headers: { 'content-type': 'text/html', link: '</b>; rel="canonical"' } },
  ],
  ['canonical', 'og:url', og('og:url', 'https://kiln.example/b')],
  ['canonical', 'twitter:url', meta('twitter:url', 'https://kiln.example/b')],
  ['canonical', 'json-ld', article({ headline: 'x', url: 'https://kiln.example/b' })],
  ['kind', 'doi', '', PAPER],
  ['kind', 'site', '', VIDEO],
  ['kind', 'document', '', audio],
  ['kind', 'og:type', og('og:type', 'video.other')],
  ['kind', 'json-ld', jsonLd({ '@type': 'VideoObject', name: 'x' })],
  ['kind', 'og:video', og('og:video', '/v.mp4')],
  ['kind', 'og:audio', og('og:audio', '/v.mp3')],
  [
    'kind',
    'oembed',
    '<link type="application/json+oembed" rel="alternate" href="/oembed">',
    { oembed: { type: 'video' } },
  ],
]

describe('every source of the table', () => {
  it.each(LINES.map(([field, source, head, options = {}]) => ({ field, source, head, options })))(
    '$field from $source',
    async ({ field, source, head, options }) => {
      const reading = await readingOf(
        options.raw ?? html(head, options.body, options.lang),
        options,
      )
      expect(reading.provenance[API_NAMES[field]]).toBe(source)
    },
  )

  it('has a page above', () => {
    const table = Object.entries(CHOICES).flatMap(([field, sources]) =>
      sources.map((source) => `${field} ${source}`),
    )
    expect(LINES.map(([field, source]) => `${field} ${source}`).sort()).toEqual(table.sort())
  })
})
