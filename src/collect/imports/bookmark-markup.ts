/**
 * Makes bookmark files safe for an HTML parser, as a stream.
 *
 * Exports write titles and descriptions without escaping them, so that a "<script>" or
 * "<textarea>" in a title would swallow all links after it. Only the tags the format is made
 * of stay markup; every other "<" becomes text. Comments go, their line breaks stay, so that
 * line numbers do too. What exports never close is closed or made void here: the parser's cost
 * grows with the number of tags left open.
 */
const structureTag =
  /^<(?:\/?(?:dl|dt|dd|p|br|hr|h[1-6]|ul|ol|li)(?=[\s/>])|\/a\s*>|a\s+[\w:-]+\s*=|(?:img|span|font)\s+[\w:-]+\s*=|!doctype\s)/i
const commentStart = '<!--'
/** Enough to recognise any tag above, blanks included. */
const lookAhead = 80
/** A comment that goes on longer is none: its end was forgotten. */
const longestComment = 65_536

/** Tags before which an anchor that is still open ends. */
const endsAnchor = new Set([
  '<a',
  '<dt',
  '<dd',
  '<dl',
  '</dl',
  '<hr',
  '<li',
  '</li',
  '</ul',
  '<h1',
  '<h2',
  '<h3',
  '<h4',
])
const asText = { written: 1, out: '&lt;' }

export interface MarkupFilter {
  write(chunk: string): string
  end(): string
}

export function createMarkupFilter(): MarkupFilter {
  let held = ''
  let isAnchorOpen = false

  /** `tag` is the written text from "<" on; the answer replaces as much of it as is given. */
  function rewriteTag(tag: string): { written: number; out: string } {
    const name = /^<\/?[a-z!]+\d?/i.exec(tag)?.[0].toLowerCase() ?? '<'
    if (name === '<p' || name === '</p') return { written: name.length, out: '<br' }
    const closesAnchor = isAnchorOpen && endsAnchor.has(name)
    if (name === '<a') isAnchorOpen = true
    else if (name === '</a' || closesAnchor) isAnchorOpen = false
    return { written: 1, out: closesAnchor ? '</a><' : '<' }
  }

  function filter(text: string, isEnd: boolean): string {
    let out = ''
    let done = 0
    let mayClose = true
    for (;;) {
      const open = text.indexOf('<', done)
      if (open < 0) {
        held = ''
        return out + text.slice(done)
      }
      out += text.slice(done, open)
      if (!isEnd && text.length - open < lookAhead) {
        held = text.slice(open)
        return out
      }
      if (mayClose && text.startsWith(commentStart, open)) {
        const close = text.indexOf('-->', open + commentStart.length)
        mayClose = close >= 0
        if (close < 0 && !isEnd && text.length - open < longestComment) {
          held = text.slice(open)
          return out
        }
        if (close >= 0 && close - open < longestComment) {
          out += text.slice(open, close).replace(/[^\n]+/g, '')
          done = close + '-->'.length
          continue
        }
      }
      const tag = text.slice(open, open + lookAhead)
      const isMarkup = structureTag.test(tag)
      const { written, out: rewritten } = isMarkup ? rewriteTag(tag) : asText
      out += rewritten
      done = open + written
    }
  }

  return {
    write: (chunk) => filter(held + chunk, false),
    end: () => filter(held, true),
  }
}
