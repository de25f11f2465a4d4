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
  /** The address that answers, when it is another. */
  finalUrl?: string
}

const NOW = new Date('2024-06-01T12:00:00Z')

/** Reads one body as if a server had sent it. */
export function readingOf(
  body: string | Uint8Array,
  options: PageOptions = {},
): Promise<PageReading> {
  const { url = 'https://kiln.example/a/post', status = 200, oembed, finalUrl } = options
  const { headers = { 'content-type': 'text/html; charset=utf-8' } } = options
  const enrichPage = createEnrichPage({
    now: () => NOW,
    guardedFetch: async (request): Promise<FetchedResource> => {
      const isOembed = /oembed/i.test(request.url)
      return {
        url: isOembed ? request.url : (finalUrl ?? request.url),
        status: isOembed && oembed === undefined ? 404 : status,
        headers: new Headers(isOembed ? { 'content-type': 'application/json' } : headers),
        body: Buffer.from(isOembed ? JSON.stringify(oembed ?? {}) : body),
        truncated: false,
        redirects: [],
      }
    },
  })
  return enrichPage(url)
}

/** A whole page around some elements of a head. */
export function html(head: string, body = '<p>Text.</p>', lang = 'en'): string {
  return `<!doctype html><html lang="${lang}"><head>${head}</head><body>${body}</body></html>`
}

export function jsonLd(value: unknown): string {
  return `<script type="application/ld+json">${JSON.stringify(value)}</script>`
}
