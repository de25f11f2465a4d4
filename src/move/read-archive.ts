import { createHash } from 'node:crypto'
import type { ZodType } from 'zod'
import { AppError } from '../errors.ts'
import { ARCHIVE_VERSION, type ArchiveHead, endSchema, headSchema } from './archive-format.ts'

/** Longer than any row can be: a cell of PostgreSQL is at most 1 GB, ours are kept far below. */
const MOST_LINE_BYTES = 256 * 1024 * 1024
const NEWLINE = 10

/** What a file holds, in order. `rows`: JSON arrays as texts, some at a time. */
export type ArchivePart =
  | { kind: 'head'; head: ArchiveHead }
  | { kind: 'rows'; table: string; lines: string[] }
  | { kind: 'counters'; counters: Record<string, number> }

const damaged = (why: string, cause?: unknown) =>
  new AppError(
    'INVALID_INPUT',
    `The file is cut off or damaged: ${why} Nothing was imported. Take another copy of it.`,
    { cause },
  )

/**
 * Reads an unpacked archive. Gives rows out before the checksum at the end has been seen, so what is
 * done with them has to be undone when this throws.
 * Throws AppError INVALID_INPUT for a file that is none of ours, cut off, damaged or of a later format.
 */
export async function* readArchive(
  input: AsyncIterable<Uint8Array>,
  { atOnce = 200, mostBytes = 1024 * 1024 } = {},
): AsyncGenerator<ArchivePart> {
  const hash = createHash('sha256')
  let head: ArchiveHead | undefined
  let table: string | undefined
  let waiting: string[] = []
  let waitingBytes = 0
  let rows = 0
  let isOver = false

  function* takeRows(): Generator<ArchivePart> {
    if (table !== undefined && waiting.length > 0) yield { kind: 'rows', table, lines: waiting }
    waiting = []
    waitingBytes = 0
  }

  for await (const line of linesOf(input)) {
    if (isOver) throw damaged('something follows its last line.')
    const text = line.toString('utf8')
    if (text.startsWith('[')) {
      if (!head || table === undefined) throw damaged('a row stands before its table.')
      hash.update(line).update('\n')
      waiting.push(text)
      waitingBytes += line.length
      rows += 1
      if (waiting.length >= atOnce || waitingBytes >= mostBytes) yield* takeRows()
      continue
    }
    yield* takeRows()
    const value = parse(text)
    if (!head) {
      head = check(headSchema, value, 'This is no archive that export --all has written.')
      if (head.version > ARCHIVE_VERSION)
        throw new AppError(
          'INVALID_INPUT',
          `A later Linkletter (${head.app}) wrote this file. Install that version or a newer one.`,
        )
      yield { kind: 'head', head }
    } else if ('end' in value) {
      const end = check(endSchema, value, 'its last line is not whole.')
      if (end.rows !== rows) throw damaged(`it holds ${rows} rows where ${end.rows} were written.`)
      if (end.sha256 !== hash.digest('hex')) throw damaged('its checksum is another one.')
      isOver = true
      continue
    } else if (typeof value.table === 'string') table = value.table
    else if ('counters' in value)
      yield { kind: 'counters', counters: value.counters as Record<string, number> }
    else throw damaged('it holds a line that means nothing.')
    hash.update(line).update('\n')
  }
  if (!head) throw new AppError('INVALID_INPUT', 'The file is empty.')
  if (!isOver) throw damaged('its end is missing.')
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch (error) {
    throw damaged('it holds a line that cannot be read.', error)
  }
  throw damaged('it holds a line that means nothing.')
}

function check<T>(schema: ZodType<T>, value: unknown, otherwise: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new AppError('INVALID_INPUT', otherwise, { cause: result.error })
}

/** Lines without their ends. A stream that breaks while it is unpacked counts as damage. */
async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of input) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
      let from = 0
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
        parts.push(bytes.subarray(from, at))
        yield parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
        parts = []
        size = 0
        from = at + 1
      }
      if (from === bytes.length) continue
      parts.push(Buffer.from(bytes.subarray(from)))
      size += bytes.length - from
      if (size > MOST_LINE_BYTES) throw damaged('a line does not end.')
    }
  } catch (error) {
    if ((error as { code?: string }).code === 'Z_DATA_ERROR' && parts.length === 0)
      throw new AppError('INVALID_INPUT', 'This is no archive that export --all has written.', {
        cause: error,
      })
    if ((error as { code?: string }).code?.startsWith('Z_'))
      throw damaged('it cannot be unpacked to its end.', error)
    throw error
  }
  if (size > 0) throw damaged('its last line is not whole.')
}
