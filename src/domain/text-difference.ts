/** A piece of a text: in both versions, or in one alone. */
export interface TextPart {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** Above this many comparisons what differs is shown as a whole. */
const MOST_CELLS = 1_000_000

/**
 * What became of a text, word by word.
 *
 * In: the text before and after. Out: its pieces in order; those that are not `added` make the
 * text before, those that are not `removed` the text after.
 */
export function textDifference(before: string, after: string): TextPart[] {
  const [from, to] = [wordsOf(before), wordsOf(after)]
  let start = 0
  while (start < from.length && start < to.length && from[start] === to[start]) start++
  let end = 0
  while (
    end < from.length - start &&
    end < to.length - start &&
    from[from.length - 1 - end] === to[to.length - 1 - end]
  )
    end++
  const old = from.slice(start, from.length - end)
  const fresh = to.slice(start, to.length - end)
  const middle: TextPart[] =
    old.length * fresh.length > MOST_CELLS
      ? [
          { kind: 'removed', text: old.join('') },
          { kind: 'added', text: fresh.join('') },
        ]
      : partsBetween(old, fresh)
  return joined([
    { kind: 'same', text: from.slice(0, start).join('') },
    ...middle,
    { kind: 'same', text: from.slice(from.length - end).join('') },
  ])
}

/** Words with the space after them, and single signs. */
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}\p{M}_]+\s*|[^\p{L}\p{N}\p{M}_]/gu) ?? []

/** The longest common subsequence (Wagner and Fischer), read from its table. */
function partsBetween(old: string[], fresh: string[]): TextPart[] {
  const width = fresh.length + 1
  const lengths = new Uint32Array((old.length + 1) * width)
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0
  for (let row = old.length - 1; row >= 0; row--)
    for (let column = fresh.length - 1; column >= 0; column--)
      lengths[row * width + column] =
        old[row] === fresh[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1))
  const parts: TextPart[] = []
  let [row, column] = [0, 0]
  while (row < old.length || column < fresh.length) {
    const [was, is] = [old[row], fresh[column]]
    if (was !== undefined && was === is) {
      parts.push({ kind: 'same', text: was })
      row++
      column++
    } else if (
      was !== undefined &&
      (is === undefined || at(row + 1, column) >= at(row, column + 1))
    ) {
      parts.push({ kind: 'removed', text: was })
      row++
    } else {
      parts.push({ kind: 'added', text: is ?? '' })
      column++
    }
  }
  return parts
}

function joined(parts: TextPart[]): TextPart[] {
  const all: TextPart[] = []
  for (const part of parts) {
    const last = all.at(-1)
    if (part.text === '') continue
    if (last?.kind === part.kind) last.text += part.text
    else all.push({ ...part })
  }
  return all
}

/** Long stretches that did not change, cut to what helps to find one's way. */
export function shortened(parts: TextPart[], around = 60): TextPart[] {
  return parts.map((part, index) => {
    if (part.kind !== 'same' || part.text.length <= around * 2 + 10) return part
    const head = index === 0 ? '' : part.text.slice(0, around)
    const tail = index === parts.length - 1 ? '' : part.text.slice(-around)
    return { kind: 'same', text: `${head} … ${tail}` }
  })
}
