/**
 * Pinboard's JSON export, and the tools that write the same fields.
 *
 * `description` is the title, `extended` the note; tags are divided by blanks;
 * `shared: "no"` is private, `toread: "yes"` unread.
 */
import { checkAddress, shortened } from './address.ts'
import { flag, noteText, titleOr, withQuotes } from './cells.ts'
import { type ImportContext, type ImportRow, importedLink } from './imported-link.ts'
import { fieldsOf, splitJsonEntries } from './json-entries.ts'
import { parseSavedAt } from './saved-at.ts'
import { createTagSplitter } from './tags.ts'

export async function* readPinboardJson(
  text: AsyncIterable<string>,
  { now }: ImportContext,
): AsyncGenerator<ImportRow> {
  const splitTags = createTagSplitter()
  for await (const entry of splitJsonEntries(text)) {
    const { line } = entry
    if (!entry.ok) {
      yield { line, ok: false, reason: entry.reason, input: entry.input }
      continue
    }
    yield pinboardRow(line, entry.value, { now, splitTags })
  }
}

/** One post, whatever it was written in. */
export function pinboardRow(
  line: number,
  value: unknown,
  { now, splitTags }: { now: Date; splitTags: ReturnType<typeof createTagSplitter> },
): ImportRow {
  const post = fieldsOf(value)
  const address = checkAddress(post?.href ?? post?.url)
  if (!post || !address.ok) {
    const reason = address.ok || !post ? 'This entry is no bookmark.' : address.reason
    return { line, ok: false, reason, input: inputOf(post, value) }
  }
  const link = importedLink({
    url: address.url,
    ...titleOr(address.url, post.description ?? post.title),
    note: withQuotes(noteText(post.extended ?? post.note)),
    tags: splitTags(post.tags ?? post.tag, 'blank'),
    savedAt: parseSavedAt(post.time ?? post.dt ?? post.created, now),
    private: flag(post.shared) === false || flag(post.private) === true,
    unread: flag(post.toread),
  })
  return { line, ok: true, link }
}

function inputOf(post: Record<string, unknown> | null, value: unknown): string {
  const address = post?.href ?? post?.url
  if (typeof address === 'string' && address.trim() !== '') return shortened(address.trim())
  return shortened(JSON.stringify(value))
}
