import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Web pages on this machine, as they are met outside, and a door that nobody should open. */
export async function startPageSite() {
  let inside = 0
  const secret = createServer((_, response) => {
    inside += 1
    response.end('<title>Inside</title>')
  })
  await new Promise<void>((resolve) => secret.listen(0, '127.0.0.1', resolve))
  const { port: secretPort } = secret.address() as AddressInfo

  const site = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    const { pathname } = new URL(request.url ?? '/', 'http://x.example')
    if (pathname === '/inside')
      return response.writeHead(302, { location: `http://127.0.0.1:${secretPort}/` }).end()
    if (pathname === '/moved') return response.writeHead(301, { location: '/lamps' }).end()
    if (pathname === '/endless') {
      response.write('<title>A page without end</title>')
      const more = setInterval(() => response.write('<p>and on</p>'.repeat(10_000)), 5)
      response.on('close', () => clearInterval(more))
      return undefined
    }
    if (pathname === '/ropes')
      return response.end(
        '<html lang="en"><head><title>Ropes and knots</title><meta name="author" content="Ida Norn"></head><body><p>About ropes.</p></body></html>',
      )
    if (pathname !== '/lamps') return response.writeHead(404).end('<title>Not found</title>')
    return response.end(
      '<html lang="en"><head><title>Lamps of the harbour</title><meta name="author" content="Grete Ørsted"></head><body><p>About lamps.</p></body></html>',
    )
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const { port } = site.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    /** How often the door was opened. */
    get inside() {
      return inside
    },
    async close() {
      for (const server of [site, secret]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}
