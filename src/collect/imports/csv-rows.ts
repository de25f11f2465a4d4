/**
 * The rows of a CSV file as fields by column, one at a time.
 *
 * In: text divided by commas, semicolons or tabs (the first line decides). Out: one object a
 * row, keyed by the header's names in lower case with single blanks, or `{cells}` alone when
 * the first line is no header.
 */
import { CsvError, parse } from 'csv-parse'
import { peekText } from './peek-text.ts'

/** Bytes; a longer row means that a quote was left open. */
const longestRow = 4_000_000

/** A table of links has tens. */
const mostColumns = 500

export type CsvRow = { line: number } & (
  | { ok: true; cells: string[]; fields: Record<string, string> }
  | { ok: false; reason: string; input: string }
)

export interface CsvTable {
  /** Column names in lower case; empty when the file has no header. */
  header: string[]
  rows: AsyncGenerator<CsvRow>
}

/** `isHeader` says whether the first row holds names and not yet a link. */
export async function openCsv(
  text: AsyncIterable<string>,
  isHeader: (cells: readonly string[]) => boolean,
): Promise<CsvTable> {
  const { head, all } = await peekText(text)
  const records = readRecords(withoutSeparatorHint(all), dividerOf(head))
  const first = await records.next()
  const names = !first.done && first.value.ok ? first.value.cells : []
  const header = isHeader(names) ? names.slice(0, mostColumns).map(columnName) : []
  async function* rows(): AsyncGenerator<CsvRow> {
    if (header.length === 0 && !first.done) yield first.value
    for await (const row of records) {
      if (row.ok) row.fields = fieldsOf(header, row.cells)
      yield row
    }
  }
  return { header, rows: rows() }
}

export function columnName(raw: string): string {
  return raw
    .replace(/[\s_-]+/g, ' ')
    .trim()
    .toLowerCase()
}

function fieldsOf(header: readonly string[], cells: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {}
  header.forEach((name, index) => {
    const cell = cells[index] ?? ''
    // Of two columns with one name the filled one counts.
    if (!fields[name]) fields[name] = cell
  })
  return fields
}

async function* readRecords(
  text: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<CsvRow> {
  const rows: CsvRow[] = []
  const lineOf = createLineCounter()
  let line = 1
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    ltrim: true,
    max_record_size: longestRow,
    on_record: (record: string[], { lines }) => {
      const { start, end } = lineOf(record, lines)
      line = end + 1
      const cells = record.map(unquoted)
      if (cells.some((cell) => cell.trim() !== ''))
        rows.push({ line: start, ok: true, cells, fields: {} })
      return null
    },
  })
  // Rows are taken in `on_record`: a stream in error drops those that wait to be read.
  const state: { problem: Error | null } = { problem: null }
  parser.on('error', (error) => {
    state.problem = error
  })
  parser.resume()
  for await (const chunk of text) {
    await new Promise<void>((resolve) => parser.write(chunk, () => resolve()))
    yield* rows.splice(0)
    if (state.problem) break
  }
  if (!state.problem) {
    await new Promise<void>((resolve) => {
      parser.once('close', resolve)
      parser.end()
    })
    yield* rows.splice(0)
  }
  if (state.problem instanceof CsvError) {
    yield { line, ok: false, reason: reasonOf(state.problem), input: '' }
  } else if (state.problem) throw state.problem
}

/** The parser counts CR LF inside quotes twice; people count it once. */
function createLineCounter() {
  let countedTwice = 0
  return (record: readonly string[], parserLine: number) => {
    const text = record.join('')
    const inside = text.match(/\r\n|\r|\n/g)?.length ?? 0
    countedTwice += text.match(/\r\n/g)?.length ?? 0
    const end = parserLine - countedTwice
    return { start: end - inside, end }
  }
}

/** What the parser leaves as it is: blanks after a closing quote, quotes escaped by backslashes. */
function unquoted(cell: string): string {
  const inner = /^"([\s\S]*)"\s+$/.exec(cell)?.[1]
  if (inner !== undefined) return inner
  const isEscaped = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"')
  if (!isEscaped || !cell.includes('\\"')) return cell
  return cell.slice(1, -1).replaceAll('\\"', '"')
}

function reasonOf(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE') {
    return 'A quote is opened here and never closed; the rest of the file was not read.'
  }
  return `The table cannot be read from here on: ${error.message}.`
}

/** The first of the usual dividers that is most frequent in the first line, outside quotes. */
function dividerOf(head: string): string {
  const line = head.replace(/^sep=.\r?\n/i, '').replace(/"(?:[^"]|"")*"/g, '')
  const first = /^[^\r\n]*/.exec(line.trimStart())?.[0] ?? ''
  const counted = [',', ';', '\t', '|'].map((divider) => first.split(divider).length)
  return [',', ';', '\t', '|'][counted.indexOf(Math.max(...counted))] ?? ','
}

/** Excel's first line "sep=;" is no row. */
async function* withoutSeparatorHint(text: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true
  for await (const chunk of text) {
    yield isFirst ? chunk.replace(/^sep=.(?=\r?\n)/i, '') : chunk
    isFirst = false
  }
}
