/** A title of last resort for what is a file: its name, made readable. */
import { parse } from 'node:path/posix'
import { type Finding, findingsOf } from '../page-reading.ts'

const MEANINGLESS =
  /^(?:index|default|download|file|document|view|get|attachment|content|main|home|[0-9a-f]{8,}|[\d_-]+)$/i

export function readFileName(url: URL, headers: Headers): Finding[] {
  const given = nameInHeader(headers.get('content-disposition')) ?? lastSegment(url)
  const { name, ext } = parse(given)
  const isExtension = /^\.[a-z][a-z0-9]{1,4}$/i.test(ext)
  const stem = isExtension ? name : given
  if (stem === '' || MEANINGLESS.test(stem)) return []
  // Only where nothing separates words already.
  const readable = /\s/.test(stem)
    ? stem
    : stem.replace(/[_+]+/g, ' ').replace(/(?<=\p{L}{2})-(?=\p{L}{2})/gu, ' ')
  return findingsOf('file name', { title: readable.trim() })
}

function nameInHeader(header: string | null): string | null {
  if (header === null) return null
  const extended = /filename\*\s*=\s*(?:utf-8|iso-8859-1)?'[^']*'([^;]+)/i.exec(header)?.[1]
  if (extended !== undefined) return decodePercent(extended.trim())
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(header)
  const name = plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2]?.trim() ?? null
  if (name === null) return null
  // Header bytes arrive as Latin-1; many servers put UTF-8 there.
  const bytes = Uint8Array.from(name, (char) => char.charCodeAt(0) & 0xff)
  const utf8 = new TextDecoder().decode(bytes)
  return /[^\x00-\x7f]/.test(name) && !utf8.includes('\ufffd') ? utf8 : decodePercent(name)
}

function lastSegment(url: URL): string {
  return decodePercent(url.pathname.split('/').filter(Boolean).at(-1) ?? '')
}

function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))
    return new TextDecoder().decode(bytes)
  })
}
