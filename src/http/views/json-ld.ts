import { cardPath } from '../../domain/card.ts'
import type { Issue, Publication } from '../../domain/issue.ts'
import { cleanLine } from '../../render/clean-text.ts'
import { markdownSummary } from '../../render/markdown.ts'
import { webUrl } from '../../render/safe-url.ts'

export interface JsonLdProps {
  publication: Publication
  baseUrl: string
  issue: Issue
  /** Canonical address of the issue page. */
  url: string
}

/** schema.org Article of a Periodical, its links as an ItemList; safe inside `<script>`. */
export function issueJsonLd({ publication, baseUrl, issue, url }: JsonLdProps): string {
  const entries = issue.sections.flatMap((section) => section.entries)
  const data = {
    '@context': 'https://schema.org',
    '@type': 'Article',
    '@id': url,
    url,
    headline: cleanLine(issue.title, 200),
    description: markdownSummary(issue.intro, 200) || publication.description,
    inLanguage: publication.locale,
    image: cardPath(url),
    ...(issue.publishedAt ? { datePublished: issue.publishedAt.toISOString() } : {}),
    dateModified: (issue.correctedAt ?? issue.publishedAt ?? issue.updatedAt).toISOString(),
    author: { '@type': 'Person', name: publication.author || publication.name },
    isPartOf: { '@type': 'Periodical', name: publication.name, url: `${baseUrl}/` },
    mainEntity: {
      '@type': 'ItemList',
      numberOfItems: entries.length,
      itemListElement: entries.map((entry, index) => ({
        '@type': 'ListItem',
        position: index + 1,
        name: cleanLine(entry.title, 500),
        ...(webUrl(entry.url) === null ? {} : { url: webUrl(entry.url) }),
      })),
    },
  }
  // "<" would let a title end the script element; the others end lines in older JavaScript.
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
