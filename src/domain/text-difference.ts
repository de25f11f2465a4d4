import { diffArrays } from 'diff'

/** A piece of a text: in both versions, or in one alone. */
export interface TextPart {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** When more words than this were added and taken out, the text is shown as a whole. */
const MOST_EDITS = 2_000

/**
 * What became of a text, word by word (Myers, 1986).
 *
 * In: the text before and after. Out: its pieces in order; those that are not `added` make the
 * text before, those that are not `removed` the text after.
 */
export function textDifference(before: string, after: string): TextPart[] {
  const changes = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: MOST_EDITS })
  const parts: TextPart[] = changes?.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  })) ?? [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ]
  return parts.filter(({ text }) => text !== '')
}

/** Words with the space after them, and single signs. */
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}\p{M}_]+\s*|[^\p{L}\p{N}\p{M}_]/gu) ?? []

/** Long stretches that did not change, cut to what helps to find one's way. */
export function shortened(parts: TextPart[], around = 60): TextPart[] {
  return parts.map((part, index) => {
    if (part.kind !== 'same' || part.text.length <= around * 2 + 10) return part
    const head = index === 0 ? '' : part.text.slice(0, around)
    const tail = index === parts.length - 1 ? '' : part.text.slice(-around)
    return { kind: 'same', text: `${head} … ${tail}` }
  })
}
