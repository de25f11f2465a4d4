const MIN_LENGTH = 85
const MAX_LENGTH = 140

/**
 * The line that an inbox shows after the subject: the first titles "and 11 more", 85–140 characters
 * where the titles allow. A title is cut only to reach the lower bound or when it is the first.
 */
export function preheaderOf(titles: string[], andMore: (count: number) => string): string {
  const compose = (shown: string[]) => {
    const rest = titles.length - shown.length
    return [...shown, ...(rest > 0 ? [andMore(rest)] : [])].join(' · ')
  }
  let count = 0
  while (count < titles.length && compose(titles.slice(0, count + 1)).length <= MAX_LENGTH) count++
  const whole = compose(titles.slice(0, count))
  const next = titles[count]
  if (next === undefined || (count > 0 && whole.length >= MIN_LENGTH)) return whole
  const shown = titles.slice(0, count)
  const room = MAX_LENGTH - compose([...shown, '']).length
  return compose([...shown, cut(next, room)])
}

/** At most `length` characters, cut between words where that leaves most of it. */
function cut(text: string, length: number): string {
  const head = text.slice(0, Math.max(0, length - 1))
  const space = head.lastIndexOf(' ')
  return `${head.slice(0, space > length / 2 ? space : undefined).toWellFormed()}…`
}
