import MarkdownIt, { type Token } from 'markdown-it'
import sanitizeHtml from 'sanitize-html'
import { cleanText, escapeHtml } from './clean-text.ts'
import { noteUrl } from './safe-url.ts'

/**
 * The owner's Markdown → safe HTML, and the token stream that the other formats are made from.
 *
 * CommonMark with strikethrough and bare web addresses as links; no HTML, no tables (a phone's mail
 * program cannot scroll them). Headings become bold paragraphs, since the headings of an issue are
 * its structure; images become links, since the mail shows no images. Links lead to http(s) and
 * mailto only. The result passes an allow list too, so that a fault in the parser does no harm.
 *
 * The parser needs the square of the length for a few constructs, so Markdown above 20,000
 * characters, or with 4,000 without a space, is taken as plain paragraphs. Above 200,000 it is cut:
 * no mail could hold it. Measured on 40 hostile patterns of 20 KB and 1 MB: under 100 ms each.
 */
export const MAX_MARKDOWN_LENGTH = 20_000
const MAX_UNBROKEN_LENGTH = 4000
const MAX_PLAIN_LENGTH = 200_000

const markdown = new MarkdownIt({ html: false, linkify: true, maxNesting: 20 }).disable(['table'])
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false })
markdown.validateLink = (url) => noteUrl(url) !== null
markdown.normalizeLink = (url) => noteUrl(url) ?? url

markdown.core.ruler.push('plain_structure', (state) => {
  for (const token of state.tokens) {
    if (token.type === 'inline') token.children = (token.children ?? []).flatMap(withoutImage)
  }
})

markdown.renderer.rules.heading_open = () => '<p><strong>'
markdown.renderer.rules.heading_close = () => '</strong></p>\n'
// No language classes: nothing highlights code here.
markdown.renderer.rules.fence = (tokens, index) =>
  `<pre><code>${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</code></pre>\n`

/** Block tokens as markdown-it makes them, without images; what is too long is plain paragraphs. */
export function parseMarkdown(source: string): Token[] {
  const text = cleanSource(source)
  return isTooCostly(text)
    ? plainParagraphs(text).flatMap(paragraphTokens)
    : markdown.parse(text, {})
}

/** Safe HTML of block elements: p, ul, ol, li, blockquote, pre, hr and inline markup. */
export function renderMarkdown(source: string): string {
  const text = cleanSource(source)
  if (isTooCostly(text)) {
    return plainParagraphs(text)
      .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
      .join('\n')
  }
  return sanitizeHtml(markdown.render(text), ALLOWED).trim()
}

/** One line of plain text for descriptions and summaries. */
export function markdownSummary(source: string, maxLength: number): string {
  const text = parseMarkdown(source.slice(0, MAX_MARKDOWN_LENGTH))
    .filter((token) => token.type === 'inline')
    .map((token) => (token.children ?? []).map(inlineText).join(''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (text.length <= maxLength) return text
  const cut = text.slice(0, maxLength - 1)
  const space = cut.lastIndexOf(' ')
  return `${cut.slice(0, space > maxLength / 2 ? space : undefined).toWellFormed()}…`
}

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'strong', 'em', 's', 'code', 'a'],
    ...['ul', 'ol', 'li', 'blockquote', 'pre', 'hr'],
  ],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'escape',
  transformTags: {
    a: (tagName, { href = '' }) => ({
      tagName,
      attribs: href.startsWith('mailto:') ? { href } : { href, rel: 'noopener' },
    }),
  },
}

function inlineText(token: Token): string {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' '
  return token.type === 'text' || token.type === 'code_inline' ? token.content : ''
}

/** An image as a link with its description; without a usable address only the description. */
function withoutImage(token: Token): Token[] {
  if (token.type !== 'image') return [token]
  const text = newToken('text', '', 0)
  text.content = token.content || 'image'
  const src = noteUrl(String(token.attrGet('src') ?? ''))
  if (src === null) return [text]
  const open = newToken('link_open', 'a', 1)
  open.attrSet('href', src)
  return [open, text, newToken('link_close', 'a', -1)]
}

function cleanSource(source: string): string {
  if (source.length <= MAX_PLAIN_LENGTH) return cleanText(source)
  return `${cleanText(source.slice(0, MAX_PLAIN_LENGTH))}…`
}

function isTooCostly(text: string): boolean {
  return (
    text.length > MAX_MARKDOWN_LENGTH ||
    text.split(/[^!-~]/).some((run) => run.length > MAX_UNBROKEN_LENGTH)
  )
}

function plainParagraphs(text: string): string[] {
  return text
    .split(/\n[^\S\n]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
}

function paragraphTokens(paragraph: string): Token[] {
  const text = newToken('text', '', 0)
  text.content = paragraph.replace(/\s+/g, ' ')
  const inline = newToken('inline', '', 0)
  inline.children = [text]
  return [newToken('paragraph_open', 'p', 1), inline, newToken('paragraph_close', 'p', -1)]
}

function newToken(type: string, tag: string, nesting: -1 | 0 | 1): Token {
  return new MarkdownIt.Token(type, tag, nesting)
}
