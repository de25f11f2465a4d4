import { describe, expect, it } from 'vitest'
import {
  EXPORT_FORMATS,
  exportCsv,
  exporters,
  exportJson,
  exportNetscape,
} from '../../src/collect/exports.ts'
import type { ImportedLink } from '../../src/collect/imports/index.ts'
import { readImport } from '../../src/collect/imports/index.ts'
import type { Link } from '../../src/domain/link.ts'

const now = new Date('2026-01-15T12:00:00Z')

function link(given: Partial<Link> = {}): Link {
  return {
    id: 1,
    url: 'https://a.example/x?y=1&z="2"',
    canonicalUrl: 'https://a.example/x',
    title: 'Salt & ash <b> "fire"',
    authors: ['Grete Ørsted', '林'],
    siteName: 'Kiln',
    description: 'From the page,\nwith a comma',
    imageUrl: 'https://a.example/i.png',
    publishedAt: '2024-02-03',
    language: 'en',
    kind: 'article',
    note: '**Two**\n\n- paragraphs & <script>\n    - "quoted", indented',
    section: 'Articles & Learning',
    tags: ['raw clay', 'kiln'],
    via: 'https://via.example/?a=1&b=2',
    month: '2024-05',
    status: 'published',
    toRead: false,
    savedAt: new Date('2024-02-03T04:05:06.789Z'),
    updatedAt: new Date('2024-02-04T04:05:06.789Z'),
    enrichment: { status: 'done', error: null, provenance: { title: 'og:title', kind: 'json-ld' } },
    ...given,
  }
}

const bare = link({
  id: 2,
  url: 'https://b.example/',
  canonicalUrl: null,
  title: null,
  authors: [],
  siteName: null,
  description: null,
  imageUrl: null,
  publishedAt: null,
  language: null,
  kind: null,
  note: '',
  section: null,
  tags: [],
  via: null,
  month: null,
  status: 'inbox',
  enrichment: { status: 'failed', error: 'The server said 500.', provenance: {} },
})

const awkward = [
  link({ title: '=HYPERLINK("https://evil.example")', note: '-1\n+2', tags: ['@home', '=x'] }),
  link({ title: "'=quoted", note: "'plain apostrophe", authors: ['Smith, John'] }),
  link({ title: "''-x", note: '\ttab first', authors: ['Smith, John', 'Lee & Sons'] }),
  link({ title: '"', note: '"quoted" at the start', tags: ['a,b', 'c;d'], authors: ['Ada; Bo'] }),
  link({ title: '[x](y)', note: '<DT><A HREF="https://evil.example">x</A>', tags: ['[x]'] }),
  link({ title: '# not a comment', note: 'line\n\n\nline', tags: ['one'], authors: ['Ada'] }),
  link({ title: '&amp; &lt;', note: '&amp;', tags: ['two words'], authors: ['Ada and Bo'] }),
]

async function* from<T>(values: readonly T[]) {
  yield* values
}

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(parts)).join('')
}

async function back(format: 'linkletter' | 'netscape' | 'csv', text: string) {
  const rows = await Array.fromAsync(readImport(format, from([text]), { now }))
  return rows.map((row) => {
    if (!row.link) throw new Error(JSON.stringify(row))
    return row.link
  })
}

/** What the owner gave, as far as every format keeps it. */
function ownersPart(each: Link | ImportedLink) {
  const { url, note, section, tags, authors, via, month, status } = each
  const isPlaceholder = 'titleIsPlaceholder' in each && each.titleIsPlaceholder
  return {
    url,
    note,
    section,
    tags,
    authors,
    via,
    month,
    status,
    title: isPlaceholder ? null : each.title,
  }
}

function pagesPart(each: Link) {
  const { siteName, description, imageUrl, publishedAt, language, canonicalUrl, kind } = each
  return { siteName, description, imageUrl, publishedAt, language, canonicalUrl, kind }
}

const all = [link(), bare, ...awkward]

describe('an export as JSON', () => {
  it('comes back to the same state', async () => {
    const links = await back('linkletter', await textOf(exportJson({ links: from(all) })))
    expect(links.map(ownersPart)).toEqual(all.map(ownersPart))
    expect(links.map((each) => each.metadata)).toEqual(all.map(pagesPart))
    expect(links.map((each) => each.savedAt)).toEqual(all.map((each) => each.savedAt))
    expect(links.map((each) => each.provenance)).toEqual(all.map((e) => e.enrichment.provenance))
    expect(links[1]?.enrichment).toEqual({ status: 'failed', error: 'The server said 500.' })
  })

  it('is one valid document, empty or not', async () => {
    expect(JSON.parse(await textOf(exportJson({ links: from([]) })))).toEqual({
      format: 'linkletter',
      version: 2,
      links: [],
    })
    expect(JSON.parse(await textOf(exportJson({ links: from(all) }))).links).toHaveLength(
      all.length,
    )
  })
})

describe('an export as bookmarks', () => {
  it('comes back with all that the owner gave', async () => {
    const kept = all.map((each) => ({ ...each, note: each.note.trim() }))
    const links = await back('netscape', await textOf(exportNetscape(from(all))))
    expect(links.map(ownersPart)).toEqual(kept.map(ownersPart))
    expect(links[0]?.savedAt).toEqual(new Date('2024-02-03T04:05:06Z'))
  })
})

describe('an export as CSV', () => {
  it('comes back to the same state', async () => {
    const links = await back('csv', await textOf(exportCsv(from(all))))
    expect(links.map(ownersPart)).toEqual(all.map(ownersPart))
    expect(links.map((each) => each.metadata)).toEqual(all.map(pagesPart))
    expect(links[1]?.enrichment?.status).toBe('failed')
  })

  it.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', "'=1"])(
    'lets no spreadsheet run %j',
    async (title) => {
      const text = await textOf(exportCsv(from([link({ title, url: 'https://a.example' })])))
      expect(text.split('\r\n')[1]).toMatch(/^https:\/\/a\.example,"?''?[=+\-@\t\r]/)
    },
  )
})

describe('exporting', () => {
  it.each(EXPORT_FORMATS)('asks for one link at a time (%s)', async (format) => {
    let asked = 0
    async function* endless() {
      for (;;) {
        asked++
        yield link()
      }
    }
    let parts = 0
    for await (const part of exporters[format].write({ links: endless() })) {
      expect(part).not.toBe('')
      if (++parts === 10) break
    }
    expect(asked).toBeLessThanOrEqual(10)
  })
})
