import { createHash, timingSafeEqual } from 'node:crypto'
import type { Metrics } from './metrics.ts'
import type { NodeBindings } from './observe-requests.ts'

/** A request that a proxy passes on carries one of them; it comes from somewhere else. */
const PASSED_ON = ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'x-real-ip', 'via']
const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/

/**
 * `GET /metrics`, for whoever asks on this machine itself, and with `Authorization: Bearer
 * METRICS_TOKEN` from anywhere. Undefined for every other request.
 */
export function serveMetrics(metrics: Metrics, token: string | undefined) {
  return (_request: Request, env: NodeBindings): Promise<Response> | Response | undefined => {
    const { url = '', method, headers, socket } = env.incoming
    if (url !== '/metrics' && !url.startsWith('/metrics?')) return undefined
    if (method !== 'GET' && method !== 'HEAD')
      return new Response('Only GET.\n', { status: 405, headers: { allow: 'GET, HEAD' } })
    const isDirect =
      LOOPBACK.test(socket.remoteAddress ?? '') && PASSED_ON.every((name) => !(name in headers))
    if (!isDirect && !isToken(token, headers.authorization))
      return new Response('Ask from this machine, or with METRICS_TOKEN as a bearer token.\n', {
        status: 401,
        headers: { 'www-authenticate': 'Bearer', 'content-type': 'text/plain' },
      })
    return metrics.text().then(
      (text) =>
        new Response(text, {
          headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
        }),
    )
  }
}

function isToken(token: string | undefined, header: string | undefined): boolean {
  if (token === undefined || header === undefined) return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(`Bearer ${token}`), digest(header))
}
