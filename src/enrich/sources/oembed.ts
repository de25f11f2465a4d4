/**
 * oEmbed: a small JSON answer about a page, from a provider in the list or from the address that
 * the page itself names. Asked only where the page leaves something out, because it is a second
 * request; when it fails, the page's own values stand.
 */
import type { GuardedFetch } from '../../domain/fetching.ts'
import { isAppError } from '../../errors.ts'
import { type Page, resolveUrl } from '../page.ts'
import { type Finding, findingsOf } from '../page-reading.ts'

const MAX_BYTES = 200_000
const TIMEOUT_MS = 4_000

export function oembedDiscovered(page: Page): string | null {
  const link = page.parts.links.find(({ type }) => type.includes('json+oembed'))
  return link === undefined ? null : (resolveUrl(link.href, page.baseUrl)?.href ?? null)
}

export async function fetchOembed(guardedFetch: GuardedFetch, address: string): Promise<Finding[]> {
  try {
    const answer = await guardedFetch({
      url: address,
      headers: { accept: 'application/json' },
      maxBytes: MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
      maxRedirects: 3,
    })
    return answer.status === 200 ? readOembed(new TextDecoder().decode(answer.body)) : []
  } catch (error) {
    // The provider is an extra: that it fails says nothing of the page.
    if (isAppError(error)) return []
    throw error
  }
}

export function readOembed(json: string): Finding[] {
  const value = parse(json)
  if (typeof value !== 'object' || value === null) return []
  const text = (key: string) => {
    const found: unknown = Reflect.get(value, key)
    return typeof found === 'string' ? found : null
  }
  const type = text('type')
  return findingsOf('oembed', {
    title: text('title'),
    author: text('author_name'),
    siteName: text('provider_name'),
    image: text('thumbnail_url'),
    kind: type === 'video' ? 'video' : null,
  })
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
