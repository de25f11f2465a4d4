import type { IncomingHttpHeaders } from 'node:http'
import { createTestFetch, startHttp } from '../node/hostile-server.ts'
import type { useTestApp } from '../support/app.ts'

export interface SourceJson {
  id: number
  url: string
  title: string | null
  section: string | null
  tags: string[]
  state: string
  problem: string | null
  failures: number
  last_error: string | null
  next_poll_at: string | null
  interval_s: number
  duplicate?: true
  found_in: string | null
  other_feeds: { url: string; title: string | null }[]
  poll: { outcome: string; saved: number; known: number; passed_over: number; reason?: string }
}

export interface Answer {
  status?: number
  headers?: Record<string, string>
  body?: string | Buffer
}

export interface FeedServer {
  /** Path → what it answers; a path that is not there answers 404. */
  pages: Record<string, Answer | ((headers: IncomingHttpHeaders) => Answer)>
  /** `path` and headers of every request, in order. */
  requests: { path: string; headers: IncomingHttpHeaders }[]
  url(path: string): string
  host: string
}

/** A local site with feeds that the app may fetch, as norn.example. */
export async function startFeedServer(app: ReturnType<typeof useTestApp>): Promise<FeedServer> {
  const site: FeedServer = { pages: {}, requests: [], url: (path) => path, host: '' }
  const server = await startHttp((request, response) => {
    const path = request.url ?? ''
    site.requests.push({ path, headers: request.headers })
    const page = site.pages[path]
    const answer = typeof page === 'function' ? page(request.headers) : page
    response.writeHead(answer?.status ?? (answer ? 200 : 404), answer?.headers ?? {})
    response.end(answer?.body ?? '')
  })
  site.host = `norn.example:${server.port}`
  site.url = (path) => `http://${site.host}${path}`
  app.fetchAllow.push(site.host)
  app.guardedFetch = createTestFetch({ allow: [site.host] })
  return site
}

export interface SampleItem {
  n: number
  /** RFC 2822, or any text. */
  date?: string
  more?: string
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** RSS 2.0 with items https://posts.example/N, in the given order. */
export function rss(items: readonly (SampleItem | number)[], channel = ''): string {
  const list = items.map((each) => {
    const { n, date, more = '' } = typeof each === 'number' ? { n: each } : each
    const when = date === undefined ? '' : `<pubDate>${xml(date)}</pubDate>`
    return `<item><title>Post ${n}</title><link>https://posts.example/${n}</link><guid isPermaLink="false">guid-${n}</guid>${when}${more}</item>`
  })
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Norn’s posts</title><link>https://posts.example/</link>${channel}${list.join('')}</channel></rss>`
}

export const rssAnswer = (items: readonly (SampleItem | number)[], channel = ''): Answer => ({
  headers: { 'content-type': 'application/rss+xml; charset=utf-8' },
  body: rss(items, channel),
})
