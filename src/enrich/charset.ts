/**
 * Bytes of a page → text, in the order of the HTML standard (13.2.3.2): byte order mark,
 * Content-Type, declaration in the first bytes, and only then what the bytes look like.
 *
 * One departure: a header that says Latin-1, as servers do by default, loses to a declaration of
 * UTF-8 in the page when the bytes are UTF-8 indeed.
 */
import iconv from 'iconv-lite'
import { detectCharset, isMostlyUtf8 } from './detect-charset.ts'

/** Labels in use that the Encoding standard does not know. */
const MORE_LABELS: Record<string, string> = {
  utf: 'utf-8',
  utf_8: 'utf-8',
  'utf-8-sig': 'utf-8',
  utf8mb4: 'utf-8',
  'utf-8859-1': 'windows-1252',
  'latin-1': 'windows-1252',
  'iso-latin-1': 'windows-1252',
  'iso 8859-1': 'windows-1252',
  'win-1251': 'windows-1251',
  cp1250: 'windows-1250',
  sjis: 'shift_jis',
  'shift-jis-2004': 'shift_jis',
  cp932: 'shift_jis',
  'windows-932': 'shift_jis',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  cp936: 'gb18030',
  'gb-2312': 'gb18030',
  'gb2312-80': 'gb18030',
  cp950: 'big5',
  'big5-hkscs:2004': 'big5',
}

/** Name by the Encoding standard, or null for a label that means nothing. */
export function toCharset(label: string | null | undefined): string | null {
  const name = (label ?? '')
    .trim()
    .replace(/^["']+|["';,]+$/g, '')
    .toLowerCase()
  if (name === '') return null
  if (name === 'x-user-defined') return 'windows-1252'
  const known = MORE_LABELS[name] ?? name
  if (iconv.encodingExists(known) && isSingleByte(known)) return known
  try {
    return new TextDecoder(known).encoding
  } catch (error) {
    if (error instanceof RangeError) return iconv.encodingExists(known) ? known : null
    throw error
  }
}

const SINGLE_BYTE =
  /^(?:windows-?(?:125[0-8]|874)|cp125[0-8]|x-cp125[0-2]|koi8-?[ru]|koi8|macintosh|mac|x-mac-cyrillic|ibm866|cp866)$/

function isSingleByte(charset: string): boolean {
  return SINGLE_BYTE.test(charset)
}

/** What a meta declaration or an XML declaration in the first bytes says. */
export function declaredCharset(body: Uint8Array): string | null {
  const head = latin1(body.subarray(0, PRESCAN_BYTES))
  const xml = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"'>]{1,40})/i.exec(head)
  if (xml !== null) return afterDeclaration(toCharset(xml[1]))
  const markup = withoutComments(head)
  for (const [tag] of markup.matchAll(/<meta[\s/][^>]{0,2000}>/gi)) {
    const label = charsetOfMeta(tag)
    const charset = label === null ? null : afterDeclaration(toCharset(label))
    if (charset !== null) return charset
  }
  return null
}

/** The standard asks for 1,024; pages put scripts before it and browsers reload. */
const PRESCAN_BYTES = 16_384

function charsetOfMeta(tag: string): string | null {
  const direct = /[\s"'/]charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>;]+))/i.exec(
    tag.replace(/content\s*=\s*(?:"[^"]*"|'[^']*')/gi, ' '),
  )
  if (direct !== null) return direct[1] ?? direct[2] ?? direct[3] ?? null
  if (!/http-equiv\s*=\s*["']?content-type/i.test(tag)) return null
  return /charset\s*=\s*["']?\s*([^\s"'>;]+)/i.exec(tag)?.[1] ?? null
}

function withoutComments(head: string): string {
  let rest = head
  let out = ''
  for (;;) {
    const start = rest.indexOf('<!--')
    if (start === -1) return out + rest
    const end = rest.indexOf('-->', start + 2)
    out += rest.slice(0, start)
    if (end === -1) return out
    rest = rest.slice(end + 3)
  }
}

/** Text in which an ASCII declaration could be read is not UTF-16. */
function afterDeclaration(charset: string | null): string | null {
  return charset?.startsWith('utf-16') ? 'utf-8' : charset
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function byteOrderMark(body: Uint8Array): string | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8'
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be'
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le'
  return null
}

/** Without a mark, but every second byte zero: UTF-16 all the same. */
function utf16Pattern(body: Uint8Array): string | null {
  if (body[0] === 0x3c && body[1] === 0 && body[3] === 0) return 'utf-16le'
  if (body[0] === 0 && body[1] === 0x3c && body[2] === 0) return 'utf-16be'
  return null
}

export function charsetOfHeader(contentType: string | null): string | null {
  return toCharset(/;\s*charset\s*=\s*("[^"]*"|'[^']*'|[^\s;]+)/i.exec(contentType ?? '')?.[1])
}

export function findCharset(body: Uint8Array, contentType: string | null): string {
  const certain = byteOrderMark(body)
  if (certain !== null) return certain
  const header = charsetOfHeader(contentType)
  const declared = declaredCharset(body)
  const isLatinByDefault = header !== null && /^(windows-1252|iso-8859-1|us-ascii)$/.test(header)
  if (isLatinByDefault && declared === 'utf-8' && isMostlyUtf8(body)) return 'utf-8'
  for (const said of [header, declared]) {
    // A page that says UTF-8 and is not is decoded as what it is: better than a row of �.
    if (said !== null && (said !== 'utf-8' || isMostlyUtf8(body))) return said
  }
  return utf16Pattern(body) ?? detectCharset(body)
}

/** Iconv for one byte a character: `TextDecoder` gets windows-1252 wrong in several Node releases. */
export function decode(body: Uint8Array, charset: string): string {
  if (isSingleByte(charset) || charset.startsWith('iso-8859')) {
    return iconv.decode(Buffer.from(body.buffer, body.byteOffset, body.byteLength), charset)
  }
  if (charset === 'utf-8') {
    // Faster than TextDecoder, but keeps the byte order mark.
    const start = byteOrderMark(body) === 'utf-8' ? 3 : 0
    return Buffer.from(body.buffer, body.byteOffset + start, body.byteLength - start).toString(
      'utf8',
    )
  }
  try {
    return new TextDecoder(charset).decode(body)
  } catch (error) {
    if (error instanceof RangeError) return iconv.decode(Buffer.from(body), charset)
    throw error
  }
}

export function decodeBody(body: Uint8Array, contentType: string | null): string {
  return decode(body, findCharset(body, contentType))
}
