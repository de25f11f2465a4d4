/**
 * Pocket's exports: CSV (`title,url,time_added,tags,status`, tags divided by "|") and the older
 * HTML, a list of anchors under the headings "Unread" and "Read Archive".
 */
import { type CsvDialect, readCsvLinks } from './csv-links.ts'
import type { ImportContext } from './imported-link.ts'
import { readNetscape } from './netscape.ts'

export const pocketDialect: CsvDialect = { tagStyle: 'comma', noFolders: [] }

export function readPocketCsv(text: AsyncIterable<string>, context: ImportContext) {
  return readCsvLinks(text, context, () => pocketDialect)
}

export function readPocketHtml(text: AsyncIterable<string>, context: ImportContext) {
  return readNetscape(text, context)
}
