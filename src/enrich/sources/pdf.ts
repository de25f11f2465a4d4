/**
 * Title, authors and date of a PDF: from its XMP packet, else from the Info dictionary.
 *
 * A small reading, not a parser: objects are found by their marks, also inside compressed object
 * streams (ISO 32000-1, 7.5.7), which are inflated with a limit. Encrypted files give nothing.
 */
import { inflateSync } from 'node:zlib'
import { type Finding, findingsOf } from '../page-reading.ts'
import { decodeEntities } from '../text.ts'
import { type PdfInfo, readDictionary } from './pdf-info.ts'

const MAX_OBJECT_STREAMS = 40
const MAX_INFLATED = 4_000_000

/** What programs put where a title should be. */
const NO_TITLE =
  /^(?:untitled|document\d*|microsoft word -?|slide \d+|powerpoint presentation|no title|title|.*\.(?:dvi|indd|qxd|tex|ps|pmd|fm))$/i

export function readPdf(body: Uint8Array): Finding[] {
  const file = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const xmp = readXmp(file)
  const info = file.includes('/Encrypt') ? {} : readInfo(file)
  return findingsOf('document', {
    title: cleanPdfTitle(xmp.title) ?? cleanPdfTitle(info.title),
    author: xmp.authors.length > 0 ? xmp.authors : info.author,
    published: xmp.date ?? info.date,
    language: xmp.language,
  })
}

function cleanPdfTitle(raw: string | undefined): string | undefined {
  const title = raw
    ?.trim()
    .replace(/^Microsoft (?:Word|PowerPoint|Excel) - /i, '')
    .replace(/\.(?:docx?|pptx?|xlsx?|pdf|odt|rtf)$/i, '')
  return title === undefined || title === '' || NO_TITLE.test(title) ? undefined : title
}

interface Xmp {
  title?: string | undefined
  authors: string[]
  date?: string | undefined
  language?: string | undefined
}

function readXmp(file: Buffer): Xmp {
  // The last packet describes the document; earlier ones may belong to images in it.
  const start = file.lastIndexOf('<x:xmpmeta')
  const end = start === -1 ? -1 : file.indexOf('</x:xmpmeta>', start)
  if (end === -1 || end - start > 1_000_000) return { authors: [] }
  const xml = file.subarray(start, end).toString('utf8')
  return {
    title: items(xml, 'dc:title')[0],
    authors: items(xml, 'dc:creator'),
    date: items(xml, 'dc:date')[0],
    language: items(xml, 'dc:language')[0],
  }
}

/** Texts of `<rdf:li>` in an element, cut out by searching, since a pattern could be slow. */
function items(xml: string, name: string): string[] {
  const start = xml.indexOf(`<${name}>`)
  const end = start === -1 ? -1 : xml.indexOf(`</${name}>`, start)
  if (end === -1) return []
  return xml
    .slice(start, end)
    .split('<rdf:li')
    .slice(1, 200)
    .map((item) => decodeEntities(item.slice(item.indexOf('>') + 1).split('<')[0] ?? '').trim())
    .filter((text) => text !== '')
}

function readInfo(file: Buffer): PdfInfo {
  const reference = infoReference(file)
  if (reference === null) return {}
  const direct = directObject(file, reference)
  if (direct !== null) return readDictionary(direct)
  const packed = packedObject(file, reference)
  return packed === null ? {} : readDictionary(packed)
}

/** `/Info 4 0 R` in the last trailer, or in the dictionary of a cross-reference stream. */
function infoReference(file: Buffer): number | null {
  let at = file.lastIndexOf('/Info')
  for (let tries = 0; at !== -1 && tries < 20; tries++) {
    const found = /^\/Info\s+(\d{1,8})\s+\d{1,5}\s+R/.exec(
      file.subarray(at, at + 40).toString('latin1'),
    )
    if (found !== null) return Number(found[1])
    at = at === 0 ? -1 : file.lastIndexOf('/Info', at - 1)
  }
  return null
}

const MAX_DICTIONARY = 20_000

function directObject(file: Buffer, number: number): Buffer | null {
  const mark = `${number} 0 obj`
  // The last one counts: updates are appended.
  let at = file.lastIndexOf(mark)
  while (at > 0 && isDigit(file[at - 1])) at = file.lastIndexOf(mark, at - 1)
  if (at === -1) return null
  const start = at + mark.length
  const end = file.indexOf('endobj', start)
  return file.subarray(start, Math.min(end === -1 ? file.length : end, start + MAX_DICTIONARY))
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

/** Newest streams stand last. */
function packedObject(file: Buffer, number: number): Buffer | null {
  let at = file.lastIndexOf('/ObjStm')
  let inflated = 0
  for (
    let tries = 0;
    at !== -1 && tries < MAX_OBJECT_STREAMS && inflated < 4 * MAX_INFLATED;
    tries++
  ) {
    const stream = objectStream(file, at)
    if (stream !== null) {
      inflated += stream.data.length
      const numbers = stream.data
        .subarray(0, stream.first)
        .toString('latin1')
        .trim()
        .split(/\s+/)
        .map(Number)
      const position = numbers.findIndex((value, index) => index % 2 === 0 && value === number)
      const offset = position === -1 ? undefined : numbers[position + 1]
      if (offset !== undefined) {
        const next = numbers[position + 3] ?? stream.data.length
        return stream.data.subarray(
          stream.first + offset,
          Math.min(stream.first + next, stream.first + offset + MAX_DICTIONARY),
        )
      }
    }
    at = at === 0 ? -1 : file.lastIndexOf('/ObjStm', at - 1)
  }
  return null
}

function objectStream(file: Buffer, at: number): { data: Buffer; first: number } | null {
  const objectStart = Math.max(file.lastIndexOf(' obj', at), at - 1_000)
  const streamAt = file.indexOf('stream', at)
  if (streamAt === -1 || streamAt - at > 1_000) return null
  const dictionary = file.subarray(objectStart, streamAt).toString('latin1')
  const first = Number(/\/First\s+(\d{1,8})/.exec(dictionary)?.[1] ?? Number.NaN)
  if (!dictionary.includes('/FlateDecode') || Number.isNaN(first)) return null
  const start = streamAt + 6 + (file[streamAt + 6] === 0x0d ? 2 : 1)
  const end = file.indexOf('endstream', start)
  try {
    const data = inflateSync(file.subarray(start, end === -1 ? undefined : end), {
      maxOutputLength: MAX_INFLATED,
      finishFlush: 2, // Z_SYNC_FLUSH: the line break before "endstream" may be missing
    })
    return { data, first }
  } catch (error) {
    // Broken or too large: the file simply tells nothing of itself here.
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}
