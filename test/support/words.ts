import { Parser } from 'htmlparser2'

/** What a reader reads of an HTML document, with single blanks; style and head left out. */
export function wordsOfHtml(html: string): string {
  let words = ''
  let hidden = 0
  const parser = new Parser({
    onopentag: (name) => {
      if (name === 'style' || name === 'title') hidden++
    },
    ontext: (text) => {
      if (hidden === 0) words += text
    },
    onclosetag: (name) => {
      if (name === 'style' || name === 'title') hidden--
    },
  })
  parser.end(html)
  return words.replace(/\s+/g, ' ')
}
