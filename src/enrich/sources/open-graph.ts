/**
 * Open Graph and Twitter cards, read by open-graph-scraper.
 *
 * It builds a tree of what it is given, which is most of its cost, so it is given a head of its
 * own: the first value of each of these tags, whichever attribute named it, and nothing else.
 */
import ogs from 'open-graph-scraper'
import { metaValues, type Page } from '../page.ts'
import { type Finding, findingsOf } from '../page-reading.ts'

const READ = new Set([
  'og:title',
  'og:description',
  'og:site_name',
  'og:type',
  'og:url',
  'og:locale',
  'og:image',
  'og:image:url',
  'og:image:secure_url',
  'og:article:published_time',
  'article:published_time',
  'article:published_date',
  'twitter:title',
  'twitter:description',
  'twitter:image',
])

/** Spellings in use for a tag that the scraper knows. */
const SPELLINGS: Record<string, string> = {
  'og:sitename': 'og:site_name',
  'og:site': 'og:site_name',
  'og:site-name': 'og:site_name',
  'og:image:secure-url': 'og:image:secure_url',
  'twitter:image:src': 'twitter:image',
  'twitter:image0': 'twitter:image',
}

export async function readOpenGraph(page: Page): Promise<Finding[]> {
  const head = syntheticHead(page)
  const media = [...mediaFindings(page, 'video'), ...mediaFindings(page, 'audio')]
  if (head === '') return media
  const { result } = await ogs({ html: head, onlyGetOpenGraphInfo: true })
  const secureImage = metaValues(page, 'og:image:secure_url')[0]
  const image = result.ogImage?.[0]?.url
  const images = image?.startsWith('http:') ? [secureImage, image] : [image, secureImage]
  return [
    ...findingsOf((field) => `og:${OG_NAMES[field] ?? field}`, {
      title: result.ogTitle,
      description: result.ogDescription,
      siteName: result.ogSiteName,
      image: images.filter((url) => url !== undefined),
      canonical: result.ogUrl,
      language: result.ogLocale,
      // Every page may be called a website.
      kind: /^website$/i.test(result.ogType ?? '') ? null : result.ogType,
    }),
    ...findingsOf((field) => `twitter:${field}`, {
      title: result.twitterTitle,
      description: result.twitterDescription,
      image: result.twitterImage?.[0]?.url,
    }),
    ...findingsOf('article:published_time', {
      published:
        result.articlePublishedTime ?? result.ogArticlePublishedTime ?? result.articlePublishedDate,
    }),
    ...media,
  ]
}

function mediaFindings(page: Page, kind: 'video' | 'audio'): Finding[] {
  const values = metaValues(page, `og:${kind}`, `og:${kind}:url`, `og:${kind}:secure_url`)
  return findingsOf(`og:${kind}`, { kind: values.length > 0 ? kind : null })
}

const OG_NAMES: Record<string, string> = {
  siteName: 'site_name',
  canonical: 'url',
  language: 'locale',
  kind: 'type',
}

function syntheticHead({ parts }: Page): string {
  const first = new Map<string, string>()
  for (const { names, content } of parts.metas) {
    for (const given of names) {
      const name = SPELLINGS[given] ?? given
      if (READ.has(name) && !first.has(name)) first.set(name, content)
    }
  }
  return [...first]
    .map(([name, content]) => `<meta property="${name}" content="${escaped(content)}">`)
    .join('')
}

function escaped(text: string): string {
  return text.slice(0, 10_000).replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')
}
