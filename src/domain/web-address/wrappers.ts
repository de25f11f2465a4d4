/**
 * Addresses that only carry another address: AMP caches, "you are leaving" pages, link checkers.
 *
 * One carrier a line: host, path (a prefix), and the parameter that holds the address, or a
 * function that cuts it out of the path.
 */
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

const WRAPPERS: readonly Wrapper[] = [
  ['cdn.ampproject.org', '/', ampCachePath],
  ['google.*', '/amp/', ampCachePath],
  ['bing-amp.com', '/', ampCachePath],
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

function decodeOnce(text: string): string {
  // A stray percent sign is part of the address, not a reason to give up.
  return text.replace(/(%[0-9a-f]{2})+/gi, (run) => new TextDecoder().decode(percentBytes(run)))
}

function percentBytes(run: string): Uint8Array {
  return Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))
}

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
  return null
}

/** Prefixes that programs put before an address. */
const PREFIXES = [
  /^url:\s*/i,
  /^view-source:/i,
  /^feed:(?=https?:)/i,
  /^about:reader\?url=/i,
  /^https?:\/\/(?=https?:\/\/)/i,
]

export function stripPrefix(text: string): string {
  let rest = text
  for (const prefix of PREFIXES) {
    if (!prefix.test(rest)) continue
    rest = rest.replace(prefix, '')
    if (/^https?%3a/i.test(rest)) rest = decodeOnce(rest)
  }
  return rest.replace(/^(?:feed|webcal):\/\//i, 'https://')
}
