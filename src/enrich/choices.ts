/**
 * Which source wins, field by field: the first in a line that gives a usable value.
 *
 * To add a source, let it give findings under a name of its own and put the name where it belongs.
 * Every name here has a test with a page that has nothing else (test/enrich/choices.test.ts).
 */
import type { FindingField } from './page-reading.ts'

export const CHOICES = {
  title: [
    'site', // what a known site's address says: owner/name of a repository
    'citation_title', // written for libraries, never with a site's name
    'doi', // the registry's record, asked where the page does not say enough
    'og:title',
    'site title', // the title element, where a site is known to add to it
    'json-ld',
    'twitter:title',
    'dc.title',
    'itemprop',
    'microformats',
    'title',
    'meta title',
    'oembed',
    'document', // PDF, audio file, plain text, feed: what the file says of itself
    'h1',
    'itemprop name',
    'h2',
    'first page', // the largest lines of a PDF that has no title
    'file name',
  ],
  author: [
    'citation_author',
    'doi',
    'json-ld',
    'author',
    'article:author',
    'dc.creator',
    'itemprop',
    'microformats',
    'rel=author',
    'profile', // posts in social networks: whose profile they stand in
    'byline',
    'twitter:data', // "Written by" in the labels of a card
    'authors', // no standard, and often topics
    'oembed',
    'document',
    'twitter:creator', // a handle nearly always, and then dropped
  ],
  siteName: [
    'og:site_name',
    'json-ld WebSite',
    'host', // only hosts whose name is known
    'application-name',
    'json-ld', // its publisher
    'oembed',
    'citation_journal',
    'doi',
    'apple-mobile-web-app-title',
    'document',
    'dc.publisher',
    'feed link',
    'title suffix', // where it is the name of the host in better spelling
  ],
  description: [
    'site',
    'og:description',
    'description',
    'json-ld',
    'twitter:description',
    'citation_abstract',
    'doi',
    'dc.description',
    'itemprop',
    'microformats',
    'document',
  ],
  image: [
    'og:image',
    'twitter:image',
    'json-ld',
    'itemprop',
    'link image_src',
    'microformats',
    'meta image',
    'oembed',
  ],
  published: [
    'citation_date',
    'doi',
    'article:published_time',
    'json-ld',
    'itemprop',
    'microformats',
    'dc.date',
    'date',
    'time', // the first time element outside navigation and comments
    'dateline', // a class such as "post-date"
    'document',
    'address', // /2024/05/30/ in the path
  ],
  language: [
    'html lang',
    'content-language',
    'json-ld',
    'itemprop',
    'meta language',
    'dc.language',
    'citation_language',
    'doi',
    'document',
    'content-language header',
    'og:locale', // last: systems send en_US unless told otherwise
  ],
  canonical: ['site', 'link canonical', 'link header', 'og:url', 'twitter:url', 'json-ld'],
  kind: ['site', 'document', 'og:type', 'json-ld', 'og:video', 'og:audio', 'oembed', 'doi'],
} as const satisfies Record<FindingField, readonly string[]>
