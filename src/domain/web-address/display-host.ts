/**
 * The host as readers see it: without "www.", international names in their own letters, but
 * as `xn--…` where letters of several scripts, or look-alikes of Latin ones, could deceive.
 *
 * Follows the idea of the "highly restrictive" level of Unicode TS 39.
 */
import { domainToUnicode } from 'node:url'

/** Scripts in everyday use (Unicode Standard Annex 31, table 5). */
const SCRIPTS = (
  'Latin Cyrillic Greek Han Hiragana Katakana Bopomofo Hangul Arabic Armenian Bengali Devanagari ' +
  'Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala ' +
  'Tamil Telugu Thaana Thai Tibetan'
)
  .split(' ')
  .map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const)

const SHARED_LETTER = /[\p{Script=Common}\p{Script=Inherited}]/u

/** Scripts that may stand together in one label. */
const TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]

/** Whole labels of these could be read as Latin words. */
const LATIN_LOOKALIKES =
  /^[авсԁеһіјӏорԛѕԝхуъьҽпгѵѡ0-9-]+$|^[αεικνορτυχωϲϳ0-9-]+$|^[օոսցհքյզ0-9-]+$/u

/** Latin letters of living languages: accented ones, and those that stand alone. */
const isUsualLatin = (char: string) =>
  /^[a-z]/.test(char.normalize('NFD')) || /[ßæœøđðþłħŋĳəŧ]/u.test(char)

/** Between Latin letters these look like a slash or a hyphen. */
const LIKE_A_SIGN = /[a-z0-9][ノソゾンー丶丿〆]|[ノソゾンー丶丿〆][a-z0-9]/u

function isSafeLabel(label: string, topLevel: string): boolean {
  if (/^[\x00-\x7f]*$/.test(label)) return true
  const visible = label.replaceAll('\u200c', '').replaceAll('\u200d', '')
  if (!/^[\p{L}\p{M}\p{N}-]+$/u.test(visible) || /\p{M}{3}/u.test(visible)) return false
  if (LIKE_A_SIGN.test(label)) return false
  const used = SCRIPTS.filter(([, letter]) => letter.test(label)).map(([name]) => name)
  const chars = Array.from(label)
  const isKnown = (c: string) =>
    SHARED_LETTER.test(c) || SCRIPTS.some(([, letter]) => letter.test(c))
  if (!chars.every(isKnown)) return false
  if (used.length > 1 && !TOGETHER.some((set) => used.every((name) => set.includes(name))))
    return false
  const latin = chars.filter((c) => /\p{Script=Latin}/u.test(c))
  // Without its dot the i is a letter of its own in Turkish only.
  if (!latin.every((c) => isUsualLatin(c) || (c === 'ı' && /^(?:tr|az)$/.test(topLevel))))
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
