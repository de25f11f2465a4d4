import type { Page } from './types.ts'

/** All items of a list, page after page, as they are asked for. */
export async function* eachOf<T, Q extends object>(
  list: (query: Q) => Promise<Page<T>>,
  query: Q,
): AsyncGenerator<T> {
  let cursor: string | null | undefined
  do {
    const page: Page<T> = await list({ ...query, ...(cursor && { cursor }) })
    yield* page.items
    cursor = page.next_cursor
  } while (cursor !== null)
}
