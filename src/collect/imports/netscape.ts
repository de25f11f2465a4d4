/**
 * Bookmark files in the Netscape format, as browsers, Delicious, Pinboard, Shaarli, linkding
 * and Raindrop write it, and Pocket's HTML, which is a plain list of the same anchors.
 *
 * A DD belongs to the link before it, until the next DT, DL or HR. Folders are H3 before a DL.
 * Nothing has to be closed. Attributes `data-…` are our own export's.
 */
import { Parser } from 'htmlparser2'
import { LINK_STATUSES } from '../../domain/link.ts'
import { AppError } from '../../errors.ts'
import { checkAddress, shortened } from './address.ts'
import { createMarkupFilter } from './bookmark-markup.ts'
import {
  flag,
  joinParagraphs,
  jsonList,
  monthOrNull,
  noteText,
  oneLine,
  splitAuthors,
  textOrNull,
  titleOr,
  withQuotes,
} from './cells.ts'
import { type ImportContext, type ImportRow, importedLink } from './imported-link.ts'
import { parseSavedAt } from './saved-at.ts'
import { createTagSplitter, type TagStyle } from './tags.ts'

type Attributes = Record<string, string>

/** A link whose title or description is still being read. */
interface OpenLink {
  line: number
  attributes: Attributes
  title: string
  note: string
  folderPath: string[]
  unread: boolean | null
  titleIsCut: boolean
}

/** Beyond this a file is broken or made to do harm. */
const deepestFolder = 200

type Target = 'nothing' | 'title' | 'note' | 'folder' | 'heading'

export async function* readNetscape(
  text: AsyncIterable<string>,
  { now }: ImportContext,
): AsyncGenerator<ImportRow> {
  const rows: ImportRow[] = []
  const reader = createBookmarkReader((link) => rows.push(toRow(link, now, splitTags)))
  const splitTags = createTagSplitter()
  const filter = createMarkupFilter()
  for await (const chunk of text) {
    reader.write(filter.write(chunk))
    yield* rows.splice(0)
  }
  reader.write(filter.end())
  const cut = reader.end()
  yield* rows.splice(0)
  if (cut) {
    yield { ...cut, ok: false, reason: 'The file ends in the middle of this link.' }
  }
}

function createBookmarkReader(emit: (link: OpenLink) => void) {
  let line = 1
  let link: OpenLink | null = null
  let target: Target = 'nothing'
  let folderName: string | null = null
  let heading = ''
  /** One item for each open DL; null for one that no folder name preceded. */
  const folders: (string | null)[] = []
  /** Inside an anchor that is part of a description: its address. */
  let inlineHref: string | null = null
  /** The last tag begun, and whether it was complete. */
  let lastTag = { line, input: '', isComplete: true }

  function finishLink() {
    if (link) emit(link)
    link = null
    target = 'nothing'
    inlineHref = null
  }

  function openLink(attributes: Attributes) {
    finishLink()
    link = {
      line,
      attributes,
      title: '',
      note: '',
      folderPath: folders.filter((name) => name !== null),
      unread: unreadByHeading(heading),
      titleIsCut: false,
    }
    target = 'title'
    folderName = null
  }

  function openTag(name: string, attributes: Attributes) {
    if (name === 'a') {
      const isInline = target === 'note' && link && !/\n\s*$/.test(link.note)
      if (isInline && link) {
        inlineHref = attributes.href ?? ''
        link.note += '['
      } else openLink(attributes)
    } else if (name === 'dd') {
      target = link ? 'note' : 'nothing'
    } else if (name === 'dt' || name === 'hr' || name === 'li') {
      finishLink()
    } else if (name === 'dl') {
      finishLink()
      folders.push(folderName)
      folderName = null
      if (folders.length > deepestFolder) throw tooDeep()
    } else if (name === 'h1') {
      finishLink()
      heading = ''
      target = 'heading'
    } else if (/^h[2-6]$/.test(name)) {
      finishLink()
      folderName = ''
      target = 'folder'
    } else if (name === 'br' && link && target === 'note') {
      link.note += '\n'
    }
  }

  function closeTag(name: string) {
    if (name === 'a') {
      if (link && inlineHref !== null) link.note += `](${inlineHref})`
      else if (target === 'title') target = 'nothing'
      inlineHref = null
    } else if (name === 'dl') {
      finishLink()
      folders.pop()
    } else if (/^h[1-6]$/.test(name) && (target === 'folder' || target === 'heading')) {
      target = 'nothing'
    }
  }

  function addText(text: string) {
    if (target === 'title' && link) link.title += text
    else if (target === 'note' && link) link.note += text
    else if (target === 'folder') folderName = (folderName ?? '') + text.replace(/\s+/g, ' ')
    else if (target === 'heading') heading += text
  }

  function noteLastTag(part: string) {
    const open = part.lastIndexOf('<')
    if (open >= 0) lastTag = { line, input: shortened(part.slice(open)), isComplete: false }
    if (part.includes('>', Math.max(open, 0))) lastTag.isComplete = true
  }

  const parser = new Parser({
    onopentag: openTag,
    ontext: addText,
    onclosetag: (name, isImplied) => {
      // An anchor that something else closes is one whose end was forgotten.
      if (!isImplied || name !== 'a') closeTag(name)
    },
  })

  return {
    /** Line by line, so that each tag knows where it stands. */
    write(text: string) {
      for (let start = 0; start < text.length; ) {
        const newline = text.indexOf('\n', start)
        const end = newline < 0 ? text.length : newline + 1
        const part = text.slice(start, end)
        noteLastTag(part)
        parser.write(part)
        if (newline >= 0) line++
        start = end
      }
    },
    /** What is left when the file stops inside a tag. */
    end(): { line: number; input: string } | null {
      const { isComplete, input } = lastTag
      const cut = !isComplete && /^<a\s/i.test(input) ? { line: lastTag.line, input } : null
      if (link && target === 'title') link.titleIsCut = true
      parser.end()
      finishLink()
      return cut
    },
  }
}

function toRow(
  open: OpenLink,
  now: Date,
  splitTags: ReturnType<typeof createTagSplitter>,
): ImportRow {
  const { line, attributes: a } = open
  // Old Firefox kept feeds as bookmarks, some without a page.
  const address = checkAddress(a.href || a.feedurl)
  if (!address.ok) {
    const input = shortened((a.href ?? '').trim() || oneLine(open.title))
    return { line, ok: false, reason: address.reason, input }
  }
  const { title, titleIsPlaceholder } = titleOr(address.url, open.title)
  const ownTags = jsonList(a['data-tags'] ?? '')
  const tags = ownTags ? splitTags(ownTags, 'comma') : splitTags(a.tags ?? a.labels, tagStyle(a))
  const link = importedLink({
    url: address.url,
    title,
    titleIsPlaceholder: titleIsPlaceholder || open.titleIsCut,
    // Scuttle writes its description as an attribute.
    note: joinParagraphs([
      withQuotes(linkdingNote(noteText(open.note))),
      noteText(a.description ?? a.note),
    ]),
    tags: tags.filter((tag) => !tag.startsWith('linkding:')),
    authors: splitAuthors(a['data-authors']),
    savedAt: parseSavedAt(a.add_date ?? a.time_added ?? a.time, now),
    section: textOrNull(a['data-section']),
    month: monthOrNull(a['data-month']),
    via: textOrNull(a['data-via']),
    private: isPrivate(a),
    unread: flag(a.toread) ?? flag(a.unread) ?? open.unread,
    folderPath: open.folderPath.map((name) => name.trim()),
    status: LINK_STATUSES.find((status) => status === a['data-status']) ?? null,
  })
  return { line, ok: true, link }
}

/** Tools with a private or to-read flag may divide tags at blanks; browsers and Raindrop never do. */
function tagStyle(a: Attributes): TagStyle {
  if ('private' in a || 'toread' in a) return 'guess'
  if ('time_added' in a || 'last_modified' in a || 'icon' in a) return 'comma'
  return 'guess'
}

function isPrivate(a: Attributes): boolean {
  if (flag(a.private) !== null) return flag(a.private) === true
  return flag(a.public ?? a.shared) === false
}

function tooDeep(): AppError {
  return new AppError(
    'INVALID_INPUT',
    `Folders are nested more than ${deepestFolder} deep; export the bookmarks again.`,
  )
}

/** Pocket's HTML says by its headings what has been read. */
function unreadByHeading(heading: string): boolean | null {
  if (/^\s*unread\s*$/i.test(heading)) return true
  return /^\s*(?:read archive|archive|read)\s*$/i.test(heading) ? false : null
}

/** linkding keeps a description and notes; both are the owner's words. */
function linkdingNote(note: string): string {
  const match = /^([\s\S]*?)\[linkding-notes\]([\s\S]*?)(?:\[\/linkding-notes\]|$)/.exec(note)
  if (!match) return note
  return joinParagraphs([noteText(match[1]), noteText(match[2])])
}
