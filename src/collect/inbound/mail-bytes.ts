/**
 * Mends what a raw message is before it is parsed: headers that are missing, a charset that
 * nobody declared, and more lines than there are in any letter. The parser takes its time for
 * each line, so files that are attached are shortened: nobody reads them here.
 */

/** Lines of text and headers; a long newsletter has 5,000. */
const MOST_LINES = 20_000
/** Of one run of base64: enough for any text. */
const MOST_CODED_BYTES = 1_000_000
const CODED_LINE = 60

export type DecodeBody = (body: Uint8Array, contentType: string | null) => string

export function prepareMail(raw: Uint8Array, decodeBody: DecodeBody): Uint8Array {
  return toKnownCharset(withHeaders(shortened(raw)), decodeBody)
}

function shortened(raw: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = []
  let lines = 0
  let coded = 0
  let from = 0
  for (let at = 0; at < raw.length && lines < MOST_LINES; ) {
    const newline = raw.indexOf(10, at)
    const end = newline < 0 ? raw.length : newline + 1
    const isCoded = end - at >= CODED_LINE && isBase64(raw, at, end)
    coded = isCoded ? coded + end - at : 0
    if (!isCoded) lines++
    if (coded > MOST_CODED_BYTES) {
      if (at > from) kept.push(raw.subarray(from, at))
      from = end
    }
    at = end
    if (lines === MOST_LINES || at >= raw.length) kept.push(raw.subarray(from, at))
  }
  return kept.length === 1 && kept[0] ? kept[0] : concat(kept)
}

function isBase64(raw: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = raw[at] ?? 0
    const isLetter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
    const isOther = (byte >= 47 && byte <= 57) || byte === 43 || byte === 61
    if (!isLetter && !isOther && byte !== 13 && byte !== 10) return false
  }
  return true
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Text that begins at once is a body; the line "From …" is the mailbox file's, not the message's. */
function withHeaders(raw: Uint8Array): Uint8Array {
  const head = latin1(raw.subarray(0, 2_000))
  const envelope = /^From \S[^\r\n]*\r?\n/.exec(head)?.[0].length ?? 0
  const rest = head.slice(envelope)
  if (/^(?:[!-9;-~]{1,100}:(?!\/\/)|\r?\n)/.test(rest)) return raw.subarray(envelope)
  return concat([new TextEncoder().encode('\r\n'), raw])
}

/** As UTF-8, where nothing declares anything: bytes beyond ASCII, or Japanese in seven bits. */
function toKnownCharset(raw: Uint8Array, decodeBody: DecodeBody): Uint8Array {
  const text = latin1(raw)
  if (/charset\s*\*?\s*=/i.test(text)) return raw
  if (text.includes('\x1b$')) return new TextEncoder().encode(decodeJapanese(raw))
  return /[\x80-\xff]/.test(text) ? new TextEncoder().encode(decodeBody(raw, null)) : raw
}

function decodeJapanese(raw: Uint8Array): string {
  return new TextDecoder('iso-2022-jp').decode(raw)
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
