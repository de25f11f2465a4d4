/** What a subject says besides its title: `#words` are tags, "Re:" and "Fwd:" how it came. */
export interface Subject {
  /** Without prefixes and hashtags; '' when nothing is left. */
  title: string
  tags: string[]
  isReply: boolean
}

export function readSubject(raw: string): Subject {
  const prefix =
    /^\s*(?:(re|aw|antw|antwort|sv|odp)|fwd?|wg|tr|rv|vb|vl|doorst)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*/i
  let rest = raw
  let isReply = false
  for (let match = prefix.exec(rest); match; match = prefix.exec(rest)) {
    if (rest === raw) isReply = match[1] !== undefined
    rest = rest.slice(match[0].length)
  }
  const words = rest.split(/\s+/).filter((word) => word !== '')
  const tags = words.map(tagOf)
  let from = 0
  let until = words.length
  while (from < until && tags[from] !== null) from++
  while (until > from && tags[until - 1] !== null) until--
  // Inside a sentence a tag is one of its words.
  const title = words
    .slice(from, until)
    .map((word, at) => (tags[from + at] === null ? word : word.slice(1)))
  return { title: title.join(' '), tags: tags.filter((tag) => tag !== null), isReply }
}

/** "#time," → "time". A number ("#1") is none. */
function tagOf(word: string): string | null {
  const tag = /^#([\p{L}\p{N}_][\p{L}\p{M}\p{N}_/-]{0,99})[,;.:!?)]*$/u.exec(word)?.[1]
  return tag !== undefined && /\p{L}/u.test(tag) ? tag.replace(/[-/]+$/, '') : null
}
