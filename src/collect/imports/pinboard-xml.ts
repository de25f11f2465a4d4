/**
 * Pinboard's (and Delicious's) XML: `<posts><post href="…" description="…" …/></posts>`, with
 * the same meanings as in its JSON.
 */
import { Parser } from 'htmlparser2'
import { AppError } from '../../errors.ts'
import type { ImportContext, ImportRow } from './imported-link.ts'
import { pinboardRow } from './pinboard-json.ts'
import { createTagSplitter } from './tags.ts'

/** Real lists nest two deep; the parser's time grows with the square of the depth. */
const deepest = 100

export async function* readPinboardXml(
  text: AsyncIterable<string>,
  { now }: ImportContext,
): AsyncGenerator<ImportRow> {
  const rows: ImportRow[] = []
  const splitTags = createTagSplitter()
  let line = 1
  let isClosed = false
  let depth = 0
  const parser = new Parser(
    {
      onopentag: (tag, post) => {
        if (++depth > deepest) throw tooDeep()
        if (tag === 'post') rows.push(pinboardRow(line, post, { now, splitTags }))
      },
      onclosetag: (tag, isImplied) => {
        depth--
        if (tag === 'posts' && !isImplied) isClosed = true
      },
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  for await (const chunk of text) {
    if (/<!ENTITY/i.test(chunk)) throw entitiesRefused()
    for (const part of chunk.split(/(?<=\n)/)) {
      parser.write(part)
      if (part.endsWith('\n')) line++
    }
    yield* rows.splice(0)
  }
  parser.end()
  yield* rows.splice(0)
  if (!isClosed) {
    yield {
      line,
      ok: false,
      reason: 'The file ends before </posts>; posts may be missing.',
      input: '',
    }
  }
}

function entitiesRefused(): AppError {
  return new AppError(
    'INVALID_INPUT',
    'The file defines XML entities of its own, which no list of posts needs; it was not read.',
  )
}

function tooDeep(): AppError {
  return new AppError(
    'INVALID_INPUT',
    `The posts are nested more than ${deepest} deep; export the bookmarks again.`,
  )
}
