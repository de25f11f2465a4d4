/**
 * The host as readers see it: without "www.", international names in their own letters, but
 * as `xn--…` where letters of several scripts, or look-alikes of Latin ones, could deceive.
 *
 * Follows the idea of the "highly restrictive" level of Unicode TS 39.
 */
import { domainToUnicode } from 'node:url'

const SCRIPTS = [
  ['Latn', /\p{Script=Latin}/u],
  ['Cyrl', /\p{Script=Cyrillic}/u],
  ['Grek', /\p{Script=Greek}/u],
  ['Hani', /\p{Script=Han}/u],
  ['Hira', /\p{Script=Hiragana}/u],
  ['Kana', /\p{Script=Katakana}/u],
  ['Bopo', /\p{Script=Bopomofo}/u],
  ['Hang', /\p{Script=Hangul}/u],
] as const

/** Scripts that may stand together in one label. */
const TOGETHER = [
  ['Latn', 'Hani', 'Hira', 'Kana'],
  ['Latn', 'Hani', 'Bopo'],
  ['Latn', 'Hani', 'Hang'],
]

const LATIN_LOOKALIKES = /^[авсԁеһіјӏорԛѕԝхуъьҽпгѵѡ0-9-]+$|^[αεικνορτυχωϲϳ0-9-]+$/u

function isSafeLabel(label: string, topLevel: string): boolean {
  if (/^[\x00-\x7f]*$/.test(label)) return true
  if (!/^[\p{L}\p{M}\p{N}-]+$/u.test(label)) return false
  const used = SCRIPTS.filter(([, letter]) => letter.test(label)).map(([name]) => name)
  const letters = Array.from(label).filter((c) => /\p{L}/u.test(c))
  const isKnown = (c: string) =>
    SCRIPTS.some(([, letter]) => letter.test(c)) || /\p{Script=Common}/u.test(c)
  const unknown = letters.filter((c) => !isKnown(c)).length
  if (unknown > 0 && used.length > 0) return false
  if (used.length > 1 && !TOGETHER.some((set) => used.every((name) => set.includes(name))))
    return false
  return !(LATIN_LOOKALIKES.test(label) && /^[a-z]+$/.test(topLevel))
}

export function toDisplayHost(hostname: string): string {
  const host = hostname.replace(/\.$/, '').replace(/^www\.(?=[^.]+\.)/, '')
  if (!host.includes('xn--')) return host
  const labels = host.split('.')
  const topLevel = domainToUnicode(labels.at(-1) ?? '')
  return labels
    .map((label) => {
      const unicode = label.startsWith('xn--') ? domainToUnicode(label) : label
      return unicode !== '' && isSafeLabel(unicode, topLevel) ? unicode : label
    })
    .join('.')
}
