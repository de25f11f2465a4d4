/**
 * Any import file → its rows, one at a time and in the order of the file.
 *
 * What is wrong with a single entry is a row of its own; INVALID_INPUT is thrown when the file
 * as a whole is empty or of another kind, and says what to do.
 */
import { AppError } from '../../errors.ts'
import { decodeText } from './decode-text.ts'
import { detectFormat, type FileKind, fileKindOf, type ImportFormat } from './detect-format.ts'
import { readGenericCsv } from './generic-csv.ts'
import type { ImportContext, ImportRow } from './imported-link.ts'
import { readJsonLinks } from './json-links.ts'
import { readLinkletterJson } from './linkletter-json.ts'
import { readNetscape } from './netscape.ts'
import { readOpml } from './opml.ts'
import { peekText } from './peek-text.ts'
import { readPinboardJson } from './pinboard-json.ts'
import { readPinboardXml } from './pinboard-xml.ts'
import { readPocketCsv, readPocketHtml } from './pocket.ts'
import { readRaindropCsv } from './raindrop-csv.ts'
import { readSampleMonth } from './sample-month.ts'
import { readUrlList } from './url-list.ts'

type Reader = (text: AsyncIterable<string>, context: ImportContext) => AsyncGenerator<ImportRow>

/** For each format the kinds of file it comes in; some tools export more than one. */
const readers: Record<ImportFormat, Partial<Record<FileKind, Reader>>> = {
  netscape: { bookmarks: readNetscape },
  pinboard: { json: readPinboardJson, bookmarks: readNetscape, posts: readPinboardXml },
  pocket: { table: readPocketCsv, bookmarks: readPocketHtml },
  raindrop: { table: readRaindropCsv, bookmarks: readNetscape },
  csv: { table: readGenericCsv, lines: readGenericCsv },
  opml: { opml: readOpml },
  urls: { lines: readUrlList, table: readUrlList },
  month: { json: readSampleMonth },
  linkletter: { json: readLinkletterJson },
  json: { json: readJsonLinks },
}

const formatNames: Record<ImportFormat, string> = {
  netscape: 'bookmarks in HTML',
  pinboard: 'Pinboard JSON',
  pocket: 'a Pocket export',
  raindrop: 'a Raindrop export',
  csv: 'a CSV table',
  opml: 'an OPML list of feeds',
  urls: 'a list of addresses',
  month: 'a month in JSON',
  linkletter: 'a Linkletter export in JSON',
  json: 'JSON of another tool',
}

const kindNames: Record<FileKind, string> = {
  bookmarks: 'bookmarks in HTML',
  opml: 'an OPML list of feeds',
  posts: 'a list of posts in XML',
  xml: 'an XML file',
  html: 'a web page without bookmarks',
  json: 'a JSON file',
  table: 'a table',
  lines: 'plain text',
  binary: 'a binary or packed file',
}

export interface ReadImportOptions {
  /** Helps to recognise the format when it is `auto`. */
  fileName?: string
  /** Dates after this are not believed. */
  now?: Date
}

export async function* readImport(
  format: ImportFormat | 'auto',
  input: AsyncIterable<Uint8Array | string>,
  { fileName = '', now = new Date() }: ReadImportOptions = {},
): AsyncGenerator<ImportRow> {
  const text = decodeText(input)
  try {
    const { head, all } = await peekText(text)
    const reader = readerFor(format, head, fileName)
    yield* reader(all, { now })
  } finally {
    await text.return(undefined) // closes the file, also when nobody reads on
  }
}

function readerFor(format: ImportFormat | 'auto', head: string, fileName: string): Reader {
  if (head.trim() === '') {
    throw new AppError('INVALID_INPUT', 'The file is empty. Export it again and import that file.')
  }
  const chosen = format === 'auto' ? detectFormat(head, fileName) : format
  if (!chosen) throw unknownFormat(head)
  const reader = readers[chosen][fileKindOf(head)]
  if (!reader) throw wrongFormat(chosen, head)
  return reader
}

function unknownFormat(head: string): AppError {
  const names = Object.values(formatNames).join(', ')
  return new AppError(
    'INVALID_INPUT',
    `This is ${kindNames[fileKindOf(head)]}, which cannot be imported. What can be: ${names}.`,
  )
}

function wrongFormat(chosen: ImportFormat, head: string): AppError {
  const detected = detectFormat(head)
  const advice = detected
    ? `Import it again with the format “${detected}” (${formatNames[detected]}).`
    : 'Export it again and import that file.'
  return new AppError(
    'INVALID_INPUT',
    `This is ${kindNames[fileKindOf(head)]}, not ${formatNames[chosen]}. ${advice}`,
  )
}
