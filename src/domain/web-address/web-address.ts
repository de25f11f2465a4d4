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
import { toKey } from './address-key.ts'
import { addressText } from './address-text.ts'
import { toDisplayHost } from './display-host.ts'
import { problemOfHost, problemOfPort } from './public-host.ts'
import { withoutFragmentMarks, withoutTracking, withoutVisit } from './query-marks.ts'
import { unwrap } from './wrappers.ts'

export { isRoute } from './address-key.ts'

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
  const path = withoutVisit(url.pathname)
  const fetchUrl = `${url.protocol}//${url.host}${path}${withoutTracking(url)}`
  const clean = fetchUrl + withoutFragmentMarks(url)
  return {
    url: clean,
    fetchUrl,
    dedupeKey: toKey(new URL(clean)),
    displayHost: toDisplayHost(url.hostname),
  }
}

function parse(raw: string, allow: readonly string[]): { url: URL } | { problem: string } {
  if (raw.length > MAX_ADDRESS_LENGTH * 4) return { problem: tooLong() }
  const text = addressText(raw)
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
