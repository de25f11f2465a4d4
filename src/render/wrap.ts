/** Characters that a terminal shows two columns wide: East Asian scripts and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u

/** Columns that a text takes. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += WIDE.test(character) ? 2 : 1
  return columns
}

/**
 * Lines of at most `width` columns, broken at spaces and between East Asian characters.
 * A longer word stays whole on its line, addresses among them: a broken address cannot be opened.
 * Line feeds in the text stay.
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width))
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  const place = (piece: string, columns: number, space: number) => {
    if (line !== '' && used + space + columns > width) {
      lines.push(line)
      line = piece
      used = columns
    } else {
      const gap = line === '' ? 0 : space
      line += ' '.repeat(gap) + piece
      used += gap + columns
    }
  }
  for (const word of text.split(/[ \t]+/)) {
    if (word === '') continue
    const columns = columnsOf(word)
    if (columns > width && WIDE.test(word) && !word.includes('://')) {
      let space = 1
      for (const character of word) {
        place(character, columnsOf(character), space)
        space = 0
      }
    } else {
      place(word, columns, 1)
    }
  }
  lines.push(line)
  return lines
}
