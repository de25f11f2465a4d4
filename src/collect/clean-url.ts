import {
  MAX_ADDRESS_LENGTH,
  readWebAddress,
  type WebAddress,
} from '../domain/web-address/web-address.ts'
import { AppError } from '../errors.ts'

export type CleanUrl = WebAddress

/** Throws AppError INVALID_URL with a sentence that says what to do, and nothing else. */
export function cleanUrl(raw: string, allow: readonly string[] = []): CleanUrl {
  const reading = readWebAddress(raw, allow)
  if (!('problem' in reading)) return reading
  const found = hasTextAround(raw) ? findUrl(raw) : null
  const inside = found === null ? reading : readWebAddress(found, allow)
  if ('problem' in inside) throw new AppError('INVALID_URL', inside.problem)
  return inside
}

/** A title with its address, a Markdown link, an anchor; not another scheme, nor two addresses. */
function hasTextAround(raw: string): boolean {
  const start = raw
    .trimStart()
    .slice(0, 200)
    .replace(/[\t\n\r]/g, '')
  if (/^https?:|^[a-z][a-z0-9+.-]*:\S|^\w*script\s*:/i.test(start)) return false
  return /[^\w:/]https?:\/\//i.test(raw.slice(0, MAX_SHARED_TEXT))
}

/** Share sheets send a title, a quote and the address in one text. */
const MAX_SHARED_TEXT = 100_000

/** The first address with http(s) in running text, without the punctuation around it, or null. */
export function findUrl(text: string): string | null {
  const shared = text.slice(0, MAX_SHARED_TEXT)
  const start = shared.search(/https?:\/\/[^\s/]/i)
  if (start === -1) {
    const www = /(?:^|[\s(<"'])(www\.[^\s<>"]{3,2000})/i.exec(shared)?.[1]
    return www === undefined ? null : trimPunctuation(www)
  }
  const candidate =
    shared
      .slice(start, start + MAX_ADDRESS_LENGTH)
      .split(/[\s<>"“”«»\p{Cc}\u200b\u2060\ufeff]/u)[0] ?? ''
  return trimPunctuation(candidate)
}

const PAIRS: Record<string, string> = { ')': '(', ']': '[', '}': '{', '）': '（', '」': '「' }

/** A closing bracket belongs to the address only when it was opened there: `/Card_(game)`. */
function trimPunctuation(candidate: string): string {
  const count = new Map<string, number>()
  for (const char of candidate) count.set(char, (count.get(char) ?? 0) + 1)
  let end = candidate.length
  while (end > 0) {
    const last = candidate.charAt(end - 1)
    const opening = PAIRS[last]
    if (opening !== undefined) {
      const closed = count.get(last) ?? 0
      if (closed <= (count.get(opening) ?? 0)) break
      count.set(last, closed - 1)
    } else if (!/[.,;:!?'’*_~。，、；：！？…|]/.test(last)) break
    end--
  }
  return candidate.slice(0, end)
}
