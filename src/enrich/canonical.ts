/**
 * Which address a page is known by.
 *
 * Pages claim wrong ones: the home page, a parent, a staging host, somebody else's address. A
 * claim that is believed may merge two links, so each must look like the same page: on the same
 * site, or on another one that two statements or the last part of the path agree about.
 */

import { isSameSite } from '../domain/web-address/same-site.ts'
import { isHostOf } from '../domain/web-address/tracking-parameters.ts'
import { isRoute, readWebAddress, type WebAddress } from '../domain/web-address/web-address.ts'
import { ownHost, type Page, resolveUrl } from './page.ts'

/** Sites that copy pages from elsewhere and name the original. */
const SYNDICATORS = [
  'medium.com',
  'dev.to',
  'hashnode.dev',
  'hackernoon.com',
  'substack.com',
  'tumblr.com',
  'wordpress.com',
  'blogspot.com',
  'yahoo.com',
  'msn.com',
  'aol.com',
  'apple.news',
  'flipboard.com',
  'getpocket.com',
  'feedburner.com',
  'dzone.com',
  'businessinsider.com',
  'linkedin.com',
  'theconversation.com',
  'cdn.ampproject.org',
  'web.archive.org',
]

/** What may stand at the end of a path and be another face of the page above it. */
const FACES =
  /^(?:amp|amp\.html|print|printable|mobile|share|embed|index\.\w+|page|pages?-?\d+|\d{1,3}|comments|all|full|html|singlepage|reader|lite)$/i

/** A query that is the page's identity and not its decoration. */
const IDENTITY =
  /^(?:id|p|v|page_id|post|post_id|article|article_id|articleid|story|item|t|tid|pid|nid|aid|sid|q|query|entry|doc|topic|thread|showtopic|storyid|newsid|docid|abstract_id|isbn)$/i

const NOT_PRODUCTION =
  /^(?:staging|stage|stg|dev|test|testing|preview|preprod|pre-prod|uat|qa|cms|admin|backend|local|wp|www-staging|demo)[.-]/i

/** The page's own address in normal form; what a claim is compared with. */
export function ownAddress(page: Page, saved: URL): WebAddress | null {
  const reading = readWebAddress(page.url.href, ownHost(page))
  if ('problem' in reading) return null
  // A redirect drops the fragment, but it still says which view is meant.
  const route =
    isRoute(saved, saved.hash.slice(1)) && isSameSite(saved.hostname, page.url.hostname)
      ? saved.hash
      : ''
  return route === '' ? reading : { ...reading, url: reading.fetchUrl + route }
}

export function plausibleCanonical(
  claim: string,
  page: Page,
  saved: URL,
  others: readonly string[],
): string | null {
  const url = resolveClaim(claim, page)
  if (url === null || isRoute(saved, saved.hash.slice(1))) return null
  const reading = readWebAddress(url.href, ownHost(page))
  const own = ownAddress(page, saved)
  if ('problem' in reading || own === null) return null
  const claimed = new URL(reading.url)
  const isRouted = isRoute(claimed, claimed.hash.slice(1))
  const result = isRouted ? reading.url : reading.fetchUrl
  if (reading.dedupeKey === own.dedupeKey) return preferredSpelling(claimed, page.url, result)
  if (/\{|%7B|\/(?:undefined|null|nan)(?:\/|$)/i.test(claimed.pathname)) return null
  if (isHomePage(claimed) && !isHomePage(page.url)) return null
  if (NOT_PRODUCTION.test(claimed.hostname) && !NOT_PRODUCTION.test(page.url.hostname)) return null
  if (isCutToParent(claimed, page.url) || losesIdentity(claimed, page.url)) return null
  if (isSameSite(claimed.hostname, page.url.hostname)) return upgraded(claimed, page.url, result)
  return isOriginal(claimed, page, others) ? result : null
}

/** "store.example/shop" is meant as an address, not as a path below this one. */
function resolveClaim(claim: string, page: Page): URL | null {
  const text = claim.trim()
  const first = text.split(/[/?#]/)[0] ?? ''
  const bare = (host: string) => host.toLowerCase().replace(/^www\./, '')
  const isHost =
    first.includes('.') && (bare(first) === bare(page.url.host) || /^www\.\S+\.\S+$/i.test(first))
  if (isHost) return resolveUrl(`${page.url.protocol}//${text}`, page.baseUrl)
  return resolveUrl(text, page.baseUrl)
}

/** Same page in two spellings: https, and no slashes in a row. */
function preferredSpelling(claimed: URL, own: URL, result: string): string | null {
  return claimed.pathname.includes('//') && !own.pathname.includes('//')
    ? null
    : upgraded(claimed, own, result)
}

function upgraded(claimed: URL, own: URL, result: string): string {
  const isDowngrade =
    claimed.protocol === 'http:' && own.protocol === 'https:' && claimed.port === ''
  return isDowngrade ? result.replace(/^http:/, 'https:') : result
}

export function isHomePage({ pathname, search }: URL): boolean {
  return /^\/(?:index\.\w+|home|[a-z]{2}(?:[-_][a-z]{2})?)?\/?$/i.test(pathname) && search === ''
}

function isCutToParent(claimed: URL, own: URL): boolean {
  const parts = (url: URL) => url.pathname.split('/').filter(Boolean)
  const [parent, child] = [parts(claimed), parts(own)]
  const isAbove = parent.length < child.length && parent.every((part, at) => part === child[at])
  if (
    !isAbove ||
    claimed.host.replace(/^www\./, '') !== own.host.replace(/^www\./, '') ||
    claimed.search !== ''
  )
    return false
  return !child.slice(parent.length).every((part) => FACES.test(part))
}

function losesIdentity(claimed: URL, own: URL): boolean {
  const trimmed = (path: string) => path.replace(/\/$/, '')
  if (trimmed(claimed.pathname) !== trimmed(own.pathname)) return false
  return [...own.searchParams].some(
    ([name, value]) => IDENTITY.test(name) && claimed.searchParams.get(name) !== value,
  )
}

/** Another site: believed from a copier, by the page's base, by two claims, or by an equal slug. */
function isOriginal(claimed: URL, page: Page, others: readonly string[]): boolean {
  const slug = (url: URL) =>
    (url.pathname.split('/').filter(Boolean).at(-1) ?? '').replace(/\.\w{2,5}$/, '')
  const isEqualSlug = slug(claimed).length >= 6 && slug(claimed) === slug(page.url)
  return (
    isEqualSlug ||
    SYNDICATORS.some((host) => isHostOf(page.url.hostname, host)) ||
    page.baseUrl.hostname === claimed.hostname ||
    others.some((other) => resolveUrl(other, page.baseUrl)?.href === claimed.href)
  )
}
