/**
 * Addresses that only carry another address: AMP caches, "you are leaving" pages, link checkers.
 *
 * One carrier a line: host, path (a prefix), and the parameter that holds the address, or a
 * function that cuts it out of the path.
 */
import { decodeOnce } from './address-text.ts'
import { isHostOf } from './tracking-parameters.ts'

type Wrapper = readonly [site: string, path: string, inner: string | ((url: URL) => string | null)]

/** `/c/s/news.example/story` → `https://news.example/story`; without `s/` it was http. */
function ampCachePath(url: URL): string | null {
  const found = /^\/(?:[a-z]+\/)??(?:amp\/|[civ]\/)(s\/)?([^/]+\.[^/]+.*)$/.exec(url.pathname)
  return found ? `${found[1] ? 'https' : 'http'}://${found[2]}${url.search}` : null
}

/** Firefox and others: the path is an encoded address. */
function encodedTail(prefix: string) {
  return (url: URL): string | null => {
    const tail = url.pathname.slice(prefix.length)
    return /^https?(:|%3a)/i.test(tail) ? decodeOnce(tail) + url.search : null
  }
}

/** Bing: "a1" and the address in base64url. */
function bingTarget(url: URL): string | null {
  const coded = /^a1([\w-]+)$/.exec(url.searchParams.get('u') ?? '')?.[1]
  if (coded === undefined) return null
  const bytes = atob(coded.replaceAll('-', '+').replaceAll('_', '/').slice(0, MAX_CODED))
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
}

/** Base64 in whole groups of four. */
const MAX_CODED = 8_000

/** Proofpoint: v3 has the address between underscores, v2 writes "%" as "-" and "/" as "_". */
function proofpointTarget(url: URL): string | null {
  const plain = /^\/v3\/__(https?:\/.*?)__;/i.exec(url.pathname)?.[1]
  if (plain !== undefined) {
    // A star stands for characters that are listed, coded, at the end.
    return plain.includes('*') ? null : plain.replace(/^(https?):\/{1,2}/i, '$1://') + url.search
  }
  const coded = url.pathname.startsWith('/v2/url') ? url.searchParams.get('u') : null
  return coded === null ? null : decodeOnce(coded.replaceAll('-', '%').replaceAll('_', '/'))
}

/** Yahoo: `/RU=https%3a%2f%2fkiln.example%2fa/RK=2/…`. */
function yahooTarget(url: URL): string | null {
  const coded = /\/RU=(https?%3a[^/]+)/i.exec(url.pathname)?.[1]
  return coded === undefined ? null : decodeOnce(coded)
}

/** Google's copies: `cache:ID:https://kiln.example/a words`. */
function cachedPage(url: URL): string | null {
  const query = url.searchParams.get('q') ?? ''
  return /^cache:(?:[\w-]+:)?(https?:\/\/\S+)/i.exec(query)?.[1] ?? null
}

/** Amazon's mails count clicks: `/L0/https:%2F%2Fkiln.example%2Fa/1/…` on hosts of their senders. */
const COUNTED_CLICK = /^\/(?:C?L0)\/(https?(?::|%3a)%2f%2f[^/]+)/i

/** Hosts that are there to count clicks, and what they call the address. */
const COUNTING_HOST = /^(?:clicks?|track(?:ing|er)?|redirect|redir|leaving|outgoing)\d?\./
const COUNTED = ['url', 'u', 'destination', 'dest', 'target', 'redirect', 'to', 'link']

function countedTarget(url: URL): string | null {
  const inPath = COUNTED_CLICK.exec(url.pathname)?.[1]
  if (inPath !== undefined) return decodeOnce(inPath)
  if (!COUNTING_HOST.test(url.hostname)) return null
  const found = COUNTED.map((name) => url.searchParams.get(name))
  return found.find((value) => value !== null && /^https?:\/\/[^/]/i.test(value)) ?? null
}

const WRAPPERS: readonly Wrapper[] = [
  ['cdn.ampproject.org', '/', ampCachePath],
  ['google.*', '/amp/', ampCachePath],
  ['bing-amp.com', '/', ampCachePath],
  ['bing.com', '/amp/', ampCachePath],
  ['bing.com', '/ck/a', bingTarget],
  ['r.search.yahoo.com', '/', yahooTarget],
  ['webcache.googleusercontent.com', '/search', cachedPage],
  ['googleweblight.com', '/', 'lite_url'],
  ['google.*', '/url', 'q'],
  ['google.*', '/url', 'url'],
  ['google.*', '/imgres', 'imgrefurl'],
  ['facebook.com', '/l.php', 'u'],
  [
    'instagram.com',
    '/',
    (url) => (url.hostname.startsWith('l.') ? url.searchParams.get('u') : null),
  ],
  ['facebook.com', '/flx/warn', 'u'],
  ['l.messenger.com', '/l.php', 'u'],
  ['l.threads.net', '/', 'u'],
  ['l.threads.com', '/', 'u'],
  ['medium.com', '/r', 'url'],
  ['l.wl.co', '/l', 'u'],
  ['urldefense.com', '/', proofpointTarget],
  ['urldefense.proofpoint.com', '/', proofpointTarget],
  ['linkprotect.cudasvc.com', '/url', 'a'],
  ['click.linksynergy.com', '/', 'murl'],
  ['go.skimresources.com', '/', 'url'],
  ['redirect.viglink.com', '/', 'u'],
  ['awin1.com', '/cread.php', 'ued'],
  ['anonym.to', '/', (url) => url.search.slice(1)],
  ['via.hypothes.is', '/', encodedTail('/')],
  ['r.jina.ai', '/', encodedTail('/')],
  ['freedium.cfd', '/', encodedTail('/')],
  ['linkedin.com', '/redir/redirect', 'url'],
  ['linkedin.com', '/safety/go', 'url'],
  ['out.reddit.com', '/', 'url'],
  ['youtube.com', '/redirect', 'q'],
  ['youtube.com', '/attribution_link', (url) => resolved(url.searchParams.get('u'), url)],
  ['t.umblr.com', '/redirect', 'z'],
  ['href.li', '/', (url) => url.search.slice(1)],
  ['duckduckgo.com', '/l/', 'uddg'],
  ['vk.com', '/away.php', 'to'],
  ['steamcommunity.com', '/linkfilter', 'url'],
  ['steamcommunity.com', '/linkfilter', 'u'],
  ['slack-redir.net', '/link', 'url'],
  ['disq.us', '/', 'url'],
  ['safelinks.protection.outlook.com', '/', 'url'],
  ['zhihu.com', '/link', 'target'],
  ['link.zhihu.com', '/', 'target'],
  ['pocket.co', '/redirect', 'url'],
  ['getpocket.com', '/redirect', 'url'],
  ['deviantart.com', '/users/outgoing', (url) => url.search.slice(1)],
  ['gate.sc', '/', 'url'],
  ['translate.google.com', '/translate', 'u'],
  ['consent.youtube.com', '/', 'continue'],
  ['consent.google.com', '/', 'continue'],
  ['12ft.io', '/', encodedTail('/')],
  ['outline.com', '/', encodedTail('/')],
]

function resolved(path: string | null, base: URL): string | null {
  return path !== null && URL.canParse(path, base.href) ? new URL(path, base.href).href : null
}

/** The address inside, or null when `url` is an address in its own right. */
export function unwrap(url: URL): string | null {
  for (const [site, path, inner] of WRAPPERS) {
    if (!isHostOf(url.hostname, site) || !url.pathname.startsWith(path)) continue
    const found = typeof inner === 'string' ? url.searchParams.get(inner) : inner(url)
    if (found !== null && /^https?:\/\/[^/]/i.test(found)) return found
  }
  return countedTarget(url)
}
