/** Text values of a PDF's Info dictionary: literal and hexadecimal strings (ISO 32000-1, 7.3.4). */
import { decode } from '../charset.ts'

export interface PdfInfo {
  title?: string | undefined
  author?: string | undefined
  date?: string | undefined
}

export function readDictionary(dictionary: Buffer): PdfInfo {
  return {
    title: textAt(dictionary, '/Title'),
    author: textAt(dictionary, '/Author'),
    date: textAt(dictionary, '/CreationDate'),
  }
}

function textAt(dictionary: Buffer, key: string): string | undefined {
  const at = dictionary.indexOf(key)
  if (at === -1) return undefined
  let start = at + key.length
  while (start < dictionary.length && (dictionary[start] ?? 0) <= 0x20) start++
  const open = dictionary[start]
  if (open === 0x28) return toText(literalBytes(dictionary, start + 1))
  if (open === 0x3c && dictionary[start + 1] !== 0x3c)
    return toText(hexBytes(dictionary, start + 1))
  return undefined
}

const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 }

/** Brackets inside a literal are balanced or escaped. */
function literalBytes(from: Buffer, start: number): Uint8Array {
  const bytes: number[] = []
  let depth = 1
  for (let at = start; at < from.length; at++) {
    const byte = from[at] ?? 0
    if (byte === 0x5c) {
      const octal = /^[0-7]{1,3}/.exec(from.subarray(at + 1, at + 4).toString('latin1'))?.[0]
      const next = from[at + 1] ?? 0
      if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff)
      else if (next !== 10 && next !== 13) bytes.push(ESCAPES[String.fromCharCode(next)] ?? next)
      at += octal?.length ?? 1
      continue
    }
    if (byte === 0x28) depth++
    if (byte === 0x29 && --depth === 0) break
    bytes.push(byte)
  }
  return Uint8Array.from(bytes)
}

function hexBytes(from: Buffer, start: number): Uint8Array {
  const end = from.indexOf('>', start)
  const digits = from
    .subarray(start, end === -1 ? undefined : end)
    .toString('latin1')
    .replace(/[^0-9a-f]/gi, '')
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')
}

/** PDFDocEncoding agrees with Latin-1 but for 0x80–0x9f and a few accents. */
const PDF_DOC = '•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž'

function toText(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes.subarray(2), 'utf-16be')
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode(bytes.subarray(2), 'utf-16le')
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return decode(bytes.subarray(3), 'utf-8')
  const utf8 = decode(bytes, 'utf-8')
  // Against the standard, but common: UTF-8 without its mark.
  if (bytes.some((byte) => byte >= 0x80) && !utf8.includes('\ufffd')) return utf8
  return Array.from(bytes, (byte) =>
    byte >= 0x80 && byte < 0xa0
      ? (PDF_DOC[byte - 0x80] ?? '')
      : byte === 0xa0
        ? '€'
        : String.fromCharCode(byte),
  ).join('')
}
