import { parseMarkdown } from '../render/markdown.ts'

/** What a text most likely was meant to be and is not; null when nothing strikes. */
export function brokenMarkdown(source: string): 'fence' | 'link' | 'emphasis' | null {
  if (source.trim() === '') return null
  const fences = source.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0
  if (fences % 2 === 1) return 'fence'
  const plain = textOf(source)
  // A link that came out as its own source: "[words](https://…", "[words] (https://…)", "](…".
  if (/\[[^\]\n]*\]\s?\(\s*(?:https?:|www\.|\/)|\]\(\s*$/m.test(plain)) return 'link'
  // Stars that mark nothing: at the start or end of a word, and left over in the text.
  if (/(?:^|\s)\*{1,3}[^\s*]|[^\s*]\*{1,3}(?=\s|[.,;:!?]|$)/m.test(plain)) return 'emphasis'
  return null
}

export function imagesWithoutAlt(source: string): boolean {
  return /!\[\s*\]\(/.test(withoutCode(source))
}

/** The words that are shown as text: code is what it is. */
function textOf(source: string): string {
  return parseMarkdown(source)
    .flatMap((token) => (token.type === 'inline' ? (token.children ?? []) : []))
    .map((token) =>
      token.type === 'text' ? token.content : token.type.endsWith('break') ? '\n' : ' ',
    )
    .join('')
}

const withoutCode = (source: string) =>
  source.replace(/^ {0,3}(```|~~~)[\s\S]*?^ {0,3}\1/gm, '').replace(/`[^`\n]*`/g, '')
