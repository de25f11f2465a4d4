/** Plain text and Markdown: the first line that says something, unless it is a paragraph. */
import { type Finding, findingsOf } from '../page-reading.ts'

const MAX_HEADING = 150

export function readPlainText(text: string): Finding[] {
  const lines = text.slice(0, 20_000).split(/\r\n?|\n/)
  const at = lines.findIndex((line) => /[\p{L}\p{N}]/u.test(line))
  const line = lines[at]?.trim()
  // A page that is called text: markup is no headline.
  if (line === undefined || /^<(?:!doctype|\?xml|html|head|body|[a-z]+[\s>])/i.test(line)) return []
  if (line === '---' || /^---$/.test(lines[at - 1]?.trim() ?? '')) {
    const title = lines.slice(at, at + 30).find((one) => /^title:/i.test(one))
    if (title !== undefined)
      return findingsOf('document', {
        title: title
          .slice(6)
          .trim()
          .replace(/^["']|["']$/g, ''),
      })
  }
  const heading = line
    .replace(/^(?:#{1,6}|=+|\*+|;+|\/\/+|--+)\s*/, '')
    .replace(/\s*(?:#+|=+|\*+)$/, '')
  return heading.length > MAX_HEADING ? [] : findingsOf('document', { title: heading })
}
