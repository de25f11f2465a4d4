import { describe, expect, it } from 'vitest'
import { landingPage } from '../../src/enrich/sources/landing-pages.ts'
import { html, readingOf } from './page-of.ts'
import { pdfOf } from './pdf-of.ts'

const meta = (name: string, content: string) => `<meta name="${name}" content="${content}">`
const ABSTRACT = html(
  meta('citation_title', 'Clay as a memory') +
    meta('citation_author', 'Okoro, Lena') +
    meta('citation_date', '2024/01/09'),
)
const PDF = { headers: { 'content-type': 'application/pdf' } }
const CSL = { title: ['Slow <i>glass</i>'], author: [{ given: 'Ebba', family: 'Krone' }] }

describe('a PDF that has a page', () => {
  const url = 'https://arxiv.org/pdf/2401.99999v2'

  it('is described by it', async () => {
    const others = { 'https://arxiv.org/abs/2401.99999v2': ABSTRACT }
    expect((await readingOf(pdfOf({}), { ...PDF, url, others })).metadata).toMatchObject({
      kind: 'pdf',
      title: 'Clay as a memory',
      authors: ['Lena Okoro'],
      publishedAt: '2024-01-09',
    })
  })

  it('is described even when the PDF is refused', async () => {
    const others = { 'https://arxiv.org/abs/2401.99999v2': ABSTRACT }
    const reading = await readingOf('', { url, status: 403, others })
    expect(reading).toMatchObject({ outcome: 'ok', metadata: { title: 'Clay as a memory' } })
  })

  it('keeps what it says itself when the page is a wall', async () => {
    const others = { 'https://arxiv.org/abs/2401.99999v2': html('<title>Just a moment...</title>') }
    const file = pdfOf({ info: '/Title (Clay itself)' })
    expect((await readingOf(file, { ...PDF, url, others })).metadata.title).toBe('Clay itself')
  })

  it.each([
    ['https://arxiv.org/pdf/cond-mat/9901234.pdf', 'https://arxiv.org/abs/cond-mat/9901234'],
    ['https://openreview.net/pdf?id=abc', 'https://openreview.net/forum?id=abc'],
    ['https://aclanthology.org/2023.acl-long.1.pdf', 'https://aclanthology.org/2023.acl-long.1/'],
    ['https://press.example/doi/pdf/10.1234/x.5', 'https://press.example/doi/10.1234/x.5'],
    ['https://kiln.example/a.pdf', undefined],
  ])('%s → %s', (file, page) => {
    expect(landingPage(new URL(file))?.href).toBe(page)
  })
})

describe('a paper behind a wall', () => {
  it.each([['https://doi.org/10.9999/clay.7'], ['https://press.example/doi/full/10.9999/clay.7']])(
    'is known by its DOI: %s',
    async (url) => {
      const reading = await readingOf('', { url, status: 403, csl: CSL })
      expect(reading).toMatchObject({
        outcome: 'ok',
        metadata: { title: 'Slow glass', authors: ['Ebba Krone'], kind: 'article' },
      })
    },
  )

  it.each([[{}], [[]], [{ title: 7, author: 'x', issued: { 'date-parts': [[2020]] } }]])(
    'stays behind it when the registry answers %j',
    async (csl) => {
      const url = 'https://doi.org/10.9999/clay.7'
      expect((await readingOf('', { url, status: 403, csl })).outcome).toBe('blocked')
    },
  )
})
