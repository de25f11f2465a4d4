/**
 * The bytes of a body with its content codings undone (RFC 9110, section 8.4).
 *
 * Reads no further than `maxBytes` decoded bytes, and no more than about twice as many packed
 * ones at any layer, so neither a bomb nor a stream that unpacks to nothing gets far.
 * A body that breaks off or turns out damaged keeps what was decoded until there.
 * Throws UndecodableError when nothing could be decoded.
 */
import { Readable, type Transform } from 'node:stream'
import zlib from 'node:zlib'

export class UndecodableError extends Error {
  override name = 'UndecodableError'
}

export interface DecodedBody {
  body: Uint8Array
  /** Not everything was read, for whatever reason. */
  truncated: boolean
  /** Why the source ended early, when it did. */
  interruption: unknown
}

type Bytes = AsyncIterable<Uint8Array>

/** Why reading ended before the source did. */
interface Cut {
  isCut: boolean
  reason: unknown
}

const SNIFFED_BYTES = 64
const OUTPUT_CHUNK_BYTES = 4_096
const PACKED_OVERHEAD_BYTES = 65_536

/** RFC 9659: 8 MB on the web. Without it a frame may ask for 128 MB. */
const ZSTD_WINDOW_LOG = 23

/** Codings in the order they were applied; `identity` is none. */
export function contentCodings(header: string | null): string[] {
  return (header ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
}

export function acceptedCodings(): string {
  return hasZstd() ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br'
}

export async function decodeBody(input: {
  source: Bytes
  codings: readonly string[]
  maxBytes: number
}): Promise<DecodedBody> {
  const { source, codings, maxBytes } = input
  const maxPackedBytes = 2 * maxBytes + PACKED_OVERHEAD_BYTES
  const cut: Cut = { isCut: false, reason: null }
  let layer = endingQuietly(source, cut)
  for (const coding of codings.toReversed()) {
    layer = undo(limited(layer, maxPackedBytes, cut), coding, cut)
  }
  const { body, isFull } = await readUpTo(layer, maxBytes)
  return { body, truncated: isFull || cut.isCut, interruption: cut.reason }
}

/** One growing block: a list of chunks would hold on to every network buffer they came in. */
async function readUpTo(source: Bytes, maxBytes: number) {
  let block = new Uint8Array(Math.min(maxBytes, 32_768))
  let length = 0
  for await (const chunk of source) {
    const part = chunk.subarray(0, maxBytes - length)
    if (length + part.length > block.length) {
      const wanted = Math.max(2 * block.length, length + part.length)
      const larger = new Uint8Array(Math.min(maxBytes, wanted))
      larger.set(block.subarray(0, length))
      block = larger
    }
    block.set(part, length)
    length += part.length
    if (part.length < chunk.length) return { body: block.slice(0, length), isFull: true }
  }
  return { body: block.slice(0, length), isFull: false }
}

/** A source that fails ends instead, so that the decoders hand over what they hold. */
async function* endingQuietly(source: Bytes, cut: Cut): AsyncGenerator<Uint8Array> {
  try {
    yield* source
  } catch (error) {
    cut.isCut = true
    cut.reason = error
  }
}

async function* limited(source: Bytes, maxBytes: number, cut: Cut): AsyncGenerator<Uint8Array> {
  let length = 0
  for await (const chunk of source) {
    length += chunk.length
    if (length > maxBytes) {
      cut.isCut = true
      return
    }
    yield chunk
  }
}

async function* undo(source: Bytes, coding: string, cut: Cut): AsyncGenerator<Uint8Array> {
  const { head, rest } = await splitHead(source)
  if (head.length === 0) return
  if (looksLikeText(head)) {
    // Labelled as packed although it is not: servers behind careless caches do that.
    yield head
    yield* rest
    return
  }
  const decoder = createDecoder(coding, head)
  if (decoder === null) throw new UndecodableError(`Unknown content coding ${coding.slice(0, 40)}`)
  const packed = Readable.from(joined(head, rest), { objectMode: false, highWaterMark: 16_384 })
  packed.on('error', (error) => decoder.destroy(error))
  packed.pipe(decoder)
  let hasOutput = false
  try {
    for await (const chunk of decoder) {
      hasOutput = true
      yield chunk
    }
  } catch (error) {
    if (!hasOutput) throw new UndecodableError(`Damaged ${coding} data`, { cause: error })
    cut.isCut = true
  } finally {
    packed.destroy()
  }
  // Packed emptiness is shorter than that, so this was cut before anything could be read.
  if (!hasOutput && !cut.isCut && head.length >= SNIFFED_BYTES) {
    throw new UndecodableError(`Incomplete ${coding} data`)
  }
}

async function splitHead(source: Bytes): Promise<{ head: Uint8Array; rest: Bytes }> {
  const iterator = source[Symbol.asyncIterator]()
  const parts: Uint8Array[] = []
  let length = 0
  while (length < SNIFFED_BYTES) {
    const { done, value } = await iterator.next()
    if (done) break
    parts.push(value)
    length += value.length
  }
  return { head: Buffer.concat(parts), rest: { [Symbol.asyncIterator]: () => iterator } }
}

async function* joined(head: Uint8Array, rest: Bytes): AsyncGenerator<Uint8Array> {
  yield head
  yield* rest
}

/** Printable ASCII only; compressed data is that by chance once in about 2^80 times. */
function looksLikeText(head: Uint8Array): boolean {
  const start = head.subarray(0, SNIFFED_BYTES)
  const isMarked = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf
  const text = isMarked ? start.subarray(3) : start
  return text.length > 8 && text.every((byte) => (byte >= 0x20 && byte < 0x7f) || isSpace(byte))
}

function isSpace(byte: number): boolean {
  return byte >= 0x09 && byte <= 0x0d
}

function createDecoder(coding: string, head: Uint8Array): Transform | null {
  // zlib alone drops its last output when the end is missing, unless it is merely told to flush.
  const size = { chunkSize: OUTPUT_CHUNK_BYTES, readableHighWaterMark: OUTPUT_CHUNK_BYTES }
  const lenient = { ...size, finishFlush: zlib.constants.Z_SYNC_FLUSH }
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip(lenient)
    case 'deflate':
      return isZlib(head) ? zlib.createInflate(lenient) : zlib.createInflateRaw(lenient)
    case 'br':
      return zlib.createBrotliDecompress(size)
    case 'zstd':
      if (!hasZstd()) return null
      return zlib.createZstdDecompress({
        ...size,
        params: { [zlib.constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG },
      })
    default:
      return null
  }
}

/** "deflate" means zlib (RFC 1950), but old servers send the bare stream (RFC 1951). */
function isZlib([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
}

/** Since Node 22.15. */
function hasZstd(): boolean {
  return typeof zlib.createZstdDecompress === 'function'
}
