import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PageServer {
  /** `127.0.0.1:port`, for FETCH_ALLOW. */
  host: string
  /** An article that nobody has asked for before. */
  newArticle(): string
  feed: string
  /** The feed tells of a new article from now on. */
  addToFeed(at: Date): void
  close(): Promise<void>
}

const FEED_ITEMS = 20

/** The web that is read: any number of articles, and a feed that tells of some. */
export async function startPageServer(): Promise<PageServer> {
  let articles = 0
  const told: { article: number; at: Date }[] = []
  const server = createServer((request, response) => {
    const article = /^\/articles\/(\d+)$/.exec(request.url ?? '')?.[1]
    if (article !== undefined) answer(response, 'text/html', articlePage(Number(article)))
    else if (request.url === '/feed.xml') answer(response, 'application/rss+xml', feedXml())
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const address = (article: number) => `http://${host}/articles/${article}`

  function feedXml(): string {
    const items = told.map(
      ({ article, at }) =>
        `<item><title>Article ${article}</title><link>${address(article)}</link><pubDate>${at.toUTCString()}</pubDate></item>`,
    )
    return `<?xml version="1.0"?><rss version="2.0"><channel><title>Norn</title><link>http://${host}/</link><description>Articles</description>${items.join('')}</channel></rss>`
  }

  return {
    host,
    newArticle() {
      articles += 1
      return address(articles)
    },
    feed: `http://${host}/feed.xml`,
    addToFeed(at) {
      articles += 1
      told.unshift({ article: articles, at })
      told.length = Math.min(told.length, FEED_ITEMS)
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function articlePage(article: number): string {
  const text = 'Why clocks disagree, and what a program can do about it. '.repeat(40)
  return `<!doctype html><html lang="en"><head><title>Article ${article}</title><meta name="author" content="Ida Norn"><meta property="og:site_name" content="Norn"></head><body><article><h1>Article ${article}</h1><p>${text}</p></article></body></html>`
}

function answer(response: ServerResponse, type: string, body: string) {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body)
}
