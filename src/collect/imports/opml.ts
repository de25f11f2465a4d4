/**
 * OPML, as feed readers export their subscriptions: outlines with `xmlUrl` are sources to
 * poll, outlines of type "link" are links, all others are folders.
 */
import { Parser } from 'htmlparser2'
import { AppError } from '../../errors.ts'
import { checkAddress, shortened } from './address.ts'
import { noteText, oneLine, titleOr } from './cells.ts'
import { type ImportContext, type ImportRow, importedLink } from './imported-link.ts'
import { parseSavedAt } from './saved-at.ts'
import { createTagSplitter } from './tags.ts'

/** Beyond this a file is broken or made to do harm. */
const deepest = 200

type Attributes = Record<string, string>

export async function* readOpml(
  text: AsyncIterable<string>,
  { now }: ImportContext,
): AsyncGenerator<ImportRow> {
  const rows: ImportRow[] = []
  /** One item for each open outline; null for one that is no folder. */
  const folders: (string | null)[] = []
  const splitTags = createTagSplitter()
  let line = 1
  let depth = 0
  let isClosed = false

  function openOutline(a: Attributes) {
    const name = oneLine(a.title || a.text || '')
    const folderPath = folders.filter((folder) => folder !== null)
    const feed = a.xmlurl ?? ''
    const page = a.url || a.htmlurl || ''
    folders.push(feed || page ? null : name)
    if (feed) {
      // A category may be written as a path: "/Craft".
      const tags = splitTags(a.category, 'comma').map((tag) => tag.replace(/^\//, ''))
      rows.push(toSource(line, feed, page, { name, tags, folderPath }))
    } else if (page) rows.push(toLink(line, page, name, folderPath, a))
  }

  function toLink(
    at: number,
    page: string,
    name: string,
    folderPath: string[],
    a: Attributes,
  ): ImportRow {
    const address = checkAddress(page)
    if (!address.ok) return { line: at, ok: false, reason: address.reason, input: shortened(page) }
    const link = importedLink({
      url: address.url,
      ...titleOr(address.url, name),
      note: noteText(a.description ?? a._note),
      tags: splitTags(a.category, 'comma'),
      savedAt: parseSavedAt(a.created, now),
      folderPath,
    })
    return { line: at, ok: true, link }
  }

  // Attribute names are folded, since readers write xmlUrl, xmlurl and XMLURL.
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => {
        if (++depth > deepest) throw tooDeep()
        if (tag === 'outline') openOutline(attributes)
      },
      onclosetag: (tag, isImplied) => {
        depth--
        if (tag === 'outline') folders.pop()
        if (tag === 'opml' && !isImplied) isClosed = true
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
    const reason = 'The file ends before </opml>; sources may be missing.'
    yield { line, ok: false, reason, input: '' }
  }
}

function toSource(
  line: number,
  feed: string,
  page: string,
  { name, tags, folderPath }: { name: string; tags: string[]; folderPath: string[] },
): ImportRow {
  const address = checkAddress(feed.replace(/^feed:(?:\/\/)?(?=https?:)|^feed:(?=\/\/)/i, ''))
  if (!address.ok) return { line, ok: false, reason: address.reason, input: shortened(feed) }
  const site = checkAddress(page)
  const source = {
    feedUrl: address.url,
    siteUrl: site.ok ? site.url : null,
    title: titleOr(address.url, name).title,
    tags,
    folderPath,
  }
  return { line, ok: true, source }
}

function tooDeep(): AppError {
  return new AppError('INVALID_INPUT', `The outlines are nested more than ${deepest} deep.`)
}

function entitiesRefused(): AppError {
  return new AppError(
    'INVALID_INPUT',
    'The file defines XML entities of its own, which no feed or subscription list needs; it was not read.',
  )
}
