/** What decides whether two addresses are one page. Compared, never opened, so it is rewritten freely. */
import { readKnownSite } from './known-sites.ts'
import { toMainHost } from './main-host.ts'
import { piecesOf, splitHighlight } from './query-marks.ts'
import { createDecorationTest, createTrackingTest, isHostOf } from './tracking-parameters.ts'

/** Names of places within a page, a document or a recording. */
const PLACES =
  /^(?:page|t|time|start|xywh|gid|range|heading|slide|search|zoom|view|toolbar|navpanes|nameddest|pagemode|comment\w*|cid|p|post|pid|reply|fn|note|line|l|tab|section|sec|anchor|top|id|message|msg|hl|highlight|lang|_)=/i

/** A fragment that a script turns into a page: `#!x`, `#/x`, `#name=x`, a document packed into it, and `#a/b` on the home page. */
export function isRoute(url: URL, withHighlight: string): boolean {
  const [fragment] = splitHighlight(withHighlight)
  if (/^[!/?][!/]?$/.test(fragment)) return false
  if (/^[!/?]/.test(fragment) || isPackedDocument(fragment)) return true
  if (/^[\w.-]+=[^=]/.test(fragment)) return !PLACES.test(fragment)
  return (
    /^[\w-]+\/[\w%./?=&-]+$/.test(fragment) &&
    /^\/(?:index\.\w+)?$/.test(url.pathname) &&
    url.search === ''
  )
}

/** Playgrounds and paste bins: long base64, where kinds of letters alternate more than in any name. */
function isPackedDocument(fragment: string): boolean {
  if (fragment.startsWith('code/')) return true
  const packed = /[a-z0-9+/]{24,}/i.exec(fragment)?.[0] ?? ''
  const kinds = packed.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0')
  const changes = kinds.match(/(.)(?!\1|$)/g)?.length ?? 0
  return changes > packed.length * 0.4 && /\d/.test(packed)
}

/** In: the address without tracking. */
export function toKey(url: URL): string {
  const [fragment] = splitHighlight(url.hash.slice(1))
  const route = isRoute(url, fragment) ? `#${canonicalEncoding(fragment)}` : ''
  const known = route === '' ? readKnownSite(url) : null
  if (known !== null) return `${known.site}:${known.key}`
  const port = url.port === '' ? '' : `:${url.port}`
  const query = queryKey(url)
  return `${toMainHost(url.hostname)}${port}${pathKey(url)}${query && `?${query}`}${route}`
}

function queryKey(url: URL): string {
  const isTracking = createTrackingTest(url.hostname)
  const isDecoration = createDecorationTest(url.hostname)
  return (
    piecesOf(url.search.slice(1))
      .filter(({ name, value }) => !isTracking(name, value) && !isDecoration(name, value))
      .map(({ name, value }) => [keyPart(name), keyPart(value)] as const)
      // Repeated names keep their order: it may be a list.
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
      .join('&')
  )
}

function pathKey(url: URL): string {
  // Amazon puts the place of the click into the path.
  const path = isHostOf(url.hostname, 'amazon.*')
    ? url.pathname.replace(/\/ref=[^/]*/g, '')
    : url.pathname
  return canonicalEncoding(path)
    .replace(/\/{2,}/g, '/')
    .replace(/(?:%20)+$/, '')
    .replace(/\/(?:index\.(?:html?|php|shtml|aspx?|jsp)|default\.(?:html?|aspx?))$/i, '')
    .replace(/\/$/, '')
}

function keyPart(text: string): string {
  return canonicalEncoding(text.replaceAll('+', '%20'))
}

/**
 * One spelling for what servers treat alike: `%5B` and `[`, `%7E` and `~`, composed and
 * decomposed letters. A slash that is encoded stays encoded: it does not separate.
 */
function canonicalEncoding(text: string): string {
  const uniform = text.replace(/%[0-9a-f]{2}|[^\w.~/-]/gi, (found) => {
    if (!found.startsWith('%') || found.length === 1)
      return encodeURIComponent(found).replace(/[!'()*]/g, toPercent)
    const code = Number.parseInt(found.slice(1), 16)
    const char = String.fromCharCode(code)
    return code < 0x80 && /[\w.~-]/.test(char) ? char : found.toUpperCase()
  })
  if (!/%[C-F]/.test(uniform)) return uniform
  // With the letter before it: a combining accent joins it.
  return uniform.replace(
    /([a-z]?)((?:%[89A-F][0-9A-F])+)/gi,
    (run, letter: string, coded: string) => {
      const bytes = Uint8Array.from(coded.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))
      const decoded = new TextDecoder().decode(bytes)
      return decoded.includes('\ufffd')
        ? run
        : encodeURIComponent((letter + decoded).normalize('NFC'))
    },
  )
}

function toPercent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`
}
