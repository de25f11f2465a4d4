/** For what is worth a line in the log, but not each time: true at first, then once in `everyMs`. */
export function createSeldom(
  everyMs: number,
  clockMs: () => number = () => performance.now(),
): () => boolean {
  let last = Number.NEGATIVE_INFINITY
  return () => {
    if (clockMs() - last < everyMs) return false
    last = clockMs()
    return true
  }
}
