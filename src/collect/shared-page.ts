import { findUrl } from './clean-url.ts'

/** What a bookmarklet or a phone's share sheet hands over; any part may be empty. */
export interface SharedPage {
  url: string
  title: string
  text: string
}

export interface ReadShare {
  /** The address as it came, or what stood in its place. */
  url: string
  title: string
  /** The words that were selected or sent along, without address and title. */
  quote: string
}

/** A text of one line up to this length, sent with an address, is the page's title. */
const MAX_TITLE_IN_TEXT = 300

/** Android puts the address into the text, some apps into the title: the first one found counts. */
export function readSharedPage(shared: SharedPage): ReadShare {
  const given = shared.url.trim()
  const isAddress = /^https?:\/\//i.test(given)
  const found = isAddress ? given : firstUrl([given, shared.text, shared.title])
  const url = found ?? given
  const text = without(shared.text, url)
  const title = without(shared.title, url)
  if (title !== '') return { url, title, quote: text === title ? '' : text }
  const isTitle = !isAddress && text.length <= MAX_TITLE_IN_TEXT && !text.includes('\n')
  return isTitle ? { url, title: text, quote: '' } : { url, title, quote: text }
}

function firstUrl(texts: string[]): string | null {
  for (const text of texts) {
    const url = findUrl(text)
    if (url !== null) return url
  }
  return null
}

function without(text: string, url: string): string {
  return (url === '' ? text : text.replaceAll(url, ' ')).trim()
}

/** A Markdown quote, with room below it for one's own words. */
export function toQuote(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .trim()
    .replace(/\n{3,}/g, '\n\n')
    .split('\n')
  if (lines.join('') === '') return ''
  return `${lines.map((line) => `> ${line.trim()}`.trimEnd()).join('\n')}\n\n`
}
