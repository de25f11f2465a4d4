/**
 * Address of a page → address of its provider's oEmbed answer, by the list that the oEmbed project
 * keeps (oembed.com, the package oembed-providers).
 */
import providers from 'oembed-providers/providers.json' with { type: 'json' }
import { isHostOf } from '../../domain/web-address/tracking-parameters.ts'

/** Sites that the list leaves out, or knows under fewer addresses than they have. */
const MORE: readonly (readonly [site: string, endpoint: string])[] = [
  ['x.com', 'https://publish.twitter.com/oembed'],
  ['youtube.com', 'https://www.youtube.com/oembed'],
  ['vimeo.com', 'https://vimeo.com/api/oembed.json'],
]

interface Scheme {
  /** Host without its wildcard; empty for one that is all wildcard. */
  pattern: RegExp
  endpoint: string
}

let schemes: Scheme[] | undefined

/** Made when first asked for: some hundred patterns. */
function allSchemes(): Scheme[] {
  schemes ??= providers.flatMap(({ endpoints }) =>
    endpoints.flatMap((one) => {
      const endpoint = one.url.replace('{format}', 'json')
      const isUsable = endpoint.startsWith('https://') && !/[{}]/.test(endpoint)
      const list: readonly string[] = 'schemes' in one ? (one.schemes ?? []) : []
      return isUsable ? list.flatMap((scheme) => toScheme(scheme, endpoint)) : []
    }),
  )
  return schemes
}

function toScheme(scheme: string, endpoint: string): Scheme[] {
  const [, host, path = ''] = /^https?:\/\/([^/]+)(\/.*)?$/.exec(scheme) ?? []
  // "https://*/…" would send every address that anybody saves to one provider.
  if (host === undefined || !/[\w-]+\.[\w-]+$/.test(host)) return []
  const inHost = literal(host).replaceAll('*', '[^/]*')
  const inPath = literal(path).replaceAll('*', '.*')
  return [{ pattern: new RegExp(`^https?://(?:www\\.)?${inHost}${inPath}$`, 'i'), endpoint }]
}

function literal(text: string): string {
  return text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')
}

export function oembedProvider(url: URL): string | null {
  const address = `${url.origin}${url.pathname}${url.search}`.slice(0, 2_000)
  const endpoint =
    MORE.find(([site]) => isHostOf(url.hostname, site))?.[1] ??
    allSchemes().find(({ pattern }) => pattern.test(address))?.endpoint
  if (endpoint === undefined) return null
  const target = new URL(endpoint)
  target.searchParams.set('url', url.href)
  target.searchParams.set('format', 'json')
  return target.href
}
