/**
 * The headline of a page from the sizes of its letters: the largest lines that stand together.
 *
 * Nothing, when the page has one size only, since then nothing stands out.
 */
import { cleanText } from '../text.ts'

export interface PdfTextItem {
  str: string
  /** Matrix of the text: its third and fourth number give the size, its second a rotation. */
  transform: number[]
}

const MAX_ITEMS = 5_000
/** How much larger than most of the text a headline is. */
const STANDS_OUT = 1.15
const [MIN_LETTERS, MAX_LENGTH] = [6, 250]

export function readHeadline(items: readonly PdfTextItem[]): string | null {
  const runs = items
    .slice(0, MAX_ITEMS)
    .filter(({ str, transform }) => str.trim() !== '' && Math.abs(transform[1] ?? 0) < 0.01)
    .map(({ str, transform }) => ({
      str,
      size: Math.hypot(transform[2] ?? 0, transform[3] ?? 0),
      y: transform[5] ?? 0,
    }))
  const usual = usualSize(runs)
  const sizes = [...new Set(runs.map(({ size }) => Math.round(size * 10) / 10))].sort(
    (a, b) => b - a,
  )
  for (const size of sizes.slice(0, 3)) {
    if (size < usual * STANDS_OUT) return null
    // Numbers of pages and initials may be larger than the headline.
    const text = together(runs.filter((run) => Math.abs(run.size - size) < size * 0.03))
    const letters = text.replace(/[^\p{L}]/gu, '').length
    if (letters >= MIN_LETTERS && text.length <= MAX_LENGTH) return text
  }
  return null
}

interface Run {
  str: string
  size: number
  y: number
}

/** The size of most characters. */
function usualSize(runs: readonly Run[]): number {
  const count = new Map<number, number>()
  for (const { str, size } of runs) {
    const key = Math.round(size * 10) / 10
    count.set(key, (count.get(key) ?? 0) + str.length)
  }
  return [...count].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

/** Lines that follow each other; a headline further down is another one. */
function together(runs: readonly Run[]): string {
  const lines: string[] = []
  let last: Run | undefined
  for (const run of runs) {
    if (last !== undefined && Math.abs(last.y - run.y) > 2.2 * run.size) break
    if (last !== undefined && Math.abs(last.y - run.y) > run.size * 0.5) lines.push(' ')
    lines.push(run.str)
    last = run
  }
  return cleanText(lines.join(''))
}
