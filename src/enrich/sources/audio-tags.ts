/** Title and artist of an MP3 from its ID3v2 header (id3.org, versions 2.2 to 2.4). */
import { decode } from '../charset.ts'
import { type Finding, findingsOf } from '../page-reading.ts'

const FRAMES: Record<string, 'title' | 'author' | 'siteName'> = {
  TIT2: 'title',
  TT2: 'title',
  TPE1: 'author',
  TP1: 'author',
  TALB: 'siteName',
  TAL: 'siteName',
}

/** Text encodings by their number in a frame. */
const ENCODINGS = ['windows-1252', 'utf-16le', 'utf-16be', 'utf-8']

export function readAudioTags(body: Uint8Array): Finding[] {
  if (body[0] !== 0x49 || body[1] !== 0x44 || body[2] !== 0x33) return []
  const version = body[3] ?? 0
  const isShort = version === 2
  const headerLength = isShort ? 6 : 10
  const end = Math.min(10 + sizeAt(body, 6, 4, 7), body.length)
  const found: Partial<Record<'title' | 'author' | 'siteName', string>> = {}
  let at = 10
  for (let frame = 0; frame < 100 && at + headerLength < end; frame++) {
    const id = String.fromCharCode(...body.subarray(at, at + (isShort ? 3 : 4)))
    const size = isShort
      ? sizeAt(body, at + 3, 3, 8)
      : sizeAt(body, at + 4, 4, version === 4 ? 7 : 8)
    const start = at + headerLength
    at = start + size
    if (!/^[A-Z0-9]{3,4}$/.test(id) || size === 0 || at > end) break
    const field = FRAMES[id]
    if (field !== undefined) found[field] ??= frameText(body.subarray(start, at))
  }
  return findingsOf('document', found)
}

function sizeAt(body: Uint8Array, at: number, length: number, bits: number): number {
  let size = 0
  for (let index = at; index < at + length; index++) size = size * 2 ** bits + (body[index] ?? 0)
  return size
}

function frameText(frame: Uint8Array): string {
  const isBigEndian = frame[0] === 1 && frame[1] === 0xfe
  const encoding = isBigEndian ? 'utf-16be' : (ENCODINGS[frame[0] ?? 0] ?? 'utf-8')
  return decode(frame.subarray(1, 1_000), encoding).replace(/\0[\s\S]*$/, '')
}
