/**
 * One month's roundup as JSON: `{month, title, intro, sections: [{name, entries: […]}]}`,
 * each entry a link with title, authors, kind, tags, note and `url`.
 */
import { AppError } from '../../errors.ts'
import { checkAddress, shortened } from './address.ts'
import { monthOrNull, noteText, splitAuthors, textOrNull, titleOr } from './cells.ts'
import { type ImportContext, type ImportRow, importedLink } from './imported-link.ts'
import { fieldsOf } from './json-entries.ts'
import { parseSavedAt } from './saved-at.ts'
import { createTagSplitter } from './tags.ts'

/** A month is written by hand; this is already a thousand entries. */
const longestFile = 5_000_000

type Fields = Record<string, unknown>

export async function* readSampleMonth(
  text: AsyncIterable<string>,
  { now }: ImportContext,
): AsyncGenerator<ImportRow> {
  let source = ''
  for await (const chunk of text) {
    source += chunk
    if (source.length > longestFile) {
      throw new AppError('PAYLOAD_TOO_LARGE', 'A month may have 5 MB at most; split the file.')
    }
  }
  const month = parseMonth(source)
  const splitTags = createTagSplitter()
  const lines = lineFinder(source)
  for (const section of listOf(month.sections)) {
    const name = textOrNull(section.name)
    for (const entry of listOf(section.entries)) {
      const line = lines(entry.url ?? entry.title)
      const address = checkAddress(entry.url)
      if (!address.ok) {
        const input = shortened(String(entry.url ?? entry.title ?? ''))
        yield { line, ok: false, reason: address.reason, input }
        continue
      }
      const link = importedLink({
        url: address.url,
        ...titleOr(address.url, entry.title),
        note: noteText(entry.note),
        tags: splitTags(entry.tags, 'comma'),
        authors: splitAuthors(entry.authors),
        savedAt: parseSavedAt(entry.saved_at, now),
        section: name,
        month: monthOrNull(entry.month) ?? monthOrNull(month.month),
        via: textOrNull(entry.via),
        private: entry.private === true,
        metadata: { kind: textOrNull(entry.kind) },
      })
      yield { line, ok: true, link }
    }
  }
  for (const notice of noticesFor(month)) yield { line: 1, ok: true, notice }
}

function parseMonth(source: string): Fields {
  try {
    const month = fieldsOf(JSON.parse(source))
    if (month && Array.isArray(month.sections)) return month
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const problem = `The month is no valid JSON: ${error.message}.`
    throw new AppError('INVALID_INPUT', `${problem} Mend it there and import again.`, {
      cause: error,
    })
  }
  throw new AppError(
    'INVALID_INPUT',
    'The month needs a list “sections”, each with a name and a list “entries”.',
  )
}

function noticesFor(month: Fields): string[] {
  const notices: string[] = []
  const subscribers = listOf(month.subscribers).length
  if (subscribers > 0) {
    notices.push(`${subscribers} subscribers were left out; import them under Subscribers.`)
  }
  if (textOrNull(month.intro) ?? textOrNull(month.title)) {
    notices.push('Title and intro belong to the issue and were left out; set them there.')
  }
  return notices
}

function listOf(raw: unknown): Fields[] {
  if (!Array.isArray(raw)) return []
  return raw.map(fieldsOf).filter((fields) => fields !== null)
}

/** The line on which a value stands, looked for from where the last one was found. */
function lineFinder(source: string) {
  let at = 0
  let line = 1
  return (value: unknown): number => {
    const found = typeof value === 'string' ? source.indexOf(JSON.stringify(value), at) : -1
    if (found < 0) return line
    line += source.slice(at, found).split('\n').length - 1
    at = found
    return line
  }
}
