/**
 * Whether an address in a file can become a link at all.
 *
 * Out: an absolute http(s) address, or one sentence saying why not. Normal form and
 * duplicates are decided later by `cleanUrl`; here only what is no web address is turned away.
 */
import { addressText } from '../../domain/web-address/address-text.ts'

export type CheckedAddress = { ok: true; url: string } | { ok: false; reason: string }

/** Characters; browsers and servers give up long before. */
const longestAddress = 8_192

/** Longer input is cut when it is shown in a report. */
const maxShown = 500

const whySchemes: Record<string, string> = {
  javascript: 'is a bookmarklet, not a page',
  vbscript: 'is a script, not a page',
  place: 'is a browser folder, not a page',
  about: 'is a page inside the browser',
  chrome: 'is a page inside the browser',
  data: 'holds its content in the address and is no page on the web',
  blob: 'exists only in the browser that made it',
  file: 'is a file on somebody’s own computer',
  mailto: 'is a mail address, not a page',
}

export function checkAddress(raw: unknown): CheckedAddress {
  const text = typeof raw === 'string' ? raw.replace(/\p{Cc}+/gu, '').trim() : ''
  if (text === '') return refuse('There is no address.')
  const isLong = text.length > longestAddress
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text.slice(0, 64))?.[1]?.toLowerCase()
  if (isLong && (!scheme || scheme.startsWith('http'))) {
    return refuse('The address is too long to be one.')
  }
  const address = isLong ? text : addressText(text)
  if (address === null) return refuse(notAnAddress(text))
  if (/^https?:/i.test(address)) return checkWeb(address)
  const why = whySchemes[scheme ?? ''] ?? 'cannot be opened from a web page'
  return scheme
    ? refuse(`An address beginning with “${scheme}:” ${why}; only http and https are saved.`)
    : refuse(notAnAddress(text))
}

function checkWeb(url: string): CheckedAddress {
  const hasHost = /^https?:[/\\]{0,2}[^/\\?#\s]/i.test(url)
  return hasHost && URL.canParse(url) ? { ok: true, url } : refuse(notAnAddress(url))
}

function notAnAddress(text: string): string {
  return `“${shortened(text, 80)}” is not a web address.`
}

function refuse(reason: string): CheckedAddress {
  return { ok: false, reason }
}

/** Input as a report shows it. */
export function shortened(text: string, max = maxShown): string {
  return text.length > max ? `${text.slice(0, max - 1).toWellFormed()}…` : text
}
