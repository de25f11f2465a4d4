/**
 * Text as people, programs and files hand an address over → the address in it.
 *
 * In: one address with what surrounds it: blanks, brackets, a mistyped scheme, the scheme of a
 * reading view, no scheme at all. Out: text that begins with a scheme, not only http(s), or null
 * when there is none, or more than one address. Nothing else is decided here.
 */

/** Blanks, control and formatting characters at both ends; a loop, because a regular expression looks at every run of them again from each of its ends. */
function trimInvisible(text: string): string {
  const isInvisible = (at: number) => /[\s\p{Cc}\p{Cf}]/u.test(text.charAt(at))
  let start = 0
  let end = text.length
  while (start < end && isInvisible(start)) start++
  while (end > start && isInvisible(end - 1)) end--
  return text.slice(start, end)
}

/** Zero-width and direction marks come from copying; joiners (U+200C, U+200D) may be spelling. */
const COPIED_MARKS = /[\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g

const QUOTES: Record<string, string> = {
  '<': '>',
  '"': '"',
  "'": "'",
  '“': '”“',
  '„': '“”',
  '«': '»',
  '»': '«',
  '‘': '’',
  '‹': '›',
  '`': '`',
  '「': '」',
}
/** Brackets may belong to an address: only around one that begins with a scheme. */
const BRACKETS: Record<string, string> = { '(': ')', '[': ']', '（': '）' }

function withoutQuotes(text: string): string {
  let inside = text
  for (let depth = 0; depth < 3; depth++) {
    const [first, last] = [inside.charAt(0), inside.charAt(inside.length - 1)]
    const isQuoted = QUOTES[first]?.includes(last)
    const isBracketed = BRACKETS[first]?.includes(last) && /^.https?:/i.test(inside)
    if (inside.length < 3 || last === '' || !(isQuoted || isBracketed)) break
    inside = trimInvisible(inside.slice(1, -1))
  }
  return withoutHalfPair(inside)
}

const HALVES: Record<string, string> = { '"': '"', '>': '<', '”': '“', '»': '«' }

/** One sign of a pair, left over from selecting; where the other one stands too, both belong there. */
function withoutHalfPair(text: string): string {
  const last = text.charAt(text.length - 1)
  const other = HALVES[last]
  const isHalf = other !== undefined && !text.slice(0, -1).includes(other)
  return (isHalf ? text.slice(0, -1) : text).replace(/^[<"“„«([]+(?=https?:)/i, '')
}

/** Colons and slashes that are wide, coded or escaped by a program. */
function plainScheme(text: string): string {
  const start = text.slice(0, 40)
  if (!/^https?(?:：|%3a|&#)|^https?:(?:&#|／)/i.test(start)) return text
  if (/^https?%3a/i.test(start)) return decodeOnce(text)
  return text
    .replace(/&#(?:x2f|47);/gi, '/')
    .replace(/^(https?)(?:：|&#(?:x3a|58);)/i, '$1:')
    .replace(/^(https?:)[／/]{2}/i, '$1//')
}

/** "htps://", "https//", "https;//", "hxxps://" and "https:// host"; a right one stays as it is. */
const MISTYPED = /^(?:h{1,2}t{1,3}p|t{1,2}p|h{1,2}xxp|htt)(s?)\s*[:;]{0,2}\s*\/{2,}\s*(?=[^\s/])/i
const DOUBLED = /^https?:?\/{0,3}\s*(?=https?(?::|\/\/))/i

function mendScheme(text: string): string {
  let rest = text
  for (let depth = 0; depth < 3 && DOUBLED.test(rest); depth++) rest = rest.replace(DOUBLED, '')
  return rest.replace(MISTYPED, 'http$1://')
}

/** What programs put before an address. */
const PREFIXES = [
  /^url:\s*/i,
  /^view-source:/i,
  /^feed:(?=https?:)/i,
  /^microsoft-edge:(?=https?:)/i,
  /^x-safari-(?=https?:)/i,
]

/** Reading views, and extensions that put tabs to sleep: the address is a parameter. */
const VIEWS = /^(?:about:reader|read:|chrome-distiller:|(?:chrome|moz|edge|safari-web)-extension:)/i

function unwrapView(text: string): string {
  if (!VIEWS.test(text)) return text
  const found = /[?#&](?:url|uri|u)=(https?(?::|%3a).*)$/i.exec(text)?.[1]
  if (found === undefined) return text
  return /^https?:/i.test(found) ? found : decodeOnce(found.split('&')[0] ?? '')
}

function withoutPrefix(text: string): string {
  let rest = unwrapView(text)
  for (const prefix of PREFIXES) rest = rest.replace(prefix, '')
  const intent = /^intent:\/\/(.*)#Intent;(?:[^#]*;)?scheme=(https?);/i.exec(rest)
  if (intent) return `${intent[2]}://${intent[1]}`
  return rest
    .replace(/^googlechrome(s?):\/\//i, 'http$1://')
    .replace(/^(?:feed|webcal|itpc|pcast):\/\//i, 'https://')
    .replace(/^doi:\s*(?=10\.\d{4})/i, 'https://doi.org/')
    .replace(/^arxiv:\s*(?=[a-z-]*[./]?\d{4})/i, 'https://arxiv.org/abs/')
}

/** A stray percent sign is part of the address, not a reason to give up. */
export function decodeOnce(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    new TextDecoder().decode(
      Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16)),
    ),
  )
}

/** People leave the scheme out; `host:port` must not be taken for one. */
function withScheme(text: string): string | null {
  if (/^[\\/]{2,3}[^\\/]/.test(text)) return `https:${text}`
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

/** Escaped twice on its way through a feed; no server names a parameter "amp;x". */
function plainAmpersands(text: string): string {
  const at = text.indexOf('?')
  if (at === -1 || !text.includes('&amp;', at)) return text
  return text.slice(0, at) + text.slice(at).replace(/&(?:amp;)+/g, '&')
}

/** Nearly all: nothing around it, nothing to mend. */
const AS_IT_SHOULD_BE = /^https?:\/\/(?!https?(?::|\/\/))[\x21\x23-\x3b=\x3f-\x7e]+$/i

export function addressText(raw: string): string | null {
  if (AS_IT_SHOULD_BE.test(raw)) return plainAmpersands(raw)
  const trimmed = trimInvisible(raw).replace(DOUBLED, '')
  if (/[^\s:]\s+https?:\/\//i.test(trimmed)) return null
  const line = trimInvisible(trimmed.replace(/[\t\n\r]/g, '').replace(COPIED_MARKS, ''))
  const bare = mendScheme(plainScheme(withoutQuotes(line)))
  const text = withScheme(mendScheme(withoutQuotes(withoutPrefix(bare))))
  return text === null ? null : plainAmpersands(text)
}
