import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerParent } from './child.ts'

export interface PageHostQuestion {
  /** Milliseconds until an answer begins, from now on. */
  delayMs: number
}

export interface PageHostState {
  /** `127.0.0.1:port` and so on: loopback addresses, each a host of its own. */
  hosts: string[]
  pageBytes: number
}

const HOSTS = 20
const PARAGRAPHS = 60

let delayMs = 0
let port = 0
const servers: Server[] = []
const page = article('TITLE')
for (let index = 1; index <= HOSTS; index++) {
  const server = createServer((request, response) => {
    const html = page.replaceAll('TITLE', `Clocks that lie, part ${request.url?.slice(1)}`)
    setTimeout(() => {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(html)
    }, delayMs)
  })
  await new Promise<void>((resolve) => server.listen(port, `127.0.0.${index}`, resolve))
  port = (server.address() as AddressInfo).port
  servers.push(server)
}

answerParent<PageHostQuestion>(async (question) => {
  delayMs = question.delayMs
  const hosts = servers.map((server) => `${(server.address() as AddressInfo).address}:${port}`)
  return { hosts, pageBytes: Buffer.byteLength(page) }
})

/** An article as blogs serve it, of about 30 KB: a full head, navigation, text. */
function article(title: string): string {
  const paragraph = `<p>Every leap second <a href="/about" class="x-1 y-2">breaks</a> something, because
    <em>time</em> is what <code>everything</code> else is measured by. ${'And so on it goes. '.repeat(12)}</p>`
  const jsonLd = JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'BlogPosting',
    headline: title,
    author: { '@type': 'Person', name: 'Ida Norn' },
    datePublished: '2023-07-03T10:00:00+02:00',
  })
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} | Norn</title>
<meta name="viewport" content="width=device-width"><meta name="description" content="Why leap seconds break more than code.">
<meta property="og:type" content="article"><meta property="og:title" content="${title}">
<meta property="og:site_name" content="Norn"><meta property="og:description" content="Why leap seconds break more than code.">
<meta property="article:published_time" content="2023-07-03T10:00:00+02:00"><meta name="author" content="Ida Norn">
${'<link rel="preload" as="script" href="/assets/app-0123456789abcdef.js">\n'.repeat(8)}
<script type="application/ld+json">${jsonLd}</script>
<script>${'window.settings=window.settings||{};'.repeat(60)}</script></head>
<body><nav><ul>${'<li><a href="/topic">Topic</a></li>\n'.repeat(30)}</ul></nav>
<article><h1>${title}</h1>${paragraph.repeat(PARAGRAPHS)}</article></body></html>`
}
