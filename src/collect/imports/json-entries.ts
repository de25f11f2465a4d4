/**
 * The entries of a big JSON file, one at a time, so that the file never is in memory as a whole.
 *
 * An entry is an element of the outermost list, or of a list directly inside the outermost
 * object. One that cannot be read costs only itself. Throws INVALID_INPUT when the text is no
 * JSON at all.
 */
import { AppError } from '../../errors.ts'
import { shortened } from './address.ts'

/** Characters; a longer entry is skipped. */
const longestEntry = 5_000_000

export type JsonEntry = { line: number; listName: string | null } & (
  | { ok: true; value: unknown }
  | { ok: false; reason: string; input: string }
)

export async function* splitJsonEntries(
  text: AsyncIterable<string>,
  options: { longestEntry?: number } = {},
): AsyncGenerator<JsonEntry> {
  const splitter = createSplitter(options.longestEntry ?? longestEntry)
  for await (const chunk of text) yield* splitter.write(chunk)
  yield* splitter.end()
}

function createSplitter(mostCharacters: number) {
  const open: string[] = []
  let line = 1
  let inString = false
  let escaped = false
  /** The last string outside of entries: the name of the list that may follow. */
  let lastString = ''
  let listName: string | null = null
  let entry: { line: number; text: string; isTooLong: boolean } | null = null

  const atEntryLevel = () =>
    open.at(-1) === '[' && (open.length === 1 || (open.length === 2 && open[0] === '{'))

  function finishEntry(): JsonEntry[] {
    const done = entry
    entry = null
    return done && done.text.trim() !== '' ? [parseEntry(done, listName)] : []
  }

  function addToEntry(text: string) {
    if (!entry) return
    if (entry.text.length + text.length > mostCharacters) entry.isTooLong = true
    else entry.text += text
  }

  function* write(chunk: string): Generator<JsonEntry> {
    let from = 0
    for (let i = 0; i < chunk.length; i++) {
      const char = chunk[i] as string
      if (char === '\n') line++
      if (inString) {
        if (escaped) escaped = false
        else if (char === '\\') escaped = true
        else if (char === '"') inString = false
        if (!entry && inString) lastString = (lastString + char).slice(-100)
        continue
      }
      if (char === ' ' || char === '\n' || char === '\r' || char === '\t') continue
      if (open.length === 0 && char !== '{' && char !== '[') throw notJson(chunk.slice(i))
      if (atEntryLevel() && (char === ',' || char === ']')) {
        addToEntry(chunk.slice(from, i))
        yield* finishEntry()
      } else if (atEntryLevel() && !entry) {
        entry = { line, text: '', isTooLong: false }
        from = i
      }
      if (char === '"') {
        inString = true
        if (!entry) lastString = ''
      } else if (char === '{' || char === '[') {
        if (char === '[' && open.length === 1) listName = lastString
        open.push(char)
      } else if (char === '}' || char === ']') open.pop()
    }
    addToEntry(chunk.slice(from))
  }

  return {
    write,
    *end(): Generator<JsonEntry> {
      if (open.length === 0) return
      const last = entry
      // An entry that is whole although the comma behind it is missing.
      if (last && atEntryLevel() && !inString) yield* finishEntry()
      const input = shortened(entry?.text.trim() ?? '')
      const reason = entry
        ? 'The file ends in the middle of this entry.'
        : 'The file ends before its list does; entries may be missing.'
      yield { line: entry?.line ?? line, listName, ok: false, reason, input }
    },
  }
}

function parseEntry(
  { line, text, isTooLong }: { line: number; text: string; isTooLong: boolean },
  listName: string | null,
): JsonEntry {
  const failed = (reason: string): JsonEntry => {
    return { line, listName, ok: false, reason, input: shortened(text.trim()) }
  }
  if (isTooLong) return failed('This entry is too long to be a link.')
  const value = parseLeniently(text)
  return value === undefined
    ? failed('This entry is no valid JSON.')
    : { line, listName, ok: true, value }
}

/** Some exports leave line breaks and tabs in strings as they are, which JSON forbids. */
function parseLeniently(text: string): unknown {
  const repaired = () =>
    text.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"/g, (string) =>
      string.replace(/[\0-\x1f]/g, (control) => JSON.stringify(control).slice(1, -1)),
    )
  return parseOrUndefined(text) ?? parseOrUndefined(repaired())
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function notJson(start: string): AppError {
  return new AppError(
    'INVALID_INPUT',
    `This is not a JSON file: it begins with “${shortened(start, 40)}”. Export it again as JSON, or choose the format it really has.`,
  )
}

/** The fields of an entry, when it has any. */
export function fieldsOf(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return value as Record<string, unknown>
}
