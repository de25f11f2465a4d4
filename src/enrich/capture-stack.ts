/**
 * Text of the elements that are open and name something.
 *
 * There is no tree: an element ends at the end tag of its name, counting those of the same name
 * inside. A few at once are enough, and a page may be hostile.
 */
import { BLOCKS } from './markup-marks.ts'

const MAX_OPEN = 12

/** Names in a list are several; what stands in a block of its own is something else. */
const BETWEEN: Record<string, string> = { li: '; ', ul: ' ', tr: ' ', br: ' ' }

export interface CaptureOptions {
  /** Characters that are kept. */
  limit: number
  /** Blocks inside are kept apart by marks instead of blanks. */
  isByline?: boolean
  done: (text: string, isClosed: boolean) => void
}

interface Capture extends CaptureOptions {
  tag: string
  /** Elements of the same name that were opened inside. */
  nested: number
  text: string
}

export function createCaptureStack() {
  let open: Capture[] = []

  return {
    start(tag: string, options: CaptureOptions) {
      if (open.length < MAX_OPEN) open.push({ ...options, tag, nested: 0, text: '' })
    },
    /** An element begins inside the open ones. */
    enter(tag: string) {
      for (const one of open) {
        if (one.tag === tag) one.nested++
        if (BLOCKS.has(tag) && one.text.length < one.limit)
          one.text += one.isByline ? (BETWEEN[tag] ?? ' | ') : ' '
      }
    },
    leave(tag: string) {
      if (open.length === 0) return
      const closed = open.filter((one) => one.tag === tag && one.nested-- === 0)
      if (closed.length === 0) return
      open = open.filter((one) => !closed.includes(one))
      // Inner ones first: a name inside a byline must be there before the byline ends.
      for (const one of closed.reverse()) one.done(one.text, true)
    },
    add(source: string, start = 0, end = source.length) {
      for (const one of open) {
        const room = one.limit - one.text.length
        if (room > 0) one.text += source.slice(start, Math.min(end, start + room))
      }
    },
    finish() {
      for (const one of open.reverse()) one.done(one.text, false)
    },
  }
}
