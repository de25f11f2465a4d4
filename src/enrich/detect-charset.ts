/**
 * What undeclared bytes look like. Only asked when neither server nor page says anything.
 *
 * Each candidate decodes a sample; the one whose characters are frequent in its languages, and
 * which leaves nothing undecodable, wins. UTF-8 needs no guessing: chance hardly ever makes
 * valid sequences.
 */
import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { CANDIDATES } from './charset-alphabets.ts'

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

/** A lead byte takes two; without this, one-byte sets would count twice as many characters. */
const BYTES_A_CHARACTER: Record<string, number> = {
  shift_jis: 2,
  'euc-jp': 2,
  gb18030: 2,
  big5: 2,
  'euc-kr': 2,
}

const LATIN_SETS = new Set([
  'windows-1252',
  'windows-1250',
  'iso-8859-2',
  'windows-1254',
  'windows-1257',
])

function isLatin(charset: string): boolean {
  return LATIN_SETS.has(charset)
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
    const text = /^(?:windows|iso|koi)/.test(charset)
      ? iconv.decode(Buffer.from(sample), charset)
      : new TextDecoder(charset).decode(sample)
    let sum = 0
    for (let at = 0; at < text.length; at++) {
      const char = text.charCodeAt(at)
      if (char < 0x80) continue
      const isWrong = char === 0xfffd || (char >= 0xe000 && char < 0xf900)
      if (isWrong) sum -= at > text.length - 3 ? 0 : 12
      else {
        const neighbours = isLatin(charset) ? 0 : 3 * letterNeighbours(text, at)
        sum += score(char, text.charCodeAt(at - 1)) - neighbours
      }
    }
    const total = sum * (BYTES_A_CHARACTER[charset] ?? 1)
    if (total > best.score) best = { charset, score: total }
  }
  return best.charset
}
