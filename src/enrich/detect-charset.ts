/**
 * What undeclared bytes look like. Only asked when neither server nor page says anything.
 *
 * Each candidate decodes a sample; the one whose characters are frequent in its languages, and
 * which leaves nothing undecodable, wins. UTF-8 needs no guessing: chance hardly ever makes
 * valid sequences.
 */
import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'

const SAMPLE_BYTES = 65_536

/** Valid sequences outnumber stray bytes; a sequence cut off at the end is not stray. */
export function isMostlyUtf8(body: Uint8Array): boolean {
  if (isUtf8(body)) return true
  let valid = 0
  let stray = 0
  const end = Math.min(body.length, 4 * SAMPLE_BYTES)
  for (let at = 0; at < end; at++) {
    const byte = body[at] ?? 0
    if (byte < 0x80) continue
    const length = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0
    if (length === 0 || byte >= 0xf5) {
      stray++
      continue
    }
    let followers = 0
    while (followers < length - 1 && ((body[at + followers + 1] ?? 0) & 0xc0) === 0x80) followers++
    if (at + followers + 1 >= end) break
    if (followers === length - 1) valid++
    else stray++
    at += followers
  }
  return stray === 0 || valid > stray * 4
}

interface Candidate {
  charset: string
  /** Points for a character; others cost. */
  score: (char: number) => number
}

const isBetween = (low: number, high: number) => (char: number) => char >= low && char <= high
const isHiragana = isBetween(0x3041, 0x3096)
const isKatakana = isBetween(0x30a1, 0x30fc)
const isHan = isBetween(0x4e00, 0x9fa5)
const isHangul = isBetween(0xac00, 0xd7a3)
const isSmallCyrillic = isBetween(0x0430, 0x044f)
const isLargeCyrillic = isBetween(0x0410, 0x042f)

/** The commonest characters of Chinese text, simplified and traditional: a third of any page. */
const COMMON_HAN = new Set(
  '的一是不了在人有我他这個个中大来來上国國到说說们們为為子和你地出道也时時年得就那要下以生会會自着去之过過家学學对對可她里裡后後小么麼心多天而能好都然没沒日于於起还還发發成事只作当當想看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩长長新网網页頁站首'.split(
    '',
  ),
)

const japanese = (char: number) =>
  isHiragana(char) ? 3 : isKatakana(char) ? 2 : isHan(char) ? 1 : isFullWidthMark(char) ? 1 : -3
const chinese = (char: number) =>
  isHan(char) ? (COMMON_HAN.has(String.fromCharCode(char)) ? 3 : 1) : isFullWidthMark(char) ? 1 : -3
const korean = (char: number) =>
  isHangul(char) ? 3 : isHan(char) ? -1 : isFullWidthMark(char) ? 1 : -3
const cyrillic = (char: number) =>
  isSmallCyrillic(char)
    ? 2
    : isLargeCyrillic(char)
      ? 0.3
      : '«»—–№ё…“”„'.includes(String.fromCharCode(char))
        ? 1
        : -2
const greek = (char: number) =>
  char >= 0x03ac && char <= 0x03ce ? 2 : char >= 0x0386 && char <= 0x03ab ? 0.3 : -2
const LATIN = new Set('éèêëàâáäãåçñíìîïóòôöõúùûüýæøœßÉÈÀÁÄÅÇÑÓÖÜØÆ’‘“”«»–—…·°©®€£§¿¡™•ªº'.split(''))
const latin = (char: number) => (LATIN.has(String.fromCharCode(char)) ? 1 : -1)
const CENTRAL = new Set(
  'ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűŐŰöüäßăâîșțşţ„”–—'.split(''),
)
const central = (char: number) => (CENTRAL.has(String.fromCharCode(char)) ? 0.95 : -1)

function isFullWidthMark(char: number): boolean {
  return (char >= 0x3000 && char <= 0x301f) || (char >= 0xff01 && char <= 0xff5e)
}

const CANDIDATES: readonly Candidate[] = [
  { charset: 'windows-1252', score: latin },
  { charset: 'windows-1250', score: central },
  { charset: 'iso-8859-2', score: (char) => central(char) * 0.99 },
  { charset: 'windows-1251', score: cyrillic },
  { charset: 'koi8-r', score: (char) => cyrillic(char) * 0.99 },
  { charset: 'windows-1253', score: greek },
  { charset: 'shift_jis', score: japanese },
  { charset: 'euc-jp', score: japanese },
  { charset: 'gb18030', score: chinese },
  { charset: 'big5', score: chinese },
  { charset: 'euc-kr', score: korean },
]

/** A lead byte takes two; without this, one-byte sets would count twice as many characters. */
const BYTES_A_CHARACTER: Record<string, number> = {
  shift_jis: 2,
  'euc-jp': 2,
  gb18030: 2,
  big5: 2,
  'euc-kr': 2,
}

function isLatin(charset: string): boolean {
  return charset === 'windows-1252' || charset === 'windows-1250' || charset === 'iso-8859-2'
}

/** Only Latin accents stand inside words of ASCII letters. */
function letterNeighbours(text: string, at: number): number {
  return Number(/[a-z]/i.test(text.charAt(at - 1))) + Number(/[a-z]/i.test(text.charAt(at + 1)))
}

export function detectCharset(body: Uint8Array): string {
  const sample = body.subarray(0, SAMPLE_BYTES)
  if (/\x1b\$[@B]|\x1b\([BJ]/.test(Buffer.from(sample.subarray(0, 8_192)).toString('latin1')))
    return 'iso-2022-jp'
  if (isMostlyUtf8(sample)) return 'utf-8'
  let best = { charset: 'windows-1252', score: 0 }
  for (const { charset, score } of CANDIDATES) {
    const text =
      charset.startsWith('windows') || charset.startsWith('iso') || charset.startsWith('koi')
        ? iconv.decode(Buffer.from(sample), charset)
        : new TextDecoder(charset).decode(sample)
    let sum = 0
    for (let at = 0; at < text.length; at++) {
      const char = text.charCodeAt(at)
      if (char < 0x80) continue
      const isWrong = char === 0xfffd || (char >= 0xe000 && char < 0xf900)
      if (isWrong) sum -= at > text.length - 3 ? 0 : 12
      else sum += score(char) - (isLatin(charset) ? 0 : 3 * letterNeighbours(text, at))
    }
    const total = sum * (BYTES_A_CHARACTER[charset] ?? 1)
    if (total > best.score) best = { charset, score: total }
  }
  return best.charset
}
