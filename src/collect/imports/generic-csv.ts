/**
 * Any table with a column for the address; see `csv-columns.ts` for the names known.
 *
 * Recognises Raindrop's, Pocket's and our own tables by their headers. Ours escapes cells
 * that a spreadsheet would run as formulas and says more of each link.
 */
import { ENRICHMENT_STATUSES, LINK_STATUSES } from '../../domain/link.ts'
import { plainCell } from './csv-formula.ts'
import { type CsvDialect, readCsvLinks } from './csv-links.ts'
import type { ImportContext } from './imported-link.ts'
import { pocketDialect } from './pocket.ts'
import { raindropDialect } from './raindrop-csv.ts'

const genericDialect: CsvDialect = {
  tagStyle: 'guess',
  noFolders: ['unsorted', 'unread', 'archive', 'inbox'],
}

const ownDialect: CsvDialect = {
  ...genericDialect,
  tagStyle: 'comma',
  cell: plainCell,
  refine: (link, cell) => {
    const status = ENRICHMENT_STATUSES.find((each) => each === cell('enrichment'))
    return {
      ...link,
      // As they were, lines and indentation included.
      note: cell('note'),
      metadata: { ...link.metadata, description: cell('description') || null },
      unread: null,
      status: LINK_STATUSES.find((each) => each === cell('status')) ?? null,
      enrichment: status ? { status, error: null } : null,
    }
  },
}

export function readGenericCsv(text: AsyncIterable<string>, context: ImportContext) {
  return readCsvLinks(text, context, dialectOf)
}

function dialectOf(header: readonly string[]): CsvDialect {
  const has = (...names: string[]) => names.every((name) => header.includes(name))
  if (has('enrichment', 'canonical url', 'saved at')) return ownDialect
  if (has('excerpt', 'folder', 'created')) return raindropDialect
  if (has('time added', 'status')) return pocketDialect
  return genericDialect
}
