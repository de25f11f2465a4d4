/**
 * What a body is: first by its own first bytes, which do not lie, then by what the server says.
 *
 * `text/plain` stays text whatever it looks like; a server that says nothing, or
 * `application/octet-stream`, leaves the decision to the bytes (MIME Sniffing standard).
 */
export type MediaType =
  | 'html'
  | 'feed'
  | 'json'
  | 'pdf'
  | 'audio'
  | 'video'
  | 'image'
  | 'text'
  | 'file'

type Signature = readonly [offset: number, bytes: string, type: MediaType]

/** Bytes as Latin-1. */
const SIGNATURES: readonly Signature[] = [
  [0, '%PDF-', 'pdf'],
  [0, 'ID3', 'audio'],
  [0, 'OggS', 'audio'],
  [0, 'fLaC', 'audio'],
  [8, 'WAVE', 'audio'],
  [4, 'ftypM4A', 'audio'],
  [4, 'ftypM4B', 'audio'],
  [4, 'ftypavif', 'image'],
  [4, 'ftyphei', 'image'],
  [4, 'ftyp', 'video'],
  [0, '\x1a\x45\xdf\xa3', 'video'],
  [8, 'AVI ', 'video'],
  [0, '\x89PNG\r\n', 'image'],
  [0, '\xff\xd8\xff', 'image'],
  [0, 'GIF8', 'image'],
  [8, 'WEBP', 'image'],
  [0, 'PK\x03\x04', 'file'],
  [0, '\xd0\xcf\x11\xe0', 'file'],
  [0, '{\\rtf', 'file'],
]

const BY_EXTENSION: readonly (readonly [RegExp, MediaType])[] = [
  [/\.pdf$/i, 'pdf'],
  [/\.(?:mp3|m4a|ogg|oga|opus|flac|wav|aac)$/i, 'audio'],
  [/\.(?:mp4|m4v|webm|mov|avi|mkv)$/i, 'video'],
  [/\.(?:png|jpe?g|gif|webp|avif|bmp|tiff?)$/i, 'image'],
  [/\.(?:zip|docx?|xlsx?|pptx?|odt|ods|epub|gz|tgz|tar|dmg|exe)$/i, 'file'],
  [/\.(?:txt|md)$/i, 'text'],
]

const FEED_ROOT = /^<(?:rss|feed|rdf:RDF|channel)[\s>]/
const HTML_START =
  /^<(?:!doctype\s+html|html|head|title|meta|body|script|noscript|div|p|h1|a|table|link|style|br|b|iframe|font|svg)[\s>/]/i

/** Past blanks, comments, declarations and document types, which say nothing of the root. */
function fromRoot(start: string): string {
  let at = 0
  for (;;) {
    while (at < start.length && /\s/.test(start.charAt(at))) at++
    const end = endOfPrologue(start, at)
    if (end === -1) return start.slice(at)
    at = end
  }
}

function endOfPrologue(text: string, at: number): number {
  const close = text.startsWith('<!--', at)
    ? '-->'
    : text.startsWith('<?', at) || /^<!doctype\s+(?!html)/i.test(text.slice(at, at + 40))
      ? '>'
      : null
  const found = close === null ? -1 : text.indexOf(close, at)
  return close === null || found === -1 ? -1 : found + close.length
}

export function mediaTypeOf(body: Uint8Array, contentType: string | null, url: URL): MediaType {
  const said = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const start = Buffer.from(body.subarray(0, 8_192)).toString('latin1')
  const signed = SIGNATURES.find(([offset, bytes]) => start.startsWith(bytes, offset))?.[2]
  if (signed !== undefined)
    return signed === 'audio' && said.startsWith('video/') ? 'video' : signed
  if (/^%PDF-/m.test(start.slice(0, 1_024)) && /pdf|octet/.test(said)) return 'pdf'
  const text = fromRoot(start.replace(/^\xef\xbb\xbf/, ''))
  if (said.startsWith('audio/') || /ogg|mpegurl/.test(said)) return 'audio'
  if (said.startsWith('video/')) return 'video'
  if (said.startsWith('image/')) return 'image'
  if (said === 'application/pdf' || said === 'application/x-pdf') return 'pdf'
  if (said === 'text/plain') return looksBinary(start) ? 'file' : 'text'
  if (FEED_ROOT.test(text)) return 'feed'
  if (/[/+]json$/.test(said)) return 'json'
  // Coded or cut bytes under a page's type would become a title of garbage.
  const isGarbage = looksBinary(start) && !start.includes('<') && !looksUtf16(body)
  if (/html/.test(said) && isGarbage) return 'file'
  if (/html/.test(said) || HTML_START.test(text)) return 'html'
  if (/xml/.test(said)) return 'html'
  if (/^text\/(?:markdown|x-markdown|rtf|csv|x-)/.test(said)) return 'text'
  const named = BY_EXTENSION.find(([extension]) => extension.test(url.pathname))?.[1]
  if (named !== undefined) return named
  if (body.length === 0) return said === '' || said.startsWith('text/') ? 'html' : 'file'
  if (looksBinary(start)) return looksUtf16(body) ? 'html' : 'file'
  if (/^\s*[[{]/.test(text) && said === '') return 'json'
  if (said === '' || said.startsWith('text/')) return text.includes('<') ? 'html' : 'text'
  return said === 'application/octet-stream' && text.includes('<html') ? 'html' : 'file'
}

function looksBinary(start: string): boolean {
  return /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(start.slice(0, 1_500))
}

function looksUtf16(body: Uint8Array): boolean {
  const mark = (body[0] ?? 0) * 256 + (body[1] ?? 0)
  return mark === 0xfeff || mark === 0xfffe || mark === 0x3c00 || mark === 0x003c
}
