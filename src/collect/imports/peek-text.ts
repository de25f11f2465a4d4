/** Characters that are looked at before a format is chosen. */
const headLength = 65_536

/** The beginning of a text, and the whole text to read afterwards. */
export async function peekText(
  text: AsyncIterable<string>,
): Promise<{ head: string; all: AsyncIterable<string> }> {
  const iterator = text[Symbol.asyncIterator]()
  let head = ''
  let next = await iterator.next()
  while (!next.done) {
    head += next.value
    if (head.length >= headLength) break
    next = await iterator.next()
  }
  const hasMore = !next.done
  async function* all(): AsyncGenerator<string> {
    yield head
    if (hasMore) yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { head, all: all() }
}
