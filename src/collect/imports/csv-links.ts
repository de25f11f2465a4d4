/** Tables of links: the part that Pocket, Raindrop, our own export and others share. */
import { AppError } from '../../errors.ts'
import { checkAddress, shortened } from './address.ts'
import {
  flag,
  joinParagraphs,
  monthOrNull,
  noteText,
  oneLine,
  quoted,
  splitAuthors,
  textOrNull,
  titleOr,
} from './cells.ts'
import { type Column, columnReader, isLinkHeader } from './csv-columns.ts'
import { type CsvRow, columnName, openCsv } from './csv-rows.ts'
import {
  type ImportContext,
  type ImportedLink,
  type ImportRow,
  importedLink,
} from './imported-link.ts'
import { parseSavedAt } from './saved-at.ts'
import { createTagSplitter, type TagStyle } from './tags.ts'

/** How one tool fills its table. */
export interface CsvDialect {
  tagStyle: TagStyle
  /** Folders that are none: where a tool puts what was not filed. */
  noFolders: readonly string[]
  /** What else a row tells. */
  refine?: (link: ImportedLink, cell: (column: Column) => string) => ImportedLink
  /** Undoes what the tool does to cells. */
  cell?: (raw: string) => string
}

export async function* readCsvLinks(
  text: AsyncIterable<string>,
  { now }: ImportContext,
  dialectOf: (header: readonly string[]) => CsvDialect,
): AsyncGenerator<ImportRow> {
  const { header, rows } = await openCsv(text, (cells) => isLinkHeader(cells.map(columnName)))
  const dialect = dialectOf(header)
  const plain = dialect.cell ?? ((raw: string) => raw)
  const splitTags = createTagSplitter()
  const read = columnReader(header)
  let hasLink = header.length > 0
  for await (const row of rows) {
    if (!row.ok) {
      yield row
      continue
    }
    const guessed = header.length > 0 ? null : guessFields(row.cells)
    const cell = (column: Column) =>
      plain(guessed ? (guessed[column] ?? '') : read(row.fields, column))
    const address = checkAddress(withoutFormula(cell('url')))
    if (!address.ok) {
      if (!hasLink) throw noTable(row.cells)
      yield { line: row.line, ok: false, reason: address.reason, input: inputOf(row, cell('url')) }
      continue
    }
    hasLink = true
    const link = toLink(address.url, cell, dialect, (raw) => splitTags(raw, dialect.tagStyle), now)
    yield { line: row.line, ok: true, link: dialect.refine?.(link, cell) ?? link }
  }
}

function toLink(
  url: string,
  cell: (column: Column) => string,
  dialect: CsvDialect,
  splitTags: (raw: string) => string[],
  now: Date,
): ImportedLink {
  return importedLink({
    url,
    ...titleOr(url, cell('title')),
    note: joinParagraphs([noteText(cell('note')), quoted(noteText(cell('quote')))]),
    tags: splitTags(cell('tags')),
    authors: splitAuthors(cell('authors')),
    savedAt: parseSavedAt(cell('savedAt'), now),
    section: textOrNull(cell('section')),
    month: monthOrNull(cell('month')),
    via: textOrNull(cell('via')),
    private: flag(cell('private')) === true || isNotShared(cell('shared')),
    unread: unreadOf(cell),
    folderPath: splitFolder(cell('folder'), dialect.noFolders),
    metadata: {
      description: textOrNull(cell('description')),
      imageUrl: textOrNull(cell('imageUrl')),
      siteName: textOrNull(cell('siteName')),
      publishedAt: textOrNull(cell('publishedAt')),
      language: textOrNull(cell('language')),
      canonicalUrl: textOrNull(cell('canonicalUrl')),
      kind: textOrNull(cell('kind')),
    },
  })
}

function isNotShared(cell: string): boolean {
  return flag(cell) === false || /^private$/i.test(cell.trim())
}

function unreadOf(cell: (column: Column) => string): boolean | null {
  const unread = flag(cell('unread'))
  if (unread !== null) return unread
  const read = flag(cell('read'))
  if (read !== null) return !read
  const state = `${cell('status')}|${cell('folder')}`.toLowerCase()
  if (/^(?:unread|new|later|inbox|to read)\|/.test(state) || state.endsWith('|unread')) return true
  return /^(?:archived?|read|done)\|/.test(state) || state.endsWith('|archive') ? false : null
}

function splitFolder(cell: string, noFolders: readonly string[]): string[] {
  const path = cell.split('/').map(oneLine)
  const names = path.filter((name) => name !== '')
  const isNone = names.length === 1 && noFolders.includes((names[0] ?? '').toLowerCase())
  return isNone ? [] : names
}

/** Spreadsheets show an address by =HYPERLINK("https://…","title"). */
function withoutFormula(cell: string): string {
  return /^\s*=HYPERLINK\(\s*"([^"]*)"/i.exec(cell)?.[1] ?? cell
}

/** Without a header: the address is the cell that is one, the title the longest other text. */
function guessFields(cells: readonly string[]): Partial<Record<Column, string>> {
  const url = cells.find((cell) => /^\s*https?:\/\/\S+\s*$/i.test(cell)) ?? cells[0] ?? ''
  const others = cells.filter((cell) => cell !== url && /\p{L}/u.test(cell))
  const title = others.reduce(
    (longest, cell) => (cell.length > longest.length ? cell : longest),
    '',
  )
  return { url, title }
}

function inputOf(row: CsvRow & { ok: true }, url: string): string {
  return shortened(url.trim() || row.cells.join(','))
}

function noTable(cells: readonly string[]): AppError {
  return new AppError(
    'INVALID_INPUT',
    `The table needs a column “url” in its first line; that line reads “${shortened(cells.join(','), 80)}”.`,
  )
}
