/** What is known of a page from where it is: its address, its site, the feeds it names. */
import { readKnownSite } from '../../domain/web-address/known-sites.ts'
import { isHostOf } from '../../domain/web-address/tracking-parameters.ts'
import { metaValues, type Page } from '../page.ts'
import { type Finding, findingsOf } from '../page-reading.ts'
import { knownSiteName, namesOfHost } from '../site-names.ts'
import { squash } from '../text.ts'
import { readForge } from './forges.ts'
import { readSiteTitle } from './site-titles.ts'

/** From the address alone: true even when a wall answers. */
export function readAddress(url: URL): Finding[] {
  const known = readKnownSite(url)
  return findingsOf('site', { kind: known?.kind, canonical: known?.canonical })
}

export function readSite(page: Page): Finding[] {
  return [
    ...readAddress(page.url),
    ...findingsOf('host', { siteName: knownSiteName(page.url.hostname) }),
    ...readForge(page),
    ...readFeedLinks(page),
    ...readSiteTitle(page),
    ...findingsOf('profile', { author: posterOf(page) }),
    ...findingsOf('title suffix', { siteName: siteInTitle(page) }),
  ]
}

/** Whose post it is: "Ebba Krone (@ebba@clay.social)" is all the title that a post has. */
function posterOf(page: Page): string | null {
  const title = metaValues(page, 'og:title')[0] ?? ''
  const isPost =
    metaValues(page, 'profile:username').length > 0 ||
    POSTS.some(([site, path]) => isHostOf(page.url.hostname, site) && path.test(page.url.pathname))
  const name =
    /^(.{1,100}?)(?: \(@[\w.@-]+\)| on (?:X|Twitter|Threads|Instagram|Bluesky|Mastodon)\b)/.exec(
      title,
    )?.[1]
  return isPost ? (name ?? null) : null
}

const POSTS: readonly (readonly [site: string, path: RegExp])[] = [
  ['bsky.app', /^\/profile\/[^/]+\/post\//],
  ['twitter.com', /^\/\w+\/status\//],
  ['x.com', /^\/\w+\/status\//],
  ['threads.net', /^\/@[\w.]+\/post\//],
  ['threads.com', /^\/@[\w.]+\/post\//],
  ['instagram.com', /^\/(?:p|reel)\//],
]

/** "Slow bread | Kiln Weekly" on kilnweekly.example shows how the name of the host is written. */
function siteInTitle({ parts, url }: Page): string | null {
  const segments = parts.title
    .trim()
    .slice(0, 500)
    .split(/\s+[|｜·•»–—-]\s+/)
  const names = new Set(namesOfHost(url.hostname).map(squash))
  const found = segments.length > 1 ? segments.find((segment) => names.has(squash(segment))) : null
  return found ?? null
}

/** "Kiln Weekly » Feed": blogs name their feeds after themselves. */
function readFeedLinks({ parts }: Page): Finding[] {
  const titles = parts.links
    .filter(
      ({ rels, type }) =>
        rels.includes('alternate') && /(?:rss|atom|feed)\+(?:xml|json)/.test(type),
    )
    .map(({ title }) =>
      title.replace(/\s*[»›|:–—-]?\s*\(?\b(?:rss|atom|json)?\s*(?:feed|2\.0)?\)?\s*$/i, '').trim(),
    )
    .filter((title) => title !== '' && !/comments|kommentar|»/i.test(title))
  const [only] = new Set(titles)
  return findingsOf('feed link', { siteName: new Set(titles).size === 1 ? only : null })
}
