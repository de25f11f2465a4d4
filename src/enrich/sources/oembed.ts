/**
 * oEmbed: a small JSON answer about a page, from a provider in the list or from the address that
 * the page itself names. Asked only where the page leaves something out, because it is a second
 * request; when it fails, the page's own values stand.
 */
import type { GuardedFetch } from '../../domain/fetching.ts'
import { isHostOf } from '../../domain/web-address/tracking-parameters.ts'
import { isAppError } from '../../errors.ts'
import { type Page, resolveUrl } from '../page.ts'
import { type Finding, findingsOf } from '../page-reading.ts'

/** Site → endpoint that takes `url` and `format=json`. */
const PROVIDERS: readonly (readonly [site: string, endpoint: string])[] = [
  ['youtube.com', 'https://www.youtube.com/oembed'],
  ['youtu.be', 'https://www.youtube.com/oembed'],
  ['vimeo.com', 'https://vimeo.com/api/oembed.json'],
  ['dailymotion.com', 'https://www.dailymotion.com/services/oembed'],
  ['soundcloud.com', 'https://soundcloud.com/oembed'],
  ['open.spotify.com', 'https://open.spotify.com/oembed'],
  ['mixcloud.com', 'https://app.mixcloud.com/oembed/'],
  ['ted.com', 'https://www.ted.com/services/v1/oembed.json'],
  ['tiktok.com', 'https://www.tiktok.com/oembed'],
  ['flickr.com', 'https://www.flickr.com/services/oembed/'],
  ['reddit.com', 'https://www.reddit.com/oembed'],
  ['twitter.com', 'https://publish.twitter.com/oembed'],
  ['x.com', 'https://publish.twitter.com/oembed'],
  ['codepen.io', 'https://codepen.io/api/oembed'],
  ['speakerdeck.com', 'https://speakerdeck.com/oembed.json'],
  ['slideshare.net', 'https://www.slideshare.net/api/oembed/2'],
  ['kickstarter.com', 'https://www.kickstarter.com/services/oembed'],
  ['issuu.com', 'https://issuu.com/oembed'],
  ['audioboom.com', 'https://audioboom.com/publishing/oembed/v4.json'],
  ['sketchfab.com', 'https://sketchfab.com/oembed'],
]

const MAX_BYTES = 200_000
const TIMEOUT_MS = 4_000

export function oembedProvider(url: URL): string | null {
  const endpoint = PROVIDERS.find(([site]) => isHostOf(url.hostname, site))?.[1]
  if (endpoint === undefined) return null
  return `${endpoint}?${new URLSearchParams({ url: url.href, format: 'json' })}`
}

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
