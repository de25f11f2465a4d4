/**
 * Raindrop's CSV: `note` is the owner's, `excerpt` the page's; tags stand between commas and
 * may hold blanks; folders are nested by "/"; "Unsorted" is where things are that have none.
 */
import { type CsvDialect, readCsvLinks } from './csv-links.ts'
import type { ImportContext } from './imported-link.ts'

export const raindropDialect: CsvDialect = { tagStyle: 'comma', noFolders: ['unsorted'] }

export function readRaindropCsv(text: AsyncIterable<string>, context: ImportContext) {
  return readCsvLinks(text, context, () => raindropDialect)
}
