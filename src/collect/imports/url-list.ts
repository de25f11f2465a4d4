/**
 * Plain text, one address a line: alone, with a title before or after it (tab, "|", " - " as
 * OneTab and others write it), as a Markdown link, with a bullet. "# …" is a comment on a line
 * of its own, and the owner's note behind an address.
 */
import { checkAddress, shortened } from './address.ts'
import { oneLine, titleOr } from './cells.ts'
import { type ImportContext, type ImportRow, importedLink } from './imported-link.ts'

/** Characters; a longer line is no address. */
const longestLine = 100_000

export async function* readUrlList(
  text: AsyncIterable<string>,
  _context: ImportContext,
): AsyncGenerator<ImportRow> {
  let line = 0
  let isShortcut = false
  for await (const written of linesOf(text)) {
    line++
    // A favourite of Windows: one line of it is the address.
    isShortcut ||= /^\[InternetShortcut\]/i.test(written) || (line === 1 && /^\[\{/.test(written))
    const entry = isShortcut ? (/^URL=(.*)$/i.exec(written)?.[1] ?? '') : written
    const row = readLine(line, entry.trim())
    if (row) yield row
  }
}

function readLine(line: number, written: string): ImportRow | null {
  if (written === '' || /^(?:#|\/\/(?:\s|$))/.test(written)) return null
  const text = written.replace(/^(?:[-*+•]|\d+[.)])\s+(?:\[[ x]\]\s+)?/i, '')
  const { address: found, title, note } = partsOf(text)
  const address = checkAddress(found)
  if (!address.ok) return { line, ok: false, reason: address.reason, input: shortened(written) }
  const link = importedLink({ url: address.url, ...titleOr(address.url, title), note })
  return { line, ok: true, link }
}

function partsOf(text: string): { address: string; title: string; note: string } {
  const markdown = /^\[([^\]]*)\]\(<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+"[^"]*")?\)(.*)$/.exec(
    text,
  )
  if (markdown) {
    const [, title = '', address = '', rest = ''] = markdown
    return { address, title, note: oneLine(rest.replace(/^[\s:#–—-]+/, '')) }
  }
  if (!/\s/.test(text)) return { address: text, title: '', note: '' }
  const cells = text.split('\t').map((cell) => cell.trim())
  const cell = cells.find((each) => /^<?https?:\/\/\S+$/i.test(each))
  if (cells.length > 1 && cell) {
    const [title = '', ...rest] = cells.filter((each) => each !== cell && each !== '')
    return { address: unwrapped(cell), title, note: rest.join(' ') }
  }
  const match = /(?:^|\s)<?(https?:\/\/[^\s<>]+)>?/i.exec(text)
  if (!match) return { address: text.replace(/\s#\s.*$/, ''), title: '', note: '' }
  const after = text.slice(match.index + match[0].length)
  const comment = /^\s+#\s*(.*)$/.exec(after)?.[1] ?? ''
  const before = text.slice(0, match.index)
  const rest = comment === '' ? after : ''
  return { address: match[1] ?? '', title: separated(before) || separated(rest), note: comment }
}

function unwrapped(cell: string): string {
  return cell.replace(/^<|>$/g, '')
}

/** Without the sign that stood between title and address. */
function separated(text: string): string {
  return oneLine(text).replace(/^[|:,;–—-]\s*|\s*[|:,;–—-]$/g, '')
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = ''
  for await (const chunk of text) {
    const lines = (held + chunk).split(/\r\n|\n|\r(?!$)/)
    held = lines.pop() ?? ''
    if (held.length > longestLine) held = held.slice(0, longestLine)
    yield* lines
  }
  if (held !== '') yield held
}
