/**
 * Text out of the bytes of an import, as a stream.
 *
 * Order: byte order mark; UTF-16 by its zero bytes; a legacy charset that the file declares,
 * unless its first piece is plainly UTF-8; else UTF-8, where any line that is no UTF-8 is
 * taken for windows-1252 (old exports claim UTF-8 and mix both).
 * Strings pass through, without a mark. NUL never comes out: PostgreSQL refuses it.
 */
const sniffedBytes = 65_536

export async function* decodeText(
  input: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<string> {
  let decoder: ChunkDecoder | null = null
  let held = new Uint8Array(0)
  let isFirst = true
  const tidy = (text: string) => {
    const tidied = (isFirst ? text.replace(/^\uFEFF/, '') : text).replaceAll('\0', '')
    if (text !== '') isFirst = false
    return tidied
  }
  for await (const chunk of input) {
    if (typeof chunk === 'string') {
      yield tidy(chunk)
      continue
    }
    if (decoder) {
      yield tidy(decoder.write(chunk))
      continue
    }
    held = concat(held, chunk)
    if (held.length < sniffedBytes) continue
    decoder = decoderFor(held)
    yield tidy(decoder.write(held))
    held = new Uint8Array(0)
  }
  if (!decoder && held.length > 0) {
    decoder = decoderFor(held)
    yield tidy(decoder.write(held))
  }
  if (decoder) yield tidy(decoder.end())
}

interface ChunkDecoder {
  write(bytes: Uint8Array): string
  end(): string
}

function decoderFor(head: Uint8Array): ChunkDecoder {
  const label = markedCharset(head) ?? zeroByteCharset(head) ?? declaredCharset(head)
  return label ? labelledDecoder(label) : utf8ByLine()
}

function markedCharset(head: Uint8Array): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return null // the UTF-8 mark changes nothing and is dropped from the text
}

/** Western text in UTF-16 without a mark: nearly every second byte is zero. */
function zeroByteCharset(head: Uint8Array): string | null {
  const zeros = [0, 0]
  const length = Math.min(head.length, 1024)
  for (let i = 0; i < length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > length / 4 && even === 0) return 'utf-16le'
  if (even > length / 4 && odd === 0) return 'utf-16be'
  return null
}

function declaredCharset(head: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(head.subarray(0, 2048))
  const label = /<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w:-]+)/i
    .exec(start)?.[1]
    ?.toLowerCase()
  if (!label || /^utf-?(?:8|16)/.test(label) || !isKnown(label)) return null
  const isPlainlyUtf8 = head.some((byte) => byte >= 0x80) && validUtf8(head)
  return isPlainlyUtf8 ? null : label
}

function isKnown(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function validUtf8(bytes: Uint8Array): boolean {
  // The last character of a piece may be cut, so the end is left open.
  return decodeStrictly(new TextDecoder('utf-8', { fatal: true }), bytes, true) !== null
}

function labelledDecoder(label: string): ChunkDecoder {
  const decoder = new TextDecoder(label)
  return {
    write: (bytes) => decoder.decode(bytes, { stream: true }),
    end: () => decoder.decode(),
  }
}

function utf8ByLine(): ChunkDecoder {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const western = new TextDecoder('windows-1252')
  let held = new Uint8Array(0)

  function decodeLines(bytes: Uint8Array): string {
    const whole = decodeStrictly(strict, bytes, false)
    if (whole !== null) return whole
    let text = ''
    for (let start = 0; start < bytes.length; ) {
      const newline = bytes.indexOf(0x0a, start)
      const end = newline < 0 ? bytes.length : newline + 1
      const line = bytes.subarray(start, end)
      text += decodeStrictly(strict, line, false) ?? western.decode(line)
      start = end
    }
    return text
  }

  return {
    write(bytes) {
      const all = concat(held, bytes)
      const lastNewline = all.lastIndexOf(0x0a)
      // A file in one endless line is passed on in pieces, at a place where no character is cut.
      const end =
        lastNewline < 0 ? (all.length > 4 * sniffedBytes ? wholeEnd(all) : 0) : lastNewline + 1
      held = all.slice(end)
      return decodeLines(all.subarray(0, end))
    },
    end: () => decodeLines(held),
  }
}

/** The end of the last ASCII byte, so that no UTF-8 character is cut. */
function wholeEnd(bytes: Uint8Array): number {
  return bytes.findLastIndex((byte) => byte < 0x80) + 1
}

function decodeStrictly(
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array,
  stream: boolean,
): string | null {
  try {
    return decoder.decode(bytes, { stream })
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}
