import { Parser } from 'htmlparser2'

const blockTags = new Set(
  'p,br,div,li,ul,ol,dl,dt,dd,tr,table,h1,h2,h3,h4,h5,h6,blockquote,pre,hr,section,article'.split(
    ',',
  ),
)
const silentTags = new Set('script,style,template,noscript,iframe,svg,head'.split(','))
/** Mark-up that titles really use; "How <script> works" keeps its word. */
const titleTags =
  /<\/?(?:a|abbr|b|br|cite|code|em|i|q|s|small|span|strong|sub|sup|u|wbr|p)(?:\s[^<>]*)?\/?>/gi

/** Characters; more is never shown, and the parser slows down with depth. */
const longestSource = 50_000

/**
 * The words of a piece of HTML, paragraphs and items on lines of their own.
 *
 * A `title` is text that may contain some mark-up: other tags are words in it.
 */
export function htmlToText(whole: string, kind: 'body' | 'title' = 'body'): string {
  const html = whole.slice(0, longestSource)
  const source = kind === 'title' ? html.replace(titleTags, '').replaceAll('<', '&lt;') : html
  let text = ''
  let silent = 0
  const parser = new Parser({
    onopentag: (name) => {
      if (silentTags.has(name)) silent++
      else if (blockTags.has(name)) text += '\n'
    },
    onclosetag: (name) => {
      if (silentTags.has(name)) silent--
      else if (blockTags.has(name)) text += '\n'
    },
    ontext: (part) => {
      if (silent === 0) text += part
    },
  })
  parser.end(source)
  return text
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
    .toWellFormed()
}
