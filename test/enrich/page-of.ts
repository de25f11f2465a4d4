import type { FetchedResource } from '../../src/domain/fetching.ts'
import { createEnrichPage } from '../../src/enrich/fetch-page.ts'
import type { PageReading } from '../../src/enrich/page-reading.ts'

export interface PageOptions {
  url?: string
  status?: number
  headers?: Record<string, string>
  lang?: string
  /** Answer of an oEmbed endpoint. */
  oembed?: unknown
  /** Record of the DOI registry. */
  csl?: unknown
  /** Other pages that may be asked for, by address. */
  others?: Record<string, string>
  /** The address that answers, when it is another. */
  finalUrl?: string
}

const NOW = new Date('2024-06-01T12:00:00Z')

/** Reads one body as if a server had sent it. */
export function readingOf(
  body: string | Uint8Array,
  options: PageOptions = {},
): Promise<PageReading> {
  const { url = 'https://kiln.example/a/post', status = 200, oembed, csl, finalUrl } = options
  const { headers = { 'content-type': 'text/html; charset=utf-8' } } = options
  const enrichPage = createEnrichPage({
    now: () => NOW,
    guardedFetch: async (request): Promise<FetchedResource> => {
      const isOembed = /oembed/i.test(request.url)
      const json = isOembed ? oembed : request.headers?.accept?.includes('csl') ? csl : undefined
      const other = options.others?.[request.url]
      if (json !== undefined || other !== undefined)
        return answer(request.url, other ?? JSON.stringify(json), json !== undefined)
      return {
        url: finalUrl ?? request.url,
        status: isOembed ? 404 : status,
        headers: new Headers(headers),
        body: Buffer.from(body),
        truncated: false,
        redirects: [],
      }
    },
  })
  return enrichPage(url)
}

function answer(url: string, body: string, isJson: boolean): FetchedResource {
  const type = isJson ? 'application/vnd.citationstyles.csl+json' : 'text/html; charset=utf-8'
  return {
    url,
    status: 200,
    headers: new Headers({ 'content-type': type }),
    body: Buffer.from(body),
    truncated: false,
    redirects: [],
  }
}

/** A whole page around some elements of a head. */
export function html(head: string, body = '<p>Text.</p>', lang = 'en'): string {
  return `<!doctype html><html lang="${lang}"><head>${head}</head><body>${body}</body></html>`
}

export function jsonLd(value: unknown): string {
  return `<script type="application/ld+json">${JSON.stringify(value)}</script>`
}
