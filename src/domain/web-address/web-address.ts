/**
 * One reading of a web address for every way in: typed, imported, shared, found on a page.
 *
 * In: text as a person or a file hands it over. Out: the address readers are sent to, the one
 * that is requested, and a key that is equal for two spellings of the same page; or one sentence
 * that says what is wrong.
 *
 * Bytes of path and query stay as they came wherever they are sent to a server, because
 * signatures cover them; only the key is rewritten freely. It is compared, never opened.
 */
import { toDisplayHost } from './display-host.ts'
import { readKnownSite, toMainHost } from './known-sites.ts'
import { problemOfHost, problemOfPort } from './public-host.ts'
import { createTrackingTest, isSignature } from './tracking-parameters.ts'
import { stripPrefix, unwrap } from './wrappers.ts'

export interface WebAddress {
  /** Where readers are sent: normal form, without tracking, fragment kept. */
  url: string
  /** What is requested: the same without fragment. */
  fetchUrl: string
  /** Equal for two addresses of one page. */
  dedupeKey: string
  /** The host as readers see it. */
  displayHost: string
}

export type WebAddressReading = WebAddress | { problem: string }

/** Servers and browsers stop between 2,000 and 64,000 characters. */
export const MAX_ADDRESS_LENGTH = 8_192
const MAX_WRAPPERS = 4

const NOT_AN_ADDRESS = 'That is no web address. Start with https://'

/** `allow`: `host:port` pairs that may be private or on another port (the setting FETCH_ALLOW). */
export function readWebAddress(raw: string, allow: readonly string[] = []): WebAddressReading {
  const parsed = parse(raw, allow)
  if ('problem' in parsed) return parsed
  let url = parsed.url
  for (let depth = 0; depth < MAX_WRAPPERS; depth++) {
    const inner = unwrap(url)
    const next = inner === null ? null : parse(inner, allow)
    if (next === null || 'problem' in next) break
    url = next.url
  }
  const query = withoutTracking(url)
  const fragment = withoutTrackingFragment(url)
  const fetchUrl = `${url.protocol}//${url.host}${url.pathname}${query}`
  return {
    url: fetchUrl + fragment,
    fetchUrl,
    dedupeKey: toKey(url, fragment),
    displayHost: toDisplayHost(url.hostname),
  }
}

function parse(raw: string, allow: readonly string[]): { url: URL } | { problem: string } {
  if (raw.length > MAX_ADDRESS_LENGTH * 4) return { problem: tooLong() }
  const text = withScheme(stripPrefix(trimMarks(raw)))
  if (text === null || !URL.canParse(text)) return { problem: NOT_AN_ADDRESS }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { problem: 'Only addresses that start with https:// or http:// can be saved.' }
  }
  if (url.href.length > MAX_ADDRESS_LENGTH) return { problem: tooLong() }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'The address holds a user name or password. Remove everything before the @.' }
  }
  const problem = isAllowed(url, allow)
    ? null
    : (problemOfHost(url.hostname) ?? problemOfPort(url.port))
  if (problem !== null) return { problem }
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
  return { url }
}

function isAllowed(url: URL, allow: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return allow.some((entry) => entry.toLowerCase() === `${url.hostname}:${port}`)
}

function tooLong(): string {
  return `The address is longer than ${MAX_ADDRESS_LENGTH} characters. Use a shorter one.`
}

/** Blanks, invisible characters and the brackets or quotes that surround an address in running text. */
function trimMarks(raw: string): string {
  const text = trimInvisible(raw.replace(/[\t\n\r\0]/g, ''))
  const inside = /^(?:<(.*)>|"(.*)"|'(.*)'|“(.*)”|«(.*)»|`(.*)`|\[(https?:.*)\])$/su.exec(text)
  return inside === null
    ? text
    : (inside.slice(1).find((group) => group !== undefined) ?? '').trim()
}

/** A loop, because a regular expression looks at every run of blanks again from each of its ends. */
function trimInvisible(text: string): string {
  const isInvisible = (at: number) => /[\s\p{Cc}\p{Cf}]/u.test(text.charAt(at))
  let start = 0
  let end = text.length
  while (start < end && isInvisible(start)) start++
  while (end > start && isInvisible(end - 1)) end--
  return text.slice(start, end)
}

/** People leave the scheme out; `host:port` must not be taken for one. */
function withScheme(text: string): string | null {
  if (/^[\\/]{2}[^\\/]/.test(text)) return `https:${text}`
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]
  if (scheme !== undefined) {
    const isHostAndPort = scheme.includes('.') && /^[^:]*:\d{1,5}(?:[/?#]|$)/.test(text)
    return isHostAndPort ? `https://${text}` : text
  }
  const host = /^[^/?#\\]*/.exec(text)?.[0] ?? ''
  const isNumber = /^[\d.]+(?::\d+)?$/.test(host) && host.split('.').length !== 4
  return /^[^\s@]+[.。．][^\s@.]+|^\[[0-9a-f:.]+\]/i.test(host) && !isNumber
    ? `https://${text}`
    : null
}

interface Piece {
  raw: string
  name: string
  value: string
}

function piecesOf(query: string): Piece[] {
  return query
    .split('&')
    .filter((raw) => raw !== '')
    .map((raw) => {
      const at = raw.indexOf('=')
      const name = at === -1 ? raw : raw.slice(0, at)
      return { raw, name: decodeName(name), value: at === -1 ? '' : raw.slice(at + 1) }
    })
}

function decodeName(name: string): string {
  return name.includes('%') ? (new URLSearchParams(`${name}=`).keys().next().value ?? name) : name
}

function withoutTracking(url: URL): string {
  const pieces = piecesOf(url.search.slice(1))
  const isTracking = createTrackingTest(url.hostname)
  if (pieces.some(({ name }) => isSignature(name))) return url.search
  const kept = pieces.filter(({ name, value }) => !isTracking(name, value))
  if (kept.length === pieces.length) return url.search
  return kept.length === 0 ? '' : `?${kept.map(({ raw }) => raw).join('&')}`
}

/** Marks after `#` go; a highlight (`#:~:text=`) stays, because readers profit from it. */
function withoutTrackingFragment(url: URL): string {
  const fragment = url.hash.slice(1)
  if (!fragment.includes('=') || isRoute(url, fragment)) return url.hash
  const isTracking = createTrackingTest(url.hostname)
  const [marks = '', highlight] = splitHighlight(fragment)
  const pieces = piecesOf(marks)
  const kept = pieces.filter(({ name, value }) => !isTracking(name, value))
  if (kept.length === pieces.length) return url.hash
  const rest = kept.map(({ raw }) => raw).join('&') + (highlight ?? '')
  return rest === '' ? '' : `#${rest}`
}

function splitHighlight(fragment: string): [string, string | undefined] {
  const at = fragment.indexOf(':~:')
  return at === -1 ? [fragment, undefined] : [fragment.slice(0, at), fragment.slice(at)]
}

/** A fragment that a script turns into a page: `#!x`, `#/x`, and `#a/b` on the home page. */
export function isRoute(url: URL, fragment: string): boolean {
  if (/^[!/?][!/]?$/.test(fragment)) return false
  if (/^[!/?]/.test(fragment)) return true
  return (
    /^[\w-]+\/[\w%./?=&-]+$/.test(fragment) &&
    /^\/(?:index\.\w+)?$/.test(url.pathname) &&
    url.search === ''
  )
}

function toKey(url: URL, cleanHash: string): string {
  const [fragment] = splitHighlight(cleanHash.slice(1))
  const route = isRoute(url, fragment) ? `#${canonicalEncoding(fragment)}` : ''
  const known = route === '' ? readKnownSite(url) : null
  if (known !== null) return `${known.site}:${known.key}`
  const isTracking = createTrackingTest(url.hostname)
  const query = piecesOf(url.search.slice(1))
    .filter(({ name, value }) => !isTracking(name, value) && !isAmpMark(name, value))
    .map(({ name, value }) => [keyPart(name), keyPart(value)] as const)
    // Repeated names keep their order: it may be a list.
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  const port = url.port === '' ? '' : `:${url.port}`
  const path = canonicalEncoding(url.pathname)
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '')
  return `${toMainHost(url.hostname)}${port}${path}${query.length === 0 ? '' : `?${query.join('&')}`}${route}`
}

function isAmpMark(name: string, value: string): boolean {
  const lower = name.toLowerCase()
  return (
    (lower === 'amp' && /^(1|true)?$/.test(value)) || (lower === 'outputtype' && value === 'amp')
  )
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
