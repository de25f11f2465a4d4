/**
 * JSON of other tools: lists of links or trees of folders with links, by the usual names of
 * their fields (Karakeep, Linkwarden, wallabag, Omnivore, GoodLinks, Raindrop's API; the
 * bookmark files of Firefox and Chrome).
 *
 * A note is the owner's; a description is too, unless the entry has notes besides or looks like
 * an article that a reading tool took in. Text of the page itself is never taken for a note.
 */
import { AppError } from '../../errors.ts'
import { checkAddress, shortened } from './address.ts'
import { flag, noteText, oneLine, splitAuthors, textOrNull, titleOr, withQuotes } from './cells.ts'
import { type ImportContext, type ImportRow, importedLink } from './imported-link.ts'
import { fieldsOf, type JsonEntry, splitJsonEntries } from './json-entries.ts'
import { parseSavedAt } from './saved-at.ts'
import { createTagSplitter } from './tags.ts'

type Fields = Record<string, unknown>

/** Characters; a folder at the top of a tree is one entry. */
const longestEntry = 50_000_000
/** Beyond this a file is broken or made to do harm. */
const deepestFolder = 200

/** The first name that an entry fills wins. Compared in lower case, without "_" and "-". */
const names = {
  url: ['url', 'uri', 'href', 'link', 'givenurl', 'resolvedurl', 'address'],
  title: ['title', 'name', 'giventitle', 'resolvedtitle'],
  note: ['note', 'notes', 'comment', 'comments', 'annotation'],
  description: ['description', 'excerpt', 'summary'],
  tags: ['tags', 'labels', 'tag', 'keywords'],
  savedAt: 'savedat createdat created dateadded addedat timeadded added timestamp time date'.split(
    ' ',
  ),
  authors: ['authors', 'author', 'publishedby'],
  image: ['imageurl', 'thumbnail', 'cover', 'previewpicture', 'image'],
  publishedAt: ['publishedat', 'published', 'datepublished'],
  private: ['private', 'isprivate'],
  shared: ['shared', 'public'],
  unread: ['toread', 'unread', 'isunread', 'readlater'],
  archived: ['isarchived', 'archived', 'isread'],
  readAt: ['readat', 'archivedat'],
  state: ['state', 'status'],
} as const satisfies Record<string, readonly string[]>

/** Fields that an entry of a reading tool has, whose description is the page's. */
const articleMarks = ['readingprogress', 'excerpt', 'content', 'wordcount', 'readingtime', 'slug']
/** Where a folder keeps what is in it. */
const childLists = ['children', 'links', 'bookmarks', 'items', 'folders', 'collections']
/** Lists at the top that hold links; others are counted and left out. */
const linkLists = new Set([
  ...childLists,
  'data',
  'list',
  'articles',
  'raindrops',
  'results',
  'posts',
])

interface Walk {
  line: number
  now: Date
  splitTags: ReturnType<typeof createTagSplitter>
}

export async function* readJsonLinks(
  text: AsyncIterable<string>,
  { now }: ImportContext,
): AsyncGenerator<ImportRow> {
  const splitTags = createTagSplitter()
  const leftOut = new Map<string, number>()
  let line = 1
  for await (const entry of entriesOf(text)) {
    line = entry.line
    const { listName } = entry
    if (listName !== null && listName !== '' && !linkLists.has(listName.toLowerCase())) {
      leftOut.set(listName, (leftOut.get(listName) ?? 0) + 1)
    } else if (!entry.ok) {
      yield { line, ok: false, reason: entry.reason, input: entry.input }
    } else yield* rowsOf(entry.value, [], { line, now, splitTags })
  }
  for (const [name, count] of leftOut) {
    yield { line, ok: true, notice: `${count} under “${name}” are no links and were left out.` }
  }
}

/** Chrome keeps its folders in objects, not in a list; its file is read as a whole. */
async function* entriesOf(text: AsyncIterable<string>): AsyncGenerator<JsonEntry> {
  let head = ''
  const iterator = text[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (!first.done) head = first.value
  async function* all() {
    yield head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      yield next.value
    }
  }
  if (!/^\s*\{[^[]*"roots"\s*:/.test(head.slice(0, 2_000))) {
    yield* splitJsonEntries(all(), { longestEntry })
    return
  }
  let whole = ''
  for await (const chunk of all()) {
    whole += chunk
    if (whole.length > longestEntry) throw tooLarge()
  }
  const roots = fieldsOf(fieldsOf(parsed(whole))?.roots) ?? {}
  for (const value of Object.values(roots)) {
    if (fieldsOf(value)) yield { line: 1, listName: null, ok: true, value }
  }
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const message = `The bookmarks are no valid JSON: ${error.message}. Export them again.`
    throw new AppError('INVALID_INPUT', message, { cause: error })
  }
}

function* rowsOf(value: unknown, folderPath: string[], walk: Walk): Generator<ImportRow> {
  const fields = byPlainName(value)
  const { line } = walk
  if (fields === null) {
    const input = shortened(JSON.stringify(value) ?? '')
    yield { line, ok: false, reason: 'This entry is no link.', input }
    return
  }
  const children = childLists.map((name) => fields[name]).filter(Array.isArray)
  if (children.length > 0 && typeof pick(fields, 'url') !== 'string') {
    if (folderPath.length > deepestFolder) throw tooDeep()
    const name = oneLine(String(pick(fields, 'title') ?? ''))
    const path = name === '' ? folderPath : [...folderPath, name]
    for (const child of children.flat()) yield* rowsOf(child, path, walk)
  } else yield* linkRow(fields, value, folderPath, walk)
}

function* linkRow(
  fields: Fields,
  value: unknown,
  folderPath: string[],
  { line, now, splitTags }: Walk,
): Generator<ImportRow> {
  const written = pick(fields, 'url') ?? pick(byPlainName(fields.content) ?? {}, 'url')
  if (written === undefined && isEmptyPlace(fields)) return
  const address = checkAddress(written)
  if (!address.ok) {
    const input = typeof written === 'string' ? written : JSON.stringify(value)
    yield { line, ok: false, reason: address.reason, input: shortened(input) }
    return
  }
  const ownsDescription =
    names.note.every((name) => fields[name] === undefined) &&
    articleMarks.every((name) => fields[name] === undefined)
  const note = pick(fields, 'note') ?? (ownsDescription ? pick(fields, 'description') : undefined)
  const link = importedLink({
    url: address.url,
    ...titleOr(address.url, pick(fields, 'title')),
    note: withQuotes(noteText(note)),
    tags: splitTags(pick(fields, 'tags'), 'comma'),
    authors: splitAuthors(pick(fields, 'authors')),
    savedAt: parseSavedAt(pick(fields, 'savedAt'), now),
    private: flag(pick(fields, 'private')) === true || flag(pick(fields, 'shared')) === false,
    unread: unreadOf(fields),
    folderPath,
    metadata: {
      description: ownsDescription ? null : textOrNull(pick(fields, 'description')),
      imageUrl: textOrNull(pick(fields, 'image')),
      publishedAt: textOrNull(pick(fields, 'publishedAt')),
      language: textOrNull(fields.language),
    },
  })
  yield { line, ok: true, link }
}

/** Separators of Firefox, and folders with nothing in them. */
function isEmptyPlace(fields: Fields): boolean {
  if (/separator|folder|container/.test(String(fields.type ?? ''))) return true
  return childLists.some((name) => Array.isArray(fields[name]))
}

function unreadOf(fields: Fields): boolean | null {
  const unread = flag(pick(fields, 'unread'))
  if (unread !== null) return unread
  if (typeof pick(fields, 'readAt') === 'number' || textOrNull(pick(fields, 'readAt'))) return false
  const archived = flag(pick(fields, 'archived'))
  // wallabag's own word for what has been read.
  if (archived !== null) return archived ? false : fields.isarchived === undefined ? null : true
  const state = String(pick(fields, 'state') ?? '').toLowerCase()
  return state === 'archived' || state === 'archive' ? false : null
}

function byPlainName(value: unknown): Fields | null {
  const fields = fieldsOf(value)
  if (fields === null) return null
  const plain: Fields = {}
  for (const [name, field] of Object.entries(fields)) {
    plain[name.toLowerCase().replace(/[_-]/g, '')] ??= field
  }
  return plain
}

function pick(fields: Fields, what: keyof typeof names): unknown {
  for (const name of names[what]) {
    const value = fields[name]
    if (value !== undefined && value !== null && value !== '') return value
  }
  return undefined
}

function tooLarge(): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', 'The file is too large; export it as HTML instead.')
}

function tooDeep(): AppError {
  return new AppError('INVALID_INPUT', `Folders are nested more than ${deepestFolder} deep.`)
}
