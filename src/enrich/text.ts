/**
 * Text from outside, made fit for one line of a mail: single blanks, nothing invisible that
 * reorders or hides, no half characters. Markup is left as the text it is; every output escapes.
 */
import { Tokenizer } from 'htmlparser2'

/** Overrides, isolates and marks that change the direction of what follows. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u115f\u1160\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff0-\uffff\ue000-\uf8ff]|\u034f|\u17b4|\u17b5/g
/** Joiners hold emoji and the letters of some scripts together; beside Latin letters they only hide. */
const STRAY_JOINER =
  /(?<=^|[\p{Script=Latin}\p{P}\p{N}\s])[\u200c\u200d]+|[\u200c\u200d]+(?=$|[\p{Script=Latin}\p{P}\s])/gu
/** Hidden text in tag characters, which only belong after a black flag. */
const STRAY_TAGS = /(?<![\u{1f3f4}\u{e0020}-\u{e007f}])[\u{e0000}-\u{e007f}]+/gu

export function cleanText(raw: string): string {
  let text = raw.slice(0, 20_000)
  if (/[^\x20-\x7e]/.test(text)) {
    text = text
      .toWellFormed()
      .replace(BIDI, '')
      .replace(/[\u0085\u2028\u2029]/g, ' ')
      .replace(INVISIBLE, (char) => (/[\t\n\v\f\r]/.test(char) ? ' ' : ''))
      .replace(STRAY_TAGS, '')
      .replace(STRAY_JOINER, '')
  }
  return text.replace(/\s+/g, ' ').trim()
}

/** At most `max` UTF-16 units, cut between words where one is near, never inside a character. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text
  const room = text
    .slice(0, max - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  const blank = room.lastIndexOf(' ')
  const cut = blank > max * 0.8 ? room.slice(0, blank) : room.replace(/[\u200d\ufe0f]+$/, '')
  return `${cut.replace(/[\s,;:.–—-]+$/, '')}…`
}

/** Character references decoded once; anything that looks like a tag stays text. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  const source = text.replaceAll('<', '&lt;')
  let out = ''
  const ignore = () => {}
  const tokenizer = new Tokenizer(
    {},
    {
      ontext: (start, end) => {
        out += source.slice(start, end)
      },
      ontextentity: (codepoint) => {
        out += String.fromCodePoint(codepoint)
      },
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncdata: ignore,
      onclosetag: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onopentagname: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
    },
  )
  tokenizer.write(source)
  tokenizer.end()
  return out
}

export function hasEntity(text: string): boolean {
  return /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,12}\d?);/i.test(text)
}

/** Letters and digits alone, in lower case and without accents: "Crumb & Co" = "crumb-co". */
export function squash(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Simple formatting that a CMS escaped into a value. */
export function stripInlineTags(text: string): string {
  if (!text.includes('<')) return text
  const once = (value: string) =>
    value
      .replace(/<br\s*\/?>|<\/p>\s*<p>/gi, ' ')
      .replace(/<(i|em|b|strong|sub|sup|small|p|span|u)(?:\s[^<>]{0,200})?>([^<>]*)<\/\1>/gi, '$2')
  // Twice, since one may stand inside another.
  return once(once(text))
}

const TAG =
  /<(\/?)(p|div|br|li|ul|ol|h[1-6]|blockquote|figure|figcaption|table|tr|td|section|article|pre|hr|img|strong|em|b|i|u|a|span|small|sub|sup|code|font|mark|abbr|q|cite|s)\b[^<>]{0,1000}>/gi
const INLINE = /^(?:strong|em|b|i|u|a|span|small|sub|sup|code|font|mark|abbr|q|cite|s)$/i

/** A text that is markup. One that only speaks of a `<div>` closes nothing, and is left alone. */
export function stripTags(text: string): string {
  if (!/<\/[a-z]|<br|<!--/i.test(text)) return text
  return text
    .replace(/<!--[^<>]{0,1000}-->/g, '')
    .replace(TAG, (_tag, _slash, name: string) => (INLINE.test(name) ? '' : ' '))
}
