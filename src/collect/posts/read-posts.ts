import type { LeftOut, OldPost } from '../../domain/old-post.ts'
import { AppError } from '../../errors.ts'
import { decodeText } from '../imports/decode-text.ts'
import type { FoundEntry } from './draft-entry.ts'
import { flowOf } from './flow.ts'
import { guessMonth } from './guess-month.ts'
import { lineOf, type MarkupElement, type MarkupNode, parseTree, textOf } from './markup-tree.ts'
import { addressOf, safeLinks, shorten } from './old-links.ts'
import { MOST_ENTRIES, MOST_FILE_BYTES, MOST_POST_LENGTH, type PostFormat } from './post.ts'
import { readMarkdown } from './read-markdown.ts'
import { placeFootnotes, readPage } from './read-page.ts'
import { readWxr } from './read-wxr.ts'
import { recognise } from './recognise.ts'
import { toMarkdown } from './to-markdown.ts'

export interface ReadOptions {
  format?: PostFormat | 'auto' | undefined
  fileName?: string | undefined
  /** Where the post was; relative links begin there. */
  oldUrl?: string | undefined
  fetchAllow?: readonly string[]
}

export interface ReadPosts {
  format: PostFormat
  posts: OldPost[]
  /** The file holds more posts than are read. */
  isCut: boolean
}

/**
 * Posts out of a file: one out of Markdown or HTML, all published ones out of WXR.
 * Throws AppError INVALID_INPUT when there is nothing to read, PAYLOAD_TOO_LARGE.
 */
export async function readPosts(
  input: AsyncIterable<Uint8Array | string>,
  options: ReadOptions = {},
): Promise<ReadPosts> {
  const text = await readAll(input)
  if (text.trim() === '') throw new AppError('INVALID_INPUT', 'The file is empty. Choose another.')
  const format =
    options.format === undefined || options.format === 'auto'
      ? detectFormat(text, options.fileName ?? '')
      : options.format
  if (format === 'wxr') return { format, ...readExport(text, options) }
  if (text.length > MOST_POST_LENGTH)
    throw new AppError(
      'PAYLOAD_TOO_LARGE',
      'One post may have two million characters. Split the file, or send a WordPress export as wxr.',
    )
  const post = format === 'markdown' ? fromMarkdown(text, options) : fromPage(text, options)
  return { format, posts: [post], isCut: false }
}

async function readAll(input: AsyncIterable<Uint8Array | string>): Promise<string> {
  const parts: string[] = []
  let length = 0
  for await (const part of decodeText(input)) {
    length += part.length
    if (length > MOST_FILE_BYTES)
      throw new AppError('PAYLOAD_TOO_LARGE', 'The file is larger than 32 MB. Split the export.')
    parts.push(part)
  }
  return parts.join('')
}

function detectFormat(text: string, fileName: string): PostFormat {
  const head = text.slice(0, 4_000)
  if (/<rss[\s>]/i.test(head) || /xmlns:wp=/.test(head)) return 'wxr'
  if (/\.(?:md|markdown|mdown|mkd|txt)$/i.test(fileName)) return 'markdown'
  if (/\.x?html?$/i.test(fileName)) return 'html'
  if (
    /^\s*(?:<!doctype html|<html|<head|<body|<article|<main|<h[1-6]|<p|<div|<ul|<!--\s*wp:)/i.test(
      head,
    )
  )
    return 'html'
  return 'markdown'
}

function readExport(text: string, options: ReadOptions): Omit<ReadPosts, 'format'> {
  const { posts, isCut } = readWxr(text)
  if (posts.length === 0)
    throw new AppError(
      'INVALID_INPUT',
      'There is no published post in the file. Export "Posts" in WordPress under Tools, Export.',
    )
  return {
    isCut,
    posts: posts.map((post) =>
      toPost(parseTree(post.html.slice(0, MOST_POST_LENGTH)), {
        title: post.title || undefined,
        date: post.date ?? null,
        oldUrl: post.url || null,
        base: post.url,
        blankLines: post.blankLines,
        fetchAllow: options.fetchAllow ?? [],
      }),
    ),
  }
}

function fromMarkdown(text: string, options: ReadOptions): OldPost {
  const { html, about, restore } = readMarkdown(text)
  const oldUrl = options.oldUrl ?? addressIn(about) ?? null
  return toPost(parseTree(html), {
    title: about.title ? lineOf(about.title) : undefined,
    date: tidyDate(about.date ?? about.pubdate ?? about.published ?? about.published_at),
    oldUrl,
    base: oldUrl ?? '',
    restore,
    fetchAllow: options.fetchAllow ?? [],
  })
}

function addressIn(about: Record<string, string>): string | undefined {
  const found = [
    about.canonical_url,
    about.canonical,
    about.permalink,
    about.url,
    about.redirect_from,
  ]
  return found.find((value) => value !== undefined && /^(?:https?:\/\/|\/)[^:{}\s]*$/.test(value))
}

function fromPage(text: string, options: ReadOptions): OldPost {
  const page = readPage(parseTree(text))
  const oldUrl = options.oldUrl ?? page.url ?? null
  return toPost(page.main, {
    title: page.title,
    date: tidyDate(page.date),
    oldUrl,
    base: page.base ?? oldUrl ?? '',
    fetchAllow: options.fetchAllow ?? [],
  })
}

function tidyDate(value: string | undefined): string | null {
  const text = value?.trim() ?? ''
  const day = /^\d{4}-\d\d-\d\d/.exec(text)?.[0]
  const hasZone = /[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/.test(text)
  const instant = hasZone
    ? new Date(text.replace(/^(\S+) (\d)/, '$1T$2').replace(/\s+/g, ''))
    : null
  if (instant && Number.isFinite(instant.getTime())) return instant.toISOString()
  if (day) return Number.isFinite(Date.parse(day)) ? day : null
  const spelled = /\d{4}/.test(text) ? new Date(`${text} UTC`) : null
  return spelled && Number.isFinite(spelled.getTime()) ? spelled.toISOString().slice(0, 10) : null
}

interface Known {
  title: string | undefined
  date: string | null
  oldUrl: string | null
  base: string
  blankLines?: boolean
  restore?: (text: string) => string
  fetchAllow: readonly string[]
}

function toPost(root: MarkupElement, known: Known): OldPost {
  const { restore = (text: string) => text } = known
  const found = recognise(
    flowOf(placeFootnotes(root).children, { blankLines: known.blankLines ?? false }),
    { title: known.title },
  )
  const title = restore(found.title ?? '')
    .slice(0, 500)
    .toWellFormed()
  const leftOut: LeftOut[] = []
  const markdownOf = (nodes: MarkupNode[]) =>
    restore(toMarkdown(safeLinks(nodes, known, leftOut)))
      .replaceAll('\0', '')
      .toWellFormed()
  let count = 0
  const sections = found.sections.map(({ name, entries }) => ({
    name: name === null ? null : restore(name),
    entries: entries.flatMap((entry) => {
      const url = addressOf(restore(entry.href), known)
      if ('problem' in url || ++count > MOST_ENTRIES) {
        const reason = 'problem' in url ? url.problem : `An issue holds ${MOST_ENTRIES} links.`
        leftOut.push({ text: restore(shorten(wordsOf(entry))), reason })
        return []
      }
      return [
        {
          title: restore(entry.title).slice(0, 2_000).toWellFormed() || new URL(url.url).host,
          url: url.url,
          authors: entry.authors.map((name) => restore(name).slice(0, 200)),
          note: markdownOf(entry.note),
        },
      ]
    }),
  }))
  const shown = sections.filter(({ entries }) => entries.length > 0)
  for (const { section, text } of found.unplaced)
    leftOut.push({
      text: restore(shorten(text)),
      reason: section
        ? `Text under "${section}" that belongs to no link. Put it into the intro or a note.`
        : 'Text that belongs to no link. Put it into the intro or a note.',
    })
  const intro = withoutOwnLine(markdownOf(found.intro), known)
  return {
    title,
    month: guessMonth(title, known.date) ?? intro.month,
    date: known.date,
    oldUrl: known.oldUrl ?? intro.oldUrl,
    intro: intro.text,
    outro: markdownOf(found.outro),
    sections: [
      ...shown.filter(({ name }) => name !== null),
      ...shown.filter(({ name }) => name === null),
    ],
    leftOut,
  }
}

/** Our own Markdown has a line below its title: "Name · July 2023 · <address>". */
function withoutOwnLine(intro: string, { date }: Known) {
  const line =
    /^[^\n]{1,300} · ([^\n·]{4,40}) · <?(?:\[[^\]\n]*\]\()?(https?:\/\/[^\s<>)]+)[>)]?(?:\n+|$)/.exec(
      intro,
    )
  if (!line) return { text: intro, month: null, oldUrl: null }
  return {
    text: intro.slice(line[0].length),
    month: guessMonth(line[1] ?? '', date),
    oldUrl: line[2] ?? null,
  }
}

const wordsOf = (entry: FoundEntry) => lineOf(`${entry.title} ${textOf(entry.note)}`)
