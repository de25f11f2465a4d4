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
  if ('problem' in reading) throw new AppError('INVALID_URL', reading.problem)
  return reading
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
